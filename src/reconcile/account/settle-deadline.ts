import type { NamedDeadline } from '../../core/figures.ts'
import type { Histogram } from '../../payments/plain/sieve-port.ts'
import type { JudgedCase } from '../judge-case.ts'

/** How long requests took, and whether they failed. Milliseconds; `count` is 1 where it is not told. */
export type Ended = { readonly ms: number; readonly failed: boolean; readonly count?: number }

// A limit that people set is a whole number of half seconds, and a timer fires at its time or a little after.
const stepMs = 500
const earlyMs = 20
const lateMs = 250
// Below a second a refusal is only quick. In whole seconds, as some logs have them, short ones are alike by chance.
const shortestMs = 1000
const shortestCoarseMs = 5000
const fewest = 5
const shareOfFailures = 0.75
const shareBeyond = 0.05

const sizeOf = (list: readonly Ended[]) => list.reduce((sum, { count = 1 }) => sum + count, 0)
const lateFor = (limitMs: number) => Math.max(lateMs, limitMs * 0.01)

/**
 * The limit at which failures heap up; null when nothing speaks clearly for one. It is named when at least
 * five failures, and three of four of those that took a second or more, end within a quarter of a second (or
 * 1 %) after a whole half second, when at most one in twenty requests of any kind took longer, and when
 * requests that succeeded do not heap up there as well. Pure.
 */
export function deadlineIn(ended: readonly Ended[]): NamedDeadline | null {
  const slow = ended.filter(({ ms, failed }) => failed && ms >= shortestMs - earlyMs).map(({ ms }) => ms)
  if (slow.length < fewest) return null
  const all = sizeOf(ended)
  const coarse = ended.every(({ ms }) => ms % 1000 === 0)
  const limits = new Set(slow.map((ms) => Math.floor((ms + earlyMs) / stepMs) * stepMs))
  const near = (ms: number, limitMs: number) => ms >= limitMs - earlyMs && ms <= limitMs + lateFor(limitMs)
  const named = [...limits].flatMap((limitMs) => {
    const count = slow.filter((ms) => near(ms, limitMs)).length
    const beyond = sizeOf(ended.filter(({ ms }) => ms > limitMs + lateFor(limitMs)))
    const servedThere = sizeOf(ended.filter(({ ms, failed }) => !failed && near(ms, limitMs)))
    const clear =
      limitMs >= (coarse ? shortestCoarseMs : shortestMs) &&
      count >= Math.max(fewest, shareOfFailures * slow.length) &&
      beyond <= shareBeyond * all &&
      servedThere * 4 <= count
    return clear ? [{ limitMs, count, of: slow.length }] : []
  })
  const [best] = named.sort((a, b) => b.count - a.count || a.limitMs - b.limitMs)
  return best ?? null
}

/** How the recorded requests of a run ended, as far as both of their times are known; plain ones were all served. */
export function endedOf(judged: readonly JudgedCase[], plain: Histogram = []): readonly Ended[] {
  const served = plain.map(([ms, count]): Ended => ({ ms, failed: false, count }))
  const own = judged.flatMap(({ item, outcome }) => {
    const { receivedAt, respondedAt, facts } = item
    if (outcome === 'OUT_OF_WINDOW' || receivedAt === null || respondedAt === null) return []
    const ms = respondedAt - receivedAt
    return ms < 0 ? [] : [{ ms, failed: facts.response === 'error' || facts.books === 'failed' }]
  })
  return [...own, ...served]
}
