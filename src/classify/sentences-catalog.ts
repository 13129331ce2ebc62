import { type Rule, ruleOf } from './classes.ts'
import type { Phase } from './signals.ts'

/** A wording that facilitators, nodes and servers are known to use, and what it means. */
export type Sentence = {
  readonly name: string
  readonly pattern: RegExp
  readonly rule: (phase: Phase | null, match: RegExpExecArray) => Rule | undefined
}

// Every pattern is fixed words with bounded gaps between them, and each gap is followed by a character it cannot
// hold: the time is linear in the text, which is cut before it comes here.
const say = (name: string, pattern: RegExp, rule: Rule): Sentence => ({ name, pattern, rule: () => rule })

const lost = ruleOf('indeterminate', 'Settle was asked, and its answer was lost or was an error.')
const notInTime = ruleOf(
  'indeterminate',
  'The transaction was sent, and nobody waited until it was confirmed.',
)
const used = ruleOf('duplicate', 'The authorization is used or cancelled: it was paid or called off earlier.')
const credentials = ruleOf(
  'infrastructure',
  'The facilitator refuses our credentials; check them and the clock.',
  {
    ...{ owner: 'us', playbook: 'facilitator-auth' },
  },
)
const verifyFailed = ruleOf(
  'infrastructure',
  'The facilitator could not verify; nothing was sent to the chain.',
)
const refusedShape = ruleOf('permanent-config', 'The facilitator does not take what our server sends it.', {
  ...{ owner: 'us', playbook: 'verify-ok-settle-fail' },
})
const limited = ruleOf('transient', 'Asked too often.', { playbook: 'rate-limit-spike' })
const gas = ruleOf(
  'transient',
  'Gas could not be estimated: the transfer would revert, or the node lags behind.',
  {
    ...{ owner: 'facilitator', playbook: 'gas-estimation' },
  },
)
const gateClosed = ruleOf('gate-closed', 'The service turned the request away before any payment.')
const unsafeUrl = ruleOf('customer-input', 'The address in the input is not fetched, on purpose.', {
  playbook: 'ssrf-false-positive',
})

function failedCall(_phase: Phase | null, match: RegExpExecArray): Rule | undefined {
  const [, call, digits] = match
  const status = Number(digits)
  if (status === 401 || status === 403) return credentials
  if (status === 429) return { ...limited, owner: 'facilitator' }
  if (status >= 500) return call?.toLowerCase() === 'settle' ? lost : verifyFailed
  return undefined
}

/** Wordings that say more than a status or a broken connection does. */
export const strongSentences: readonly Sentence[] = [
  {
    name: 'facilitator call failed (status)',
    pattern: /\bfacilitator (verify|settle|supported|get ?supported) failed \((\d{3})\)/i,
    rule: failedCall,
  },
  {
    name: 'failed to settle: status',
    pattern: /\bfailed to (verify|settle) payment: (\d{3})\b/i,
    rule: failedCall,
  },
  say(
    'settle returned what cannot be read',
    /\bfacilitator settle (?:request )?(?:returned invalid|timed out)/i,
    lost,
  ),
  say(
    'verify returned what cannot be read',
    /\bfacilitator verify (?:request )?(?:returned invalid|timed out)/i,
    {
      ...verifyFailed,
      breaker: 'repeated',
    },
  ),
  say('did not confirm in time', /\bdid(?: not|n't) confirm in time\b/i, notInTime),
  say('context deadline exceeded', /\bcontext deadline exceeded\b/i, notInTime),
  say(
    'waiting for the receipt ended',
    /\btimed out (?:while )?waiting for (?:the )?(?:transaction|receipt|confirmation)/i,
    notInTime,
  ),
  say('payment settlement failed', /\bpayment settlement failed\b/i, lost),
  say('authorization is used', /\bauthorization is (?:already )?(?:used|cancell?ed)/i, used),
  say(
    'nonce already used',
    /\b(?:nonce|authorization|transaction|payment) (?:is |was |has been )?already (?:been )?(?:used|settled|processed)\b/i,
    used,
  ),
  {
    name: 'fetch failed',
    pattern: /\bfetch failed\b|\bsocket hang up\b/i,
    rule: (phase) => (phase === 'verify' ? verifyFailed : lost),
  },
  say('insufficient funds for gas', /\binsufficient funds for (?:gas|intrinsic)/i, {
    ...ruleOf('infrastructure', 'Whoever sends the transaction has no money for gas.'),
  }),
  say(
    'unable to estimate gas',
    /\b(?:unable|failed|cannot) to estimate gas\b|\bgas estimation failed\b/i,
    gas,
  ),
  say(
    'replacement transaction underpriced',
    /\b(?:replacement transaction underpriced|nonce too low|max fee per gas less than)/i,
    {
      ...ruleOf(
        'indeterminate',
        'The sender of the facilitator sent two transactions with one account nonce.',
      ),
      owner: 'facilitator',
    },
  ),
  say('no matching payment requirements', /\b(?:no|unable to find) matching payment requirements\b/i, {
    ...ruleOf('permanent-client', 'The payment fits none of the terms that the route offers.'),
  }),
  say('paymaster limit', /\bpaymaster\b.{0,80}\blimit\b/i, {
    ...ruleOf('transient', 'The paymaster reached its limit; it pays again when the limit starts anew.'),
    ...{ owner: 'facilitator', breaker: 'no', playbook: 'paymaster-rejection' },
  }),
  say('token not on the allow-list', /\btoken\b.{0,60}\bnot (?:on|in) (?:the )?(?:allow|white)-?list/i, {
    ...ruleOf('permanent-config', 'The paymaster does not take this token until its policy is changed.'),
    ...{ owner: 'facilitator', playbook: 'paymaster-rejection' },
  }),
  say('amount out of range', /\bamount (?:is )?too (?:high|low|small|large)\b/i, {
    ...ruleOf('permanent-client', 'The amount is outside of what is accepted.'),
  }),
  say('schema of the facilitator', /'?paymentPayload'? is invalid\b/i, refusedShape),
  say('circuit open', /\bcircuit[ -](?:breaker )?(?:is )?open\b/i, gateClosed),
  say('paid traffic is paused', /\bx402_disabled\b|\bpaid traffic is paused\b/i, gateClosed),
  say(
    'unsafe address',
    /\bssrf\b|\b(?:unsafe|blocked|disallowed|forbidden|private|internal|link-local|loopback|localhost)[ -](?:url|uri|ip|address|host|hostname|network|target)s?\b|\burl (?:is )?not allowed\b|\bembedded credentials\b/i,
    unsafeUrl,
  ),
]

/** Wordings that are believed only where nothing better is known and something says that it failed. */
export const weakSentences: readonly Sentence[] = [
  say('too many requests', /\b(?:too many requests|rate[ -]?limit(?:ed|s|ing)?)\b/i, limited),
  say(
    'insufficient funds',
    /\binsufficient (?:token )?(?:funds|balance)\b|\btransfer amount exceeds balance\b/i,
    {
      ...ruleOf('permanent-client', 'The payer does not hold enough of the token.'),
    },
  ),
  say('invalid signature', /\binvalid signature\b|\bsignature (?:is )?invalid\b/i, {
    ...ruleOf('permanent-client', 'The signature does not fit the payment.'),
  }),
  say('authorization expired', /\b(?:authorization|payment|signature|permit) (?:is |has )?expired\b/i, {
    ...ruleOf('permanent-client', 'The authorization is not valid any more.'),
  }),
  {
    name: 'timed out',
    pattern: /\btimed out\b|\btime-?outs?\b|\bdeadline exceeded\b/i,
    rule: (phase) =>
      phase === 'verify'
        ? ruleOf('transient', 'Verify did not answer in time.', { breaker: 'no', owner: 'facilitator' })
        : ruleOf(
            'indeterminate',
            'Something did not end in time, and it is not said whether settle was asked.',
          ),
  },
  {
    name: 'connection broke',
    pattern: /\bconnection (?:was )?(?:reset|closed|refused|lost)\b|\bnetwork error\b/i,
    rule: (phase) => (phase === 'settle' ? lost : ruleOf('transient', 'The connection broke.')),
  },
  {
    name: 'server error in words',
    pattern: /\b(?:internal server error|bad gateway|service unavailable|gateway time-?out)\b/i,
    rule: (phase) =>
      phase === 'settle'
        ? lost
        : ruleOf('infrastructure', 'A server on the way failed.', { owner: 'unknown', retry: 'WAIT' }),
  },
  say('execution reverted', /\bexecution reverted\b/i, {
    ...ruleOf(
      'infrastructure',
      'A call was tried and would revert; a payment that was settled before does, too.',
    ),
    ...{ owner: 'unknown', breaker: 'repeated', retry: 'WAIT' },
  }),
]
