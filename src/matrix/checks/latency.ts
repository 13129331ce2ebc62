import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { notChosen } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { asksForPayment, routeViews, subjectOf } from '../view.ts'

/** A 402 needs no work, so it is fast or something stands before it. */
const limitMs = 500

/** The value that `share` of the sorted values do not exceed (nearest rank); null when there are too few to say. */
export function quantile(sorted: readonly number[], share: number, atLeast: number): number | null {
  if (sorted.length < atLeast || sorted.length === 0) return null
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

/** How long the 402 of every route takes, over the samples that were asked for. */
export const latency: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.latency',
  question: 'Does the 402 come quickly?',
  judge: (seen, expected) => {
    if ((expected.options.samples ?? 0) === 0) return [notChosen('how long the 402 takes', '--samples N')]
    return routeViews(seen, expected).flatMap((view): readonly Finding[] => {
      const { samples = [] } = view.seen
      const times = samples
        .filter(({ status }) => status !== null && asksForPayment(status))
        .map(({ totalMs }) => Math.round(totalMs))
        .sort((a, b) => a - b)
      const p50 = quantile(times, 0.5, 1)
      if (p50 === null)
        return [
          finding('LATENCY_402_UNKNOWN', subjectOf(view), { route: view.name, looks: samples.length }, [
            view.look,
          ]),
        ]
      // A quantile needs values beyond it: one in twenty, one in a hundred.
      const args = {
        ...{ route: view.name, answers: times.length, others: samples.length - times.length, p50, limitMs },
        ...{ p95: quantile(times, 0.95, 20), p99: quantile(times, 0.99, 100) },
      }
      return [finding('LATENCY_402', subjectOf(view, 'latency'), args, [view.look])]
    })
  },
}
