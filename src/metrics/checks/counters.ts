import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { formatUtc } from '../../core/time.ts'
import { finding } from '../catalog.ts'
import { latestOf } from '../latest.ts'
import type { MetricsExpected, MetricsSeen } from '../shapes.ts'
import { subjectOf } from './page.ts'

/** What was counted since the sample before, or why nobody knows. Silent where `metrics-page` says it all. */
export const counters: Check<MetricsSeen, MetricsExpected> = {
  id: 'metrics-counters',
  question: 'Can the counters be compared with those of a moment before?',
  judge: (seen, expected) => {
    const subject = subjectOf(expected, 'counters')
    if (expected.page === null) return [finding('METRICS_NOT_CONFIGURED', subject, {})]
    const { sample, window, why } = latestOf(seen, expected)
    if (sample === null) return [finding('METRICS_ONE_SAMPLE', subject, { why: why ?? '' })]
    const odd = sample.odd.map(
      ({ name, place, why: reason }): Finding =>
        finding('METRICS_FIELD_MISSING', subjectOf(expected, name), { name, place, why: reason }),
    )
    if (window === null) return [...odd, finding('METRICS_ONE_SAMPLE', subject, { why: why ?? '' })]
    const { from, to, reset, seconds } = window
    if (reset === null) return [...odd, finding('METRICS_WINDOW', subject, { seconds })]
    const [first, last] = [from, to].map((at) => formatUtc(new Date(at)))
    const times = { from: first ?? from, to: last ?? to }
    return [...odd, finding('METRICS_COUNTER_RESET', subject, { name: reset, ...times })]
  },
}
