import { fromLinesOfBytes } from './byte-lines.ts'
import type { MakeRow, ReadRow, RecordFormat, Wanted } from './format.ts'
import { recordsLimits } from './limits.ts'
import { type Line, linesOf } from './lines.ts'
import { unreadable } from './unreadable.ts'

// nginx writes these unless its log format says escape=json. Fixed length, linear.
const nginxEscape = /\\x[0-9A-Fa-f]{2}/

function readLine({ line, text, ended }: Line): ReadRow {
  if (text === null) return { line, why: 'the line is longer than 1 MiB' }
  const trimmed = text.trim()
  try {
    return { line, data: JSON.parse(trimmed) }
  } catch {
    if (!ended) return { line, why: 'the last line is cut off' }
    const hint = nginxEscape.test(trimmed) ? '; it has \\x escapes (nginx: log_format ... escape=json)' : ''
    return { line, why: `the line is not JSON${hint}` }
  }
}

function isBlank({ text }: Line): boolean {
  return text !== null && !text.startsWith('{') && text.trim() === ''
}

/** Reads lines into rows and judges, once all are read, whether they were JSON lines at all. */
function makeRows(file: string, wanted: Wanted | null) {
  let [good, bad, index] = [0, 0, -1]
  return {
    /** Undefined for a blank line, null for a row that is not wanted. */
    row: (line: Line): ReadRow | null | undefined => {
      if (isBlank(line)) return undefined
      index += 1
      if (wanted !== null && !wanted(index)) return null
      const row = readLine(line)
      if ('data' in row) good += 1
      else bad += 1
      return row
    },
    judge: () => {
      if (good > 0 || bad <= 1 || wanted !== null) return
      throw unreadable(
        file,
        'It begins like JSON, but no line of it is a whole JSON object; write one per line.',
      )
    },
  }
}

async function* read(text: AsyncIterable<string>, file: string): AsyncGenerator<readonly ReadRow[]> {
  const rows = makeRows(file, null)
  for await (const lines of linesOf(text, recordsLimits.rowChars)) {
    yield lines.flatMap((line) => rows.row(line) ?? [])
  }
  rows.judge()
}

async function* readBytes<T>(
  bytes: AsyncIterable<Buffer>,
  file: string,
  wanted: Wanted | null,
  make: MakeRow<T>,
): AsyncGenerator<Iterable<T>> {
  const rows = makeRows(file, wanted)
  yield* fromLinesOfBytes(bytes, recordsLimits.rowChars, (line) => {
    const row = rows.row(line)
    return row === undefined ? undefined : make(row)
  })
  rows.judge()
}

/** JSON lines: one object per line, blank lines allowed. */
export const jsonl = {
  name: 'JSON lines',
  recognises: (head) => head.startsWith('{'),
  read,
  readBytes,
} as const satisfies RecordFormat
