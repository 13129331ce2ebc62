import type { ReadRow, RecordFormat } from './format.ts'
import { recordsLimits } from './limits.ts'
import { type Line, linesOf } from './lines.ts'
import { unreadable } from './unreadable.ts'

// nginx writes these unless its log format says escape=json. Fixed length, linear.
const nginxEscape = /\\x[0-9A-Fa-f]{2}/

function readLine({ line, text, ended }: Line): ReadRow | null {
  if (text === null) return { line, why: 'the line is longer than 1 MiB' }
  const trimmed = text.trim()
  if (trimmed === '') return null
  try {
    return { line, data: JSON.parse(trimmed) }
  } catch {
    if (!ended) return { line, why: 'the last line is cut off' }
    const hint = nginxEscape.test(trimmed) ? '; it has \\x escapes (nginx: log_format ... escape=json)' : ''
    return { line, why: `the line is not JSON${hint}` }
  }
}

async function* read(text: AsyncIterable<string>, file: string): AsyncGenerator<readonly ReadRow[]> {
  let good = 0
  let bad = 0
  for await (const lines of linesOf(text, recordsLimits.rowChars)) {
    const rows = lines.map(readLine).filter((row) => row !== null)
    for (const row of rows) {
      if ('data' in row) good += 1
      else bad += 1
    }
    yield rows
  }
  if (good === 0 && bad > 1) {
    throw unreadable(
      file,
      'It begins like JSON, but no line of it is a whole JSON object; write one per line.',
    )
  }
}

/** JSON lines: one object per line, blank lines allowed. */
export const jsonl: RecordFormat = {
  name: 'JSON lines',
  recognises: (head) => head.startsWith('{'),
  read,
}
