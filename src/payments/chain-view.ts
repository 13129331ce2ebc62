import type { BlockRange, BlockRef } from '../core/ports.ts'
import { type Authorization, placeKey, type Transfer } from './effect.ts'

/** What a node said about one transaction. */
export type TxState = 'success' | 'reverted' | 'absent' | 'unknown'

/** What one node said about one token over one range. Plain data. */
export type NodeScan = {
  readonly label: string
  readonly network: string
  readonly asset: string
  readonly latest: BlockRef
  readonly safe: BlockRef | null
  readonly finalized: BlockRef | null
  /** The range that was asked for, both ends included. */
  readonly range: BlockRange
  readonly fromHash: string
  readonly toHash: string
  readonly transfers: readonly Transfer[]
  readonly authorizations: readonly Authorization[]
  readonly holes: readonly (BlockRange & { readonly why: string })[]
  readonly dropped: number
  /** `authorizationState` at the finalized block, by `authorizer/nonce`; null = not answered. */
  readonly nonces: Readonly<Record<string, boolean | null>>
  readonly txs: Readonly<Record<string, TxState>>
  /** Unix seconds by block number. */
  readonly times: Readonly<Record<string, number>>
}

/** What the nodes of a network agree on. Anything they do not agree on is in `disputed`. */
export type ChainView = {
  readonly network: string
  readonly asset: string
  readonly labels: readonly string[]
  readonly range: BlockRange
  readonly fromHash: string
  readonly toHash: string
  readonly transfers: readonly Transfer[]
  readonly authorizations: readonly Authorization[]
  /** `placeKey`s that some nodes show and others, who should, do not. */
  readonly disputed: readonly string[]
  /** The nodes show different blocks at the same height: nothing can be proven. */
  readonly forked: boolean
  readonly holes: readonly (BlockRange & { readonly why: string })[]
  readonly latest: BlockRef
  readonly safe: BlockRef | null
  readonly finalized: BlockRef | null
  readonly nonces: Readonly<Record<string, boolean | null>>
  readonly txs: Readonly<Record<string, TxState>>
  readonly times: Readonly<Record<string, number>>
}

const lowest = (refs: readonly (BlockRef | null)[]): BlockRef | null =>
  refs.reduce<BlockRef | null>(
    (low, ref, index) =>
      index === 0 ? ref : low === null || ref === null ? null : ref.number < low.number ? ref : low,
    null,
  )

function read(scan: NodeScan, block: number): boolean {
  if (block < scan.range.from || block > scan.range.to) return false
  return !scan.holes.some((hole) => block >= hole.from && block <= hole.to)
}

/** One value where all agree, else the value that means "not known". */
function agreed<T>(values: readonly T[], unknown: T): T {
  const [first = unknown, ...rest] = values
  return rest.every((value) => value === first) ? first : unknown
}

function mergeMaps<T>(maps: readonly Readonly<Record<string, T>>[], unknown: T): Readonly<Record<string, T>> {
  const keys = new Set(maps.flatMap((map) => Object.keys(map)))
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      agreed(
        maps.map((map) => map[key] ?? unknown),
        unknown,
      ),
    ]),
  )
}

type Placed = {
  readonly tx: string
  readonly logIndex: number
  readonly block: number
  readonly blockHash: string
}

function union<T extends Placed>(lists: readonly (readonly T[])[]): readonly T[] {
  const byPlace = new Map(lists.flat().map((item) => [placeKey(item), item]))
  return [...byPlace.values()].sort((a, b) => a.block - b.block || a.logIndex - b.logIndex)
}

function disputedIn(scans: readonly NodeScan[]): readonly string[] {
  const seenBy = scans.map((scan) => new Set([...scan.transfers, ...scan.authorizations].map(placeKey)))
  const all = union<Placed>(scans.map((scan) => [...scan.transfers, ...scan.authorizations]))
  return all
    .filter((item) => scans.some((scan, i) => read(scan, item.block) && !seenBy[i]?.has(placeKey(item))))
    .map((item) => placeKey(item))
}

/** Holes that no node filled: a block counts as read when at least one node answered for it. */
function sharedHoles(scans: readonly NodeScan[]): ChainView['holes'] {
  const [first, ...others] = scans
  if (first === undefined) return []
  return first.holes.filter((hole) => !others.some((scan) => read(scan, hole.from) && read(scan, hole.to)))
}

/**
 * Puts together what the nodes of one network say about one token. Pure; the order of the scans does not
 * matter for anything but labels. Throws when there is no scan at all: then there is no view.
 */
export function mergeScans(scans: readonly NodeScan[]): ChainView {
  const [first] = scans
  if (first === undefined) throw new Error('a chain view needs at least one scan')
  const range = {
    from: Math.max(...scans.map((scan) => scan.range.from)),
    to: Math.max(...scans.map((scan) => scan.range.to)),
  }
  const sameEnds = scans.filter((scan) => scan.range.to === first.range.to)
  const forked =
    new Set(sameEnds.map((scan) => scan.toHash)).size > 1 ||
    new Set(scans.map((scan) => scan.fromHash)).size > 1
  const last = scans.reduce((high, scan) => (scan.range.to > high.range.to ? scan : high), first)
  return {
    network: first.network,
    asset: first.asset,
    labels: [...new Set(scans.map((scan) => scan.label))].sort(),
    range,
    fromHash: first.fromHash,
    toHash: last.toHash,
    transfers: union(scans.map((scan) => scan.transfers)),
    authorizations: union(scans.map((scan) => scan.authorizations)),
    disputed: disputedIn(scans),
    forked,
    holes: sharedHoles(scans),
    latest: lowest(scans.map((scan) => scan.latest)) ?? first.latest,
    safe: lowest(scans.map((scan) => scan.safe)),
    finalized: lowest(scans.map((scan) => scan.finalized)),
    nonces: mergeMaps<boolean | null>(
      scans.map((scan) => scan.nonces),
      null,
    ),
    txs: mergeMaps<TxState>(
      scans.map((scan) => scan.txs),
      'unknown',
    ),
    times: Object.assign({}, ...scans.map((scan) => scan.times)) as Record<string, number>,
  }
}
