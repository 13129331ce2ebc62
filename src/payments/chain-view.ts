import { freeze } from '../core/json.ts'
import type { BlockRange, BlockRef } from '../core/ports.ts'
import { type Authorization, placeKey, type Transfer } from './effect.ts'
import type { PermitSeen } from './permit2.ts'
import { type Hole, intersectRanges, joinRanges } from './ranges.ts'
import { unreadReceipts } from './unread-receipts.ts'

/** What a node said about one transaction. */
export type TxState = 'success' | 'reverted' | 'absent' | 'unknown'

/** What one node said about one token over one range. Plain data. */
export type NodeScan = {
  readonly label: string
  readonly network: string
  readonly asset: string
  readonly latest: BlockRef
  readonly safe: BlockRef | null
  /** The finalized block at which `nonces` were read, as this node sees it. */
  readonly finalized: BlockRef | null
  /** The range that was asked for, both ends included. */
  readonly range: BlockRange
  readonly fromHash: string
  readonly toHash: string
  readonly transfers: readonly Transfer[]
  readonly authorizations: readonly Authorization[]
  readonly holes: readonly Hole[]
  readonly dropped: number
  /** `authorizationState` at the finalized block, by `authorizer/nonce`; null = not answered. */
  readonly nonces: Readonly<Record<string, boolean | null>>
  readonly txs: Readonly<Record<string, TxState>>
  /** Inflows without a mark whose receipts were too many to be asked for. */
  readonly unasked?: readonly string[]
  /** Transactions whose receipt carries the mark of a Permit2 payment. */
  readonly marks?: readonly string[]
  /** What the call data of marked transactions says; null = not answered. */
  readonly permits?: Readonly<Record<string, PermitSeen | null>>
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
  /** `placeKey`s that some nodes show and others, who should, do not or show differently. */
  readonly disputed: readonly string[]
  /** The nodes show different blocks at the same height: nothing can be proven. */
  readonly forked: boolean
  /** Blocks of the range for which no node answered. */
  readonly holes: readonly Hole[]
  /** Blocks up to the newest for which not every node answered: a log that is missing there proves nothing. */
  readonly unread: readonly BlockRange[]
  /** The newest block of the node that is furthest behind. */
  readonly latest: BlockRef
  readonly safe: BlockRef | null
  readonly finalized: BlockRef | null
  readonly nonces: Readonly<Record<string, boolean | null>>
  readonly txs: Readonly<Record<string, TxState>>
  /** Transactions whose receipts were wanted and told by no node. */
  readonly receiptsUnread?: readonly string[]
  /** Transactions that any node marks as a Permit2 payment. */
  readonly marks: readonly string[]
  /** The call data of marked transactions, where the nodes that told it agree. */
  readonly permits: Readonly<Record<string, PermitSeen>>
  readonly times: Readonly<Record<string, number>>
}

// Healthy endpoints differ by a few blocks. What happened later than this before the newest head must have
// been read by all of them, or nobody can say that nothing happened.
const headsDifferSeconds = 60

/** The lowest block, with the earliest time any node gives: a time that is too late would end an authorization. */
function lowest(refs: readonly (BlockRef | null)[]): BlockRef | null {
  const known = refs.filter((ref) => ref !== null)
  if (known.length < refs.length) return null
  const [low] = [...known].sort((a, b) => a.number - b.number || (a.hash < b.hash ? -1 : 1))
  if (low === undefined) return null
  return { ...low, timestamp: Math.min(...known.map(({ timestamp }) => timestamp)) }
}

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

/** A log as one text: two nodes say the same only when every part of it is the same. */
function wording(item: Transfer | Authorization): string {
  const told =
    'kind' in item ? [item.kind, item.authorizer, item.nonce] : [item.from, item.to, String(item.value)]
  return [placeKey(item), item.block, ...told].join('/')
}

function union<T extends Transfer | Authorization>(lists: readonly (readonly T[])[]): readonly T[] {
  const byWording = new Map(lists.flat().map((item) => [wording(item), item]))
  return [...byWording]
    .sort(([a, one], [b, two]) => one.block - two.block || one.logIndex - two.logIndex || (a < b ? -1 : 1))
    .map(([, item]) => item)
}

function disputedIn(scans: readonly NodeScan[]): readonly string[] {
  const logsOf = (scan: NodeScan) => [...scan.transfers, ...scan.authorizations]
  const seenBy = scans.map((scan) => new Set(logsOf(scan).map(wording)))
  const missing = union<Transfer | Authorization>(scans.map(logsOf)).filter((item) =>
    scans.some((scan, i) => read(scan, item.block) && !seenBy[i]?.has(wording(item))),
  )
  return [...new Set(missing.map(placeKey))].sort()
}

function unreadBy(scan: NodeScan, range: BlockRange): readonly Hole[] {
  const why = 'not asked for'
  const before = { from: range.from, to: scan.range.from - 1, why }
  const after = { from: scan.range.to + 1, to: range.to, why }
  return intersectRanges([...scan.holes, before, after], [range])
}

/** Holes that no node filled: a block counts as read when at least one node answered for it. */
function sharedHoles(scans: readonly NodeScan[], range: BlockRange): readonly Hole[] {
  const [first, ...others] = scans
  if (first === undefined) return []
  return others.reduce(
    (shared, scan) => intersectRanges(shared, joinRanges(unreadBy(scan, range))),
    unreadBy(first, range),
  )
}

function unreadParts(scans: readonly NodeScan[], range: BlockRange, latest: BlockRef): readonly BlockRange[] {
  const seconds = scans.map((scan) => scan.latest.timestamp)
  const apart = Math.max(...seconds) - Math.min(...seconds) > headsDifferSeconds
  const top = apart ? Math.max(...scans.map((scan) => scan.latest.number)) : latest.number
  const known = { from: range.from, to: top }
  return joinRanges([...scans.flatMap((scan) => unreadBy(scan, known)), ...sharedHoles(scans, range)])
}

/** Does every height that several nodes name have one block only? */
function isForked(scans: readonly NodeScan[]): boolean {
  const named = new Map<string, string>()
  const differs = (height: string, block: string) => {
    const other = named.get(height) ?? block
    named.set(height, block)
    return other !== block
  }
  return scans.some((scan) => {
    const heads = [scan.latest, scan.safe, scan.finalized].filter((ref) => ref !== null)
    const hashes = [
      [scan.range.from, scan.fromHash] as const,
      [scan.range.to, scan.toHash] as const,
      ...heads.map(({ number, hash }) => [number, hash] as const),
    ]
    const times = Object.entries(scan.times).map(([number, time]) => differs(`time ${number}`, String(time)))
    return [...hashes.map(([number, hash]) => differs(`hash ${number}`, hash)), ...times].includes(true)
  })
}

/** Times on which all nodes agree; a disputed one is left out. */
function agreedTimes(scans: readonly NodeScan[]): Readonly<Record<string, number>> {
  const times: Record<string, number> = {}
  const disputed = new Set<string>()
  for (const [block, time] of scans.flatMap((scan) => Object.entries(scan.times))) {
    if ((times[block] ?? time) !== time) disputed.add(block)
    times[block] = time
  }
  return Object.fromEntries(Object.entries(times).filter(([block]) => !disputed.has(block)))
}

/** Nodes that tell different call data for one transaction tell nothing. */
function agreedPermits(scans: readonly NodeScan[]): Readonly<Record<string, PermitSeen>> {
  const told = new Map<string, PermitSeen>()
  for (const [tx, permit] of scans.flatMap((scan) => Object.entries(scan.permits ?? {}))) {
    if (permit === null) continue
    const before = told.get(tx) ?? permit
    told.set(tx, freeze(before) === freeze(permit) ? permit : { kind: 'disputed' })
  }
  return Object.fromEntries([...told].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What all say of a transaction; a revert that most nodes show stands against one that knows of none. */
function agreedTxs(maps: readonly Readonly<Record<string, TxState>>[]): Readonly<Record<string, TxState>> {
  const agreed = mergeMaps<TxState>(maps, 'unknown')
  const mostly = (tx: string) => maps.filter((map) => map[tx] === 'reverted').length * 2 > maps.length
  const states = Object.entries(agreed).map(([tx, state]) => [tx, mostly(tx) ? 'reverted' : state] as const)
  return Object.fromEntries(states)
}

/**
 * Puts together what the nodes of one network say about one token. Pure; the order of the scans does not
 * matter. Throws when there is no scan at all: then there is no view.
 */
export function mergeScans(scans: readonly NodeScan[]): ChainView {
  const [first, ...rest] = [...scans].sort(
    (a, b) => b.range.to - a.range.to || (`${a.toHash}${a.label}` < `${b.toHash}${b.label}` ? -1 : 1),
  )
  if (first === undefined) throw new Error('a chain view needs at least one scan')
  const all = [first, ...rest]
  const range = { from: Math.min(...all.map((scan) => scan.range.from)), to: first.range.to }
  const latest = lowest(all.map((scan) => scan.latest)) ?? first.latest
  const nonces = all.map((scan) => scan.nonces)
  const txs = all.map((scan) => scan.txs)
  return {
    network: first.network,
    asset: first.asset,
    labels: [...new Set(all.map((scan) => scan.label))].sort(),
    range,
    fromHash: all.find((scan) => scan.range.from === range.from)?.fromHash ?? first.fromHash,
    toHash: first.toHash,
    transfers: union(all.map((scan) => scan.transfers)),
    authorizations: union(all.map((scan) => scan.authorizations)),
    disputed: disputedIn(all),
    forked: isForked(all),
    holes: sharedHoles(all, range),
    unread: unreadParts(all, range, latest),
    latest,
    safe: lowest(all.map((scan) => scan.safe)),
    finalized: lowest(all.map((scan) => scan.finalized)),
    nonces: mergeMaps<boolean | null>(nonces, null),
    txs: agreedTxs(txs),
    receiptsUnread: unreadReceipts(all),
    marks: [...new Set(all.flatMap((scan) => scan.marks ?? []))].sort(),
    permits: agreedPermits(all),
    times: agreedTimes(all),
  }
}
