import type { BlockRange } from '../../core/ports.ts'
import { joinRanges } from '../../payments/ranges.ts'

/** Blocks in which the logs of these addresses are known. */
export type Cover = BlockRange & { readonly values: ReadonlySet<string> }

/** Addresses that lack the same blocks, and these blocks in order. */
export type Lack = { readonly values: readonly string[]; readonly ranges: readonly BlockRange[] }

/** The blocks of a range that no range of the list holds. */
export function subtractRanges({ from, to }: BlockRange, list: readonly BlockRange[]): readonly BlockRange[] {
  const left: BlockRange[] = []
  let next = from
  for (const range of joinRanges(list)) {
    if (range.to < next || range.from > to) continue
    if (range.from > next) left.push({ from: next, to: range.from - 1 })
    next = range.to + 1
  }
  return next <= to ? [...left, { from: next, to }] : left
}

/** The parts of ranges that lie inside of others. */
export function clipRanges(
  list: readonly BlockRange[],
  others: readonly BlockRange[],
): readonly BlockRange[] {
  const parts = list.flatMap((one) =>
    others.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })),
  )
  return joinRanges(parts.filter(({ from, to }) => from <= to))
}

// Payers of many runs lack many different ranges; each group costs requests of its own, blocks asked twice cost less.
const mostGroups = 6

const sizeOf = ({ values, ranges }: Lack) =>
  values.length * ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0)

/** Few groups: the largest as they are, all others as one that asks for everything that any of them lacks. */
function fewGroups(groups: readonly Lack[]): readonly Lack[] {
  if (groups.length <= mostGroups) return groups
  const sorted = [...groups].sort((a, b) => sizeOf(b) - sizeOf(a))
  const rest = sorted.slice(mostGroups - 1)
  const values = rest.flatMap((group) => group.values).sort()
  const ranges = joinRanges(rest.flatMap((group) => group.ranges))
  return [...sorted.slice(0, mostGroups - 1), { values, ranges }]
}

/**
 * What of a range is not covered, address by address; those that lack the same blocks stand together. Every address
 * and block that is not covered stands in exactly one group. Pure.
 */
export function lacking(
  values: readonly string[],
  range: BlockRange,
  covers: readonly Cover[],
): readonly Lack[] {
  const near = covers.filter(({ from, to }) => from <= range.to && to >= range.from)
  const groups = new Map<string, { readonly values: string[]; readonly ranges: readonly BlockRange[] }>()
  for (const value of values) {
    const mine = near.map((cover, at) => (cover.values.has(value) ? at : -1)).filter((at) => at >= 0)
    const key = mine.join(' ')
    const group = groups.get(key) ?? {
      values: [],
      ranges: subtractRanges(
        range,
        mine.map((at) => near[at] as Cover),
      ),
    }
    group.values.push(value)
    groups.set(key, group)
  }
  const byRanges = new Map<string, { readonly values: string[]; readonly ranges: readonly BlockRange[] }>()
  for (const { values: list, ranges } of groups.values()) {
    if (ranges.length === 0) continue
    const key = ranges.map(({ from, to }) => `${from}-${to}`).join(' ')
    const group = byRanges.get(key) ?? { values: [], ranges }
    for (const value of list) group.values.push(value)
    byRanges.set(key, group)
  }
  return fewGroups([...byRanges.values()].map((group) => ({ ...group, values: group.values.sort() })))
}

/** What is left of covers inside of some ranges; empty ones are gone. */
export function clipCovers(covers: readonly Cover[], ranges: readonly BlockRange[]): readonly Cover[] {
  return covers.flatMap(({ from, to, values }) =>
    clipRanges([{ from, to }], ranges).map((range) => ({ ...range, values })),
  )
}
