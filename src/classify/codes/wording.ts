import { type FailureClass, type Rule, ruleOf } from '../classes.ts'

// Two bounded classes that share no character, at most 120 characters: linear.
const codeShape = /^[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,20}$/

/** Beginnings of the reasons of packages and facilitators; a code with another beginning is not read by its words. */
const families = [
  'invalid_exact_',
  'invalid_upto_',
  'invalid_batch_settlement_',
  'invalid_permit2_',
  'invalid_eip2612_',
  'invalid_erc20_approval_',
  'settle_exact_',
  'settle_upto_',
  'settle_batch_settlement_',
  'permit2_',
  'eip2612_',
  'erc20_approval_',
  'upto_',
]

type Wording = Partial<Omit<Rule, 'class' | 'means'>> & {
  readonly class: FailureClass
  readonly means: string
  readonly words: readonly string[]
}

const wordings: readonly Wording[] = [
  {
    class: 'compliance',
    means: 'The facilitator refuses this payer or recipient.',
    words: ['kyt', 'sanctioned'],
  },
  {
    class: 'duplicate',
    means: 'By its words, the payment was used before.',
    words: ['already_used', 'already_settled', 'duplicate', 'invalid_nonce'],
  },
  {
    class: 'indeterminate',
    means: 'By its words, nobody saw how the transaction ended.',
    words: [
      ...[
        'timed_out',
        'timeout',
        'pending',
        'failed_to_get_receipt',
        'wait_for_receipt_failed',
        'node_failure',
      ],
      ...['transaction_failed', 'transaction_reverted', 'failed_onchain', 'block_height_exceeded'],
    ],
  },
  {
    class: 'transfer-mismatch',
    means: 'By its words, the transfer that was due is missing in a transaction that succeeded.',
    words: ['transfer_event_mismatch', 'transfer_not_confirmed'],
  },
  {
    class: 'infrastructure',
    breaker: 'repeated',
    owner: 'unknown',
    retry: 'WAIT',
    means: 'By its words, something was tried without sending it, or read, and that failed.',
    words: ['simulation_failed', 'failed_to', 'rpc_read_failed', 'verification_failed', 'unavailable'],
  },
  {
    class: 'permanent-config',
    means: 'By its words, the terms do not fit the token, the network or the facilitator.',
    words: [
      ...['token_name', 'token_version', 'eip712_domain', 'not_supported', 'unsupported_scheme', 'scheme'],
      ...['network_mismatch', 'facilitator_mismatch', 'not_configured'],
    ],
  },
  {
    class: 'permanent-client',
    means: 'By its words, the payment itself is wrong.',
    words: [
      ...[
        'signature',
        'valid_before',
        'valid_after',
        'expired',
        'insufficient_funds',
        'insufficient_balance',
      ],
      ...['allowance_required', 'value_mismatch', 'amount_mismatch', 'recipient_mismatch', 'value_too_low'],
      ...['payload_type', 'malformed', 'could_not_be_decoded'],
    ],
  },
]

/** The rule that the words of an unlisted reason suggest; undefined for a foreign or plain text. */
export function ruleByWording(reason: string): { readonly rule: Rule; readonly row: string } | undefined {
  if (reason.length > 120 || !codeShape.test(reason)) return undefined
  if (!families.some((family) => reason.startsWith(family))) return undefined
  const padded = `_${reason}_`
  for (const { class: name, means, words, ...other } of wordings) {
    const word = words.find((each) => padded.includes(`_${each}_`))
    if (word !== undefined) return { rule: ruleOf(name, means, other), row: `wording *${word}*` }
  }
  return undefined
}
