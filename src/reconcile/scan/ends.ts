import { shortHex } from '../../core/short.ts'
import { settledUpTo } from './canary.ts'
import type { Draft } from './node.ts'

/** What happened to the end of a range while it was read; null = nothing. */
export type Shift = {
  readonly draft: Draft
  readonly from: number
  readonly why: string
  /** The chain itself moved, so that reading again may help; false = the node did not answer. */
  readonly moved: boolean
}

async function shiftOf(draft: Draft, common: number, signal: AbortSignal): Promise<Shift | null> {
  const { live, range, toHash } = draft
  const [end, shared, latest] = await Promise.all([
    live.node.block(range.to, signal),
    common === range.to ? null : live.node.block(common, signal),
    live.node.block('latest', signal),
  ])
  if (shared?.seen && shared.value !== null) draft.hashes.set(common, shared.value.hash)
  // What was final before the reading cannot have changed during it.
  const from = Math.max(range.from, settledUpTo(draft) + 1)
  if (!end.seen || !latest.seen) {
    const blind = end.seen ? latest : end
    const why = blind.seen ? '' : `${blind.why.kind}: ${blind.why.detail}`
    return { draft, from, why, moved: false }
  }
  if (end.value !== null && end.value.hash !== toHash) {
    const [was, is] = [shortHex(toHash), shortHex(end.value.hash)]
    const why = `rpc: block ${range.to} was ${was} before the reading and ${is} after it`
    return { draft, from, why, moved: true }
  }
  const head = end.value === null ? range.to - 1 : (latest.value?.number ?? range.to)
  if (head >= range.to) return null
  return {
    draft,
    from: Math.max(range.from, head + 1),
    why: `behind: the node's head went back from ${live.latest.number} to ${head}`,
    moved: true,
  }
}

/**
 * Asks every node again for its head and for the last block: nodes whose chain moved while it was read.
 * `common` is the last block that all of them were asked for.
 */
export async function shiftsOf(
  drafts: readonly Draft[],
  common: number,
  signal: AbortSignal,
): Promise<readonly Shift[]> {
  const found = await Promise.all(drafts.map((draft) => shiftOf(draft, common, signal)))
  return found.filter((shift) => shift !== null)
}

/** Writes down that the blocks from where the chain moved were not read. */
export function noteShifts(shifts: readonly Shift[]): void {
  for (const { draft, from, why } of shifts) {
    if (from <= draft.range.to) draft.holes.push({ from, to: draft.range.to, why })
  }
}
