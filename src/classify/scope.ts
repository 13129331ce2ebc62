import type { Owner } from './classes.ts'
import { type Facet, facets, type RowCount, type Tally } from './tally.ts'

/** How wide a failure is, and the figures that say so. */
export type Scope = {
  readonly kind: Facet | 'deploy' | 'global' | 'unknown'
  readonly name: string | null
  readonly because: string
}

/** Fewer failures than this say nothing about a pattern. */
const fewest = 3
const share = 0.9

const plural = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

function scopeOf(tally: Tally, facet: Facet): Scope | undefined {
  const entries = [...tally.names[facet]]
  const failed = entries.reduce((sum, [, { failed: count }]) => sum + count, 0)
  const [worst] = entries.sort((a, b) => b[1].failed - a[1].failed || (a[0] < b[0] ? -1 : 1))
  if (worst === undefined || failed < fewest || tally.overflow.has(facet)) return undefined
  const others = entries.filter(([name, { fine }]) => name !== worst[0] && fine > 0)
  const othersFine = others.reduce((sum, [, { fine }]) => sum + fine, 0)
  // One name alone is a pattern only where others were seen without it.
  if (worst[1].failed / failed < share || othersFine === 0) return undefined
  const because =
    `${worst[1].failed} of ${failed} failures that name a ${facet} are of this one; ` +
    `${plural(others.length, `other ${facet}`)} had ${othersFine} without one`
  return { kind: facet, name: worst[0], because }
}

function rate({ failed, fine }: Tally['before']): number {
  return failed + fine === 0 ? 0 : failed / (failed + fine)
}

function deployScope({ before, after }: Tally): Scope | undefined {
  if (after.failed < fewest || before.fine + before.failed < fewest) return undefined
  if (rate(after) < 3 * rate(before) || rate(after) < 0.1) return undefined
  const because =
    `${before.failed} of ${before.failed + before.fine} requests failed before the deploy, ` +
    `${after.failed} of ${after.failed + after.fine} since`
  return { kind: 'deploy', name: null, because }
}

function globalScope(tally: Tally, failures: number): Scope | undefined {
  const parts = facets.flatMap((facet) => {
    const entries = [...tally.names[facet]]
    const hit = entries.filter(([, { failed }]) => failed > 0).length
    return entries.length >= 2 && hit * 2 >= entries.length && hit >= 2
      ? [`${hit} of ${plural(entries.length, facet)}`]
      : []
  })
  if (parts.length === 0) return undefined
  return { kind: 'global', name: null, because: `${failures} failures hit ${parts.join(', ')}` }
}

/**
 * Every scope that the figures of a log show, the narrowest first; `global` only where none is. Never empty: what
 * cannot be told is `unknown`, with the reason.
 */
export function scopesOf(tally: Tally): readonly Scope[] {
  const failures = tally.failures - (tally.byClass.get('customer-input') ?? 0)
  if (failures < fewest) {
    const because = `${plural(failures, 'failure')}: too few for a pattern`
    return [{ kind: 'unknown', name: null, because }]
  }
  const found = [...facets.map((facet) => scopeOf(tally, facet)), deployScope(tally)].filter(
    (scope) => scope !== undefined,
  )
  if (found.length > 0) return found
  const unknown: Scope = {
    kind: 'unknown',
    name: null,
    because: 'the lines do not name enough routes, payers, facilitators or networks to compare',
  }
  return [globalScope(tally, failures) ?? unknown]
}

/** A reason of single payments that many payers share: then the terms are wrong, not the payments. */
export type SharedReason = {
  readonly row: string
  readonly payers: number
  readonly of: number
  readonly count: number
}

/** Reasons of the class permanent-client that at least three payers, and at least half of all, were given. */
export function sharedReasons({ rows, names }: Tally): readonly SharedReason[] {
  const all = names.payer.size
  return [...rows.values()]
    .filter(
      ({ said, payers }) => said.class === 'permanent-client' && payers.size >= 3 && payers.size * 2 >= all,
    )
    .map(({ said, payers, count }) => ({ row: said.row, payers: payers.size, of: all, count }))
    .sort((a, b) => b.count - a.count || (a.row < b.row ? -1 : 1))
}

/** Whose the failures are, with counts, most first; what many payers share is ours. */
export function ownersOf(tally: Tally): readonly { readonly owner: Owner; readonly count: number }[] {
  const counts = new Map(tally.byOwner)
  const move = (from: Owner, count: number) => {
    counts.set(from, (counts.get(from) ?? 0) - count)
    counts.set('us', (counts.get('us') ?? 0) + count)
  }
  for (const shared of sharedReasons(tally)) {
    const row = [...tally.rows.values()].find(
      ({ said }) => said.row === shared.row && said.class === 'permanent-client',
    )
    if (row !== undefined) move(row.said.owner, row.count)
  }
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([owner, count]) => ({ owner, count }))
    .sort((a, b) => b.count - a.count || (a.owner < b.owner ? -1 : 1))
}

/** Many payers whose proof the gate does not see yet: its node lags, and nobody cheats. */
export function laggingNode({ rows }: Tally): RowCount | undefined {
  return [...rows.values()].find(
    ({ said, payers, count }) =>
      /^code (?:tx_not_found|insufficient_confirmations)$/.test(said.row) && payers.size >= 3 && count >= 10,
  )
}
