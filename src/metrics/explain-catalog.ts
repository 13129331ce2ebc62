import type { Explanations } from '../core/explanation.ts'

const blind = 'Without these numbers no rule over them can fire, and none of them is fine because of it.'
const none = 'Nothing has to be done.'

/** What the codes of the metrics page mean. */
export const explanations: Explanations = {
  METRICS_READ: ['The private page of counters was read.', 'Rules over time are made from it.'],
  METRICS_NOT_CONFIGURED: [
    'No page, or no token for it, is named in x402ops.yaml.',
    'Rules over counters cannot say anything.',
    'Name metrics.path and metrics.token there.',
  ],
  METRICS_UNREACHABLE: ['The page did not answer, or not with 200; redirects are not followed.', blind],
  METRICS_TOKEN_REFUSED: ['The page answered 401 or 403 to the token that is configured for it.', blind],
  METRICS_UNREADABLE: ['The page is neither JSON nor the text format of Prometheus.', blind],
  METRICS_FIELD_MISSING: ['A number that the field map names, or that is known, cannot be read.', blind],
  METRICS_NOTHING_KNOWN: ['The page has a sound form and no name that is known.', blind],
  METRICS_COUNTER_RESET: [
    'A counter fell or the process is another one, so what was counted in between is not known.',
    'A rate over a restart would be too low, and a trouble could hide in it.',
  ],
  METRICS_ONE_SAMPLE: ['A counter tells something only by its change between two samples.', blind],
  METRICS_WINDOW: ['Two samples of the page were compared.', 'Rates are made from their difference.'],
  METRICS_ABOVE_TARGET: [
    'A number is above the goal that operators set themselves for it.',
    'It is a goal and no alarm: chains have blocks of two seconds and more.',
    none,
  ],
  METRICS_WITHIN_TARGETS: ['Every number that has a goal meets it.', 'Goals are no alarms.'],
  METRICS_NO_TARGETS: ['None of the numbers with a goal stands on the page.', 'Goals are no alarms.', none],
}
