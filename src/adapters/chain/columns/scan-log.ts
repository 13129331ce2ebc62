import { kinds, kindTopics, type LogColumns } from '../../../core/log-columns.ts'
import { endOfQuantity, quantityAt, readBytes } from './hex-bytes.ts'
import { endOfString, mark, skipSimple, skipSpace, standsAt } from './json-bytes.ts'
import type { Wanted } from './wanted.ts'

/** Where the next log is written, and what is noted of it until it is known which event it is. */
export type Draft = {
  readonly columns: LogColumns
  readonly address: Uint8Array
  readonly event: Uint8Array
  readonly first: Uint8Array
  row: number
  hasValue: boolean
}

/** A draft that writes into these columns, from their first row. */
export function newDraft(columns: LogColumns): Draft {
  return {
    columns,
    address: new Uint8Array(20),
    event: new Uint8Array(32),
    first: new Uint8Array(32),
    row: 0,
    hasValue: false,
  }
}

/** The keys that are read, each with the bit that says that it was seen. */
const bits = {
  address: 1,
  topics: 2,
  data: 4,
  blockNumber: 8,
  blockHash: 16,
  transactionHash: 32,
  logIndex: 64,
  removed: 128,
} as const
const allNeeded = 127

type Key = { readonly name: Uint8Array; readonly bit: number }

const keysByLength: readonly (readonly Key[])[] = Array.from({ length: 16 }, (_, length) =>
  Object.entries(bits).flatMap(([name, bit]) =>
    name.length === length ? [{ name: Buffer.from(name), bit }] : [],
  ),
)

function bitOf(bytes: Uint8Array, from: number, end: number): number {
  const keys = keysByLength[end - from]
  if (keys === undefined) return 0
  for (const key of keys) if (standsAt(bytes, from, key.name)) return key.bit
  return 0
}

const eventBytes = kindTopics.map((topic) => Buffer.from(topic.slice(2), 'hex'))
const noData = Buffer.from('"0x"')
const isFalse = Buffer.from('false')
const isNull = Buffer.from('null')

function beginsWithZeros(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < from + 12; at += 1) if (bytes[at] !== 0) return false
  return true
}

/** Exactly three topics; the place behind them or -1. */
function readTopics(bytes: Uint8Array, from: number, { columns, row, event, first }: Draft): number {
  if (bytes[from] !== mark.openList) return -1
  let at = skipSpace(bytes, readBytes(bytes, skipSpace(bytes, from + 1), 32, event, 0))
  if (bytes[at] !== mark.comma) return -1
  at = skipSpace(bytes, readBytes(bytes, skipSpace(bytes, at + 1), 32, first, 0))
  if (bytes[at] !== mark.comma) return -1
  at = skipSpace(bytes, readBytes(bytes, skipSpace(bytes, at + 1), 32, columns.second, row * 32))
  return bytes[at] === mark.closeList ? at + 1 : -1
}

function readData(bytes: Uint8Array, at: number, draft: Draft): number {
  draft.hasValue = !standsAt(bytes, at, noData)
  if (!draft.hasValue) return at + noData.length
  return readBytes(bytes, at, 32, draft.columns.value, draft.row * 32)
}

function readIndex(bytes: Uint8Array, at: number, { columns, row }: Draft): number {
  const end = endOfQuantity(bytes, at)
  const index = quantityAt(bytes, at, end)
  columns.logIndex[row] = index
  // What the column cannot hold, and what is no number.
  return columns.logIndex[row] === index ? end : -1
}

function readBlock(bytes: Uint8Array, at: number, { columns, row }: Draft): number {
  const end = endOfQuantity(bytes, at)
  columns.block[row] = quantityAt(bytes, at, end)
  return end
}

function skipNotRemoved(bytes: Uint8Array, at: number): number {
  if (standsAt(bytes, at, isFalse)) return at + isFalse.length
  return standsAt(bytes, at, isNull) ? at + isNull.length : -1
}

function readField(bytes: Uint8Array, bit: number, at: number, draft: Draft): number {
  const { columns, row } = draft
  switch (bit) {
    case bits.address:
      return readBytes(bytes, at, 20, draft.address, 0)
    case bits.topics:
      return readTopics(bytes, at, draft)
    case bits.data:
      return readData(bytes, at, draft)
    case bits.blockNumber:
      return readBlock(bytes, at, draft)
    case bits.blockHash:
      return readBytes(bytes, at, 32, columns.blockHash, row * 32)
    case bits.transactionHash:
      return readBytes(bytes, at, 32, columns.tx, row * 32)
    case bits.logIndex:
      return readIndex(bytes, at, draft)
    case bits.removed:
      return skipNotRemoved(bytes, at)
    default:
      return skipSimple(bytes, at)
  }
}

/** Is what was read one of the three events, to the last byte, and an answer to the question? Then the row is finished. */
function finish({ columns, row, event, first, address, hasValue }: Draft, wanted: Wanted): boolean {
  const kind = eventBytes.findIndex((topic) => standsAt(event, 0, topic))
  if (kind < 0 || wanted.kinds[kind] !== true || !standsAt(address, 0, wanted.address)) return false
  const isTransfer = kind === kinds.transfer
  if (hasValue !== isTransfer || !beginsWithZeros(first, 0)) return false
  if (isTransfer && !beginsWithZeros(columns.second, row * 32)) return false
  const block = columns.block[row] ?? -1
  if (block < wanted.fromBlock || block > wanted.toBlock) return false
  columns.kind[row] = kind
  for (let i = 0; i < 20; i += 1) columns.first[row * 20 + i] = first[12 + i] ?? 0
  return wanted.first(columns.first, row * 20) && wanted.second(columns.second, row * 32)
}

/**
 * Reads the log whose `{` stands at `from` into the draft's row and gives the place behind it. -1 for all that is
 * not written as expected or does not answer the question; the row may then hold anything. Keys may come in any
 * order, unknown ones with a simple value are passed over, and each known one must come once. Linear.
 */
export function scanLog(bytes: Uint8Array, from: number, draft: Draft, wanted: Wanted): number {
  let at = skipSpace(bytes, from + 1)
  let seen = 0
  while (bytes[at] === mark.quote) {
    const end = endOfString(bytes, at + 1)
    const bit = bitOf(bytes, at + 1, end)
    at = skipSpace(bytes, end + 1)
    if (end < 0 || bytes[at] !== mark.colon || (seen & bit) !== 0) return -1
    seen |= bit
    at = skipSpace(bytes, readField(bytes, bit, skipSpace(bytes, at + 1), draft))
    if (bytes[at] === mark.closeObject) {
      return (seen & allNeeded) === allNeeded && finish(draft, wanted) ? at + 1 : -1
    }
    if (bytes[at] !== mark.comma) return -1
    at = skipSpace(bytes, at + 1)
  }
  return -1
}
