import { linesOfBytes } from './byte-lines.ts'
import type { ReadRow, RecordFormat, Wanted } from './format.ts'
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

async function* rowsOf(
  batches: AsyncIterable<Iterable<Line>>,
  file: string,
  wanted: Wanted | null,
): AsyncGenerator<Iterable<ReadRow | null>> {
  let [good, bad, index] = [0, 0, -1]
  function* rowsIn(lines: Iterable<Line>): Generator<ReadRow | null> {
    for (const line of lines) {
      if (isBlank(line)) continue
      index += 1
      const row = wanted === null || wanted(index) ? readLine(line) : null
      if (row !== null && 'data' in row) good += 1
      else bad += 1
      yield row
    }
  }
  for await (const lines of batches) yield rowsIn(lines)
  if (good === 0 && bad > 1 && wanted === null) {
    throw unreadable(
      file,
      'It begins like JSON, but no line of it is a whole JSON object; write one per line.',
    )
  }
}

/** JSON lines: one object per line, blank lines allowed. */
export const jsonl = {
  name: 'JSON lines',
  recognises: (head) => head.startsWith('{'),
  read: (text, file) =>
    rowsOf(linesOf(text, recordsLimits.rowChars), file, null) as AsyncIterable<Iterable<ReadRow>>,
  readBytes: (bytes, file, wanted) => rowsOf(linesOfBytes(bytes, recordsLimits.rowChars), file, wanted),
} as const satisfies RecordFormat
