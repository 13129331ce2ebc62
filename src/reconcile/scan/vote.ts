import { shortHex } from '../../core/short.ts'
import { hasRead, settledUpTo } from './canary.ts'
import type { Draft } from './node.ts'

const labelsOf = (drafts: readonly Draft[]) => new Set(drafts.map(({ live }) => live.node.label))

/** Said by at least two sources? Two endpoints of one host are one source. */
function isDouble(drafts: readonly Draft[]): boolean {
  return labelsOf(drafts).size >= 2
}

/** The blocks that a node named, height by height. */
export function heightsOf(draft: Draft): ReadonlyMap<number, string> {
  const { latest, safe, finalized } = draft.live
  const heads = [latest, safe, finalized, draft.finalized].filter((ref) => ref !== null)
  return new Map([
    ...draft.hashes,
    ...heads.map(({ number, hash }) => [number, hash] as const),
    [draft.range.from, draft.fromHash],
    [draft.range.to, draft.toHash],
  ])
}

function otherBlocks(draft: Draft, others: readonly Draft[]): string | undefined {
  const named = others.map(heightsOf)
  for (const [height, hash] of heightsOf(draft)) {
    const told = others.filter((_, index) => named[index]?.has(height))
    const hashes = new Set(named.flatMap((map) => map.get(height) ?? []))
    const [agreed] = hashes
    if (hashes.size !== 1 || agreed === undefined || agreed === hash || !isDouble(told)) continue
    return `its block ${height} is ${shortHex(hash)}, that of the other endpoints ${shortHex(agreed)}`
  }
  return undefined
}

function otherTimes(draft: Draft, others: readonly Draft[]): string | undefined {
  for (const [block, time] of Object.entries(draft.times)) {
    const told = others.filter(({ times }) => times[block] !== undefined)
    const values = new Set(told.map(({ times }) => times[block]))
    if (values.size === 1 && !values.has(time) && isDouble(told)) {
      return `it dates block ${block} differently from the other endpoints`
    }
  }
  return undefined
}

/** Events that two sources show alike and this node, which read their block, does not. */
function hides(draft: Draft, others: readonly Draft[]): string | undefined {
  const settled = Math.min(...[draft, ...others].map(settledUpTo))
  const missing = new Map<string, Draft[]>()
  for (const other of others) {
    for (const [wording, { block }] of other.shown) {
      if (block > settled || draft.shown.has(wording) || !hasRead(draft, block)) continue
      missing.set(wording, [...(missing.get(wording) ?? []), other])
    }
  }
  const count = [...missing.values()].filter(isDouble).length
  return count === 0
    ? undefined
    : `it does not show, or shows otherwise, ${count} event${count === 1 ? '' : 's'} on which the other endpoints agree`
}

/**
 * An event that only this node shows, and that every other one denies by receipt as well. A node that showed
 * nothing at all denies nothing: its search may be broken.
 */
function forges(draft: Draft, others: readonly Draft[]): string | undefined {
  const settled = Math.min(...[draft, ...others].map(settledUpTo))
  for (const [wording, { block, tx }] of draft.shown) {
    if (block > settled || others.some(({ shown }) => shown.has(wording))) continue
    const deniers = others.filter((other) => {
      const state = other.txs[tx]
      return hasRead(other, block) && other.shown.size > 0 && state !== undefined && state !== 'unknown'
    })
    if (deniers.length === others.length && isDouble(deniers)) {
      return `it shows an event of ${shortHex(tx)} in block ${block} that no other endpoint knows`
    }
  }
  return undefined
}

/** "Used" and "mined" said by two sources stand against one "not"; the reverse would make a loss look proven. */
function denies(draft: Draft, others: readonly Draft[]): string | undefined {
  for (const [key, used] of Object.entries(draft.nonces)) {
    const told = others.filter(({ nonces }) => nonces[key] === true)
    const against = others.some(({ nonces }) => nonces[key] === false)
    if (used === false && !against && isDouble(told)) {
      return 'it calls an authorization unused that the other endpoints call used'
    }
  }
  for (const [tx, state] of Object.entries(draft.txs)) {
    const told = others.filter(({ txs }) => txs[tx] === 'success')
    const against = others.some(({ txs }) => txs[tx] === 'absent' || txs[tx] === 'reverted')
    if ((state === 'absent' || state === 'reverted') && !against && isDouble(told)) {
      return `it does not know ${shortHex(tx)}, which succeeded by the other endpoints`
    }
  }
  return undefined
}

const questions = [otherBlocks, otherTimes, hides, forges, denies] as const

/**
 * Nodes that stand alone against at least two other sources which agree, and why. Nobody is outvoted when
 * that would concern half of them: then it is not known who is right.
 */
export function outvoted(drafts: readonly Draft[]): ReadonlyMap<Draft, string> {
  const found = new Map<Draft, string>()
  for (const draft of drafts) {
    const others = drafts.filter(({ live }) => live.node.label !== draft.live.node.label)
    if (!isDouble(others)) continue
    for (const question of questions) {
      const why = question(draft, others)
      if (why !== undefined) found.set(draft, why)
    }
  }
  return found.size * 2 >= drafts.length ? new Map() : found
}
