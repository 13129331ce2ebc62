import { valueIfSeen } from '../../core/observation.ts'
import type { BlockRef, ChainNode } from '../../core/ports.ts'
import { type ChainView, mergeScans } from '../../payments/chain-view.ts'
import { placeKey } from '../../payments/effect.ts'
import type { PaymentRecord } from '../../payments/record.ts'
import { afterWindows } from '../sift/after-windows.ts'
import { readWindows } from '../sift/read-windows.ts'
import type { Sift, Sifted } from '../sift/sift.ts'
import { isSound } from '../sift/soundness.ts'
import { noteContradictions, readNonceCanaries } from './canary.ts'
import { noteShifts, shiftsOf } from './ends.ts'
import { readAuthorizations, readTransfers } from './events.ts'
import { readCanaries, readFinalized, readNonces, readReceipts, readTimes } from './facts.ts'
import {
  loneTxs,
  noncesNeeded,
  payersOf,
  receiptCanaries,
  receiptsLeftOut,
  receiptsNeeded,
  timesNeeded,
} from './needs.ts'
import {
  type Draft,
  finishDraft,
  greet,
  type LiveNode,
  type SilentNode,
  startDraft,
  type WantedRange,
} from './node.ts'
import { readPermits } from './permits.ts'
import { quietNodes } from './quiet.ts'
import type { Target } from './targets.ts'
import { laggards, weigh } from './trust.ts'
import { heightsOf } from './vote.ts'
import { type Witness, witnessesOf } from './witness.ts'

/** The window in Unix seconds, with the slack for clocks already taken off and put on. */
export type ScanWindow = { readonly since: number; readonly until: number; readonly skewSeconds: number }

/** What the nodes of one target said. `view` is null when none of them could be used. */
export type TargetScan = {
  readonly view: ChainView | null
  readonly silent: readonly SilentNode[]
  /** Nodes proven wrong, whose words are not used because there are others. */
  readonly quarantined: readonly SilentNode[]
  /** Nodes proven wrong that are used for want of others: their silence proves nothing. */
  readonly distrusted: readonly SilentNode[]
  /** The only node, when nothing shows that it keeps logs of the range at all. */
  readonly quiet: readonly SilentNode[]
  /** What each node said, side by side; empty when the view is null. */
  readonly witnesses: readonly Witness[]
  readonly dropped: number
  /** How many events some of the nodes show and others, who are believed as well, do not. */
  readonly disputed: number
  /** With a sieve: the records that it left, and whether what it took may be counted. Absent when nothing was sifted. */
  readonly sifted?: { readonly records: readonly PaymentRecord[]; readonly isSound: boolean }
  /** The blocks of the window itself, without slack; null when the view is. */
  readonly window: { readonly from: BlockRef; readonly to: BlockRef } | null
}

/**
 * How far the chain must be read: as long as the authorizations of these records can still be used, at least to
 * the end of the window, and to the head when the books speak of refunds, which may come at any time.
 */
function lastExpiry(
  records: readonly Pick<PaymentRecord, 'state' | 'validBefore'>[],
  { until }: ScanWindow,
): number {
  const day = 86_400
  if (records.some(({ state }) => state === 'refunded')) return Number.POSITIVE_INFINITY
  return records.reduce(
    (last, { validBefore }) => Math.max(last, Math.min(validBefore ?? 0, until + day)),
    until,
  )
}

type Placed = { readonly wanted: WantedRange; readonly window: NonNullable<TargetScan['window']> }

/** Where the window stands on the chain, as one node tells it; null when it cannot. */
async function placeWindow(
  { node, latest }: LiveNode,
  target: Target,
  window: ScanWindow,
  latestEnd: number,
  signal: AbortSignal,
): Promise<Placed | null> {
  const since = window.since - window.skewSeconds
  const until =
    lastExpiry([...target.records, { state: 'settled', validBefore: latestEnd }], window) + window.skewSeconds
  const at = (seconds: number) =>
    seconds >= latest.timestamp ? latest : node.blockAt(seconds, signal).then(valueIfSeen)
  const [from, start, stop] = await Promise.all([at(since), at(window.since), at(window.until)])
  // A node that is behind must not cut the range of the others: up to the head means up to each one's own.
  const to = until >= latest.timestamp ? null : await at(until)
  if (from === null || start === null || stop === null) return null
  if (until < latest.timestamp && to === null) return null
  return {
    wanted: { from: from.number, to: to?.number ?? null, since, until },
    window: { from: start, to: stop },
  }
}

const eachOf = (drafts: readonly Draft[], step: (draft: Draft) => Promise<void>) =>
  Promise.all(drafts.map(step))

async function readLogs(drafts: readonly Draft[], target: Target, signal: AbortSignal) {
  await eachOf(drafts, (draft) => readTransfers(draft, target, signal))
  const payers = payersOf(target, drafts)
  await eachOf(drafts, (draft) => readAuthorizations(draft, target, payers, signal))
}

/** Everything that is asked because of the logs that were read. `lone`: see `lonePlaces`. */
async function readFacts(
  drafts: readonly Draft[],
  target: Target,
  window: ScanWindow,
  lone: readonly string[],
  signal: AbortSignal,
) {
  const each = (step: (draft: Draft) => Promise<void>) => eachOf(drafts, step)
  const txs = receiptsNeeded(target, drafts, lone)
  const unasked = receiptsLeftOut(target, drafts)
  for (const draft of drafts) draft.unasked = unasked
  await each((draft) => readReceipts(draft, target, txs, signal))
  await each((draft) => readCanaries(draft, target, receiptCanaries(draft), signal))
  await each((draft) => readPermits(draft, drafts, signal))
  const finalized = drafts.map((draft) => draft.live.finalized?.number ?? null)
  if (finalized.every((number) => number !== null)) {
    const keys = noncesNeeded(target, drafts, window.since)
    const block = Math.min(...finalized)
    await each((draft) => readFinalized(draft, block, signal))
    await each((draft) => readNonces(draft, target, keys, block, signal))
    await each((draft) => readNonceCanaries(draft, target, keys, block, signal))
  }
}

async function startAll(live: readonly LiveNode[], { wanted }: Placed, signal: AbortSignal) {
  const started = await Promise.all(live.map((node) => startDraft(node, wanted, signal)))
  if (started.includes('disagrees')) return null
  const drafts = started.filter((draft) => draft !== null && draft !== 'disagrees')
  const silent = live.filter((_, index) => started[index] === null).map((node) => notPlaced(node, wanted))
  return { drafts, silent }
}

const nothing = {
  dropped: 0,
  disputed: 0,
  quarantined: [],
  distrusted: [],
  quiet: [],
  witnesses: [],
} as const

/**
 * Events of a node that invented one: those that were not looked at twice, and money that seems to go back.
 * (An inflow without a receipt is undecided by itself.)
 */
function unproven({ contradictions, shown, txs }: Draft, target: Target): readonly string[] {
  if (!contradictions.some(({ kind }) => kind === 'forges')) return []
  return [...shown.values()]
    .filter((event) => {
      const outgoing = !('kind' in event) && target.senders.includes(event.from)
      return txs[event.tx] === undefined || (outgoing && txs[event.tx] !== 'success')
    })
    .map(placeKey)
}

/** Weighs what the nodes said and puts together what is believed. */
function conclude(drafts: readonly Draft[], target: Target) {
  for (const draft of drafts) noteContradictions(draft, target)
  const witnesses = witnessesOf(drafts)
  const dropped = drafts.reduce((sum, draft) => sum + draft.dropped, 0)
  const { kept, quarantined, aside, distrusted } = weigh(drafts)
  const merged = mergeScans(kept.map((draft) => finishDraft(draft, target)))
  const ends = new Map<number, string>()
  const differs = kept.some((draft) =>
    [...heightsOf(draft)].some(([height, hash]) => {
      const other = ends.get(height) ?? hash
      ends.set(height, hash)
      return other !== hash
    }),
  )
  const doubted = [...new Set([...merged.disputed, ...kept.flatMap((draft) => unproven(draft, target))])]
  const view = { ...merged, forked: merged.forked || differs, disputed: doubted.sort() }
  return { view, dropped, disputed: merged.disputed.length, quarantined, aside, distrusted, witnesses }
}

type Attempt = { readonly scan: TargetScan; readonly moved: boolean }

const stopped: Sifted = {
  ...{ records: [], blocks: new Float64Array(), hashes: new Uint8Array(), lone: [] },
  isTorn: true,
}

/** The logs of one token, through a sieve where there is one. */
async function readThrough(
  drafts: readonly Draft[],
  target: Target,
  { window: placed }: Placed,
  window: ScanWindow,
  sift: Sift | null,
  signal: AbortSignal,
): Promise<Sifted | null> {
  if (sift === null) {
    await readLogs(drafts, target, signal)
    return null
  }
  const kept = await readWindows(drafts, target, placed, window.since, sift, signal)
  // Of a run that was stopped nearly every record would come back, and nothing could be said of it.
  if (signal.aborted) return stopped
  return afterWindows(drafts, kept, target, sift, signal)
}

async function scanOnce(
  target: Target,
  nodes: readonly ChainNode[],
  window: ScanWindow,
  sift: Sift | null,
  signal: AbortSignal,
): Promise<Attempt> {
  const greeted = await Promise.all(nodes.map((node) => greet(node, target, signal)))
  const answered = greeted.filter((item) => 'node' in item)
  const late = laggards(answered)
  const isLate = ({ node }: LiveNode) => late.some(({ label }) => label === node.label)
  const live = answered.filter((one) => !isLate(one))
  const silent: SilentNode[] = [...greeted.filter((item) => 'why' in item), ...late]
  const none = (why: readonly SilentNode[]): Attempt => ({
    scan: { ...nothing, view: null, silent: [...silent, ...why], window: null },
    moved: false,
  })
  let contested = false
  for (const node of live) {
    const placed = await placeWindow(node, target, window, sift?.latestEnd ?? 0, signal)
    if (placed === null) continue
    const started = await startAll(live, placed, signal)
    if (started === null) {
      contested = true
      continue
    }
    const { drafts } = started
    if (drafts.length === 0) return none(started.silent)
    const sifted = await readThrough(drafts, target, placed, window, sift, signal)
    const left = { ...target, records: [...target.records, ...(sifted?.records ?? [])] }
    await readFacts(drafts, left, window, sifted?.lone ?? loneTxs(drafts), signal)
    const blocks = timesNeeded(drafts, placed.window, sifted?.blocks)
    await Promise.all(drafts.map((draft) => readTimes(draft, blocks, signal)))
    const common = Math.min(...drafts.map(({ range }) => range.to))
    const quiet = await quietNodes(drafts, target, signal)
    const shifts = await shiftsOf(drafts, common, signal)
    noteShifts(shifts)
    const { aside, ...concluded } = conclude(drafts, left)
    const moved = shifts.some((shift) => shift.moved)
    return {
      scan: {
        ...concluded,
        ...(sifted === null
          ? {}
          : { sifted: { records: sifted.records, isSound: isSound(drafts, sifted, concluded, moved) } }),
        quiet,
        silent: [...silent, ...started.silent, ...aside],
        window: placed.window,
      },
      moved,
    }
  }
  const why = contested ? 'the endpoints do not agree which blocks belong to the window' : undefined
  return none(live.map((node) => (why === undefined ? notPlaced(node) : { label: node.node.label, why })))
}

// A head that steps back by a block or a reorg at the tip is over when the range is read once more.
const maxAttempts = 3

/**
 * Reads one token on one network through all of its endpoints, payment keys first. Throws only
 * `OpsError` CHAIN_ID_MISMATCH; a node that does not answer is listed as silent. Which blocks are read is
 * told by one node and confirmed by all, so that none of them can hide a part of the chain. A chain that
 * moved while it was read is read again, at most twice; what moves then still is a hole. With `sift` plain payments
 * leave while they are read.
 */
export async function scanTarget(
  target: Target,
  nodes: readonly ChainNode[],
  window: ScanWindow,
  signal: AbortSignal,
  sift: Sift | null = null,
): Promise<TargetScan> {
  for (let attempt = 1; ; attempt += 1) {
    const { scan, moved } = await scanOnce(target, nodes, window, sift, signal)
    // What was sifted of a chain that moved is read again without a sieve.
    if (!moved || sift !== null || attempt === maxAttempts || signal.aborted) return scan
  }
}

function notPlaced({ node, latest }: LiveNode, wanted?: WantedRange): SilentNode {
  const { label } = node
  if (wanted !== undefined && latest.number < wanted.from) {
    return { label, why: `its newest block ${latest.number} is older than the window` }
  }
  return { label, why: 'it could not say which blocks belong to the window' }
}
