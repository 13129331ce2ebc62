import { authorizationKey } from '../../payments/claim.ts'
import type { Authorization } from '../../payments/effect.ts'
import { isPermitNonce } from '../../payments/permit2.ts'
import type { Draft } from './node.ts'
import { permitKeys, permitReceipts } from './permits.ts'
import type { TargetScan } from './target.ts'
import type { Target } from './targets.ts'

const exactTimes = 400
const plainInflows = 1000
const loneReceipts = 400
const canaryReceipts = 4

const transfersOf = (drafts: readonly Draft[]) => drafts.flatMap((draft) => [...draft.transfers.values()])
const authorizationsOf = (drafts: readonly Draft[]) =>
  drafts.flatMap((draft) => [...draft.authorizations.values()])

/** Authorizations that logs of these kinds decide: of two sources, or of the only one. */
function decidedKeys(drafts: readonly Draft[], kinds: readonly Authorization['kind'][]): ReadonlySet<string> {
  const enough = Math.min(2, new Set(drafts.map(({ live }) => live.node.label)).size)
  const sources = new Map<string, Set<string>>()
  for (const { authorizations, live } of drafts) {
    const logged = [...authorizations.values()].filter(({ kind }) => kinds.includes(kind))
    for (const key of logged.map(authorizationKey)) {
      sources.set(key, (sources.get(key) ?? new Set()).add(live.node.label))
    }
  }
  return new Set([...sources].filter(([, labels]) => labels.size >= enough).map(([key]) => key))
}

/** Transactions that the books name and no log explains. */
function claimedTxs(target: Target, drafts: readonly Draft[]): readonly string[] {
  // The forged log of one node must not keep the transaction of the books from being looked at.
  const paidKeys = decidedKeys(drafts, ['used'])
  const seenTxs = new Set(transfersOf(drafts).map(({ tx }) => tx))
  return target.records.flatMap(({ tx, payer, nonce }) => {
    if (tx === null || !/^0x[0-9a-f]{64}$/.test(tx)) return []
    const explained =
      payer === null || nonce === null
        ? seenTxs.has(tx)
        : paidKeys.has(authorizationKey({ authorizer: payer, nonce }))
    return explained ? [] : [tx]
  })
}

/** Transactions by which the books say that they paid back: a node may hide the log of one. */
function refundTxs(target: Target): readonly string[] {
  return target.records.flatMap(({ state, refundTx }) =>
    state === 'refunded' && refundTx !== null && /^0x[0-9a-f]{64}$/.test(refundTx) ? [refundTx] : [],
  )
}

/** Used authorizations of ours without a transfer directly behind them: only the receipt says what moved. */
function unclearTxs(target: Target, drafts: readonly Draft[]): readonly string[] {
  const transfers = transfersOf(drafts)
  const directly = new Set(transfers.map(({ tx, from, logIndex }) => `${tx}/${from}/${logIndex}`))
  const seenTxs = new Set(transfers.map(({ tx }) => tx))
  const ours = new Set(
    target.records.map(({ payer, nonce }) =>
      authorizationKey({ authorizer: payer ?? '', nonce: nonce ?? '' }),
    ),
  )
  return authorizationsOf(drafts)
    .filter(({ kind, tx, authorizer, logIndex }) => {
      return kind === 'used' && !directly.has(`${tx}/${authorizer}/${logIndex + 1}`)
    })
    .filter((item) => ours.has(authorizationKey(item)) || seenTxs.has(item.tx))
    .map(({ tx }) => tx)
}

/** Inflows without the mark of a payment: a payment through a router carries its mark beside another payer. */
function plainTxs(target: Target, drafts: readonly Draft[]): readonly string[] {
  const used = authorizationsOf(drafts).filter(({ kind }) => kind === 'used')
  const marked = new Set(used.map(({ tx, authorizer }) => `${tx}/${authorizer}`))
  const owned = new Set(target.payTo)
  const plain = transfersOf(drafts).filter(
    ({ tx, from, to }) => owned.has(to) && !owned.has(from) && !marked.has(`${tx}/${from}`),
  )
  // What a record names is found by its transaction; what none names could be anything.
  const named = new Set(target.records.map(({ tx }) => tx))
  const txs = [...new Set(plain.map(({ tx }) => tx))].sort()
  return [...txs.filter((tx) => !named.has(tx)), ...txs.filter((tx) => named.has(tx))]
}

/** Inflows without a mark beyond those whose receipts are read. */
export function receiptsLeftOut(target: Target, drafts: readonly Draft[]): readonly string[] {
  return plainTxs(target, drafts).slice(plainInflows)
}

/** At most `most` of a list, evenly spread, the first one always. */
function spread<T>(list: ArrayLike<T>, most: number): readonly T[] {
  const step = Math.max(1, list.length / most)
  const count = Math.min(list.length, most)
  return Array.from({ length: count }, (_, i) => list[Math.floor(i * step)] as T)
}

/** A transaction and its block. */
export type LonePlace = { readonly block: number; readonly tx: string }

/** Transactions that the log search of one source alone shows, each once, by block: a log by itself proves nothing. */
export function lonePlaces(drafts: readonly Draft[]): readonly LonePlace[] {
  const sources = new Map<string, { readonly block: number; readonly tx: string; readonly by: Set<string> }>()
  for (const { shown, live } of drafts) {
    for (const [wording, { block, tx }] of shown) {
      const known = sources.get(wording) ?? { block, tx, by: new Set<string>() }
      known.by.add(live.node.label)
      sources.set(wording, known)
    }
  }
  const lone = [...sources.values()].filter(({ by }) => by.size < 2)
  lone.sort((a, b) => a.block - b.block || (a.tx < b.tx ? -1 : 1))
  const known = new Set<string>()
  return lone.flatMap(({ block, tx }) => {
    if (known.has(tx)) return []
    known.add(tx)
    return [{ block, tx }]
  })
}

/** Which of so many lone transactions are looked at, by number: spread over the range, so who invents many is found by any. */
export function loneNumbers(count: number): readonly number[] {
  const step = Math.max(1, count / loneReceipts)
  return Array.from({ length: Math.min(count, loneReceipts) }, (_, number) => Math.floor(number * step))
}

/** The lone transactions whose receipts are read. At most 400. */
export function loneTxs(drafts: readonly Draft[]): readonly string[] {
  const places = lonePlaces(drafts)
  return loneNumbers(places.length).flatMap((number) => places[number]?.tx ?? [])
}

/**
 * The canary of receipts: a node that calls a transaction absent or reverted must know the receipts of events
 * that it shows itself. At most four, only when there is such a word to be weighed.
 */
export function receiptCanaries({ txs, shown }: Draft): readonly string[] {
  if (!Object.values(txs).some((state) => state === 'absent' || state === 'reverted')) return []
  const own = new Set([...shown.values()].map(({ tx }) => tx))
  return spread([...own].filter((tx) => txs[tx] === undefined).sort(), canaryReceipts)
}

/** Receipts that decide something, in an order that does not depend on the nodes. */
export function receiptsNeeded(
  target: Target,
  drafts: readonly Draft[],
  lone: readonly string[],
): readonly string[] {
  const plain = plainTxs(target, drafts).slice(0, plainInflows)
  const logged = [...claimedTxs(target, drafts), ...unclearTxs(target, drafts), ...plain]
  const txs = [...logged, ...refundTxs(target), ...permitReceipts(target, drafts), ...lone]
  return [...new Set(txs)].sort()
}

/** Keys of records that no log decides: their state must be read. */
export function noncesNeeded(target: Target, drafts: readonly Draft[], since: number): readonly string[] {
  const decided = decidedKeys(drafts, ['used', 'cancelled'])
  const keys = target.records.flatMap((record) => {
    const { payer, nonce, transfer, receivedAt } = record
    const old = receivedAt !== null && receivedAt / 1000 < since
    if (payer === null || nonce === null || old || transfer === 'svm') return []
    // Books may call a nonce of EIP-3009 one of Permit2; those of Permit2 proper are read in their own map.
    if (transfer === 'permit2' && isPermitNonce(nonce)) return []
    return [authorizationKey({ authorizer: payer, nonce })]
  })
  return [...new Set([...keys, ...permitKeys(target, since)])].filter((key) => !decided.has(key)).sort()
}

/** All of these blocks in order, each once: of plain payments there may be millions, so no set and no list of objects. */
function blocksInOrder(drafts: readonly Draft[], more: Float64Array): Float64Array {
  const own = transfersOf(drafts).map(({ block }) => block)
  const all = new Float64Array(more.length + own.length)
  all.set(more)
  all.set(own, more.length)
  all.sort()
  let count = 0
  for (const block of all) {
    if (count > 0 && all[count - 1] === block) continue
    all[count] = block
    count += 1
  }
  return all.subarray(0, count)
}

/**
 * Blocks whose times are read: the edges of the window, so that what lies on which side is never a matter of
 * interpolation, and the blocks of transfers, at most 400. `more` are blocks of transfers that stand in no draft.
 */
export function timesNeeded(
  drafts: readonly Draft[],
  window: TargetScan['window'],
  more: Float64Array = new Float64Array(),
): readonly number[] {
  const edges = window === null ? [] : [window.from.number, window.to.number]
  const around = edges.flatMap((edge) => [edge, edge + 1])
  return [...new Set([...around, ...spread(blocksInOrder(drafts, more), exactTimes)])]
}

/** Payers worth asking about: those the books name, and those whose money arrived. */
export function payersOf(
  target: Pick<Target, 'records' | 'payTo'>,
  drafts: readonly Draft[],
): readonly string[] {
  const recorded = target.records.flatMap(({ payer }) => (payer === null ? [] : [payer]))
  const owned = new Set(target.payTo)
  const senders = transfersOf(drafts)
    .filter(({ to }) => owned.has(to))
    .map(({ from }) => from)
  return [...new Set([...recorded, ...senders])].filter((address) => /^0x[0-9a-f]{40}$/.test(address)).sort()
}
