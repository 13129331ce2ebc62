import type * as z from 'zod'
import type { Receipt } from '../../core/ports.ts'
import { type receiptShape, toChainLog } from './shapes.ts'

type WireReceipt = NonNullable<z.infer<typeof receiptShape>>

/**
 * A receipt in our own words, or what contradicts itself in it: another transaction than the one asked
 * for, or a log that belongs to another block or transaction. `tx` in lower case.
 */
export function toReceipt(wire: WireReceipt, tx: string): Receipt | string {
  const { blockNumber, blockHash } = wire
  if (wire.transactionHash !== tx) return 'the receipt is of another transaction'
  if (wire.logs.some((log) => log.removed === true)) return 'the receipt holds a log that a reorg took back'
  const logs = wire.logs.map(toChainLog)
  const foreign = logs.some(
    (log) => log.tx !== tx || log.blockHash !== blockHash || log.blockNumber !== blockNumber,
  )
  if (foreign) return 'the receipt holds a log of another transaction or block'
  return { tx, status: wire.status === '0x1', blockNumber, blockHash, logs }
}
