import { type ByteLine, fromLinesOfBytes } from './byte-lines.ts'
import type { MakeRow, MarkRow, ReadRow, RecordFormat, ScanRow, Wanted } from './format.ts'
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

function isBlank(text: string | null): boolean {
  return text !== null && !text.startsWith('{') && text.trim() === ''
}

const openingBrace = 0x7b

/** Judges, once all rows are read, whether they were JSON lines at all. */
function makeJudge(file: string) {
  let [good, bad] = [0, 0]
  return {
    see: (isGood: boolean) => {
      if (isGood) good += 1
      else bad += 1
    },
    judge: () => {
      if (good > 0 || bad <= 1) return
      throw unreadable(
        file,
        'It begins like JSON, but no line of it is a whole JSON object; write one per line.',
      )
    },
  }
}

async function* read(text: AsyncIterable<string>, file: string): AsyncGenerator<readonly ReadRow[]> {
  const { see, judge } = makeJudge(file)
  for await (const lines of linesOf(text, recordsLimits.rowChars)) {
    const rows: ReadRow[] = []
    for (const line of lines) {
      if (isBlank(line.text)) continue
      const row = readLine(line)
      see('data' in row)
      rows.push(row)
    }
    yield rows
  }
  judge()
}

async function* readBytes<T>(
  source: AsyncIterable<Buffer>,
  file: string,
  wanted: Wanted | null,
  make: MakeRow<T>,
  scan: ScanRow<T>,
  mark: MarkRow | null,
): AsyncGenerator<Iterable<T>> {
  const { see, judge } = makeJudge(file)
  let index = -1
  yield* fromLinesOfBytes(source, recordsLimits.rowChars, (row: ByteLine) => {
    const { line, bytes, from, to } = row
    const isObject = from < to && bytes[from] === openingBrace
    const text = isObject ? undefined : row.text()
    if (text !== undefined && isBlank(text)) return undefined
    index += 1
    if (isObject) mark?.(index, line, row.at)
    if (wanted !== null && !wanted(index)) return make(null)
    if (isObject && to - from <= recordsLimits.rowChars) {
      const made = scan(line, bytes, from, to)
      if (made !== undefined) {
        see(true)
        return made
      }
    }
    const read = readLine({ line, text: text === undefined ? row.text() : text, ended: row.ended })
    see('data' in read)
    return make(read)
  })
  if (wanted === null) judge()
}

/** JSON lines: one object per line, blank lines allowed. */
export const jsonl = {
  name: 'JSON lines',
  recognises: (head) => head.startsWith('{'),
  read,
  readBytes,
} as const satisfies RecordFormat
