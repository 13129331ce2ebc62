import { emptyColumns, type LogColumns, sliceColumns } from '../../../core/log-columns.ts'
import { type Draft, newDraft } from './draft.ts'
import { fitLog } from './fit-log.ts'
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
import { scanLog } from './scan-log.ts'
import type { Wanted } from './wanted.ts'

/** A log takes more bytes than this: its keys, quotes and the fixed lengths of what is read are 490. */
const leastBytes = 480

const words = {
  id: asciiSource('id'),
  result: asciiSource('result'),
  error: asciiSource('error'),
  nothing: asciiSource('null'),
} as const
const mostDigits = 15

function isKey(source: Source, from: number, end: number, word: Source): boolean {
  return end - from === word.bytes.length && standsAt(source, from, word)
}

/** Behind the digits of exactly this number, -1 for any other. */
function skipId(source: Source, at: number, id: number): number {
  const { bytes } = source
  const digits = String(id)
  if (digits.length > mostDigits || !standsAt(source, at, asciiSource(digits))) return -1
  const end = at + digits.length
  const next = bytes[end]
  return next === mark.comma || next === mark.closeObject || skipSpace(bytes, end) > end ? end : -1
}

/** Behind a list of logs, which then stand in the draft; -1 when one of them is not as expected. */
function scanList(source: Source, from: number, draft: Draft, wanted: Wanted): number {
  const { bytes } = source
  if (bytes[from] !== mark.openList) return -1
  let at = skipSpace(bytes, from + 1)
  if (bytes[at] === mark.closeList) return at + 1
  for (;;) {
    if (bytes[at] !== mark.openObject) return -1
    const fitted = fitLog(source, at, draft, wanted)
    at = skipSpace(bytes, fitted < 0 ? scanLog(source, at, draft, wanted) : fitted)
    if (at < 0) return -1
    draft.row += 1
    if (bytes[at] === mark.closeList) return at + 1
    if (bytes[at] !== mark.comma) return -1
    at = skipSpace(bytes, at + 1)
  }
}

/**
 * The logs of a JSON-RPC answer to request `id`, straight from its bytes, in the order in which they stand there.
 * Undefined when anything at all is not as expected (an error, another id, an escape, a log that is no EIP-3009
 * event or does not answer the question): then nothing was said about the answer, and `JSON.parse` has to read it.
 * What is returned is what `JSON.parse` and `checkLogs` would have found, to the byte. Linear, never throws.
 */
export function scanAnswer(body: Uint8Array, id: number, wanted: Wanted): LogColumns | undefined {
  const source = toSource(body)
  const { bytes } = source
  const draft = newDraft(emptyColumns(Math.ceil(bytes.length / leastBytes)))
  let hasId = false
  let hasResult = false
  let at = skipSpace(bytes, 0)
  if (bytes[at] !== mark.openObject) return undefined
  do {
    at = skipSpace(bytes, at + 1)
    if (bytes[at] !== mark.quote) return undefined
    const key = at + 1
    const end = endOfString(bytes, key)
    at = skipSpace(bytes, end + 1)
    if (end < 0 || bytes[at] !== mark.colon) return undefined
    at = skipSpace(bytes, at + 1)
    if (isKey(source, key, end, words.id)) {
      at = hasId ? -1 : skipId(source, at, id)
      hasId = true
    } else if (isKey(source, key, end, words.result)) {
      at = hasResult ? -1 : scanList(source, at, draft, wanted)
      hasResult = true
    } else if (isKey(source, key, end, words.error)) {
      at = standsAt(source, at, words.nothing) ? at + words.nothing.bytes.length : -1
    } else {
      at = skipSimple(source, at)
    }
    at = skipSpace(bytes, at)
  } while (bytes[at] === mark.comma)
  if (bytes[at] !== mark.closeObject || skipSpace(bytes, at + 1) !== bytes.length) return undefined
  return hasId && hasResult ? sliceColumns(draft.columns, 0, draft.row) : undefined
}
