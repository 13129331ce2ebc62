import type * as z from 'zod'
import { couldNotSee, type Observation, saw } from '../../core/observation.ts'
import type { ChainNode, Clock } from '../../core/ports.ts'
import { amountShape, codeShape, feeShape, pendingShape, toPending } from './account-shapes.ts'
import { guardChainId } from './chain-id-guard.ts'
import { toBlind } from './fault.ts'
import type { AskRpc } from './json-rpc.ts'
import { bytesShape, isAddress, isBytes, isWord, quantityShape, shapeProblem, toQuantity } from './shapes.ts'

/** What the reads are built from. `ask` is not yet guarded against the wrong chain. */
export type AccountReadsOptions = {
  readonly network: string
  readonly label: string
  readonly ask: AskRpc
  readonly clock: Clock
}

/** What a node tells about accounts, prices and waiting transactions. */
export type AccountReads = Required<
  Pick<ChainNode, 'nativeBalance' | 'transactionCount' | 'pendingTransaction' | 'baseFee' | 'code' | 'callAs'>
>

const isBlock = (block: number) => Number.isSafeInteger(block) && block >= 0

/** One endpoint's word about accounts, checked for its shape and against the question. Never throws. */
export function createAccountReads({ network, label, clock, ...options }: AccountReadsOptions): AccountReads {
  const ask = guardChainId(options.ask, network)
  const look = (ref: string) => ({ at: clock.now().toISOString(), source: label, ref })
  const refuse = (ref: string, detail: string) => couldNotSee(look(ref), 'refused', detail)

  /** Reads one answer; `judge` says what is wrong with it, or what it means. */
  async function read<Wire, T>(
    ref: string,
    call: { readonly method: string; readonly params: readonly unknown[] },
    shape: z.ZodType<Wire>,
    judge: (wire: Wire) => { readonly value: T } | string,
    signal: AbortSignal,
  ): Promise<Observation<T>> {
    const reply = await ask(call, signal)
    if (!reply.ok) {
      const { kind, detail, code } = toBlind(reply.fault)
      return couldNotSee(look(ref), kind, detail, code)
    }
    const parsed = shape.safeParse(reply.result)
    if (!parsed.success) return couldNotSee(look(ref), 'parse', shapeProblem(parsed.error))
    const judged = judge(parsed.data)
    return typeof judged === 'string' ? couldNotSee(look(ref), 'parse', judged) : saw(look(ref), judged.value)
  }
  const asIs = <T>(value: T) => ({ value })

  return {
    nativeBalance: async (address, block, signal) => {
      const ref = `eth_getBalance at block ${block}`
      if (!isAddress(address) || !isBlock(block)) return refuse(ref, 'not an address at a block number')
      const call = { method: 'eth_getBalance', params: [address.toLowerCase(), toQuantity(block)] }
      return read(ref, call, amountShape, asIs, signal)
    },
    code: async (address, block, signal) => {
      const ref = `eth_getCode at block ${block}`
      if (!isAddress(address) || !isBlock(block)) return refuse(ref, 'not an address at a block number')
      const call = { method: 'eth_getCode', params: [address.toLowerCase(), toQuantity(block)] }
      return read(ref, call, codeShape, asIs, signal)
    },
    callAs: async (from, to, data, block, signal) => {
      const ref = `eth_call at block ${block} as ${from}`
      const usable = isAddress(from) && isAddress(to) && isBytes(data) && isBlock(block)
      if (!usable) return refuse(ref, 'not a call between addresses at a block number')
      const call = { method: 'eth_call', params: [{ from, to, data }, toQuantity(block)] }
      return read(ref, call, bytesShape, asIs, signal)
    },
    transactionCount: async (address, at, signal) => {
      const ref = `eth_getTransactionCount ${at}`
      if (!isAddress(address)) return refuse(ref, 'not an address')
      const call = { method: 'eth_getTransactionCount', params: [address.toLowerCase(), at] }
      return read(ref, call, quantityShape, asIs, signal)
    },
    pendingTransaction: async (tx, signal) => {
      const method = 'eth_getTransactionByHash'
      if (!isWord(tx)) return refuse(method, 'not a transaction hash')
      const hash = tx.toLowerCase()
      const judge = (wire: z.infer<typeof pendingShape>) => {
        const found = wire === null ? null : toPending(wire, hash)
        return typeof found === 'string' ? found : { value: found }
      }
      return read(`${method} ${hash}`, { method, params: [hash] }, pendingShape, judge, signal)
    },
    baseFee: async (block, signal) => {
      const ref = `base fee of block ${block}`
      if (!isBlock(block)) return refuse(ref, 'not a block number')
      const call = { method: 'eth_getBlockByNumber', params: [toQuantity(block), false] }
      const judge = (wire: z.infer<typeof feeShape>) => {
        if (wire !== null && wire.number !== block) return 'the answer is another block'
        return { value: wire?.baseFeePerGas ?? null }
      }
      return read(ref, call, feeShape, judge, signal)
    },
  }
}
