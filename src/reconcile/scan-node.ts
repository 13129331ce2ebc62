import { OpsError } from '../core/errors.ts'
import { valueIfSeen } from '../core/observation.ts'
import type { BlockRange, BlockRef, ChainLog, ChainNode, LogScan } from '../core/ports.ts'
import type { NodeScan, TxState } from '../payments/chain-view.ts'
import {
  type Authorization,
  addressTopic,
  authorizationStateCall,
  isPermit2Mark,
  placeKey,
  readAuthorization,
  readAuthorizationState,
  readTransfer,
  type Transfer,
  topics,
} from '../payments/effect.ts'
import type { Target } from './targets.ts'

/** A node that answered for its network, with the heads it named. */
export type LiveNode = {
  readonly node: ChainNode
  readonly latest: BlockRef
  readonly safe: BlockRef | null
  readonly finalized: BlockRef | null
}

/** A node that cannot be used, and why. */
export type SilentNode = { readonly label: string; readonly why: string }

/**
 * Asks a node who it is and how far it is. Throws `OpsError` CHAIN_ID_MISMATCH when it belongs to another
 * network: nothing it says may be used, and the operator must know at once.
 */
export async function greet(
  node: ChainNode,
  target: Target,
  signal: AbortSignal,
): Promise<LiveNode | SilentNode> {
  const chainId = await node.chainId(signal)
  if (!chainId.seen) return { label: node.label, why: chainId.why.detail }
  if (chainId.value !== target.chainId) {
    throw new OpsError('CHAIN_ID_MISMATCH', {
      endpoint: node.label,
      network: target.network,
      expected: target.chainId ?? 'none',
      got: chainId.value,
    })
  }
  const [latest, safe, finalized] = await Promise.all([
    node.block('latest', signal),
    node.block('safe', signal),
    node.block('finalized', signal),
  ])
  if (!latest.seen) return { label: node.label, why: latest.why.detail }
  if (latest.value === null) return { label: node.label, why: 'it names no newest block' }
  return { node, latest: latest.value, safe: valueIfSeen(safe), finalized: valueIfSeen(finalized) }
}

/** Everything one node has said so far; grows from step to step. */
export type Draft = {
  readonly live: LiveNode
  readonly range: BlockRange
  readonly fromHash: string
  readonly toHash: string
  readonly transfers: Map<string, Transfer>
  readonly authorizations: Map<string, Authorization>
  readonly holes: (BlockRange & { readonly why: string })[]
  readonly nonces: Record<string, boolean | null>
  readonly txs: Record<string, TxState>
  readonly marks: Set<string>
  readonly times: Record<string, number>
  finalized: BlockRef | null
  dropped: number
}

/** The blocks to be read, and the Unix seconds that they must enclose; `to` null = up to the head. */
export type WantedRange = {
  readonly from: number
  readonly to: number | null
  readonly since: number
  readonly until: number
}

/**
 * Starts the notes on a node. Null when it does not know the ends of the range; `disagrees` when by its own
 * clock the range does not enclose the time wanted, so that whoever named it may be hiding blocks.
 */
export async function startDraft(
  live: LiveNode,
  wanted: WantedRange,
  signal: AbortSignal,
): Promise<Draft | 'disagrees' | null> {
  const { latest } = live
  const range = { from: wanted.from, to: Math.min(wanted.to ?? latest.number, latest.number) }
  if (range.from > range.to) return null
  const ask = (number: number) => live.node.block(number, signal).then(valueIfSeen)
  const [from, to, next] = await Promise.all([
    ask(range.from),
    range.to === latest.number ? latest : ask(range.to),
    range.to === latest.number ? undefined : ask(range.to + 1),
  ])
  if (from === null || to === null || next === null) return null
  const tooLate = range.from > 0 && from.timestamp > wanted.since
  if (tooLate || (next !== undefined && next.timestamp <= wanted.until)) return 'disagrees'
  const times: Record<string, number> = {}
  for (const block of [from, to, live.latest]) times[block.number] = block.timestamp
  return {
    live,
    range,
    fromHash: from.hash,
    toHash: to.hash,
    transfers: new Map(),
    authorizations: new Map(),
    holes: [],
    nonces: {},
    txs: {},
    marks: new Set(),
    times,
    finalized: live.finalized,
    dropped: 0,
  }
}

function noteScan(draft: Draft, scan: LogScan): readonly ChainLog[] {
  draft.holes.push(...scan.holes)
  draft.dropped += scan.dropped
  return scan.logs
}

function noteTransfers(draft: Draft, logs: readonly ChainLog[], network: string): void {
  for (const log of logs) {
    const transfer = readTransfer(log, network)
    if (transfer !== undefined) draft.transfers.set(placeKey(transfer), transfer)
  }
}

/** Reads the transfers to and from the operator's addresses. */
export async function readTransfers(draft: Draft, target: Target, signal: AbortSignal): Promise<void> {
  const { network, asset: address } = target
  const query = { address, fromBlock: draft.range.from, toBlock: draft.range.to }
  const ask = (list: readonly (string | readonly string[] | null)[]) =>
    draft.live.node.logs({ ...query, topics: [topics.transfer, ...list] }, signal)
  if (target.payTo.length === 0) return
  const scans = await Promise.all([
    ask([null, target.payTo.map(addressTopic)]),
    ask([target.senders.map(addressTopic)]),
  ])
  for (const scan of scans) noteTransfers(draft, noteScan(draft, scan), network)
}

/** Reads the used and cancelled authorizations of the given payers; never asks without a payer. */
export async function readAuthorizations(
  draft: Draft,
  target: Target,
  payers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (payers.length === 0) return
  const scan = await draft.live.node.logs(
    {
      address: target.asset,
      topics: [[topics.authorizationUsed, topics.authorizationCanceled], payers.map(addressTopic)],
      fromBlock: draft.range.from,
      toBlock: draft.range.to,
    },
    signal,
  )
  for (const log of noteScan(draft, scan)) {
    const authorization = readAuthorization(log, target.network)
    if (authorization !== undefined) draft.authorizations.set(placeKey(authorization), authorization)
  }
}

/** Reads receipts: whether a transaction was mined, and the moves of the token inside it. */
export async function readReceipts(
  draft: Draft,
  target: Target,
  txs: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const read = async (tx: string) => {
    const receipt = await draft.live.node.receipt(tx, signal)
    if (!receipt.seen) {
      draft.txs[tx] = 'unknown'
      return
    }
    if (receipt.value === null) {
      draft.txs[tx] = 'absent'
      return
    }
    draft.txs[tx] = receipt.value.status ? 'success' : 'reverted'
    if (receipt.value.logs.some(isPermit2Mark)) draft.marks.add(tx)
    const logs = receipt.value.logs.filter((log) => log.address === target.asset)
    noteTransfers(draft, logs, target.network)
    for (const log of logs) {
      const authorization = readAuthorization(log, target.network)
      if (authorization !== undefined) draft.authorizations.set(placeKey(authorization), authorization)
    }
  }
  await Promise.all(txs.map(read))
}

/** The finalized block at which all nodes are asked, as this node sees it; null when it does not tell. */
export async function readFinalized(draft: Draft, block: number, signal: AbortSignal): Promise<void> {
  const { finalized } = draft.live
  draft.finalized =
    finalized?.number === block ? finalized : valueIfSeen(await draft.live.node.block(block, signal))
}

/** Reads whether authorizations are used up, at one finalized block. `keys` are `authorizer/nonce`. */
export async function readNonces(
  draft: Draft,
  target: Target,
  keys: readonly string[],
  block: number,
  signal: AbortSignal,
): Promise<void> {
  const read = async (key: string) => {
    const [authorizer = '', nonce = ''] = key.split('/')
    const data = authorizationStateCall(authorizer, nonce)
    const answer = await draft.live.node.call(target.asset, data, block, signal)
    draft.nonces[key] = answer.seen ? (readAuthorizationState(answer.value) ?? null) : null
  }
  await Promise.all(keys.map(read))
}

/** Reads the times of blocks; a block that is not answered is left to interpolation. */
export async function readTimes(draft: Draft, blocks: readonly number[], signal: AbortSignal): Promise<void> {
  const read = async (number: number) => {
    const block = valueIfSeen(await draft.live.node.block(number, signal))
    if (block !== null) draft.times[block.number] = block.timestamp
  }
  await Promise.all(blocks.filter((number) => draft.times[number] === undefined).map(read))
}

/** The finished notes as plain data. */
export function finishDraft(draft: Draft, target: Target): NodeScan {
  const { node, latest, safe } = draft.live
  return {
    label: node.label,
    network: target.network,
    asset: target.asset,
    latest,
    safe,
    finalized: draft.finalized,
    range: draft.range,
    fromHash: draft.fromHash,
    toHash: draft.toHash,
    transfers: [...draft.transfers.values()],
    authorizations: [...draft.authorizations.values()],
    holes: draft.holes,
    dropped: draft.dropped,
    nonces: draft.nonces,
    txs: draft.txs,
    marks: [...draft.marks].sort(),
    times: draft.times,
  }
}
