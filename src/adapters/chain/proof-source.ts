import type * as z from 'zod'
import { type Blind, couldNotSee, type Observation, saw } from '../../core/observation.ts'
import type { Clock } from '../../core/ports.ts'
import type { ProofSource, RawReceipt } from '../../core/proof-source.ts'
import { guardChainId } from './chain-id-guard.ts'
import { type Fault, toBlind } from './fault.ts'
import type { AskRpc } from './json-rpc.ts'
import {
  headerShape,
  rawReceiptShape,
  rawReceiptsShape,
  storageProofShape,
  transactionsShape,
} from './proof-shapes.ts'
import { isAddress, isWord, shapeProblem, toQuantity } from './shapes.ts'

const slotsAtOnce = 64

/** What a proof source is built from. `ask` is not yet guarded against the wrong chain. */
export type ProofSourceOptions = {
  readonly network: string
  readonly label: string
  readonly ask: AskRpc
  readonly clock: Clock
}

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: Blind; readonly fault?: Fault }

const isBlock = (block: number) => Number.isSafeInteger(block) && block >= 0

function inOrder(receipts: readonly RawReceipt[]): readonly RawReceipt[] {
  return [...receipts].sort((a, b) => a.index - b.index)
}

/** What one endpoint tells for proofs, checked for its shape and bounded in its size. Never throws. */
export function createProofSource({ network, label, clock, ...options }: ProofSourceOptions): ProofSource {
  const ask = guardChainId(options.ask, network)

  async function read<T>(
    method: string,
    params: readonly unknown[],
    shape: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<Read<T>> {
    const reply = await ask({ method, params }, signal)
    if (!reply.ok) return { ok: false, why: toBlind(reply.fault), fault: reply.fault }
    const parsed = shape.safeParse(reply.result)
    if (parsed.success) return { ok: true, value: parsed.data }
    return { ok: false, why: { kind: 'parse', detail: shapeProblem(parsed.error) } }
  }

  const tell = <T>(ref: string, found: Read<T>): Observation<T> => {
    const look = { at: clock.now().toISOString(), source: label, ref }
    return found.ok ? saw(look, found.value) : couldNotSee(look, found.why.kind, found.why.detail)
  }
  const refuse = (ref: string, detail: string) =>
    tell<never>(ref, { ok: false, why: { kind: 'refused', detail } })

  /** One by one, for endpoints that do not serve the receipts of a block together. */
  async function singly(block: number, signal: AbortSignal): Promise<Read<readonly RawReceipt[]>> {
    const params = [toQuantity(block), false]
    const hashes = await read('eth_getBlockByNumber', params, transactionsShape, signal)
    if (!hashes.ok) return hashes
    const all = await Promise.all(
      hashes.value.transactions.map((hash) =>
        read('eth_getTransactionReceipt', [hash], rawReceiptShape, signal),
      ),
    )
    const missing = all.find((one) => !one.ok)
    if (missing !== undefined) return missing as Read<never>
    return { ok: true, value: all.flatMap((one) => (one.ok ? [one.value] : [])) }
  }

  return {
    header: async (block, signal) => {
      const ref = `header of block ${block}`
      if (!isBlock(block)) return refuse(ref, 'not a block number')
      return tell(ref, await read('eth_getBlockByNumber', [toQuantity(block), false], headerShape, signal))
    },
    storageProof: async (address, slots, block, signal) => {
      const ref = `eth_getProof at block ${block}`
      const usable = isAddress(address) && isBlock(block) && slots.every(isWord)
      if (!usable || slots.length > slotsAtOnce) return refuse(ref, 'not slots of a contract at a block')
      const params = [address, slots, toQuantity(block)]
      return tell(ref, await read('eth_getProof', params, storageProofShape, signal))
    },
    blockReceipts: async (block, signal) => {
      const ref = `eth_getBlockReceipts ${block}`
      if (!isBlock(block)) return refuse(ref, 'not a block number')
      const whole = await read('eth_getBlockReceipts', [toQuantity(block)], rawReceiptsShape, signal)
      const offered = whole.ok || whole.fault?.kind !== 'method'
      const found = offered ? whole : await singly(block, signal)
      return tell(ref, found.ok ? { ok: true, value: inOrder(found.value) } : found)
    },
  }
}
