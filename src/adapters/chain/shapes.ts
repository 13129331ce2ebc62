import * as z from 'zod'
import type { BlockRef, ChainLog } from '../../core/ports.ts'

// Source: Ethereum JSON-RPC, QUANTITY and DATA. Fixed or bounded lengths: linear.
const quantityText = /^0x[0-9a-f]{1,16}$/i
// 52 bits, so that the number is exact without a second look.
const exactQuantityText = /^0x0{0,3}[0-9a-f]{1,13}$/i
const wordText = /^0x[0-9a-f]{64}$/i
const addressText = /^0x[0-9a-f]{40}$/i
// Looks for one wrong character instead of matching all right ones, so a long text costs no backtracking.
const notHex = /[^0-9a-f]/i

/** Is this a 32-byte value in hex, any case? */
export function isWord(text: string): boolean {
  return wordText.test(text)
}

/** Is this an address in hex, any case? */
export function isAddress(text: string): boolean {
  return addressText.test(text)
}

/** Is this a whole number of bytes in hex, with 0x? */
export function isBytes(text: string): boolean {
  return text.startsWith('0x') && text.length % 2 === 0 && !notHex.test(text.slice(2))
}

/** A block number or a small quantity as the wire wants it: `0x1f4`. */
export function toQuantity(value: number): string {
  return `0x${value.toString(16)}`
}

const lower = (text: string) => text.toLowerCase()

/** A quantity that fits a JavaScript integer exactly. */
export const quantityShape = z
  .string()
  .regex(quantityText, 'not a quantity')
  .transform(Number)
  .refine(Number.isSafeInteger, 'too large a quantity')

const wordShape = z.string().regex(wordText, 'not 32 bytes').transform(lower)

/** Bytes in hex, lower case. */
export const bytesShape = z.string().refine(isBytes, 'not bytes in hex').transform(lower)

/** A block header as far as we read it; null = the node knows no such block. */
export const blockShape = z
  .object({ number: quantityShape, hash: wordShape, timestamp: quantityShape })
  .nullable() satisfies z.ZodType<BlockRef | null>

const wireWord = z.string().regex(wordText, 'not 32 bytes')
const wireQuantity = z.string().regex(exactQuantityText, 'not a quantity')

/**
 * A log as the wire carries it; pending logs (null block) do not fit. Only checked here and turned into our
 * words by `toChainLog`: transforms inside the shape made a page of 100,000 logs twice as slow.
 */
export const logShape = z.object({
  address: z.string().regex(addressText, 'not an address'),
  topics: z.array(wireWord).max(4),
  data: z.string().refine(isBytes, 'not bytes in hex'),
  blockNumber: wireQuantity,
  blockHash: wireWord,
  transactionHash: wireWord,
  logIndex: wireQuantity,
  removed: z.boolean().nullish(),
})

/** A list whose members are judged one by one. */
export const listShape = z.array(z.unknown())

/** A receipt as far as we read it; null = no such mined transaction. Without status or logs it is not one. */
export const receiptShape = z
  .object({
    transactionHash: wordShape,
    status: z.string().regex(/^0x[01]$/, 'neither 0x0 nor 0x1'),
    blockNumber: quantityShape,
    blockHash: wordShape,
    logs: z.array(logShape),
  })
  .nullable()

/** A log in our own words: lower case, numbers as numbers. */
export function toChainLog(log: z.infer<typeof logShape>): ChainLog {
  return {
    address: log.address.toLowerCase(),
    topics: log.topics.map(lower),
    data: log.data.toLowerCase(),
    blockNumber: Number(log.blockNumber),
    blockHash: log.blockHash.toLowerCase(),
    tx: log.transactionHash.toLowerCase(),
    logIndex: Number(log.logIndex),
  }
}

/** What is wrong with an answer, in a few words of ours: `status: neither 0x0 nor 0x1`. */
export function shapeProblem(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'the answer has an unexpected shape'
  const path = issue.path.filter((key) => typeof key !== 'symbol').join('.')
  return `the answer has an unexpected shape (${path === '' ? '' : `${path}: `}${issue.message})`
}
