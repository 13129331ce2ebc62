import { type Catalog, entry, findings } from '../core/finding.ts'
import { formatDuration } from '../core/time.ts'
import { connectionCatalog } from './connection-catalog.ts'
import { routesCatalog } from './routes-catalog.ts'
import type { PageName } from './shapes.ts'

type Answered = { readonly status: number; readonly totalMs: number; readonly said: string }
type NotGood = { readonly status: number; readonly looks: number }
type Unreachable = { readonly why: string; readonly looks: number }
type Flapped = Answered & { readonly before: readonly string[] }
/** How many values are expected of the status page; without any its failure is a warning. */
type Expecting = { readonly expecting: number }

const answered = ({ status, totalMs, said }: Answered) =>
  `${status} in ${formatDuration(totalMs)}${said === '' ? '' : `, ${said}`}`
const flapped = (args: Flapped) => `${args.before.join(', ')}; then ${answered(args)}`
const looked = (looks: number) => (looks === 1 ? '' : ` (looked ${looks} times)`)
const failIfExpecting = ({ expecting }: Expecting) => (expecting > 0 ? 'FAIL' : 'WARN')

const stepIn = 'Look at the logs and the last deploy of the service; payments made now may not be served.'
const watchIt =
  'Run the probe again in a minute; if it keeps coming and going, look at the load and the restarts.'

/** The findings of the probe and their words. */
export const catalog = {
  HEALTH_OK: entry<Answered>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The health page is fine',
    text: answered,
    next: null,
    playbook: null,
  }),
  HEALTH_NOT_200: entry<NotGood>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The health page is not fine',
    text: ({ status, looks }) => `The health page answers ${status}${looked(looks)}.`,
    next: stepIn,
    playbook: 'paid-route-errors',
  }),
  HEALTH_UNREACHABLE: entry<Unreachable>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The service does not answer',
    text: ({ why, looks }) => `No health page: ${why}${looked(looks)}.`,
    next: stepIn,
    playbook: 'paid-route-errors',
  }),
  HEALTH_FLAPPING: entry<Flapped>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The health page comes and goes',
    text: flapped,
    next: watchIt,
    playbook: 'paid-route-errors',
  }),
  HEALTH_BODY_DISAGREES: entry<{ readonly status: number; readonly word: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The health page contradicts itself',
    text: ({ status, word }) => `The health page answers ${status}, but its body says "${word}".`,
    next: 'Find out which of the two is true; monitors that read the status code alone see no problem.',
    playbook: 'paid-route-errors',
  }),

  READY_OK: entry<Answered>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The service is ready',
    text: answered,
    next: null,
    playbook: null,
  }),
  READY_NOT_200: entry<NotGood>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The service is not ready',
    text: ({ status, looks }) => `The ready page answers ${status}; only 200 means ready${looked(looks)}.`,
    next: stepIn,
    playbook: 'paid-route-errors',
  }),
  READY_UNREACHABLE: entry<Unreachable>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The ready page does not answer',
    text: ({ why, looks }) => `No ready page: ${why}${looked(looks)}.`,
    next: stepIn,
    playbook: 'paid-route-errors',
  }),
  READY_FLAPPING: entry<Flapped>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Readiness comes and goes',
    text: flapped,
    next: watchIt,
    playbook: 'paid-route-errors',
  }),
  READY_DEPENDENCY_FAILED: entry<{
    readonly name: string
    readonly word: string
    readonly status: number
    readonly watched: boolean
  }>({
    verdict: ({ status, watched }) => (watched || status !== 200 ? 'FAIL' : 'WARN'),
    severity: 'critical',
    title: 'A dependency of the service fails',
    text: ({ name, word, status }) => `The ready page answers ${status} and says "${name}" is "${word}".`,
    next: 'Bring that dependency back before taking payments: a paid request may not be served or recorded.',
    playbook: 'paid-route-errors',
  }),
  READY_DEPENDENCY_UNCLEAR: entry<{
    readonly name: string
    readonly reason: string
    readonly configured: boolean
  }>({
    verdict: ({ configured }) => (configured ? 'UNKNOWN' : 'INFO'),
    severity: 'low',
    title: 'The ready page does not say how a dependency is',
    text: ({ name, reason }) => `Whether "${name}" works is not known: ${reason}.`,
    next: 'Let the ready page report it, or take the name out of probes.ready.dependencies in x402ops.yaml.',
    playbook: 'paid-route-errors',
  }),
  READY_DEGRADED: entry<{ readonly name: string; readonly word: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The service is ready but degraded',
    text: ({ name, word }) => `200, but ${name === '' ? 'the ready page' : `"${name}"`} says "${word}".`,
    next: 'Watch this dependency: while it is slow, settlements may come late.',
    playbook: 'paid-route-errors',
  }),

  STATUS_OK: entry<{ readonly paths: readonly string[]; readonly totalMs: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The status page agrees with the profile',
    text: ({ paths }) => `${paths.join(', ')} ${paths.length === 1 ? 'agrees' : 'agree'} with the profile`,
    next: null,
    playbook: null,
  }),
  STATUS_MISMATCH: entry<{ readonly path: string; readonly expected: string; readonly got: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The status page disagrees with the profile',
    text: ({ path, expected, got }) => `${path} is ${got}; ${expected} is expected.`,
    next: 'Find out which is right before anybody pays: a wrong network or mode loses payments.',
    playbook: 'wrong-terms',
  }),
  STATUS_KEY_MISSING: entry<{ readonly path: string; readonly expected: string }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'The status page lacks an expected value',
    text: ({ path, expected }) => `${path} is not there; ${expected} is expected.`,
    next: 'Check the path under probes.status.expect in x402ops.yaml, then the version that is deployed.',
    playbook: 'wrong-terms',
  }),
  STATUS_NOT_JSON: entry<Expecting & { readonly type: string }>({
    verdict: ({ expecting }) => (expecting > 0 ? 'FAIL' : 'INFO'),
    severity: 'high',
    title: 'The status page is not JSON',
    text: ({ type }) => `The status page answers 200 with ${type} instead of JSON.`,
    next: 'A proxy or a catch-all page may answer in its place; check the path probes.status.path.',
    playbook: 'paid-route-errors',
  }),
  STATUS_NOT_200: entry<NotGood & Expecting>({
    verdict: failIfExpecting,
    severity: 'high',
    title: 'The status page is not there',
    text: ({ status, looks }) => `The status page answers ${status}${looked(looks)}.`,
    next: 'Check the path probes.status.path and the logs of the service.',
    playbook: 'paid-route-errors',
  }),
  STATUS_UNREACHABLE: entry<Unreachable & Expecting>({
    verdict: failIfExpecting,
    severity: 'high',
    title: 'The status page does not answer',
    text: ({ why, looks }) => `No status page: ${why}${looked(looks)}.`,
    next: stepIn,
    playbook: 'paid-route-errors',
  }),
  STATUS_FLAPPING: entry<Flapped>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The status page comes and goes',
    text: flapped,
    next: watchIt,
    playbook: 'paid-route-errors',
  }),
  STATUS_STALE: entry<{ readonly ageSeconds: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The status page is an old copy',
    text: ({ ageSeconds }) =>
      `A cache answered with a copy that is ${formatDuration(ageSeconds * 1000)} old.`,
    next: 'Send Cache-Control: no-store with the status page; an old copy hides a change of mode.',
    playbook: 'paid-route-errors',
  }),
  STATUS_TOO_LARGE: entry<Expecting>({
    verdict: ({ expecting }) => (expecting > 0 ? 'UNKNOWN' : 'INFO'),
    severity: 'low',
    title: 'The status page is too long to be read',
    text: () => 'The status page is longer than 64 KiB and was not compared.',
    next: 'Give the expected values a short page of their own and name it in probes.status.path.',
    playbook: 'paid-route-errors',
  }),
  STATUS_NOT_COMPARED: entry<{ readonly keys: number }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The status page is there but not compared',
    text: ({ keys }) => `The status page has ${keys} ${keys === 1 ? 'key' : 'keys'}; no value is expected.`,
    next: 'List the values that must hold under probes.status.expect in x402ops.yaml.',
    playbook: null,
  }),
  STATUS_NOT_OFFERED: entry<{ readonly status: number }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The service has no status page',
    text: ({ status }) => `The status page answers ${status}, and nothing is expected of it.`,
    next: null,
    playbook: null,
  }),

  ...connectionCatalog,

  PROBE_REDIRECTED: entry<{ readonly page: PageName; readonly status: number; readonly to: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'A page redirects',
    text: ({ page, status, to }) => `${page} answers ${status} and points to ${to}; that was not followed.`,
    next: 'Ask the final address: set baseUrl or the path in x402ops.yaml to where it points, if that is yours.',
    playbook: 'wrong-terms',
  }),
  PROBE_NOT_REDIRECTED: entry<{ readonly pages: readonly string[] }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'No page redirects',
    text: ({ pages }) => `${pages.join(', ')} ${pages.length === 1 ? 'answers' : 'answer'} in place`,
    next: null,
    playbook: null,
  }),
  PROBE_PAYWALLED: entry<{ readonly page: PageName }>({
    verdict: ({ page }) => (page === 'status' ? 'WARN' : 'FAIL'),
    severity: 'high',
    title: 'A page for monitors asks for money',
    text: ({ page }) =>
      `${page} answers 402: the paywall covers it, so monitors and load balancers see it as down.`,
    next: 'Leave the health, ready and status pages out of the paid routes of the payment middleware.',
    playbook: 'wrong-terms',
  }),
  PROBE_NOT_PAYWALLED: entry<{ readonly pages: readonly string[] }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The pages for monitors are free',
    text: ({ pages }) => `${pages.join(', ')} ${pages.length === 1 ? 'is' : 'are'} free`,
    next: null,
    playbook: null,
  }),
  PROBE_HTML_PAGE: entry<{ readonly page: PageName }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'A page for monitors is HTML',
    text: ({ page }) =>
      `${page} is an HTML page; a catch-all of the web server would look the same with the service down.`,
    next: 'Make sure that the service itself answers there.',
    playbook: null,
  }),
  PROBE_BLIND: entry<{ readonly page: PageName; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'A page could not be looked at',
    text: ({ page, why }) => `Nothing is known of ${page}: ${why}.`,
    next: 'The reason lies on this side; put it right and run the probe again.',
    playbook: 'paid-route-errors',
  }),
  PROBE_NOT_SEEN: entry<{ readonly what: string }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'Not seen, because no page answered',
    text: ({ what }) => `No page gave an answer from which to read the ${what}.`,
    next: null,
    playbook: 'paid-route-errors',
  }),
  PROBE_NO_TARGET: entry<Record<never, never>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No service to look at',
    text: () => 'no base URL is configured',
    next: 'Give --base-url, or set baseUrl in x402ops.yaml.',
    playbook: null,
  }),
  ...routesCatalog,
} satisfies Catalog

/** Makes a finding of this room. */
export const finding = findings(catalog)
