import { kinds, kindTopics } from '../../../core/log-columns.ts'
import { type Draft, type Key, mostFields, note } from './draft.ts'
import { endOfQuantity, quantityAt, readBytes } from './hex-bytes.ts'
import {
  asciiSource,
  endOfString,
  mark,
  type Source,
  skipSimple,
  skipSpace,
  standsAt,
  toSource,
} from './json-bytes.ts'
import { toBytes, type Wanted } from './wanted.ts'

const notedEvent = 20
const notedFirst = 52

/** The keys that are read, each with the bit that says that it was seen. */
export const bits = {
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
// Providers write nine to eleven; what a log holds beyond this is read without being remembered.
const mostKeys = 32
/** What is read of topics, as a field of a stencil. */
export const topicBits = { event: 256, first: 512, second: 1024 } as const

const bitOfName = new Map<string, number>(Object.entries(bits))

const events = kindTopics.map((topic) => toSource(toBytes(topic)))
const noData = asciiSource('"0x"')
const isFalse = asciiSource('false')
const isNull = asciiSource('null')

const longestKey = 64

/** The key whose quote stands at `at`; undefined when there is no key and colon, or they are too long for one. */
function readKey({ bytes }: Source, at: number): Key | undefined {
  const end = endOfString(bytes, at + 1)
  const colon = skipSpace(bytes, end + 1)
  if (end < 0 || colon - at > longestKey || bytes[colon] !== mark.colon) return undefined
  const name = Buffer.from(bytes.subarray(at + 1, end)).toString('latin1')
  return { written: toSource(bytes.slice(at, colon + 1)), bit: bitOfName.get(name) ?? 0 }
}

/** The key at this place, first looked for as the one that stood there in the log before. */
function keyAt(source: Source, at: number, place: number, known: Key[]): Key | undefined {
  const expected = known[place]
  if (expected !== undefined && standsAt(source, at, expected.written)) return expected
  const key = readKey(source, at)
  if (key !== undefined && place < mostKeys) known[place] = key
  return key
}

/** Exactly three topics; the place behind them or -1. */
function readTopics(source: Source, from: number, draft: Draft): number {
  const { bytes } = source
  const { row, noted, second } = draft
  const word = (bit: number, place: number, out: DataView, to: number): number => {
    const begin = skipSpace(bytes, place)
    const end = readBytes(source, begin, 32, out, to)
    note(draft, bit, begin, end)
    return skipSpace(bytes, end)
  }
  if (bytes[from] !== mark.openList) return -1
  let at = word(topicBits.event, from + 1, noted.view, notedEvent)
  if (bytes[at] !== mark.comma) return -1
  at = word(topicBits.first, at + 1, noted.view, notedFirst)
  if (bytes[at] !== mark.comma) return -1
  at = word(topicBits.second, at + 1, second, row * 32)
  return bytes[at] === mark.closeList ? at + 1 : -1
}

function readData(source: Source, at: number, draft: Draft): number {
  draft.hasValue = !standsAt(source, at, noData)
  return draft.hasValue ? readBytes(source, at, 32, draft.value, draft.row * 32) : at + noData.bytes.length
}

/** The number of a log in its block; -1 for what the column cannot hold. */
export function readIndex({ bytes }: Source, at: number, { columns, row }: Draft): number {
  const end = endOfQuantity(bytes, at)
  const index = quantityAt(bytes, at, end)
  columns.logIndex[row] = index
  return columns.logIndex[row] === index ? end : -1
}

/** The number of a block; what is no number is -1 in its column. */
export function readBlock({ bytes }: Source, at: number, { columns, row }: Draft): number {
  const end = endOfQuantity(bytes, at)
  columns.block[row] = quantityAt(bytes, at, end)
  return end
}

function skipNotRemoved(source: Source, at: number): number {
  if (standsAt(source, at, isFalse)) return at + isFalse.bytes.length
  return standsAt(source, at, isNull) ? at + isNull.bytes.length : -1
}

function readField(source: Source, bit: number, at: number, draft: Draft): number {
  switch (bit) {
    case bits.address:
      return readBytes(source, at, 20, draft.noted.view, 0)
    case bits.topics:
      return readTopics(source, at, draft)
    case bits.data:
      return readData(source, at, draft)
    case bits.blockNumber:
      return readBlock(source, at, draft)
    case bits.blockHash:
      return readBytes(source, at, 32, draft.blockHash, draft.row * 32)
    case bits.transactionHash:
      return readBytes(source, at, 32, draft.tx, draft.row * 32)
    case bits.logIndex:
      return readIndex(source, at, draft)
    case bits.removed:
      return skipNotRemoved(source, at)
    default:
      return skipSimple(source, at)
  }
}

function kindOf(noted: Source): number {
  for (let kind = 0; kind < events.length; kind += 1) {
    const event = events[kind]
    if (event !== undefined && standsAt(noted, notedEvent, event)) return kind
  }
  return -1
}

/** Do twelve zeros stand here, as before every address in a word? */
export function beginsWithZeros(view: DataView, at: number): boolean {
  return (view.getInt32(at) | view.getInt32(at + 4) | view.getInt32(at + 8)) === 0
}

/** Is what was read one of the three events, to the last byte, and an answer to the question? Then the row is finished. */
function finish({ columns, row, noted, first, second, hasValue }: Draft, wanted: Wanted): boolean {
  const kind = kindOf(noted)
  if (kind < 0 || wanted.kinds[kind] !== true || !standsAt(noted, 0, wanted.address)) return false
  const isTransfer = kind === kinds.transfer
  if (hasValue !== isTransfer || !beginsWithZeros(noted.view, notedFirst)) return false
  if (isTransfer && !beginsWithZeros(second, row * 32)) return false
  const block = columns.block[row] ?? -1
  if (block < wanted.fromBlock || block > wanted.toBlock) return false
  columns.kind[row] = kind
  for (let i = 0; i < 20; i += 4) first.setInt32(row * 20 + i, noted.view.getInt32(notedFirst + 12 + i))
  return wanted.first(columns.first, row * 20) && wanted.second(columns.second, row * 32)
}

/**
 * Reads the log whose `{` stands at `from` into the draft's row and gives the place behind it. -1 for all that is
 * not written as expected or does not answer the question; the row may then hold anything. Keys may come in any
 * order, unknown ones with a simple value are passed over, and each known one must come once. Linear.
 */
export function scanLog(source: Source, from: number, draft: Draft, wanted: Wanted): number {
  const { bytes } = source
  let at = skipSpace(bytes, from + 1)
  let seen = 0
  const { stencil } = draft
  stencil.count = 0
  stencil.end = 0
  for (let place = 0; bytes[at] === mark.quote; place += 1) {
    const key = keyAt(source, at, place, draft.keys)
    if (key === undefined || (seen & key.bit) !== 0) return -1
    seen |= key.bit
    at = skipSpace(bytes, at + key.written.bytes.length)
    const end = readField(source, key.bit, at, draft)
    if (key.bit === bits.blockHash) stencil.hashAt = at
    if (key.bit !== bits.topics && key.bit !== bits.removed) note(draft, key.bit, at, end)
    at = skipSpace(bytes, end)
    if (bytes[at] === mark.closeObject) {
      if ((seen & allNeeded) !== allNeeded || !finish(draft, wanted)) return -1
      if (stencil.count <= mostFields) {
        stencil.from = from
        stencil.end = at + 1
        stencil.row = draft.row
      }
      return at + 1
    }
    if (bytes[at] !== mark.comma) return -1
    at = skipSpace(bytes, at + 1)
  }
  return -1
}
