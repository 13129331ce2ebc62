import type { Explanations } from '../core/explanation.ts'

const down = 'Without a facilitator no payment is verified or settled, and buyers see 402, 500 or 502.'
const auth =
  'The server uses the same credential for verify and settle; when it is refused no payment gets through.'
const list =
  'Servers build their routes from this list; a route whose kind is not in it ends the server at its next start.'
const limit = 'Behind one address the server shares the limit with this tool.'
const gas = 'A settlement is a transaction: its sender pays gas, and its transactions are mined in order.'
const nothing = 'Nothing has to be done.'

/** What the codes of the facilitator room mean. */
export const explanations: Explanations = {
  FACILITATOR_NOT_CONFIGURED: ['The profile names no facilitator.', down],
  FACILITATOR_REACHED: ['/supported answered.', down, nothing],
  FACILITATOR_DOWN: [
    'No answer came, or one of 5xx, each time it was asked. A page /health that answers 200 changes nothing.',
    down,
  ],
  FACILITATOR_FLAPPING: ['The facilitator failed at first and answered when it was asked again.', down],
  FACILITATOR_BLIND: [
    'This side could not ask: an unsafe address, a deadline, a fault of this machine.',
    'Unknown is not well.',
  ],
  FACILITATOR_NOT_THERE: ['The address answers, but not as a facilitator does.', down],
  FACILITATOR_REDIRECTED: [
    'The facilitator answered with a redirect, which was not followed.',
    'Servers follow it and take the payment and the credential along.',
  ],
  FACILITATOR_NOT_SEEN: [
    'A question about a facilitator has no answer, because it gave none.',
    'Unknown is not well.',
  ],
  FACILITATOR_OPEN: ['/supported answers anybody.', auth, nothing],
  FACILITATOR_AUTH_REFUSED: ['401 or 403 came although the configured credential was sent.', auth],
  FACILITATOR_NEEDS_AUTH: [
    '401 or 403 came to a request without a credential. With one that works this is as it should be.',
    auth,
  ],
  FACILITATOR_AUTH_NOT_SHOWN: ['The page is open, so the credential was not looked at.', auth],
  FACILITATOR_NOT_JSON: ['Something answered 200 in place of the facilitator, and it is no JSON.', down],
  FACILITATOR_SHAPE: ['The answer is JSON, but not the list that servers read.', list],
  FACILITATOR_SHAPE_ODD: ['Some entries of the list are no kinds, or there are more than are read.', list],
  FACILITATOR_SHAPE_OK: ['The list could be read whole.', list, nothing],
  FACILITATOR_LIMITED: ['429: the facilitator takes no more requests for a while.', limit],
  FACILITATOR_LIMIT_NEAR: ['Less than a tenth of the stated limit is left.', limit],
  FACILITATOR_RATE: ['The answer states a limit and what is left of it.', limit, nothing],
  FACILITATOR_NOT_LIMITED: ['No request was limited.', limit, nothing],
  FACILITATOR_SLOW: [
    'An answer took longer than the threshold of the profile.',
    'Slow answers come before time-outs.',
  ],
  FACILITATOR_FAST: [
    'The answer came below the threshold of the profile.',
    'Slow answers come before time-outs.',
    nothing,
  ],
  FACILITATOR_KIND_LISTED: [
    'The facilitator advertises this version, scheme and network.',
    'An advertised kind is a promise; a settled payment is the proof.',
    nothing,
  ],
  FACILITATOR_KIND_MISSING: ['A kind that the profile or a live 402 asks for is not advertised.', list],
  FACILITATOR_KIND_OTHER_VERSION: ['The kind is advertised for another version of the protocol only.', list],
  FACILITATOR_KIND_OTHER_NAME: [
    'Scheme and version are listed, but the network has a name that servers of this version do not look for.',
    list,
  ],
  FACILITATOR_TESTNET_ONLY: [
    'The facilitator lists test networks only, and the profile takes real money.',
    list,
  ],
  FACILITATOR_NO_KINDS: ['The profile names no network.', list],
  FACILITATOR_OFFERS: [
    'Schemes, networks, extensions and signers that the facilitator advertises.',
    list,
    nothing,
  ],
  FACILITATOR_MINIMUM: [
    'A price is below the least amount that the facilitator settles.',
    'Every payment of that route is refused, and the reason seldom says why.',
  ],
  FACILITATOR_MINIMUM_OK: [
    'No price is below a known minimum.',
    'Payments that are too small are refused.',
    nothing,
  ],
  FACILITATOR_MINIMUM_UNKNOWN: [
    'No minimum, or no price, is known.',
    'Payments that are too small are refused.',
    nothing,
  ],
  FACILITATOR_READY: [
    'The facilitator calls itself ready.',
    'What it looked at is seldom the chain; only a settled payment proves that it settles.',
    nothing,
  ],
  FACILITATOR_READY_UNCLEAR: [
    'The ready page answered 200 without a word that is known, or is a page for people.',
    'What is not understood never counts as ready.',
    nothing,
  ],
  FACILITATOR_NOT_READY: ['The facilitator itself says that it, or a part of it, is not well.', down],
  FACILITATOR_HEALTH_STATIC: [
    'The health page answered 200.',
    'Known facilitators answer so whatever happens; it never counts as well.',
    nothing,
  ],
  FACILITATOR_HEALTH_NOT_200: ['The health page answered 5xx.', down],
  FACILITATOR_NO_HEALTH_PAGE: ['The facilitator has no page about its health.', 'Most have none.', nothing],
  FACILITATOR_VERIFY_NOT_ASKED: [
    'Verify was not asked, because nobody wanted it.',
    'It counts there as a refusal.',
    nothing,
  ],
  FACILITATOR_VERIFY_REACHED: [
    'Verify refused a payment that is none: it can be reached and thinks.',
    'It is no proof that settle works.',
    nothing,
  ],
  FACILITATOR_VERIFY_REFUSED: [
    'Verify answered without a verdict.',
    'A server answers 402 or 502 to such an answer.',
  ],
  FACILITATOR_VERIFY_ACCEPTS: [
    'Verify called a payment valid that is expired and signed with zeros.',
    'Whatever is verified there is given away.',
  ],
  FACILITATOR_VERIFY_NO_TERMS: [
    'There is nothing to make a synthetic payment about.',
    'Unknown is not well.',
  ],
  FACILITATOR_SIGNER_OK: ['The account holds enough gas, and nothing of it is stuck.', gas, nothing],
  FACILITATOR_SIGNER_EMPTY: ['The account cannot pay for a settlement any more.', gas],
  FACILITATOR_SIGNER_LOW: ['The account holds less gas than the limit for its network.', gas],
  FACILITATOR_SIGNER_STUCK: ['Transactions wait, and between two looks none of them was mined.', gas],
  FACILITATOR_SIGNER_BUSY: ['More transactions wait than is usual, and they do move on.', gas],
  FACILITATOR_SIGNER_UNKNOWN: ['No chain endpoint told about the account.', gas],
  FACILITATOR_SIGNERS_LEFT: ['The facilitators name more accounts than are looked at in one run.', gas],
  FACILITATOR_NO_SIGNERS: ['No account is named for the networks of the profile.', gas, nothing],
}
