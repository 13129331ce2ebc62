import type { Transfer } from './effect.ts'

/** What a router passed on to us out of one leg. `parts` are the transfers that it is made of. */
export type Onward = {
  /** The last of the parts, with what all of them brought together. */
  readonly transfer: Transfer
  readonly parts: readonly Transfer[]
  readonly uncertain: boolean
}

type Routed = {
  /** The transfers that left payers, and the others of the same transaction in order. */
  readonly legs: readonly Transfer[]
  readonly free: readonly Transfer[]
  readonly owned: ReadonlySet<string>
  /** Were all transfers of the transaction read? */
  readonly whole: boolean
}

/** What of a leg came to us behind any number of hands, and whether other money went through them too. */
function flowOf(leg: Transfer, left: ReadonlySet<Transfer>, owned: ReadonlySet<string>) {
  const hands = new Set([leg.to])
  const parts: Transfer[] = []
  for (const transfer of left) {
    if (transfer.logIndex < leg.logIndex || !hands.has(transfer.from)) continue
    if (owned.has(transfer.to)) parts.push(transfer)
    else hands.add(transfer.to)
  }
  const mixed = [...left].some(({ from, to }) => hands.has(to) && !hands.has(from))
  return { parts, mixed }
}

/**
 * The transfers by which routers passed the legs on to us: the one directly behind a leg; else one of the same
 * value, which is certain only when the router took a single leg and passed on a single transfer; else all
 * that came to us behind the leg, less what the router kept, which is certain only for a leg alone in its
 * transaction and unmixed with other money. Where a router pooled legs, none of them is certain.
 */
export function onwardOf({ legs, free, owned, whole }: Routed): ReadonlyMap<Transfer, Onward> {
  const found = new Map<Transfer, Onward>()
  const left = new Set(free)
  const open = legs.filter((leg) => !owned.has(leg.to))
  const fits = (leg: Transfer) =>
    [...left].filter(
      ({ from, to, value, logIndex }) =>
        owned.has(to) && from === leg.to && value === leg.value && logIndex > leg.logIndex,
    )
  const note = (leg: Transfer, parts: readonly Transfer[], uncertain: boolean) => {
    const last = parts.at(-1)
    if (last === undefined) return
    for (const part of parts) left.delete(part)
    const value = parts.reduce((sum, part) => sum + part.value, 0n)
    found.set(leg, { transfer: parts.length === 1 ? last : { ...last, value }, parts, uncertain })
  }
  for (const leg of open) {
    const next = fits(leg).find(({ logIndex }) => logIndex === leg.logIndex + 1)
    if (next !== undefined) note(leg, [next], false)
  }
  for (const leg of open.filter((one) => !found.has(one))) {
    const single = open.filter(({ to }) => to === leg.to).length === 1 && fits(leg).length === 1
    note(leg, fits(leg).slice(0, 1), !whole || !single)
  }
  for (const leg of open.filter((one) => !found.has(one))) {
    const { parts, mixed } = flowOf(leg, left, owned)
    const sum = parts.reduce((total, part) => total + part.value, 0n)
    note(leg, parts, !whole || mixed || open.length > 1 || sum > leg.value)
  }
  const all = new Set(free)
  const doubtful = new Set([...found.values()].flatMap(({ parts, uncertain }) => (uncertain ? parts : [])))
  for (const leg of open.filter((one) => !found.has(one))) {
    // What its router sent us was given to another leg, without certainty: that this one went elsewhere is as uncertain.
    const pooled = flowOf(leg, all, owned).parts.some((part) => doubtful.has(part))
    if (pooled) found.set(leg, { transfer: leg, parts: [], uncertain: true })
  }
  return found
}
