import type { Explanations } from '../core/explanation.ts'

const money = 'Money that went to a wrong place cannot be called back.'
const unseen = 'A route whose terms were not seen may ask for anything; unknown is not well.'
const closed = 'Nobody can pay for this route while it lasts.'
const sign =
  'Clients sign exactly what the terms say: with wrong ones they sign for nothing, or for too much.'
const browser =
  'Browser code cannot see or send a payment header that CORS does not name, so nobody pays from there.'
const clients = 'Clients read what the protocol says; what deviates is paid by some and by others not.'
const none = 'Nothing has to be done.'

/** What the codes of the matrix mean. */
export const explanations: Explanations = {
  OK_402: ['The route answered 402 with terms that can be read.', sign],
  SERVED_FREE: [
    'A paid route answered with success although nothing was paid.',
    'Everybody who knows it is served for nothing.',
  ],
  FREE_TIER: ['The answer says that it came from a free tier.', 'It is no hole in the paywall.', none],
  FREE_CREDIT: [
    'The answer says that it used up a credit from a refund.',
    'It is no hole in the paywall.',
    none,
  ],
  REDIRECTED: ['The route answered with a redirect.', unseen],
  INPUT_REJECTED: ['The server refused the input before it spoke of money (400, 415, 422).', unseen],
  METHOD_WRONG: ['The server does not know the route or its method (404, 405).', closed],
  AUTH_WALL: ['A login is asked for before the payment (401, 403).', closed],
  RATE_LIMITED: ['The server limits how often it is asked (429).', unseen],
  CIRCUIT_OPEN: ['A circuit breaker in front of the route is open or trying.', closed],
  GATE_CLOSED: ['The route answers 503 on purpose: maintenance, a shield, a preflight.', closed],
  GATE_WITH_TERMS: [
    'The route is closed and still sends terms.',
    'Clients that read them pay for an answer that does not come.',
  ],
  NOT_INITIALISED: ['The payment middleware could not ask its facilitator when it started.', closed],
  SERVER_ERROR: ['The server failed on an unpaid request.', closed],
  UNEXPECTED_STATUS: [
    'The answer has a status that no rule knows.',
    unseen,
    'Look at the answer with -v, or curl -i.',
  ],
  UNREACHABLE: ['No answer came.', closed],
  NOT_ASKED: [
    'The deadline or a signal ended the run before this route.',
    unseen,
    'Run again with a longer --deadline.',
  ],
  HEADER_TOO_LARGE: [
    'The headers are larger than what clients read by default.',
    'Those clients see an error, not a price.',
  ],
  ROUTE_MISSING: ['A route of the profile did not come up in the run.', unseen],
  ROUTES_FOUND: [
    'The service offers paid routes that the profile does not name.',
    'Nobody notices when their terms change.',
  ],
  ROUTES_UNKNOWN: ['Neither the profile nor a document names a paid route.', unseen],
  NO_REQUIREMENTS: ['The route answered 402 and did not say how to pay.', closed],
  SIGN_IN_ONLY: ['The 402 offers a login by wallet and no payment.', 'It earns nothing.'],
  UNDECODABLE: ['The terms are there, and a client cannot read them.', closed],
  VERSION_UNKNOWN: [
    'The terms name a version that is neither 1 nor 2.',
    clients,
    'Upgrade x402ops or the server.',
  ],
  NOT_CONFORMING: [
    'The terms can be read, and deviate from the protocol.',
    clients,
    'Correct the fields that it names.',
  ],
  OVERSIZED: [
    'The body is larger than what is read.',
    unseen,
    'Shorten the answer, or send the terms in the header.',
  ],
  TERMS_NOT_SEEN: [
    'The route did not show its terms, so this was not compared.',
    unseen,
    'See what the route answered.',
  ],
  NOTHING_COMPARED: ['There was nothing that this check could compare.', unseen, none],
  EXPECTATION_ABSENT: [
    'The profile does not say what this should be.',
    'A change is noticed only against an expectation.',
  ],
  WRONG_NETWORK: ['The terms name another network than the profile.', money],
  WRONG_ASSET: ['The terms name another token than the profile.', money],
  WRONG_PAYTO: ['The terms send the money to an address that is not in the profile.', money],
  EXTRA_PAYTO: ['Beside the right terms, others name a recipient that is not in the profile.', money],
  PAYTO_NOT_UNIFORM: ['The profile names no address, and the routes disagree about it.', money],
  WRONG_AMOUNT: [
    'The price is another one than the profile says.',
    'Decimals that slip are a factor of a million.',
  ],
  WRONG_RESOURCE: [
    'The URL in the terms is not the one that was asked.',
    'Clients and facilitators refuse or list a wrong address.',
  ],
  WRONG_EIP712_NAME: [
    'Name or version in extra are not those of the token contract.',
    'Every signature for these terms is refused at settle.',
  ],
  TIMEOUT_TOO_SHORT: [
    'maxTimeoutSeconds leaves less time than the network needs.',
    'A slow block turns a good payment into an expired one.',
  ],
  NO_EXACT_SCHEME: [
    'The route offers no scheme that most clients can pay.',
    closed,
    'Offer exact, if that is not on purpose.',
  ],
  BELOW_FACILITATOR_MINIMUM: [
    'The price is below what the facilitator settles.',
    'Verify may pass, and settle always fails.',
  ],
  HEADER_BODY_DISAGREE: ['Header and body offer different terms.', sign],
  CORS_NOT_EXPOSED: ['The payment headers are not exposed to browser code.', browser],
  CORS_ORIGIN_NOT_ALLOWED: ['The page that calls the API is not an allowed origin.', browser],
  CORS_PREFLIGHT_BLOCKED: ['The request that browsers send first was refused or asked for money.', browser],
  CORS_HEADER_NOT_ALLOWED: ['The payment header is not among those that browsers may send.', browser],
  CORS_NOT_SEEN: [
    'No answer came to the request that browsers send first.',
    browser,
    'Run it again when the service answers.',
  ],
  CACHEABLE_402: [
    'The 402 lets caches keep it.',
    'An old price or address outlives the change that corrected it.',
  ],
  GARBAGE_ACCEPTED: ['A header that is no payment opened the route.', 'Everybody can be served for nothing.'],
  GARBAGE_NOT_REFUSED: [
    'A header that is no payment led to another answer than 402.',
    clients,
    'Answer 402 with the terms.',
  ],
  GARBAGE_NOT_ASKED: [
    'The test with a header that is no payment was not made.',
    unseen,
    'Add --probe-garbage.',
  ],
  VARIANTS_NOT_ASKED: [
    'Other spellings of the paths were not tried.',
    'Past versions served some of them free.',
    'Add --variants.',
  ],
  VARIANT_NOT_SEEN: [
    'Another spelling of a path was not answered.',
    unseen,
    'Run it again when the service answers.',
  ],
  GATE_UNKNOWN: ['A gate names itself with a word that nobody published.', unseen],
  GATE_GLOBAL: [
    'Every route that was asked is closed by the same gate in the same state.',
    closed,
    'Buyers who hold a payment are not stopped by gates: payments made for earlier answers may still arrive.',
  ],
  GATE_PER_ROUTE: [
    'Some routes are closed, the others say nothing of a gate. Its headers come only with a refusal, so silence does not mean closed.',
    closed,
  ],
  FAULT_GLOBAL: ['At least half of the routes do not ask for payment as they should.', closed],
  FAULT_LOCAL: ['Less than half of the routes do not ask for payment as they should.', closed],
  DECLARED_BODY: [
    'The route checks its input before it asks for money, and no sample is configured.',
    'Without a body that fits, its terms would stay unknown.',
  ],
  MPP_BESIDE: [
    'The answer offers a second payment protocol.',
    'Money that comes that way is in no x402 record.',
    'Decide whether that way of paying is meant to be open.',
  ],
  TESTNET_LINK: [
    'An answer on a main network links to a faucet or a test network.',
    'Buyers who follow it pay with test money, or think that the service is no real one.',
  ],
  DESCRIPTION_MISSING: [
    'The terms carry no description or no media type.',
    'Agents do not know what they would buy.',
  ],
  SINGLE_NETWORK: [
    'All ways of paying are on one network.',
    'While that network has trouble nobody can pay.',
  ],
  PERMIT2_OFFERED: [
    'extra.assetTransferMethod is permit2.',
    'Payments are found in the books in another way.',
    none,
  ],
  FLOW_SHOWN: ['extra.paymentFlow is set.', 'It says whether money moves before or after the work.', none],
  TIMEOUT_BELOW_CHAIN: [
    'maxTimeoutSeconds is less than what a settlement on this network may take.',
    'A slow block lets a payment expire that the buyer has already signed.',
  ],
  TIMEOUT_BEYOND_BLOCKHASH: [
    'maxTimeoutSeconds is more than the life of a Solana blockhash.',
    'A handler that takes that long settles nothing.',
  ],
  LATENCY_402: [
    'The time of the 402 over the samples that were asked for. "?" stands for a quantile that needs more of them: 20 for p95, 100 for p99.',
    'Every purchase begins with this answer.',
  ],
  LATENCY_402_UNKNOWN: [
    'No sample was answered with a 402.',
    unseen,
    'Look at the finding about what the route answers.',
  ],
  INSTANCES_DISAGREE: [
    'The same request got other terms, or another answer, from another instance.',
    'Buyers get one or the other by chance: some pay too much, too little, the wrong address, or nothing.',
  ],
  INSTANCE_UNREACHABLE: ['An instance gave no answer to the request.', closed],
  TOKEN_NOT_READ: ['The token contract was not read, or its endpoints contradict each other.', sign],
  TERMS_DRIFT: [
    'A field of the terms differs from what was kept with --save or in the last good run.',
    money,
  ],
  DRIFT_UNKNOWN: [
    'The snapshot holds terms of a route that showed none in this run.',
    unseen,
    'Look at the finding about what the route answers, or ask that route too.',
  ],
  DRIFT_NEW_ROUTE: ['The snapshot is older than this route.', 'A change of its terms would not be noticed.'],
  EXPECTATION_MISSED: [
    'A header or a value of the body is not what routes[].expect says.',
    'Something in front of or behind the paywall changed.',
  ],
  NOT_CHOSEN: [
    'A look that costs more requests is made only when it is asked for.',
    'What nobody looked at is neither well nor wrong.',
    none,
  ],
}
