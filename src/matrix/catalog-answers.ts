import { entry } from '../core/finding.ts'

type Route = { readonly route: string }
type Answered = Route & { readonly status: number; readonly detail: string }

const because = (detail: string) => (detail === '' ? '' : ` (${detail})`)

/** The codes of what a route answers to a request that does not pay, and of which routes were asked. */
export const answerCodes = {
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
        : `No route is configured, and ${unread.join(', ')} ${unread.length === 1 ? 'was' : 'were'} not read: ${why}. Nothing was asked.`,
    next: 'List the paid routes in the profile, or look again when the service answers.',
    playbook: 'discovery-drift',
  }),
} as const
