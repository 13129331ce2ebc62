import { entry } from '../core/finding.ts'

type Route = { readonly route: string }

const ms = (value: number | null) => (value === null ? '?' : `${value} ms`)

/** The codes of the checks that look beyond one answer: gates, drift, instances, tokens, times, advice. */
export const moreCodes = {
  GATE_UNKNOWN: entry<Route & { readonly status: number; readonly detail: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'A gate in a state nobody knows',
    text: ({ route, status, detail }) => `${route} answered ${status}; ${detail}, which is no state we know.`,
    next: 'Look up what the gate in front of this route means by that word.',
    playbook: 'circuit-open',
  }),
  GATE_GLOBAL: entry<{ readonly gate: string; readonly count: number }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'Every route is closed by the same gate',
    text: ({ gate, count }) =>
      `All ${count} routes are closed together (${gate}): the gate is one for all, or what they share is down.`,
    next: 'Look at what all routes depend on, not at a single handler.',
    playbook: 'circuit-open',
  }),
  GATE_PER_ROUTE: entry<{ readonly closed: readonly string[]; readonly silent: number }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Single routes are closed',
    text: ({ closed, silent }) =>
      `Closed: ${closed.join(', ')}. The other ${silent} say nothing of a gate, and a gate shows itself only when it refuses: unknown, not closed.`,
    next: 'Look at the handlers of these routes; the others are asked separately.',
    playbook: 'circuit-open',
  }),
  FAULT_GLOBAL: entry<{ readonly broken: readonly string[]; readonly asked: number }>({
    verdict: 'WARN',
    severity: 'critical',
    title: 'At least half of the routes fail',
    text: ({ broken, asked }) => `${broken.length} of ${asked} routes fail: the fault is not one of a route.`,
    next: 'Look at the server, its start-up, its facilitator and its last deploy.',
    playbook: 'paid-route-errors',
  }),
  FAULT_LOCAL: entry<{ readonly broken: readonly string[]; readonly asked: number }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Single routes fail',
    text: ({ broken, asked }) =>
      `${broken.length} of ${asked} routes fail (${broken.join(', ')}); the others do not.`,
    next: 'Look at what is special about these routes.',
    playbook: null,
  }),
  DECLARED_BODY: entry<Route & { readonly from: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Asked with a body of our own making',
    text: ({ route, from }) =>
      `${route} refused the plain request, so it was asked with the smallest input that ${from} declares.`,
    next: 'Give the route a sample in the profile, so that it does not depend on the document.',
    playbook: null,
  }),
  MPP_BESIDE: entry<Route>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Another payment protocol beside x402',
    text: ({ route }) =>
      `${route} also offers the Payment authentication scheme (MPP); what that costs was not compared.`,
    next: null,
    playbook: null,
  }),
  TESTNET_LINK: entry<Route & { readonly link: string }>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'Test money is pointed at on a mainnet route',
    text: ({ route, link }) => `${route} asks for real money and points to ${link}.`,
    next: 'Remove links to faucets and test networks from the answers of the production service.',
    playbook: 'wrong-terms',
  }),
  DESCRIPTION_MISSING: entry<Route & { readonly fields: readonly string[] }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The terms do not say what is sold',
    text: ({ route, fields }) => `${route} advertises no ${fields.join(' and no ')}.`,
    next: 'Describe the route in the payment middleware; agents and indexes choose by these words.',
    playbook: null,
  }),
  SINGLE_NETWORK: entry<Route & { readonly got: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'One network only',
    text: ({ route, got }) => `${route} can be paid on ${got} and nowhere else.`,
    next: 'A second network keeps payments possible while the first one has trouble.',
    playbook: 'low-conversion',
  }),
  PERMIT2_OFFERED: entry<Route>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Paid through Permit2',
    text: ({ route }) =>
      `${route} is paid through Permit2: such payments leave no AuthorizationUsed event, reconcile finds them by Transfer.`,
    next: null,
    playbook: null,
  }),
  FLOW_SHOWN: entry<Route & { readonly flow: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'An order of work and payment is named',
    text: ({ route, flow }) => `${route} says paymentFlow "${flow}".`,
    next: 'Let settleOrder in the profile say the same.',
    playbook: null,
  }),
  TIMEOUT_BELOW_CHAIN: entry<
    Route & { readonly seconds: number; readonly atLeast: number; readonly network: string }
  >({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Less time than the chain may need',
    text: ({ route, seconds, atLeast, network }) =>
      `${route} gives ${seconds} s; a settlement on ${network} may take ${atLeast} s.`,
    next: 'Raise maxTimeoutSeconds to what the chain may need.',
    playbook: 'orphaned-payment',
  }),
  TIMEOUT_BEYOND_BLOCKHASH: entry<Route & { readonly seconds: number }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'More time than a Solana payment lives',
    text: ({ route, seconds }) =>
      `${route} gives ${seconds} s, but a Solana transaction dies with its blockhash after about 90 s.`,
    next: 'Advertise at most 90 s on Solana, and keep the handler faster than that.',
    playbook: 'orphaned-payment',
  }),
  LATENCY_402: entry<
    Route & {
      readonly answers: number
      readonly others: number
      readonly p50: number
      readonly p95: number | null
      readonly p99: number | null
      readonly limitMs: number
    }
  >({
    verdict: ({ p50, p95, limitMs }) => ((p95 ?? p50) > limitMs ? 'WARN' : 'INFO'),
    severity: 'low',
    title: 'How long the 402 takes',
    text: ({ route, answers, others, p50, p95, p99, limitMs }) =>
      `${route}: p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)} over ${answers} answers (limit ${limitMs} ms)${
        others === 0 ? '' : `; ${others} looks gave no 402`
      }.`,
    next: 'Asking for payment needs no work: look at what runs before the payment middleware.',
    playbook: 'low-conversion',
  }),
  LATENCY_402_UNKNOWN: entry<Route & { readonly looks: number }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'The 402 could not be timed',
    text: ({ route, looks }) => `${route} gave no 402 in ${looks} looks, so nothing was timed.`,
    next: null,
    playbook: 'low-conversion',
  }),
  INSTANCES_DISAGREE: entry<
    Route & {
      readonly instance: string
      readonly field: string
      readonly got: string
      readonly others: string
      readonly majority: boolean
    }
  >({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'Instances of the service disagree',
    text: ({ route, instance, field, got, others, majority }) =>
      `${route}: ${instance} says ${field} ${got}; ${majority ? 'the others say' : 'another one says'} ${others}.`,
    next: 'Compare version and environment of this instance with the others, and take it out until they agree.',
    playbook: 'wrong-terms',
  }),
  INSTANCE_UNREACHABLE: entry<
    Route & { readonly instance: string; readonly why: string; readonly ours: boolean }
  >({
    verdict: ({ ours }) => (ours ? 'UNKNOWN' : 'FAIL'),
    severity: 'high',
    title: 'An instance gave no answer',
    text: ({ route, instance, why }) => `${route}: ${instance} gave no answer (${why}).`,
    next: 'Check whether the instance runs, and whether the load balancer still sends buyers there.',
    playbook: 'paid-route-errors',
  }),
  TOKEN_NOT_READ: entry<Route & { readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The token contract could not be read',
    text: ({ route, why }) => `Whether payers of ${route} sign for the right domain is unknown: ${why}.`,
    next: 'Name a chain endpoint that answers: --rpc, or rpc in x402ops.yaml.',
    playbook: 'rpc-down',
  }),
  TERMS_DRIFT: entry<
    Route & {
      readonly field: string
      readonly before: string
      readonly now: string
      readonly snapshot: string
      readonly fails: boolean
    }
  >({
    verdict: ({ fails }) => (fails ? 'FAIL' : 'WARN'),
    severity: 'critical',
    title: 'The terms are not the ones that were kept',
    text: ({ route, field, before, now, snapshot }) =>
      `${route}: ${field} was ${before} in "${snapshot}", is ${now} now.`,
    next: 'If nobody changed it on purpose, switch paid traffic off; else keep a new snapshot with --save.',
    playbook: 'wrong-terms',
  }),
  DRIFT_UNKNOWN: entry<Route & { readonly snapshot: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'Kept terms without counterpart',
    text: ({ route, snapshot }) => `${route} has terms in "${snapshot}" and showed none now.`,
    next: null,
    playbook: 'wrong-terms',
  }),
  DRIFT_NEW_ROUTE: entry<Route & { readonly snapshot: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'A route that no snapshot holds',
    text: ({ route, snapshot }) => `${route} does not stand in "${snapshot}".`,
    next: 'Keep a new snapshot with --save when this route is as it should be.',
    playbook: null,
  }),
  EXPECTATION_MISSED: entry<
    Route & { readonly what: string; readonly expected: string; readonly got: string }
  >({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'The answer is not what the profile expects',
    text: ({ route, what, expected, got }) => `${route}: ${what} is ${got}; the profile expects ${expected}.`,
    next: 'Correct the server, or routes[].expect in the profile.',
    playbook: 'wrong-terms',
  }),
  NOT_CHOSEN: entry<{ readonly what: string; readonly how: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Not asked for',
    text: ({ what, how }) => `Not looked at: ${what} (${how}).`,
    next: null,
    playbook: null,
  }),
} as const
