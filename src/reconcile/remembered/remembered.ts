import type { Look } from '../../core/observation.ts'
import type { ChainNode, Receipt } from '../../core/ports.ts'
import type { ChainView } from '../../payments/chain-view.ts'
import { authorizationKey } from '../../payments/claim.ts'
import {
  type Authorization,
  placeKey,
  readTransfer,
  type Transfer,
  txOfPlace,
} from '../../payments/effect.ts'
import { groupBy } from '../../payments/group-by.ts'
import type { Place, Settlement } from '../../runs/settlements.ts'

/**
 * What became of money that an earlier run saw: it stands where it stood, the same payment stands in another
 * block, it is gone, or nobody can say. Plain data.
 */
export type Recheck = {
  readonly settlement: Settlement
  readonly state: 'standing' | 'moved' | 'gone' | 'unknown'
  /** Where the payment stands now, when it moved. */
  readonly place: Place | null
  /** The block that stands at its height now, when the nodes agree on another one. */
  readonly blockHashNow: string | null
  /** Why nobody can say, as a word of ours; null unless `unknown`. */
  readonly reason: string | null
  /** Its block is final: no later look is needed. */
  readonly final: boolean
  readonly looks: readonly Look[]
}

type Answer = Pick<Recheck, 'state'> & Partial<Recheck>

const unknown = (reason: string): Answer => ({ state: 'unknown', reason })

/** Could this transfer be the remembered one, wherever it stands? */
function isSame(item: Settlement, other: { tx: string; to: string; value: bigint }): boolean {
  return other.tx === item.tx && other.to === item.to && other.value === item.valueAtomic
}

/** What the nodes of a site agree on, ready to be asked for single payments. */
type Shown = {
  readonly transfers: ReadonlyMap<string, readonly Transfer[]>
  readonly used: ReadonlyMap<string, readonly Authorization[]>
  readonly disputed: ReadonlySet<string>
}

function indexOf(view: ChainView): Shown {
  const disputed = new Set(view.disputed.map(txOfPlace))
  const certain = <T extends { tx: string }>(list: readonly T[]) => list.filter(({ tx }) => !disputed.has(tx))
  const used = certain(view.authorizations).filter(({ kind }) => kind === 'used')
  return {
    transfers: groupBy(certain(view.transfers), ({ tx }) => tx),
    used: groupBy(used, authorizationKey),
    disputed,
  }
}

/** Where the logs of this run show the payment; undefined when they show nothing certain. */
function shownIn({ transfers, used }: Shown, item: Settlement): Place | undefined {
  const fitting = (tx: string) => transfers.get(tx)?.filter((one) => isSame({ ...item, tx }, one)) ?? []
  const here = fitting(item.tx)
  const place = placeKey(item)
  const stands = here.find((one) => placeKey(one) === place)
  if (stands !== undefined || item.nonce === null) return stands ?? here[0]
  // Another transaction may have carried the same authorization: the payment is its nonce, not its hash.
  const [carried] = used.get(authorizationKey({ authorizer: item.payer, nonce: item.nonce })) ?? []
  return carried === undefined ? here[0] : (fitting(carried.tx)[0] ?? carried)
}

/** Did this run read the block with a filter that shows transfers to this address? */
function shouldShow(
  view: ChainView,
  owned: readonly string[],
  { to, block }: Place & { to: string },
): boolean {
  const inside = view.range.from <= block && block <= view.range.to
  const unread = view.unread.some((part) => part.from <= block && block <= part.to)
  return inside && !unread && owned.includes(to)
}

/** What one node says of a transaction that left its block. */
function placeIn(receipt: Receipt | null, item: Settlement): Place | 'gone' | undefined {
  if (receipt === null || !receipt.status) return 'gone'
  const log = receipt.logs.find((one) => {
    const transfer = one.address === item.asset ? readTransfer(one, item.network) : undefined
    return transfer !== undefined && isSame(item, transfer)
  })
  if (log === undefined) return undefined
  const { tx, blockNumber: block, blockHash } = receipt
  return { tx, block, blockHash, logIndex: log.logIndex }
}

async function askReceipts(
  nodes: readonly ChainNode[],
  item: Settlement,
  signal: AbortSignal,
): Promise<Answer> {
  const receipts = await Promise.all(nodes.map((node) => node.receipt(item.tx, signal)))
  const places = receipts.map((receipt) => (receipt.seen ? placeIn(receipt.value, item) : undefined))
  const [first] = places
  if (first === undefined || places.includes(undefined)) return unknown('EARLIER_RECEIPT_NOT_READ')
  if (places.every((place) => place === 'gone')) return { state: 'gone' }
  const hashes = new Set(places.map((place) => (typeof place === 'string' ? place : place?.blockHash)))
  if (first === 'gone' || hashes.size > 1) return unknown('NODES_DISAGREE')
  return first.blockHash === item.blockHash ? unknown('NODES_DISAGREE') : { state: 'moved', place: first }
}

/** Asks every node which block stands at the height now, and where it changed, what became of the transaction. */
async function askNodes(nodes: readonly ChainNode[], item: Settlement, signal: AbortSignal): Promise<Answer> {
  const blocks = await Promise.all(nodes.map((node) => node.block(item.block, signal)))
  const looks = blocks.map(({ at, source }, index) => {
    const block = blocks[index]
    const hash = block?.seen === true ? (block.value?.hash ?? 'no block') : 'not answered'
    return { at, source, ref: `block ${item.block} is now ${hash}` }
  })
  const told = blocks.flatMap((block) => (block.seen ? [block.value?.hash ?? null] : []))
  const same = told.filter((hash) => hash === item.blockHash).length
  const others = told.filter((hash) => hash !== null && hash !== item.blockHash)
  const [other] = others
  if (same > 0) return { ...(others.length > 0 ? unknown('NODES_DISAGREE') : { state: 'standing' }), looks }
  // A node that is behind knows no such block; that says nothing about it.
  if (other === undefined || others.length < nodes.length)
    return { ...unknown('EARLIER_BLOCK_NOT_READ'), looks }
  if (new Set(others).size > 1) return { ...unknown('NODES_DISAGREE'), looks }
  return { ...(await askReceipts(nodes, item, signal)), looks, blockHashNow: other }
}

type IndexedSite = RecheckSite & { readonly shown: Shown | null }

async function recheckOne(
  item: Settlement,
  { view, nodes, owned, shown: index }: IndexedSite,
  signal: AbortSignal,
): Promise<Answer> {
  if (view === null || index === null) return unknown('NETWORK_NOT_READ')
  if (view.forked) return unknown('NODES_ON_DIFFERENT_CHAINS')
  if (index.disputed.has(item.tx)) return unknown('NODES_DISAGREE')
  const shown = shownIn(index, item)
  if (shown?.blockHash === item.blockHash) return { state: 'standing' }
  const answering = nodes.filter(({ label }) => view.labels.includes(label))
  const answer = await askNodes(answering, item, signal)
  if (shown !== undefined) {
    // The old block and a new place cannot both be true: then somebody lies.
    if (answer.state === 'standing') return { ...answer, ...unknown('NODES_DISAGREE') }
    const { tx, logIndex, block, blockHash } = shown
    return { ...answer, state: 'moved', reason: null, place: { tx, logIndex, block, blockHash } }
  }
  const place = answer.state === 'standing' ? item : answer.state === 'moved' ? answer.place : null
  const missing = place != null && shouldShow(view, owned, { ...place, to: item.to })
  return missing ? { ...answer, ...unknown('EARLIER_LOG_MISSING'), place: null } : answer
}

/** Where settlements of one token are looked for. `view` is what this run read, null when nothing was. */
export type RecheckSite = {
  readonly network: string
  readonly asset: string
  readonly view: ChainView | null
  readonly nodes: readonly ChainNode[]
  /** The receiving addresses whose transfers were read. */
  readonly owned: readonly string[]
}

/**
 * Looks at money that earlier runs saw (`at` = when, RFC 3339): by the logs of this run where they show it, else by the hash of its
 * block at every node that was used, and where that changed by its receipt. Gone means that every node shows
 * another block and no such transaction; whatever falls short of that is `unknown`. Never throws.
 */
export async function recheckSettlements(
  settlements: readonly Settlement[],
  sites: readonly RecheckSite[],
  at: string,
  signal: AbortSignal,
): Promise<readonly Recheck[]> {
  const indexed = sites.map((site) => ({ ...site, shown: site.view === null ? null : indexOf(site.view) }))
  const recheck = async (settlement: Settlement): Promise<Recheck> => {
    const { network, asset } = settlement
    const site = indexed.find((one) => one.network === network && one.asset === asset)
    const answer =
      site === undefined ? unknown('NETWORK_NOT_READ') : await recheckOne(settlement, site, signal)
    const finalized = site?.view?.finalized?.number ?? null
    const block = (answer.place ?? settlement).block
    return {
      ...{ settlement, place: null, blockHashNow: null, reason: null, looks: [] },
      ...answer,
      // Dated by when it was first found so, or the same answer would be another case tomorrow.
      looks: (answer.looks ?? []).map((look) => ({ ...look, at: settlement.removedAt ?? at })),
      final: finalized !== null && block <= finalized,
    }
  }
  return Promise.all(settlements.map(recheck))
}
