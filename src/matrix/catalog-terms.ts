import { entry } from '../core/finding.ts'
import { type Amount, formatAmountBoth } from '../core/money.ts'

type Route = { readonly route: string }
type Differs = Route & { readonly expected: string; readonly got: string }
type Weighed = { readonly fails: boolean }

const failsOrWarns = ({ fails }: Weighed) => (fails ? 'FAIL' : 'WARN')

/** The codes of terms: whether they can be read, and whether they are the ones of the profile. */
export const termsCodes = {
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
} as const
