import { kinds } from '../../../core/log-columns.ts'
import type { Draft } from './draft.ts'
import { readBytes, readPairs } from './hex-bytes.ts'
import { mark, type Source, skipSimple, standsAgain } from './json-bytes.ts'
import { beginsWithZeros, bits, readBlock, readIndex, topicBits } from './scan-log.ts'
import type { Wanted } from './wanted.ts'

/** `"0x` and the digits of so many bytes. */
const textOf = (bytes: number) => 3 + 2 * bytes
const wordText = textOf(32) + 1

function copyBytes(column: DataView, from: number, to: number, count: number): void {
  for (let i = 0; i < count; i += 4) column.setInt32(to + i, column.getInt32(from + i))
}

/** Behind the last `count` bytes of a word whose other digits are known; -1 when they are no digits, or more follow. */
function readTail(source: Source, at: number, count: number, out: DataView, to: number): number {
  const end = at + wordText - 1
  if (source.bytes[end] !== mark.quote) return -1
  return readPairs(source.view, end - 2 * count, count, out, to) ? end + 1 : -1
}

/** An address in a word, behind the same zeros. */
function fitFirst(source: Source, known: number, at: number, draft: Draft, wanted: Wanted): number {
  if (!standsAgain(source, known, known + textOf(12), at - known)) return -1
  const end = readTail(source, at, 20, draft.first, draft.row * 20)
  return end >= 0 && wanted.first(draft.columns.first, draft.row * 20) ? end : -1
}

function fitSecond(source: Source, known: number, at: number, draft: Draft, wanted: Wanted): number {
  const { row, second, stencil, columns } = draft
  if (standsAgain(source, known, known + wordText, at - known)) {
    copyBytes(second, stencil.row * 32, row * 32, 32)
    return at + wordText
  }
  const end = readBytes(source, at, 32, second, row * 32)
  const isTransfer = columns.kind[stencil.row] === kinds.transfer
  if (end < 0 || (isTransfer && !beginsWithZeros(second, row * 32))) return -1
  return wanted.second(columns.second, row * 32) ? end : -1
}

/** Most values are small: the digits before the last eight bytes are the same. */
function fitData(source: Source, known: number, at: number, { columns, row, value, stencil }: Draft): number {
  if (columns.kind[stencil.row] !== kinds.transfer) {
    return standsAgain(source, known, known + 4, at - known) ? at + 4 : -1
  }
  if (!standsAgain(source, known, known + textOf(24), at - known)) {
    return readBytes(source, at, 32, value, row * 32)
  }
  copyBytes(value, stencil.row * 32, row * 32, 24)
  return readTail(source, at, 8, value, row * 32 + 24)
}

/** Logs of one block stand one behind the other. */
function fitBlockHash(source: Source, at: number, { row, blockHash, stencil }: Draft): number {
  const { hashAt } = stencil
  stencil.hashAt = at
  if (!standsAgain(source, hashAt, hashAt + wordText, at - hashAt)) {
    return readBytes(source, at, 32, blockHash, row * 32)
  }
  copyBytes(blockHash, row * 32 - 32, row * 32, 32)
  return at + wordText
}

function fitBlock(source: Source, at: number, draft: Draft, { fromBlock, toBlock }: Wanted): number {
  const end = readBlock(source, at, draft)
  const block = draft.columns.block[draft.row] ?? -1
  return block >= fromBlock && block <= toBlock ? end : -1
}

/** Reads what stands at `at` where the log of the stencil has a field from `known` up to `knownEnd`. */
function fitField(source: Source, field: number, at: number, draft: Draft, wanted: Wanted): number {
  const { fields } = draft.stencil
  const known = fields[field + 1] ?? 0
  const knownEnd = fields[field + 2] ?? 0
  switch (fields[field]) {
    case bits.address:
    case topicBits.event:
      return standsAgain(source, known, knownEnd, at - known) ? at + knownEnd - known : -1
    case topicBits.first:
      return fitFirst(source, known, at, draft, wanted)
    case topicBits.second:
      return fitSecond(source, known, at, draft, wanted)
    case bits.data:
      return fitData(source, known, at, draft)
    case bits.blockNumber:
      return fitBlock(source, at, draft, wanted)
    case bits.blockHash:
      return fitBlockHash(source, at, draft)
    case bits.transactionHash:
      return readBytes(source, at, 32, draft.tx, draft.row * 32)
    case bits.logIndex:
      return readIndex(source, at, draft)
    default:
      return skipSimple(source, at)
  }
}

/**
 * Reads the log at `from` as one that is written like the log of the stencil: between what is read the same bytes, and
 * the same event of the same contract. Gives the place behind it, or -1 where it is written in any other way, or does
 * not answer the question; the row may then hold anything. Says what `scanLog` would say. Linear, never throws.
 */
export function fitLog(source: Source, from: number, draft: Draft, wanted: Wanted): number {
  const { stencil, columns, row } = draft
  if (stencil.end === 0) return -1
  let shift = from - stencil.from
  let known = stencil.from
  for (let field = 0; field < 3 * stencil.count; field += 3) {
    const at = stencil.fields[field + 1] ?? 0
    if (!standsAgain(source, known, at, shift)) return -1
    const end = fitField(source, field, at + shift, draft, wanted)
    if (end < 0) return -1
    known = stencil.fields[field + 2] ?? 0
    shift = end - known
  }
  if (!standsAgain(source, known, stencil.end, shift)) return -1
  columns.kind[row] = columns.kind[stencil.row] ?? 0
  return stencil.end + shift
}
