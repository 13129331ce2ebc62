import { entry, findings } from '../core/finding.ts'
import { type Amount, formatAmountBoth } from '../core/money.ts'
import { moreCodes } from './catalog-more.ts'

type Route = { readonly route: string }
type Answered = Route & { readonly status: number; readonly detail: string }
type Differs = Route & { readonly expected: string; readonly got: string }
type Weighed = { readonly fails: boolean }

const because = (detail: string) => (detail === '' ? '' : ` (${detail})`)
const failsOrWarns = ({ fails }: Weighed) => (fails ? 'FAIL' : 'WARN')

/** The codes of the matrix and their words. */
export const catalog = {
  OK_402: entry<Answered>({
    verdict: 'PASS',
    severity: 'none',
    title: 'Asks for payment',
    text: ({ route, status }) => `${route} answered ${status} to an unpaid request.`,
    next: null,
    playbook: null,
  }),
  SERVED_FREE: entry<Answered>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'A paid route is served free',
    text: ({ route, status, detail }) => `${route} answered ${status} without payment${because(detail)}.`,
    next: 'Put the payment middleware before the handler of this route, and check proxies and caches in front of it.',
    playbook: 'served-free',
  }),
  FREE_TIER: entry<Answered>({
    verdict: 'INFO',
    severity: 'none',
    title: 'A free tier answered',
    text: ({ route, status, detail }) =>
      `${route} answered ${status} from a free tier${because(detail)}; this request used up one free call.`,
    next: null,
    playbook: null,
  }),
  FREE_CREDIT: entry<Answered>({
    verdict: 'INFO',
    severity: 'none',
    title: 'A refund credit answered',
    text: ({ route, status, detail }) =>
      `${route} answered ${status} and says that a refund credit paid for it${because(detail)}.`,
    next: null,
    playbook: null,
  }),
  REDIRECTED: entry<Answered>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The route redirects',
    text: ({ route, status, detail }) =>
      `${route} answered ${status} and points to ${detail}. Redirects are not followed.`,
    next: 'Put the final path into the profile, or ask that address with --base-url.',
    playbook: 'paid-route-errors',
  }),
  INPUT_REJECTED: entry<Answered>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'Rejected before the paywall',
    text: ({ route, status }) =>
      `${route} answered ${status}: the input was rejected before payment was asked for, so its terms are unknown.`,
    next: 'Give the route a sample body or sample query that the server accepts.',
    playbook: 'paid-route-errors',
  }),
  METHOD_WRONG: entry<Answered & { readonly configured: boolean }>({
    verdict: ({ configured }) => (configured ? 'FAIL' : 'WARN'),
    severity: 'high',
    title: 'The route is not there',
    text: ({ route, status, detail }) => `${route} answered ${status}${because(detail)}.`,
    next: 'Check method and path of the route, and whether the last deployment still holds it.',
    playbook: 'paid-route-errors',
  }),
  AUTH_WALL: entry<Answered>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'A login stands before the paywall',
    text: ({ route, status }) => `${route} answered ${status}: a buyer without an account cannot pay.`,
    next: 'Let unpaid requests reach the payment middleware before authentication.',
    playbook: 'paid-route-errors',
  }),
  RATE_LIMITED: entry<Answered>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'Rate limited',
    text: ({ route, status }) => `${route} answered ${status} to us, so its terms are unknown.`,
    next: 'Wait and ask again, or exempt the monitor from the limit.',
    playbook: 'rate-limit-spike',
  }),
  CIRCUIT_OPEN: entry<Answered>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The circuit breaker is not closed',
    text: ({ route, status, detail }) => `${route} answered ${status}; its circuit is ${detail}.`,
    next: 'Find the failures that opened it. Half-open, the next real buyers are the test: ask with matrix first.',
    playbook: 'circuit-open',
  }),
  GATE_CLOSED: entry<Answered>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The route is closed for now',
    text: ({ route, status, detail }) => `${route} answered ${status} instead of 402${because(detail)}.`,
    next: 'If nobody closed it on purpose, look at the health of what is behind it.',
    playbook: 'circuit-open',
  }),
  GATE_WITH_TERMS: entry<Answered>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'A closed route still asks for money',
    text: ({ route, status }) =>
      `${route} answered ${status} and sent payment terms with it: a buyer may pay for nothing.`,
    next: 'Remove the payment header from answers that are not 402.',
    playbook: 'circuit-open',
  }),
  NOT_INITIALISED: entry<Answered>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The payment middleware has not started',
    text: ({ route, status }) =>
      `${route} answered ${status} with the words of x402 middleware that never reached its facilitator.`,
    next: "Check the facilitator's /supported from the server, then restart the server.",
    playbook: 'facilitator-outage',
  }),
  SERVER_ERROR: entry<Answered>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'Server error',
    text: ({ route, status, detail }) =>
      `${route} answered ${status} to an unpaid request${because(detail)}.`,
    next: 'Look at the logs of the server for this request.',
    playbook: 'paid-route-errors',
  }),
  UNEXPECTED_STATUS: entry<Answered>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'An answer this check does not know',
    text: ({ route, status }) => `${route} answered ${status}, which says nothing about payment.`,
    next: null,
    playbook: 'paid-route-errors',
  }),
  UNREACHABLE: entry<Answered>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'No answer',
    text: ({ route, detail }) => `${route} gave no answer${because(detail)}.`,
    next: 'Check that the server runs and that this machine can reach it.',
    playbook: 'paid-route-errors',
  }),
  NOT_ASKED: entry<Answered>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'Not asked',
    text: ({ route, detail }) => `${route} was not asked${because(detail)}.`,
    next: null,
    playbook: 'paid-route-errors',
  }),
  HEADER_TOO_LARGE: entry<Answered>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The headers are too large for clients',
    text: ({ route, detail }) => `${route} sends headers that stock clients refuse${because(detail)}.`,
    next: 'Shorten descriptions and discovery extensions; default clients read 16 KiB of headers in total.',
    playbook: 'low-conversion',
  }),
  ROUTE_MISSING: entry<Route>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'A configured route was not looked at',
    text: ({ route }) => `${route} is configured but stands in nothing that was seen.`,
    next: 'Run the matrix again.',
    playbook: 'paid-route-errors',
  }),
  ROUTES_FOUND: entry<{
    readonly configured: number
    readonly asked: number
    readonly found: readonly string[]
  }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Routes that are not configured',
    text: ({ configured, asked, found }) =>
      `${configured} routes are configured, ${asked} were asked; the server's documents name as well: ${found.join(', ')}.`,
    next: 'Add them to the profile with their prices.',
    playbook: null,
  }),
  ROUTES_UNKNOWN: entry<{ readonly unread: readonly string[]; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'No paid route is known',
    text: ({ unread, why }) =>
      unread.length === 0
        ? 'No route is configured and the server names none, so nothing was asked.'
        : `No route is configured, and ${unread.join(', ')} was not read: ${why}. Nothing was asked.`,
    next: 'List the paid routes in the profile, or look again when the service answers.',
    playbook: 'discovery-drift',
  }),
  NO_REQUIREMENTS: entry<Route & { readonly got: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: '402 without terms',
    text: ({ route, got }) => `${route} asks for payment but not in x402 terms: ${got}.`,
    next: 'Check that no proxy removes the PAYMENT-REQUIRED header.',
    playbook: 'low-conversion',
  }),
  SIGN_IN_ONLY: entry<Route>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Sign-in instead of payment',
    text: ({ route }) => `${route} accepts no payment, only a sign-in with a wallet.`,
    next: 'Remove it from the paid routes if that is meant.',
    playbook: 'low-conversion',
  }),
  UNDECODABLE: entry<Route & { readonly problem: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The terms cannot be read',
    text: ({ route, problem }) => `${route} asks for payment in terms that cannot be read: ${problem}.`,
    next: 'Correct the named field; no client can pay these terms.',
    playbook: 'low-conversion',
  }),
  VERSION_UNKNOWN: entry<Route & { readonly got: string }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'Unknown protocol version',
    text: ({ route, got }) => `${route} speaks x402Version ${got}; versions 1 and 2 are known.`,
    next: null,
    playbook: 'low-conversion',
  }),
  NOT_CONFORMING: entry<Route & { readonly problems: readonly string[]; readonly unpayable: boolean }>({
    verdict: ({ unpayable }) => (unpayable ? 'WARN' : 'INFO'),
    severity: 'low',
    title: 'The terms deviate from the protocol',
    text: ({ route, problems }) => `${route}: ${problems.join('; ')}.`,
    next: null,
    playbook: 'low-conversion',
  }),
  OVERSIZED: entry<Route & { readonly problem: string }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The answer is too large to be read whole',
    text: ({ route, problem }) => `${route}: ${problem}.`,
    next: null,
    playbook: 'low-conversion',
  }),
  TERMS_NOT_SEEN: entry<Route>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'The terms were not seen',
    text: ({ route }) => `What ${route} costs, and who is paid, was not seen.`,
    next: null,
    playbook: 'paid-route-errors',
  }),
  NOTHING_COMPARED: entry<{ readonly question: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Nothing to compare',
    text: ({ question }) => `No route showed terms, so there is no ${question} to compare.`,
    next: null,
    playbook: null,
  }),
  EXPECTATION_ABSENT: entry<{ readonly what: string; readonly routes: readonly string[] }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Not compared',
    text: ({ what, routes }) =>
      `Not compared: ${what} is not configured${routes.length === 0 ? '' : ` for ${routes.join(', ')}`}.`,
    next: 'Put it into the profile, so that a change is noticed.',
    playbook: null,
  }),
  WRONG_NETWORK: entry<Differs & Weighed>({
    verdict: failsOrWarns,
    severity: 'critical',
    title: 'Wrong network',
    text: ({ route, expected, got }) => `${route} asks for payment on ${got}; the profile says ${expected}.`,
    next: "Check the network of the server's configuration.",
    playbook: 'wrong-terms',
  }),
  WRONG_ASSET: entry<Differs & Weighed>({
    verdict: failsOrWarns,
    severity: 'critical',
    title: 'Wrong asset',
    text: ({ route, expected, got }) => `${route} asks for ${got}; the profile says ${expected}.`,
    next: "Check the asset of the server's configuration.",
    playbook: 'wrong-terms',
  }),
  WRONG_PAYTO: entry<Differs & { readonly why: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The money goes to a wrong address',
    text: ({ route, expected, got, why }) =>
      `${route} sends the money to ${got}: ${why}. Expected: ${expected}.`,
    next: 'Switch paid traffic off until the address is explained.',
    playbook: 'wrong-terms',
  }),
  EXTRA_PAYTO: entry<Differs>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'A further recipient that is not yours',
    text: ({ route, expected, got }) => `${route} also names the recipient ${got}. Yours: ${expected}.`,
    next: 'Find out who added it (a plugin, a bridge, a default) and remove or configure it.',
    playbook: 'wrong-terms',
  }),
  PAYTO_NOT_UNIFORM: entry<{ readonly addresses: readonly string[] }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'Routes name different recipients',
    text: ({ addresses }) => `No recipient is configured, and the routes name ${addresses.join(' and ')}.`,
    next: 'Put the right addresses into the profile.',
    playbook: 'wrong-terms',
  }),
  WRONG_AMOUNT: entry<Route & { readonly expected: Amount; readonly got: Amount }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'Wrong price',
    text: ({ route, expected, got }) =>
      `${route} asks for ${formatAmountBoth(got)}; the profile says ${formatAmountBoth(expected)}.`,
    next: 'Correct the price of the server or of the profile.',
    playbook: 'wrong-terms',
  }),
  WRONG_RESOURCE: entry<Differs & Weighed & { readonly why: string }>({
    verdict: failsOrWarns,
    severity: 'high',
    title: 'The advertised URL is another one',
    text: ({ route, expected, got, why }) => `${route} advertises ${got}, was asked at ${expected}: ${why}.`,
    next: 'Check the public base URL and the forwarded headers of the proxy.',
    playbook: 'wrong-terms',
  }),
  WRONG_EIP712_NAME: entry<Differs & { readonly field: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'Payers would sign for a wrong domain',
    text: ({ route, field, expected, got }) =>
      `${route} says extra.${field} ${got}; the token says ${expected}. Every payment would be refused.`,
    next: "Set extra.name and extra.version to what the token's own name() and version() say.",
    playbook: 'wrong-terms',
  }),
  TIMEOUT_TOO_SHORT: entry<Route & { readonly seconds: number; readonly atLeast: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Little time to pay',
    text: ({ route, seconds, atLeast }) =>
      `${route} gives ${seconds} s (maxTimeoutSeconds); at least ${atLeast} s are configured.`,
    next: 'Raise maxTimeoutSeconds, so that a slow block does not lose a payment.',
    playbook: 'orphaned-payment',
  }),
  NO_EXACT_SCHEME: entry<Route & { readonly got: readonly string[] }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'No exact scheme',
    text: ({ route, got }) => `${route} offers ${got.join(', ')} but not exact: stock clients cannot pay.`,
    next: null,
    playbook: 'low-conversion',
  }),
  BELOW_FACILITATOR_MINIMUM: entry<Route & { readonly got: Amount; readonly minimum: Amount }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The price is below what the facilitator settles',
    text: ({ route, got, minimum }) =>
      `${route} asks for ${formatAmountBoth(got)}; the facilitator refuses less than ${formatAmountBoth(minimum)}.`,
    next: 'Raise the price or use another facilitator.',
    playbook: 'verify-ok-settle-fail',
  }),
  HEADER_BODY_DISAGREE: entry<Route & { readonly one: string; readonly other: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'Two offers in one answer contradict each other',
    text: ({ route, one, other }) => `${route} says ${one}, but also ${other}.`,
    next: 'Let one piece of middleware write the terms.',
    playbook: 'wrong-terms',
  }),
  CORS_NOT_EXPOSED: entry<Route & { readonly missing: readonly string[] }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'Browsers cannot read the payment headers',
    text: ({ route, missing }) => `${route} does not expose ${missing.join(', ')} to scripts.`,
    next: 'Add these names to Access-Control-Expose-Headers.',
    playbook: 'low-conversion',
  }),
  CORS_ORIGIN_NOT_ALLOWED: entry<Differs>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The browser origin is not allowed',
    text: ({ route, expected, got }) => `${route} allows ${got}, not ${expected}.`,
    next: 'Allow the origin in the CORS settings of the server.',
    playbook: 'low-conversion',
  }),
  CORS_PREFLIGHT_BLOCKED: entry<Route & { readonly status: number; readonly asked: boolean }>({
    verdict: ({ asked }) => (asked ? 'FAIL' : 'INFO'),
    severity: 'high',
    title: 'The preflight is not let through',
    text: ({ route, status }) =>
      status === 402
        ? `${route} asks a browser's preflight for payment (402), so no browser can pay.`
        : `${route} answers a browser's preflight with ${status}, so no browser can pay.`,
    next: 'Run the CORS middleware before the payment middleware, or give the route key its method.',
    playbook: 'low-conversion',
  }),
  CORS_HEADER_NOT_ALLOWED: entry<Route & { readonly missing: readonly string[] }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'Browsers may not send the payment',
    text: ({ route, missing }) => `${route} does not allow browsers to send ${missing.join(', ')}.`,
    next: 'Add these names to Access-Control-Allow-Headers.',
    playbook: 'low-conversion',
  }),
  CORS_NOT_SEEN: entry<Route>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'The preflight was not seen',
    text: ({ route }) => `Whether browsers may pay ${route} was not seen.`,
    next: null,
    playbook: 'low-conversion',
  }),
  CACHEABLE_402: entry<Route & { readonly got: string; readonly version: number }>({
    verdict: ({ version }) => (version === 2 ? 'WARN' : 'INFO'),
    severity: 'medium',
    title: 'The terms may be cached',
    text: ({ route, got }) => `${route} sends its terms with ${got}; a cache may hand out an old price.`,
    next: 'Send Cache-Control: no-store with every 402.',
    playbook: 'low-conversion',
  }),
  GARBAGE_ACCEPTED: entry<Answered>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'Garbage was taken for a payment',
    text: ({ route, status }) => `${route} answered ${status} to the payment header "not-a-payment".`,
    next: 'Switch paid traffic off and check the verification of payments.',
    playbook: 'served-free',
  }),
  GARBAGE_NOT_REFUSED: entry<Answered>({
    verdict: ({ status }) => (status >= 500 ? 'FAIL' : 'UNKNOWN'),
    severity: 'high',
    title: 'Garbage was not refused with 402',
    text: ({ route, status }) =>
      `${route} answered ${status} to the payment header "not-a-payment", not 402.`,
    next: null,
    playbook: 'served-free',
  }),
  GARBAGE_NOT_ASKED: entry<{ readonly why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Garbage was not tried',
    text: ({ why }) => `No meaningless payment header was sent: ${why}.`,
    next: null,
    playbook: null,
  }),
  VARIANTS_NOT_ASKED: entry<{ readonly why: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Other spellings were not tried',
    text: ({ why }) => `No other spelling of the paths was asked: ${why}.`,
    next: null,
    playbook: null,
  }),
  VARIANT_NOT_SEEN: entry<Route & { readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'A spelling was not answered',
    text: ({ route, why }) => `${route} gave no answer: ${why}.`,
    next: null,
    playbook: 'served-free',
  }),
  ...moreCodes,
} as const

/** Makes a finding of the matrix; code and arguments must fit the catalogue. */
export const finding = findings(catalog)
