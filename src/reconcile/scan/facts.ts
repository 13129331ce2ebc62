import { valueIfSeen } from '../../core/observation.ts'
import type { ChainLog } from '../../core/ports.ts'
import { authorizationStateCall, isPermit2Mark, readAuthorizationState } from '../../payments/effect.ts'
import { isPermitNonce } from '../../payments/permit2.ts'
import { eventsOf, noteEvents } from './events.ts'
import type { Draft, ReceiptSeen } from './node.ts'
import { readPermitBit } from './permits.ts'
import type { Target } from './targets.ts'

/** Reads receipts: whether a transaction was mined, and the moves of the token inside it. */
export function readReceipts(
  draft: Draft,
  target: Target,
  txs: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  return readWith((logs) => noteEvents(draft, logs, target.network), draft, target, txs, signal)
}

/** Reads receipts only to see whether a node knows them: what else stands in them is asked of no other node. */
export function readCanaries(
  draft: Draft,
  target: Target,
  txs: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  return readWith((logs) => eventsOf(logs, target.network), draft, target, txs, signal)
}

async function readWith(
  keep: (logs: readonly ChainLog[]) => ReceiptSeen['events'],
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
    const { status, blockNumber, logs } = receipt.value
    draft.txs[tx] = status ? 'success' : 'reverted'
    if (logs.some(isPermit2Mark)) draft.marks.add(tx)
    const ofToken = logs.filter((log) => log.address === target.asset)
    draft.receipts.set(tx, { block: blockNumber, events: keep(ofToken) })
  }
  await Promise.all(txs.map(read))
}

/** The finalized block at which all nodes are asked, as this node sees it; null when it does not tell. */
export async function readFinalized(draft: Draft, block: number, signal: AbortSignal): Promise<void> {
  const { finalized } = draft.live
  draft.finalized =
    finalized?.number === block ? finalized : valueIfSeen(await draft.live.node.block(block, signal))
}

/** Is this authorization used up at that block? Null when the node does not say. `key` is `authorizer/nonce`. */
export async function readNonce(
  draft: Draft,
  target: Target,
  key: string,
  block: number,
  signal: AbortSignal,
): Promise<boolean | null> {
  const [authorizer = '', nonce = ''] = key.split('/')
  if (isPermitNonce(nonce)) return readPermitBit(draft, authorizer, nonce, block, signal)
  const data = authorizationStateCall(authorizer, nonce)
  const answer = await draft.live.node.call(target.asset, data, block, signal)
  return answer.seen ? (readAuthorizationState(answer.value) ?? null) : null
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
    draft.nonces[key] = await readNonce(draft, target, key, block, signal)
  }
  await Promise.all(keys.map(read))
}

/** Reads the times of blocks; a block that is not answered is left to interpolation. */
export async function readTimes(draft: Draft, blocks: readonly number[], signal: AbortSignal): Promise<void> {
  const read = async (number: number) => {
    const block = valueIfSeen(await draft.live.node.block(number, signal))
    if (block === null) return
    draft.times[block.number] = block.timestamp
    draft.hashes.set(block.number, block.hash)
  }
  await Promise.all(blocks.filter((number) => draft.times[number] === undefined).map(read))
}
