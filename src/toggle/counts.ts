import type { CaseCount, MoneyLook } from './money.ts'
import type { Glance } from './windows.ts'

// Fewer attempts than this make no percentage.
const fewestAttempts = 20

const nothing: CaseCount = { count: 0, ids: [] }

/** The payments of a class. */
export function ofClass({ classes }: MoneyLook, code: string): CaseCount {
  return classes[code] ?? nothing
}

/** A share as people read it: `2.5 %`. */
export function share(count: number, of: number): string {
  return `${((count / of) * 100).toFixed(1)} %`
}

/** A question about a number of payments: how many there are, and how many there may be. */
type Counted = {
  readonly what: string
  readonly sure: CaseCount
  readonly atMost: number
  readonly blind: readonly string[]
}

/** The payments of a class, and those that may turn out to be of it. */
export function countOf(money: MoneyLook, code: string): Counted {
  const sure = ofClass(money, code)
  const open = money.undecided + (money.provisional[code] ?? 0)
  return { what: code, sure, atMost: sure.count + open, blind: money.blind }
}

/** Payments that a flag or a field counts: only what is not decided may be added to them. */
export function countBy(money: MoneyLook, what: string, sure: CaseCount): Counted {
  return { what, sure, atMost: sure.count + money.undecided, blind: money.blind }
}

function unseen({ what, atMost, sure, blind }: Counted): string {
  if (blind.length > 0) return `${what}: not everything was read (${blind[0]})`
  return `${what}: ${sure.count} for sure, ${atMost} at most`
}

/** Are there at least `least` of them? Proven ones stay proven beside a gap. */
export function atLeast(counted: Counted, least: number): Glance {
  const { what, sure, atMost, blind } = counted
  if (sure.count >= least)
    return { value: 'met', ids: sure.ids, says: `${what} ${sure.count} (limit ${least})` }
  if (atMost >= least || blind.length > 0) return { value: 'unknown', ids: [], says: unseen(counted) }
  return { value: 'clear', ids: [], says: `${what} ${sure.count} (limit ${least})` }
}

/** Is their share above `percent`? `inclusive` counts the limit itself. Unknown below 20 attempts. */
export function shareOver(
  counted: Counted,
  attempts: number,
  { percent, inclusive = false }: { readonly percent: number; readonly inclusive?: boolean },
): Glance {
  const { what, sure, atMost, blind } = counted
  const limit = `${inclusive ? 'limit' : 'above'} ${percent} %`
  // Fewer than that, and none of them for sure or perhaps: there is nothing that could be a share.
  if (atMost === 0 && blind.length === 0) return { value: 'clear', ids: [], says: `${what} 0 of ${attempts}` }
  if (attempts < fewestAttempts) {
    return {
      value: 'unknown',
      ids: [],
      says: `${what} ${sure.count} of ${attempts}: too few for a percentage (${fewestAttempts})`,
    }
  }
  const over = (count: number) =>
    inclusive ? count * 100 >= percent * attempts : count * 100 > percent * attempts
  const says = `${what} ${sure.count} of ${attempts}, ${share(sure.count, attempts)} (${limit})`
  if (blind.length === 0 && over(sure.count)) return { value: 'met', ids: sure.ids, says }
  if (blind.length > 0 || over(atMost)) return { value: 'unknown', ids: [], says: unseen(counted) }
  return { value: 'clear', ids: [], says }
}
