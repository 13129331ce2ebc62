import type { SettleTimes } from '../../core/figures.ts'
import type { Histogram } from '../../payments/plain/sieve-port.ts'
import type { JudgedCase } from '../judge-case.ts'

const sizeOf = (counts: Histogram) => counts.reduce((sum, [, count]) => sum + count, 0)

/** The value that `share` of all does not exceed, by nearest rank; undefined when there is none. Values in order. */
export function percentile(counts: Histogram, share: number): number | undefined {
  const rank = Math.max(1, Math.ceil(share * sizeOf(counts)))
  let before = 0
  return counts.find(([, count]) => {
    before += count
    return before >= rank
  })?.[0]
}

/**
 * From the record of a payment (else from its response) to its block, in milliseconds; null when one of them
 * is not known, or when the block is older than the record: then clocks differ and the length means nothing.
 */
function settleMs({ item, outcome, moneyMoved }: JudgedCase): number | null {
  const began = item.receivedAt ?? item.respondedAt
  if (outcome === 'OUT_OF_WINDOW' || moneyMoved !== true || began === null || item.blockTime === null) {
    return null
  }
  const ms = item.blockTime * 1000 - began
  // Blocks carry whole seconds: one mined at once may seem up to a second older than its record.
  return ms < -1000 ? null : Math.max(0, ms)
}

/** How long recorded payments, and the plain ones beside them, took to reach their block; null when none tells it. Pure. */
export function settleTimesOf(judged: readonly JudgedCase[], plain: Histogram = []): SettleTimes | null {
  const own = judged.flatMap((one): Histogram => {
    const ms = settleMs(one)
    return ms === null ? [] : [[ms, 1]]
  })
  const all = [...own, ...plain].sort(([a], [b]) => a - b)
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) => percentile(all, share))
  if (p50Ms === undefined || p95Ms === undefined || p99Ms === undefined) return null
  return { count: sizeOf(all), p50Ms, p95Ms, p99Ms }
}
