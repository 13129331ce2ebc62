import type * as z from 'zod'
import { type Blind, couldNotSee, type Look, type Observation, saw } from '../../core/observation.ts'
import type { BlockRef, BlockTag, ChainNode, Clock } from '../../core/ports.ts'
import { guardChainId } from './chain-id-guard.ts'
import { columnWay } from './columns/column-way.ts'
import { type Fault, toBlind } from './fault.ts'
import type { AskRpc, RpcCall } from './json-rpc.ts'
import { objectWay } from './log-way.ts'
import { readLogs } from './read-logs.ts'
import { toReceipt } from './receipt.ts'
import { searchBlock } from './search-block.ts'
import {
  blockShape,
  bytesShape,
  isAddress,
  isBytes,
  isWord,
  quantityShape,
  receiptShape,
  shapeProblem,
  toQuantity,
} from './shapes.ts'
import { type TellPage, toldPages } from './told-pages.ts'
import { toTransaction, transactionShape } from './transaction.ts'

const searchBudget = 40
const noLatest: Blind = { kind: 'rpc', detail: 'the node knows no latest block' }

/** What a node is built from. `ask` is not yet guarded against the wrong chain. */
export type NodeOptions = {
  readonly network: string
  readonly label: string
  readonly ask: AskRpc
  readonly clock: Clock
  /** How many pages of a log scan are read side by side. */
  readonly lanes: number
  /** Told about every page of logs that was answered. */
  readonly tellPage?: TellPage | undefined
}

type Read<T> = { readonly requests: number } & (
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: Blind; readonly fault?: Fault }
)

async function readAs<T>(
  ask: AskRpc,
  call: RpcCall,
  shape: z.ZodType<T>,
  signal: AbortSignal,
  tries?: number,
): Promise<Read<T>> {
  const reply = await ask(call, signal, tries)
  const { requests } = reply
  if (!reply.ok) {
    const { fault } = reply
    return { ok: false, why: toBlind(fault), fault, requests }
  }
  const read = shape.safeParse(reply.result)
  return read.success
    ? { ok: true, value: read.data, requests }
    : { ok: false, why: { kind: 'parse', detail: shapeProblem(read.error) }, requests }
}

function blockCall(at: BlockTag | number): RpcCall {
  const params = [typeof at === 'number' ? toQuantity(at) : at, false]
  return { method: 'eth_getBlockByNumber', params }
}

function isRefusal(fault: Fault | undefined): boolean {
  return fault?.fromNode === true && ['final', 'behind', 'method'].includes(fault.kind)
}

async function readBlock(
  ask: AskRpc,
  at: BlockTag | number,
  signal: AbortSignal,
  tries?: number,
): Promise<Read<BlockRef | null>> {
  const read = await readAs(ask, blockCall(at), blockShape, signal, tries)
  const { requests } = read
  if (typeof at === 'number') {
    if (!read.ok || read.value === null || read.value.number === at) return read
    const detail = `the node answered with block ${read.value.number} instead of ${at}`
    return { ok: false, why: { kind: 'parse', detail }, requests }
  }
  if (at === 'latest') {
    return read.ok && read.value === null ? { ok: false, why: noLatest, requests } : read
  }
  // Nodes without the tag say so in many ways: null, bad argument, unknown block, no such method.
  const unsupported = read.ok ? read.value === null : isRefusal(read.fault)
  if (!unsupported) return read
  const said = read.ok ? '' : ` (${read.why.detail})`
  return {
    ok: false,
    why: { kind: 'not-supported', detail: `the node knows no ${at} block${said}` },
    requests,
  }
}

/** One endpoint as the ChainNode port describes it. Never throws; what it could not see it says. */
export function createNode(options: NodeOptions): ChainNode {
  const { network, label, clock } = options
  const ask = guardChainId(options.ask, network)
  const objects = toldPages(objectWay(ask), network, options.tellPage)
  const columns = toldPages(columnWay(ask), network, options.tellPage)
  const look = (ref: string): Look => ({ at: clock.now().toISOString(), source: label, ref })
  const blind = (ref: string, why: Blind) => couldNotSee(look(ref), why.kind, why.detail, why.code)
  const toObservation = <T>(ref: string, read: Read<T>): Observation<T> =>
    read.ok ? saw(look(ref), read.value) : blind(ref, read.why)

  return {
    network,
    label,
    chainId: async (signal) => {
      const read = await readAs(options.ask, { method: 'eth_chainId', params: [] }, quantityShape, signal)
      return toObservation('eth_chainId', read)
    },
    block: async (at, signal) => {
      const ref = `eth_getBlockByNumber ${at}`
      if (typeof at === 'number' && (!Number.isSafeInteger(at) || at < 0)) {
        return couldNotSee(look(ref), 'refused', 'not a block number')
      }
      return toObservation(ref, await readBlock(ask, at, signal))
    },
    blockAt: async (timestamp, signal) => {
      const ref = `block at ${timestamp}`
      if (!Number.isFinite(timestamp)) return couldNotSee(look(ref), 'refused', 'not a timestamp')
      const head = await readBlock(ask, 'latest', signal)
      if (!head.ok) return blind(ref, head.why)
      if (head.value === null) return blind(ref, noLatest)
      const read = async (number: number, left: number) => {
        const found = await readBlock(ask, number, signal, left)
        const unknown: Blind = { kind: 'rpc', detail: `the node does not know block ${number}` }
        const block = found.ok ? (found.value ?? unknown) : found.why
        return { block, requests: found.requests }
      }
      const block = await searchBlock(head.value, timestamp, read, searchBudget - head.requests)
      return 'kind' in block ? blind(ref, block) : saw(look(ref), block)
    },
    logs: async (query, signal) => {
      const { found: logs, ...scan } = await readLogs(objects, ask, query, options.lanes, signal)
      return { logs, ...scan }
    },
    logColumns: async (query, signal) => {
      const { found, ...scan } = await readLogs(columns, ask, query, options.lanes, signal)
      return { ...found, ...scan }
    },
    receipt: async (tx, signal) => {
      const method = 'eth_getTransactionReceipt'
      if (!isWord(tx)) return couldNotSee(look(method), 'refused', 'not a transaction hash')
      const hash = tx.toLowerCase()
      const ref = `${method} ${hash}`
      const read = await readAs(ask, { method, params: [hash] }, receiptShape, signal)
      if (!read.ok) return blind(ref, read.why)
      if (read.value === null) return saw(look(ref), null)
      const receipt = toReceipt(read.value, hash)
      return typeof receipt === 'string' ? couldNotSee(look(ref), 'parse', receipt) : saw(look(ref), receipt)
    },
    transaction: async (tx, signal) => {
      const method = 'eth_getTransactionByHash'
      if (!isWord(tx)) return couldNotSee(look(method), 'refused', 'not a transaction hash')
      const hash = tx.toLowerCase()
      const ref = `${method} ${hash}`
      const read = await readAs(ask, { method, params: [hash] }, transactionShape, signal)
      if (!read.ok) return blind(ref, read.why)
      if (read.value === null) return saw(look(ref), null)
      const found = toTransaction(read.value, hash)
      return typeof found === 'string' ? couldNotSee(look(ref), 'parse', found) : saw(look(ref), found)
    },
    call: async (to, data, block, signal) => {
      const ref = `eth_call at block ${block}`
      const usable = isAddress(to) && isBytes(data) && Number.isSafeInteger(block) && block >= 0
      if (!usable) return couldNotSee(look(ref), 'refused', 'not a call to an address at a block number')
      const params = [{ to, data }, toQuantity(block)]
      return toObservation(ref, await readAs(ask, { method: 'eth_call', params }, bytesShape, signal))
    },
  }
}
