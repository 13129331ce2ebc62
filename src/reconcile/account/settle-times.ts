import type { SettleTimes } from '../../core/figures.ts'
import type { JudgedCase } from '../judge-case.ts'

/** The value that `share` of a sorted list does not exceed, by nearest rank; undefined for an empty list. */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
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

/** How long recorded payments took to reach their block; null when none tells it. Pure. */
export function settleTimesOf(judged: readonly JudgedCase[]): SettleTimes | null {
  const all = judged.flatMap((one) => settleMs(one) ?? []).sort((a, b) => a - b)
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) => percentile(all, share))
  if (p50Ms === undefined || p95Ms === undefined || p99Ms === undefined) return null
  return { count: all.length, p50Ms, p95Ms, p99Ms }
}
