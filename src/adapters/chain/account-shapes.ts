import * as z from 'zod'
import type { PendingTransaction } from '../../core/ports.ts'
import { bytesShape, isAddress, isWord, quantityShape } from './shapes.ts'

// Source: Ethereum JSON-RPC, QUANTITY of up to 256 bits. Fixed bounds, one class: linear.
const amountText = /^0x[0-9a-f]{1,64}$/i

/** A quantity of wei. */
export const amountShape = z.string().regex(amountText, 'not a quantity').transform(BigInt)

/** A block as far as its price and its number are concerned; null = the node knows no such block. */
export const feeShape = z.object({ number: quantityShape, baseFeePerGas: amountShape.nullish() }).nullable()

/** A contract's code, or an account's delegation, in hex. `0x` = none. */
export const codeShape = bytesShape

/** A transaction as the wire carries it while it waits and after; null = the node knows no such transaction. */
export const pendingShape = z
  .object({
    hash: z.string().refine(isWord, 'not 32 bytes'),
    from: z.string().refine(isAddress, 'not an address'),
    nonce: quantityShape,
    maxFeePerGas: amountShape.nullish(),
    gasPrice: amountShape.nullish(),
    blockNumber: quantityShape.nullish(),
    blockHash: z.string().refine(isWord, 'not 32 bytes').nullish(),
  })
  .nullable()

/** The transaction in our own words, or what contradicts itself in it. `tx` in lower case. */
export function toPending(
  wire: NonNullable<z.infer<typeof pendingShape>>,
  tx: string,
): PendingTransaction | string {
  if (wire.hash.toLowerCase() !== tx) return 'the answer is another transaction'
  const blockNumber = wire.blockNumber ?? null
  const named = (wire.blockHash ?? null) !== null
  if (named !== (blockNumber !== null)) return 'the transaction is mined and is not'
  const maxFeePerGas = wire.maxFeePerGas ?? null
  const gasPrice = wire.gasPrice ?? null
  if (maxFeePerGas === null && gasPrice === null) return 'the transaction names no price'
  return { tx, from: wire.from.toLowerCase(), nonce: wire.nonce, maxFeePerGas, gasPrice, blockNumber }
}
