import { valueIfSeen } from '../core/observation.ts'
import type { BlockRange, BlockRef, ChainNode } from '../core/ports.ts'
import { type ChainView, mergeScans } from '../payments/chain-view.ts'
import { authorizationKey } from '../payments/claim.ts'
import type { PaymentRecord } from '../payments/record.ts'
import {
  type Draft,
  finishDraft,
  greet,
  type LiveNode,
  readAuthorizations,
  readNonces,
  readReceipts,
  readTimes,
  readTransfers,
  type SilentNode,
  startDraft,
} from './scan-node.ts'
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

const exactTimes = 400

/** How long the authorizations of these records can still be used; at least the end of the window. */
function lastExpiry(records: readonly PaymentRecord[], { until }: ScanWindow): number {
  const day = 86_400
  return records.reduce(
    (last, { validBefore }) => Math.max(last, Math.min(validBefore ?? 0, until + day)),
    until,
  )
}

async function blockRange(live: LiveNode, target: Target, window: ScanWindow, signal: AbortSignal) {
  const { node, latest } = live
  const end = lastExpiry(target.records, window) + window.skewSeconds
  const [from, start, stop] = await Promise.all([
    node.blockAt(window.since - window.skewSeconds, signal).then(valueIfSeen),
    node.blockAt(window.since, signal).then(valueIfSeen),
    window.until >= latest.timestamp ? latest : node.blockAt(window.until, signal).then(valueIfSeen),
  ])
  const to = end >= latest.timestamp ? latest : valueIfSeen(await node.blockAt(end, signal))
  if (from === null || to === null || start === null || stop === null) return null
  return { scan: { from: from.number, to: to.number }, window: { from: start, to: stop } }
}

/** Receipts that decide something: claimed transactions no log explains, and payments whose transfer is not seen. */
function receiptsNeeded(target: Target, drafts: readonly Draft[]): readonly string[] {
  const transfers = drafts.flatMap((draft) => [...draft.transfers.values()])
  const authorizations = drafts.flatMap((draft) => [...draft.authorizations.values()])
  const used = authorizations.filter(({ kind }) => kind === 'used')
  const paidKeys = new Set(used.map(authorizationKey))
  const ours = new Set(
    target.records.map(({ payer, nonce }) =>
      authorizationKey({ authorizer: payer ?? '', nonce: nonce ?? '' }),
    ),
  )
  const legs = new Set(transfers.map(({ tx, from }) => `${tx}/${from}`))
  const seenTxs = new Set(transfers.map(({ tx }) => tx))
  const claimed = target.records.flatMap(({ tx, payer, nonce }) => {
    if (tx === null || !/^0x[0-9a-f]{64}$/.test(tx)) return []
    const explained =
      payer === null || nonce === null
        ? seenTxs.has(tx)
        : paidKeys.has(authorizationKey({ authorizer: payer, nonce }))
    return explained ? [] : [tx]
  })
  const elsewhere = used.filter(
    (item) =>
      !legs.has(`${item.tx}/${item.authorizer}`) &&
      (ours.has(authorizationKey(item)) || seenTxs.has(item.tx)),
  )
  return [...new Set([...claimed, ...elsewhere.map(({ tx }) => tx)])].sort()
}

/** Keys of records that no log decides: their state must be read. */
function noncesNeeded(target: Target, drafts: readonly Draft[], since: number): readonly string[] {
  const decided = new Set(drafts.flatMap((draft) => [...draft.authorizations.values()].map(authorizationKey)))
  const keys = target.records.flatMap((record) => {
    const { payer, nonce, transfer, receivedAt } = record
    const old = receivedAt !== null && receivedAt / 1000 < since
    if (payer === null || nonce === null || old || transfer === 'permit2' || transfer === 'svm') return []
    return [authorizationKey({ authorizer: payer, nonce })]
  })
  return [...new Set(keys)].filter((key) => !decided.has(key)).sort()
}

function timesNeeded(drafts: readonly Draft[]): readonly number[] {
  const blocks = new Set(drafts.flatMap((draft) => [...draft.transfers.values()].map(({ block }) => block)))
  const sorted = [...blocks].sort((a, b) => a - b)
  if (sorted.length <= exactTimes) return sorted
  const step = sorted.length / exactTimes
  return Array.from({ length: exactTimes }, (_, i) => sorted[Math.floor(i * step)] ?? 0)
}

/** Payers worth asking about: those the books name, and those whose money arrived. */
function payersOf(target: Target, drafts: readonly Draft[]): readonly string[] {
  const recorded = target.records.flatMap(({ payer }) => (payer === null ? [] : [payer]))
  const owned = new Set(target.payTo)
  const senders = drafts.flatMap((draft) =>
    [...draft.transfers.values()].filter(({ to }) => owned.has(to)).map(({ from }) => from),
  )
  return [...new Set([...recorded, ...senders])].filter((address) => /^0x[0-9a-f]{40}$/.test(address)).sort()
}

async function readAll(drafts: readonly Draft[], target: Target, since: number, signal: AbortSignal) {
  const each = (step: (draft: Draft) => Promise<void>) => Promise.all(drafts.map(step))
  await each((draft) => readTransfers(draft, target, signal))
  const payers = payersOf(target, drafts)
  await each((draft) => readAuthorizations(draft, target, payers, signal))
  const txs = receiptsNeeded(target, drafts)
  await each((draft) => readReceipts(draft, target, txs, signal))
  const finalized = drafts.map((draft) => draft.live.finalized?.number ?? null)
  if (finalized.every((number) => number !== null)) {
    const keys = noncesNeeded(target, drafts, since)
    const block = Math.min(...finalized)
    await each((draft) => readNonces(draft, target, keys, block, signal))
  }
  const blocks = timesNeeded(drafts)
  await each((draft) => readTimes(draft, blocks, signal))
}

/**
 * Reads one token on one network through all of its endpoints, payment keys first. Throws only
 * `OpsError` CHAIN_ID_MISMATCH; a node that does not answer is listed as silent.
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
  const none = { view: null, silent, dropped: 0, window: null }
  let range: { readonly scan: BlockRange; readonly window: NonNullable<TargetScan['window']> } | null = null
  for (const node of live) range ??= await blockRange(node, target, window, signal)
  if (range === null) {
    return { ...none, silent: [...silent, ...live.map((one) => notPlaced(one))] }
  }
  const drafts: Draft[] = []
  for (const node of live) {
    const draft = await startDraft(node, range.scan, signal)
    if (draft === null) silent.push(notPlaced(node, range.scan))
    else drafts.push(draft)
  }
  if (drafts.length === 0) return none
  await readAll(drafts, target, window.since, signal)
  const scans = drafts.map((draft) => finishDraft(draft, target))
  const dropped = scans.reduce((sum, scan) => sum + scan.dropped, 0)
  return { view: mergeScans(scans), silent, dropped, window: range.window }
}

function notPlaced({ node, latest }: LiveNode, range?: BlockRange): SilentNode {
  const { label } = node
  if (range !== undefined && latest.number < range.from) {
    return { label, why: `its newest block ${latest.number} is older than the window` }
  }
  return { label, why: 'it could not say which blocks belong to the window' }
}
