import { joinColumns, type LogColumns, takeRows } from '../../core/log-columns.ts'
import { chainLogsOf } from '../../core/log-rows.ts'
import type { BlockRange } from '../../core/ports.ts'
import { placeKey } from '../../payments/effect.ts'
import type { Placed, TokenSifted } from '../../payments/plain/sieve-port.ts'
import type { PaymentRecord } from '../../payments/record.ts'
import { sumOfEvent, takeSum } from '../scan/digest.ts'
import { authorizationsOf, noteShown, wordingOf } from '../scan/events.ts'
import { lonePlaces, loneTxs, payersOf } from '../scan/needs.ts'
import type { Draft } from '../scan/node.ts'
import type { Target } from '../scan/targets.ts'
import { chooseLone } from './lone.ts'
import type { Kept } from './read-windows.ts'
import { type Rebuilt, rebuild } from './rebuilt.ts'
import type { Sift, Sifted } from './sift.ts'
import { windowBlocks, windowsOf } from './window-plan.ts'

/** The rows of several lists as one list in chain order, each log once. */
function inChainOrder(lists: readonly LogColumns[]): LogColumns {
  const all = joinColumns(lists)
  const order = Array.from({ length: all.count }, (_, row) => row).sort(
    (a, b) =>
      (all.block[a] ?? 0) - (all.block[b] ?? 0) || (all.logIndex[a] ?? 0) - (all.logIndex[b] ?? 0) || a - b,
  )
  return takeRows(all, order)
}

// Those whom no window was asked for may be the payers of nearly all payments: in one list these would not fit.
const blocksAtOnce = (payments: number, { from, to }: BlockRange) => windowBlocks(payments / 8, to - from + 1)

/**
 * Reads the authorizations of everybody who is named by a record or a transfer that stayed and was not searched for in
 * every window; those of plain payments are left out.
 */
async function readOthers(
  draft: Draft,
  { authorizations }: Kept,
  target: Target,
  payers: readonly string[],
  { sieve, token, count, payers: known }: Sift,
  signal: AbortSignal,
): Promise<void> {
  draft.payers = payers
  const lists = [...authorizations]
  const searched = new Set(known)
  const others = payers.filter((payer) => !searched.has(payer))
  if (others.length > 0) {
    const query = authorizationsOf(draft, target, others)
    for (const { from, to } of windowsOf(draft.range, blocksAtOnce(count, draft.range))) {
      const part = { ...query, fromBlock: from, toBlock: to }
      const { columns, holes, dropped } = await draft.live.node.logColumns(part, signal)
      draft.holes.push(...holes)
      draft.dropped += dropped
      const left = await sieve.hasLeft(token, columns)
      const stays = Array.from(left.keys()).filter((row) => left[row] === 0)
      lists.push(takeRows(columns, stays))
    }
  }
  noteShown(draft, chainLogsOf(inChainOrder(lists), target.asset), target.network)
}

/** Puts a payment back among what every node showed. */
function putBack(draft: Draft, { transfer, authorization }: Rebuilt): void {
  draft.transfers.set(placeKey(transfer), transfer)
  draft.authorizations.set(placeKey(authorization), authorization)
  for (const event of [transfer, authorization]) {
    if (draft.shown.has(wordingOf(event))) continue
    draft.shown.set(wordingOf(event), event)
    takeSum(draft.left, sumOfEvent(event))
  }
}

const byOrdinal = (a: Placed, b: Placed) => a.ordinal - b.ordinal

async function backWith(placed: readonly Placed[], { again }: Sift): Promise<readonly Rebuilt[]> {
  const inOrder = [...placed].sort(byOrdinal)
  return rebuild(inOrder, await again(inOrder.map(({ ordinal }) => ordinal)))
}

async function giveBack(drafts: readonly Draft[], rebuilt: readonly Rebuilt[]) {
  const payers = rebuilt.map(({ record }) => record.payer ?? '')
  for (const draft of drafts) {
    for (const one of rebuilt) putBack(draft, one)
    draft.payers = [...new Set([...draft.payers, ...payers])]
  }
  return rebuilt.map(({ record }) => record)
}

/** Which lone transactions are looked at; two sources that show a plain payment leave nobody alone with it. */
async function loneOf(drafts: readonly Draft[], counted: TokenSifted, sift: Sift) {
  const isAlone = new Set(drafts.map(({ live }) => live.node.label)).size < 2
  if (!isAlone) return { txs: loneTxs(drafts), plain: [] }
  return chooseLone(lonePlaces(drafts), counted, async (blocks) => {
    const placed = [...(await sift.sieve.standing(sift.token, blocks))].sort(byOrdinal)
    const records = await sift.again(placed.map(({ ordinal }) => ordinal))
    return placed.map((one, number) => ({ placed: one, tx: records[number]?.tx ?? '' }))
  })
}

/**
 * What comes after the windows: the records without a plain payment come back as objects, the authorizations of
 * their payers are read, and a few plain payments are given back to be looked at as all were before there
 * was a sieve.
 */
export async function afterWindows(
  drafts: readonly Draft[],
  kept: readonly Kept[],
  target: Target,
  sift: Sift,
  signal: AbortSignal,
): Promise<Sifted> {
  const { sieve, token, again } = sift
  const counted = await sieve.windowsDone(token)
  const unpaired: readonly PaymentRecord[] = await again(counted.unpaired)
  const taken = await giveBack(drafts, await backWith(counted.taken, sift))
  const left = { ...target, records: [...target.records, ...unpaired, ...taken] }
  const payers = payersOf(left, drafts)
  await Promise.all(
    drafts.map((draft, number) => readOthers(draft, kept[number] as Kept, left, payers, sift, signal)),
  )
  const lone = await loneOf(drafts, counted, sift)
  const wanted = [...lone.plain, ...counted.ends].map(({ ordinal }) => ordinal)
  const samples = await sieve.giveBack({ kind: 'ordinals', ordinals: [...new Set(wanted)] })
  const looked = await giveBack(drafts, await backWith(samples, sift))
  const { blocks, hashes, isTorn } = counted
  return { records: [...unpaired, ...taken, ...looked], blocks, hashes, lone: lone.txs, isTorn }
}
