import { valueIfSeen } from '../core/observation.ts'
import type { BlockRef, ChainNode } from '../core/ports.ts'
import { type ChainView, mergeScans } from '../payments/chain-view.ts'
import type { PaymentRecord } from '../payments/record.ts'
import { readAuthorizations, readTransfers } from './scan-events.ts'
import { readFinalized, readNonces, readReceipts, readTimes } from './scan-facts.ts'
import { noncesNeeded, payersOf, receiptsNeeded, timesNeeded } from './scan-needs.ts'
import {
  type Draft,
  finishDraft,
  greet,
  type LiveNode,
  type SilentNode,
  startDraft,
  type WantedRange,
} from './scan-node.ts'
import { readPermits } from './scan-permits.ts'
import type { Target } from './targets.ts'

/** The window in Unix seconds, with the slack for clocks already taken off and put on. */
export type ScanWindow = { readonly since: number; readonly until: number; readonly skewSeconds: number }

/** What the nodes of one target said. `view` is null when none of them could be used. */
export type TargetScan = {
  readonly view: ChainView | null
  readonly silent: readonly SilentNode[]
  readonly dropped: number
  /** The blocks of the window itself, without slack; null when the view is. */
  readonly window: { readonly from: BlockRef; readonly to: BlockRef } | null
}

/** How long the authorizations of these records can still be used; at least the end of the window. */
function lastExpiry(records: readonly PaymentRecord[], { until }: ScanWindow): number {
  const day = 86_400
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
  signal: AbortSignal,
): Promise<Placed | null> {
  const since = window.since - window.skewSeconds
  const until = lastExpiry(target.records, window) + window.skewSeconds
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

async function readAll(drafts: readonly Draft[], target: Target, window: ScanWindow, signal: AbortSignal) {
  const each = (step: (draft: Draft) => Promise<void>) => Promise.all(drafts.map(step))
  await each((draft) => readTransfers(draft, target, signal))
  const payers = payersOf(target, drafts)
  await each((draft) => readAuthorizations(draft, target, payers, signal))
  const txs = receiptsNeeded(target, drafts)
  await each((draft) => readReceipts(draft, target, txs, signal))
  await each((draft) => readPermits(draft, drafts, signal))
  const finalized = drafts.map((draft) => draft.live.finalized?.number ?? null)
  if (finalized.every((number) => number !== null)) {
    const keys = noncesNeeded(target, drafts, window.since)
    const block = Math.min(...finalized)
    await each((draft) => readFinalized(draft, block, signal))
    await each((draft) => readNonces(draft, target, keys, block, signal))
  }
}

async function startAll(live: readonly LiveNode[], { wanted }: Placed, signal: AbortSignal) {
  const started = await Promise.all(live.map((node) => startDraft(node, wanted, signal)))
  if (started.includes('disagrees')) return null
  const drafts = started.filter((draft) => draft !== null && draft !== 'disagrees')
  const silent = live.filter((_, index) => started[index] === null).map((node) => notPlaced(node, wanted))
  return { drafts, silent }
}

/**
 * Reads one token on one network through all of its endpoints, payment keys first. Throws only
 * `OpsError` CHAIN_ID_MISMATCH; a node that does not answer is listed as silent. Which blocks are read is
 * told by one node and confirmed by all, so that none of them can hide a part of the chain.
 */
export async function scanTarget(
  target: Target,
  nodes: readonly ChainNode[],
  window: ScanWindow,
  signal: AbortSignal,
): Promise<TargetScan> {
  const greeted = await Promise.all(nodes.map((node) => greet(node, target, signal)))
  const silent: SilentNode[] = greeted.filter((item) => 'why' in item)
  const live = greeted.filter((item) => 'node' in item)
  const none = (why: readonly SilentNode[]) => ({
    view: null,
    silent: [...silent, ...why],
    dropped: 0,
    window: null,
  })
  let contested = false
  for (const node of live) {
    const placed = await placeWindow(node, target, window, signal)
    if (placed === null) continue
    const started = await startAll(live, placed, signal)
    if (started === null) {
      contested = true
      continue
    }
    const { drafts } = started
    if (drafts.length === 0) return none(started.silent)
    await readAll(drafts, target, window, signal)
    const blocks = timesNeeded(drafts, placed.window)
    await Promise.all(drafts.map((draft) => readTimes(draft, blocks, signal)))
    const scans = drafts.map((draft) => finishDraft(draft, target))
    const dropped = scans.reduce((sum, scan) => sum + scan.dropped, 0)
    return {
      view: mergeScans(scans),
      silent: [...silent, ...started.silent],
      dropped,
      window: placed.window,
    }
  }
  const why = contested ? 'the endpoints do not agree which blocks belong to the window' : undefined
  return none(live.map((node) => (why === undefined ? notPlaced(node) : { label: node.node.label, why })))
}

function notPlaced({ node, latest }: LiveNode, wanted?: WantedRange): SilentNode {
  const { label } = node
  if (wanted !== undefined && latest.number < wanted.from) {
    return { label, why: `its newest block ${latest.number} is older than the window` }
  }
  return { label, why: 'it could not say which blocks belong to the window' }
}
