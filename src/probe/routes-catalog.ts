import { type Catalog, entry } from '../core/finding.ts'
import { formatDuration, formatUtc } from '../core/time.ts'

type Route = { readonly route: string }

/** The codes of what the probe asks beside the three pages: free twins, preflights, gates, longer looks. */
export const routesCatalog = {
  TWIN_OK: entry<Route & { readonly status: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The free twin works',
    text: ({ route, status }) => `the free twin of ${route} answers ${status}`,
    next: null,
    playbook: null,
  }),
  TWIN_FAILS: entry<Route & { readonly twin: string; readonly why: string; readonly paid: string }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The work behind a paid route fails',
    text: ({ route, twin, why, paid }) =>
      `${twin} does the work of ${route} without payment and fails (${why}); the paid route says ${paid}.`,
    next: 'Look at the work itself, not at the payment: buyers who pay now may get an error for their money.',
    playbook: 'paid-route-errors',
  }),
  TWIN_ALONE_WORKS: entry<Route & { readonly twin: string; readonly paid: string }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The work is fine, its paid route is not',
    text: ({ route, twin, paid }) =>
      `${twin} works and ${route} says ${paid}: the fault lies in the payment layer.`,
    next: 'Look at the payment middleware of this route and at its facilitator.',
    playbook: 'paid-route-errors',
  }),
  TWIN_REJECTED: entry<Route & { readonly twin: string; readonly status: number }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'The free twin did not take the sample',
    text: ({ route, twin, status }) =>
      `${twin} answered ${status}, so nothing is known of the work of ${route}.`,
    next: 'Give the route a sample that its twin accepts, or correct the path of the twin.',
    playbook: 'paid-route-errors',
  }),
  TWIN_DIFFERS: entry<Route & { readonly twin: string; readonly missing: readonly string[] }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'The free twin answers something else',
    text: ({ route, twin, missing }) =>
      `${route} declares ${missing.join(', ')} in its answer; ${twin} has none of it.`,
    next: 'Check that both run the same version, or that the twin is the right one.',
    playbook: 'paid-route-errors',
  }),
  PREFLIGHT_OK: entry<Route>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The preflight is answered',
    text: ({ route }) =>
      `${route} answers the preflight: process and routing work, the handler was not asked`,
    next: null,
    playbook: null,
  }),
  PREFLIGHT_NOT_OFFERED: entry<Route & { readonly status: number }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'No preflight is offered',
    text: ({ route, status }) => `${route} answered ${status} to X-Preflight: it knows no such request.`,
    next: null,
    playbook: null,
  }),
  PREFLIGHT_FAILED: entry<Route & { readonly why: string }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The preflight fails',
    text: ({ route, why }) =>
      `${route} failed at the preflight (${why}); a gate that relies on it closes the route.`,
    next: 'Look at the server behind this route.',
    playbook: 'circuit-open',
  }),
  PREFLIGHT_SERVES_PAID: entry<Route & { readonly status: number; readonly bytes: number }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'A preflight gets the goods for nothing',
    text: ({ route, status, bytes }) =>
      `${route} answered ${status} with ${bytes} bytes to a request with X-Preflight and without payment.`,
    next: 'Answer X-Preflight in the middleware, before the handler: anybody can send it.',
    playbook: 'served-free',
  }),
  GATE_DISAGREES: entry<Route & { readonly gate: string; readonly health: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The gate and the health page disagree',
    text: ({ route, gate, health }) =>
      `${route}: the shield says ${gate}, while the health page from here ${health}.`,
    next: 'Compare the address that the shield asks with the health page, and wait for the end of its cache time.',
    playbook: 'circuit-open',
  }),
  STAYS_DOWN: entry<{
    readonly page: string
    readonly looks: number
    readonly since: string
    readonly forMs: number
  }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'It stays down',
    text: ({ page, looks, since, forMs }) =>
      `The ${page} page failed in ${looks} looks in a row since ${formatUtc(new Date(since))}, for at least ${formatDuration(forMs)}.`,
    next: 'This is a reason to roll back or to switch paid traffic off: x402ops toggle guide.',
    playbook: 'paid-route-errors',
  }),
  STAYS_UP: entry<{ readonly looks: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'It stays up',
    text: ({ looks }) => `health and ready were fine at the end of ${looks} looks`,
    next: null,
    playbook: null,
  }),
  COMES_AND_GOES: entry<{ readonly page: string; readonly looks: number; readonly bad: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'It comes and goes',
    text: ({ page, looks, bad }) => `The ${page} page failed in ${bad} of ${looks} looks, but not lastingly.`,
    next: 'Look at load and restarts; look longer with --for.',
    playbook: 'paid-route-errors',
  }),
  STAYS_UNKNOWN: entry<{ readonly page: string; readonly looks: number }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'Not seen for long enough',
    text: ({ page, looks }) => `${looks} looks do not say whether the ${page} page stays down.`,
    next: 'Look again with --for.',
    playbook: 'paid-route-errors',
  }),
  HEALTH_NAMES_FACILITATOR: entry<{ readonly name: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Liveness depends on the facilitator',
    text: ({ name }) =>
      `The health page reports "${name}": with that facilitator down a platform may restart servers that are well.`,
    next: 'Report the facilitator on the ready page or the status page, not on the health page.',
    playbook: 'facilitator-outage',
  }),
  CLOCK_BLOCK: entry<{
    readonly who: 'server' | 'this machine' | 'both'
    readonly oursMs: number
    readonly theirsMs: number
  }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The chain says whose clock is wrong',
    text: ({ who, oursMs, theirsMs }) =>
      `By the time of the newest block the clock of ${who === 'server' ? 'the server' : who} is wrong: this machine is ${formatDuration(Math.abs(oursMs))} off, the server ${formatDuration(Math.abs(theirsMs))}.`,
    next: 'Set that clock by NTP; payments are valid by the time of the chain.',
    playbook: 'wrong-terms',
  }),
  PROBE_NOT_CHOSEN: entry<{ readonly what: string; readonly how: string }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Not asked for',
    text: ({ what, how }) => `not looked at: ${what} (${how})`,
    next: null,
    playbook: null,
  }),
} satisfies Catalog
