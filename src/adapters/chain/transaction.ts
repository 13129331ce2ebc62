import * as z from 'zod'
import type { ChainTransaction } from '../../core/ports.ts'
import { isAddress, isBytes, isWord } from './shapes.ts'

/** A transaction as far as we read it; null = the node knows no such transaction. */
export const transactionShape = z
  .object({
    hash: z.string().refine(isWord, 'not 32 bytes'),
    // Null when the transaction creates a contract.
    to: z.string().refine(isAddress, 'not an address').nullable(),
    input: z.string().refine(isBytes, 'not bytes in hex'),
  })
  .nullable()

/** A transaction in our own words, lower case; or what is wrong when it is another one than `tx`. */
export function toTransaction(
  wire: NonNullable<z.infer<typeof transactionShape>>,
  tx: string,
): ChainTransaction | string {
  if (wire.hash.toLowerCase() !== tx) return 'the answer is another transaction'
  return { tx, to: wire.to?.toLowerCase() ?? null, input: wire.input.toLowerCase() }
}
