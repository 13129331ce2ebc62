import { type Catalog, entry, findings } from '../core/finding.ts'
import { safe } from '../core/safe.ts'
import { formatDuration } from '../core/time.ts'

type Why = { readonly why: string }

const errors = 'paid-route-errors'
const lookAgain = 'Open the page yourself with the same token, then run x402ops metrics again.'

/** The findings of the metrics page and their words. */
export const catalog = {
  METRICS_READ: entry<{ readonly numbers: number; readonly format: string }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The metrics page was read',
    text: ({ numbers, format }) => `${numbers} ${numbers === 1 ? 'number' : 'numbers'} known, as ${format}`,
    next: null,
    playbook: null,
  }),
  METRICS_NOT_CONFIGURED: entry<Readonly<Record<never, never>>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No metrics page is configured',
    text: () => 'no metrics page with a token is configured for this service',
    next: null,
    playbook: null,
  }),
  METRICS_UNREACHABLE: entry<Why>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The metrics page does not answer',
    text: ({ why }) => `No numbers: ${safe(why, 200)}.`,
    next: 'Check metrics.path in x402ops.yaml, then whether the service itself is up: x402ops probe.',
    playbook: errors,
  }),
  METRICS_TOKEN_REFUSED: entry<{ readonly status: number }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The metrics page refuses the token',
    text: ({ status }) => `The page answers ${status} to the configured token.`,
    next: 'Compare the token with the one of the service; it may have been changed there.',
    playbook: errors,
  }),
  METRICS_UNREADABLE: entry<Why>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The metrics page cannot be read',
    text: ({ why }) => `The page is neither JSON nor text of Prometheus: ${safe(why, 200)}.`,
    next: lookAgain,
    playbook: errors,
  }),
  METRICS_FIELD_MISSING: entry<{ readonly name: string; readonly place: string; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'A number of the metrics page cannot be read',
    text: ({ name, place, why }) => `${safe(name, 60)} (${safe(place, 120)}): ${safe(why, 120)}.`,
    next: 'Correct its place under metrics.fields in x402ops.yaml; rules that need it cannot say anything.',
    playbook: errors,
  }),
  METRICS_NOTHING_KNOWN: entry<Readonly<Record<never, never>>>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The metrics page holds no number that is known',
    text: () => 'The page was read, and none of its names is one that x402ops knows.',
    next: 'Name them under metrics.fields in x402ops.yaml, such as {paid: calls.paid}.',
    playbook: errors,
  }),
  METRICS_COUNTER_RESET: entry<{ readonly name: string; readonly from: string; readonly to: string }>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'The counters began anew',
    text: ({ name, from, to }) =>
      `${safe(name, 60)} is not what it was: between ${from} and ${to} the service started again.`,
    next: 'Run it again in a minute; a service that starts again and again has another trouble.',
    playbook: errors,
  }),
  METRICS_ONE_SAMPLE: entry<Why>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'Counters need two samples',
    text: ({ why }) => `Nothing can be said of counters: ${safe(why, 200)}.`,
    next: 'Run it again; the next run compares with this one.',
    playbook: errors,
  }),
  METRICS_WINDOW: entry<{ readonly seconds: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'Two samples were compared',
    text: ({ seconds }) => `two samples ${formatDuration(seconds * 1000)} apart`,
    next: null,
    playbook: null,
  }),
  METRICS_ABOVE_TARGET: entry<{ readonly what: string; readonly seen: string; readonly target: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'A number is above its target',
    text: ({ what, seen, target }) => `${what} is ${seen}; the target is ${target}.`,
    next: null,
    playbook: null,
  }),
  METRICS_WITHIN_TARGETS: entry<{ readonly of: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The numbers are within their targets',
    text: ({ of }) => `${of} ${of === 1 ? 'number' : 'numbers'} within the targets`,
    next: null,
    playbook: null,
  }),
  METRICS_NO_TARGETS: entry<Readonly<Record<never, never>>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'The page tells no number that has a target',
    text: () => 'the page tells none of the numbers that have a target',
    next: null,
    playbook: null,
  }),
} as const satisfies Catalog

/** Makes a finding of this room. */
export const finding = findings(catalog)
