import { type Catalog, entry, findings } from '../core/finding.ts'
import { safe } from '../core/safe.ts'

// A payment that would not settle is what that playbook is about.
const playbook = 'verify-ok-settle-fail'

type Pair = { readonly paid: string; readonly asked: string }
type Why = { readonly why: string }
type None = Readonly<Record<never, never>>

const pass = <A extends Readonly<Record<string, string | number>>>(
  title: string,
  text: (args: A) => string,
) => entry<A>({ verdict: 'PASS', severity: 'none', title, text, next: null, playbook: null })
const fail = <A extends Readonly<Record<string, string | number>>>(
  title: string,
  text: (args: A) => string,
  next: string,
) => entry<A>({ verdict: 'FAIL', severity: 'high', title, text, next, playbook })
const unknown = <A extends Readonly<Record<string, string | number>>>(
  title: string,
  text: (args: A) => string,
  next: string,
) => entry<A>({ verdict: 'UNKNOWN', severity: 'medium', title, text, next, playbook })
const skip = <A extends Readonly<Record<string, string | number>>>(
  title: string,
  text: (args: A) => string,
) => entry<A>({ verdict: 'SKIP', severity: 'none', title, text, next: null, playbook: null })

const resign = 'The payer has to sign anew; a facilitator refuses this payment.'
const askAgain = 'Run it again, or name other endpoints with --rpc.'
const said = ({ paid, asked }: Pair) =>
  `the payment says ${safe(paid, 120)}, the requirement ${safe(asked, 120)}`
const why = (args: Why) => safe(args.why, 300)

/** The findings of `verify` and their words. */
export const catalog = {
  VERSION_SAME: pass<{ version: number }>('The versions agree', ({ version }) => `x402 version ${version}`),
  VERSION_OTHER: fail<Pair>(
    'The versions differ',
    said,
    'Send the payment in the version of the requirement.',
  ),
  VERSION_NOT_NAMED: unknown<None>(
    'The requirement names no version',
    () => 'the requirement names no version that is known',
    'Give the whole answer of the server, with its x402Version.',
  ),

  SHAPE_CONFORMS: pass<None>('The payload conforms', () => 'every field has its form'),
  SHAPE_ODD: fail<{ problem: string; more: number }>(
    'The payload does not conform',
    ({ problem, more }) => `${safe(problem, 200)}${more === 0 ? '' : ` (and ${more} more)`}`,
    'Facilitators differ in what they read over: one may verify it and refuse to settle it. Mend the client.',
  ),

  SCHEME_SAME: pass<{ scheme: string }>('The schemes agree', ({ scheme }) => safe(scheme, 40)),
  SCHEME_OTHER: fail<Pair>('The schemes differ', said, resign),
  SCHEME_NOT_KNOWN: unknown<{ scheme: string }>(
    'The scheme cannot be checked',
    ({ scheme }) => `of the scheme ${safe(scheme, 40)} the amount and the signature are not understood`,
    'Ask the facilitator that offers this scheme.',
  ),

  NETWORK_SAME: pass<{ network: string }>('The networks agree', ({ network }) => safe(network, 80)),
  NETWORK_OTHER: fail<Pair>('The networks differ', said, resign),
  ASSET_SAME: pass<{ asset: string }>('The tokens agree', ({ asset }) => safe(asset, 80)),
  ASSET_NOT_NAMED: pass<{ asset: string }>(
    'The payment names no token',
    ({ asset }) => `version 1 payments name none; the requirement says ${safe(asset, 80)}`,
  ),
  ASSET_OTHER: fail<Pair>('The tokens differ', said, resign),
  RECIPIENT_SAME: pass<{ payTo: string }>('The recipients agree', ({ payTo }) => safe(payTo, 80)),
  RECIPIENT_OTHER: fail<Pair>(
    'The recipients differ',
    said,
    'Do not deliver: the money would go to somebody else.',
  ),

  AMOUNT_FITS: pass<{ amount: string }>('The amount fits', ({ amount }) => amount),
  AMOUNT_OTHER: fail<Pair>('The amounts differ', said, resign),

  MINIMUM_REACHED: pass<Pair>(
    'The amount is large enough',
    ({ paid, asked }) => `${paid}, at least ${asked} is taken`,
  ),
  MINIMUM_MISSED: fail<Pair>(
    'The amount is below the minimum',
    ({ paid, asked }) => `${paid} is less than the ${asked} that the facilitator takes`,
    'Raise the price, or use a facilitator without this minimum: it may verify such a payment and refuse to settle it.',
  ),
  MINIMUM_NOT_NAMED: skip<None>('No minimum is known', () => 'no minimum is known; --minimum names one'),

  WINDOW_OPEN: pass<{ left: string; clock: string }>(
    'The payment is in its time',
    ({ left, clock }) => `${left} left by ${clock}`,
  ),
  WINDOW_NOT_BEGUN: fail<{ ahead: string; clock: string }>(
    'The payment is not valid yet',
    ({ ahead, clock }) => `valid in ${ahead} by ${clock}`,
    'Wait, or look at the clock of the payer.',
  ),
  WINDOW_CLOSED: fail<{ ago: string; clock: string }>(
    'The payment has expired',
    ({ ago, clock }) => `expired ${ago} ago by ${clock}`,
    'The payer has to sign anew, once the old payment is seen not to have been settled.',
  ),
  WINDOW_TOO_SHORT: fail<{ left: string; clock: string }>(
    'The payment is about to expire',
    ({ left, clock }) => `${left} left by ${clock}; facilitators want 6 s`,
    resign,
  ),
  WINDOW_NOT_READ: unknown<Why>('The time of the payment is not known', why, askAgain),

  ECHO_SAME: pass<None>(
    'The payment repeats the requirement',
    () => 'accepted is the requirement, word for word',
  ),
  ECHO_NONE: skip<None>('Nothing is repeated', () => 'version 1 payments do not repeat the requirement'),
  ECHO_OTHER: fail<{ fields: string }>(
    'The payment answers another requirement',
    ({ fields }) => `accepted differs in ${safe(fields, 200)}`,
    'The server finds no matching requirement and answers 402. Was the price changed meanwhile?',
  ),

  DOMAIN_RIGHT: pass<{ domain: string; by: string }>(
    'The domain is that of the token',
    ({ domain, by }) => `${safe(domain, 120)}, as ${by}`,
  ),
  DOMAIN_FIXED: pass<None>('The domain is that of Permit2', () => 'Permit2 has one domain for every token'),
  DOMAIN_MISSING: fail<None>(
    'The requirement names no domain',
    () => 'extra.name or extra.version is missing',
    'Put the name and version of the token into extra; payers cannot sign without them.',
  ),
  DOMAIN_WRONG: fail<{ domain: string; right: string; by: string }>(
    'The domain is not that of the token',
    ({ domain, right, by }) => `${safe(domain, 120)} in extra, but ${by} ${safe(right, 120)}`,
    'Correct extra.name and extra.version: a facilitator may verify such a payment and the token refuse it.',
  ),
  DOMAIN_NOT_KNOWN: unknown<Why>(
    'The domain cannot be checked',
    why,
    'Name an endpoint with --rpc to ask the token.',
  ),

  SIGNATURE_RIGHT: pass<{ payer: string }>('The payer signed', ({ payer }) => `made by ${safe(payer, 80)}`),
  SIGNATURE_MISSING: fail<None>('There is no signature', () => 'payload.signature is missing', resign),
  SIGNATURE_UNREADABLE: fail<Why>('The signature is none', (args) => why(args), resign),
  SIGNATURE_STRANGE: fail<{ payer: string; signer: string }>(
    'Somebody else signed',
    ({ payer, signer }) => `it recovers to ${signer}, not to ${safe(payer, 80)}: another key, or other terms`,
    resign,
  ),
  SIGNATURE_OTHER_DOMAIN: fail<{ domain: string }>(
    'The payer signed for another domain',
    ({ domain }) => `the payer signed for ${safe(domain, 120)}`,
    'Correct extra in the requirement, or the network of the client, and let the payer sign anew.',
  ),
  SIGNATURE_HIGH_S: fail<None>(
    'Tokens refuse this form of signature',
    () => 'its s lies in the upper half of the curve',
    "The payer's library must normalise s; a facilitator may verify it and the token refuse it.",
  ),
  SIGNATURE_HIGH_S_PERMIT: unknown<None>(
    'The form of the signature is unusual',
    () => 'it recovers to the payer, but its s lies in the upper half of the curve',
    "The payer's library should normalise s.",
  ),
  SIGNATURE_LOW_V: unknown<{ v: number }>(
    'The signature ends in 0 or 1',
    ({ v }) => `it recovers to the payer, but its last byte is ${v}, and contracts want 27 or 28`,
    "It is settled only by a facilitator that adds 27; the reference one does not. Mend the payer's library.",
  ),
  SIGNATURE_OF_CONTRACT: unknown<{ form: string }>(
    'Only a contract can judge the signature',
    ({ form }) => form,
    'A live signature is not shown to any endpoint. The facilitator can verify it.',
  ),
  SIGNATURE_OF_NOBODY: fail<{ bytes: number }>(
    'No contract can judge the signature',
    ({ bytes }) => `it has ${bytes} bytes, but no contract stands at the payer's address`,
    resign,
  ),
  SIGNATURE_WALLET_YES: pass<None>(
    'The wallet accepts the signature',
    () => 'the contract of the payer accepts it',
  ),
  SIGNATURE_WALLET_NO: fail<None>(
    'The wallet refuses the signature',
    () => 'the contract of the payer does not accept it',
    resign,
  ),
  SIGNATURE_NOT_CHECKED: unknown<Why>('The signature cannot be checked', why, askAgain),

  SPENDER_RIGHT: pass<None>(
    'The money goes through the right contract',
    () => 'the x402 proxy of this scheme',
  ),
  SPENDER_WRONG: fail<{ spender: string }>(
    'Another contract may move the money',
    ({ spender }) => `${safe(spender, 80)} is not the x402 proxy of this scheme`,
    'Do not settle it. The payer signed for a contract that x402 does not use.',
  ),
  SETTLER_WRONG: fail<Pair>('Another facilitator may settle', said, resign),

  NONCE_FREE: pass<{ block: number }>('The nonce is unused', ({ block }) => `unused at block ${block}`),
  NONCE_SPENT: fail<{ block: number }>(
    'The nonce is used or cancelled',
    ({ block }) => `used or cancelled at block ${block}: this payment was settled already, or never will be`,
    'x402ops settlement show finds the transaction. Do not charge again before.',
  ),
  BALANCE_ENOUGH: pass<{ has: string; block: number }>(
    'The payer has the money',
    ({ has, block }) => `${has} at block ${block}`,
  ),
  BALANCE_SHORT: fail<{ has: string; needs: string; block: number }>(
    'The payer has not enough money',
    ({ has, needs, block }) => `${has} at block ${block}, ${needs} is needed`,
    'The settlement would revert. The payer has to top up.',
  ),
  ALLOWANCE_ENOUGH: pass<{ block: number }>(
    'Permit2 may take the money',
    ({ block }) => `enough at block ${block}`,
  ),
  ALLOWANCE_SHORT: fail<{ has: string; block: number }>(
    'Permit2 may not take the money',
    ({ has, block }) => `Permit2 may take ${has} at block ${block}`,
    'The payer has to approve Permit2 for the token, or use a client that sponsors it.',
  ),
  CHAIN_NOT_ASKED: skip<None>('No endpoint was asked', () => 'no chain endpoint; --rpc names one'),
  CHAIN_NOT_APPLICABLE: skip<Why>('Does not apply', why),
  CHAIN_SPLIT: unknown<{ said: string }>(
    'The endpoints contradict each other',
    ({ said: values }) => `the endpoints say ${safe(values, 400)}`,
    'One of them is wrong or behind. Ask a third one with --rpc.',
  ),
  CHAIN_BLIND: unknown<Why>('The chain could not be seen', why, askAgain),
} as const satisfies Catalog

/** Makes a finding of this room. */
export const finding = findings(catalog)
