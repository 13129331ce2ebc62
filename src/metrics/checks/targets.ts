import type { Finding } from '../../core/finding.ts'
import { type Histogram, quantileOf } from '../../core/histogram.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { latestOf } from '../latest.ts'
import type { MetricsExpected, MetricsSeen } from '../shapes.ts'
import { subjectOf } from './page.ts'

/** A goal: what is measured, what it should be, and whether it is met. Null = the page does not tell. */
type Goal = { readonly what: string; readonly seen: string; readonly target: string; readonly met: boolean }

function slow(what: string, histogram: Histogram | undefined, targetMs: number): Goal | null {
  const found = histogram === undefined ? null : quantileOf(histogram, 0.95)
  if (found === null) return null
  const ms = (seconds: number) => Math.round(seconds * 1000)
  const { over, upTo } = found
  const seen = upTo === null ? `over ${ms(over)} ms` : `${ms(over)} to ${ms(upTo)} ms`
  return { what: `${what} (p95)`, seen, target: `${targetMs} ms`, met: ms(over) < targetMs }
}

function goalsOf({
  numbers,
  histograms,
}: {
  readonly numbers: Readonly<Record<string, number>>
  readonly histograms: Readonly<Record<string, Histogram>>
}): readonly Goal[] {
  const { cacheHitRate, rpcLatencyMs, errorRate } = numbers
  const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`
  const goals: readonly (Goal | null)[] = [
    slow('verification', histograms.verificationSeconds, 100),
    slow('settlement', histograms.settlementSeconds, 500),
    cacheHitRate === undefined
      ? null
      : { what: 'cache hits', seen: percent(cacheHitRate), target: 'over 80 %', met: cacheHitRate > 0.8 },
    rpcLatencyMs === undefined
      ? null
      : { what: 'chain endpoint', seen: `${rpcLatencyMs} ms`, target: '200 ms', met: rpcLatencyMs < 200 },
    errorRate === undefined
      ? null
      : { what: 'errors', seen: percent(errorRate), target: 'under 1 %', met: errorRate < 0.01 },
  ]
  return goals.flatMap((goal) => goal ?? [])
}

/** Goals, and never alarms: settlements cannot be faster than blocks. */
export const targets: Check<MetricsSeen, MetricsExpected> = {
  id: 'metrics-targets',
  question: 'Are the numbers where one would like them to be?',
  judge: (seen, expected) => {
    const subject = subjectOf(expected, 'targets')
    const { sample, window } = latestOf(seen, expected)
    if (sample === null) return [finding('METRICS_NO_TARGETS', subject, {})]
    const goals = goalsOf({ numbers: sample.numbers, histograms: window?.histograms ?? {} })
    const above = goals.filter(({ met }) => !met)
    if (goals.length === 0) return [finding('METRICS_NO_TARGETS', subject, {})]
    if (above.length === 0) return [finding('METRICS_WITHIN_TARGETS', subject, { of: goals.length })]
    return above.map(
      ({ what, seen: value, target }): Finding =>
        finding('METRICS_ABOVE_TARGET', subjectOf(expected, what), { what, seen: value, target }),
    )
  },
}
