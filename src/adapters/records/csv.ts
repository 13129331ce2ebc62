import { Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { safe } from '../../core/safe.ts'
import type { ReadRow, RecordFormat } from './format.ts'
import { takeHead } from './head.ts'
import { recordsLimits } from './limits.ts'
import { unreadable } from './unreadable.ts'

const headChars = 65_536
const delimiters = [',', ';', '\t'] as const

type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } }

function firstLine(head: string): string {
  return head.slice(0, head.search(/[\r\n]|$/))
}

/** The delimiter that occurs most often in a header line outside quotes; null when none does. */
export function delimiterOf(headerLine: string): string | null {
  const bare = headerLine.split('"').filter((_part, index) => index % 2 === 0)
  const counted = delimiters.map((delimiter) => ({
    delimiter,
    count: bare.reduce((sum, part) => sum + part.split(delimiter).length - 1, 0),
  }))
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a))
  return best.count === 0 ? null : best.delimiter
}

function looksLikeHeader(head: string): boolean {
  const line = firstLine(head)
  const delimiter = delimiterOf(line)
  if (delimiter === null) return false
  // Column names begin with a letter, an underscore, a dollar or an at sign; values mostly do not.
  return /^"?[\p{L}_$@]/u.test(line) && !/^"?0x/i.test(line)
}

/** The column names. Throws RECORDS_UNREADABLE for a name that is missing or stands twice. */
function readHeader(cells: readonly string[], file: string): readonly string[] {
  const names = cells.map((cell) => cell.trim())
  const blank = names.indexOf('')
  if (blank !== -1) throw unreadable(file, `Column ${blank + 1} of its header line has no name.`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw unreadable(file, `The column "${safe(twice, 60)}" stands twice in its header.`)
  return names
}

function readCells(names: readonly string[], cells: readonly string[], line: number): ReadRow {
  if (cells.length !== names.length) {
    return { line, why: `the row has ${cells.length} columns, the header has ${names.length}` }
  }
  // fromEntries defines own properties, so a column called __proto__ is a column and nothing else.
  return { line, data: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])) }
}

function quoteProblem(file: string, error: CsvError, begun: number): Error | ReadRow {
  const { lines = begun } = error as { lines?: number }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' && lines <= begun) {
    return { line: begun, why: 'the last line is cut off' }
  }
  return unreadable(
    file,
    `A quote opened on or after line ${begun} is not closed, so rows behind it are lost.`,
    error,
  )
}

async function* read(text: AsyncIterable<string>, file: string): AsyncGenerator<readonly ReadRow[]> {
  const { head, all } = await takeHead(text, (chunks) => {
    const text = chunks.join('').trimStart()
    return text.length > headChars || /[\r\n]/.test(text)
  })
  const delimiter = delimiterOf(firstLine(head.join('').trimStart()))
  if (delimiter === null) throw unreadable(file, 'Its header line has only one column.')
  let last = ''
  let line = 0
  const trouble: { first: Error | ReadRow | null } = { first: null }
  async function* watched(): AsyncGenerator<string> {
    for await (const chunk of all) {
      last = chunk.at(-1) ?? last
      yield chunk
    }
  }
  const parser = parse({
    delimiter,
    info: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: recordsLimits.rowChars,
    on_record: (record, context) => {
      line = context.lines
      return record
    },
    on_skip: (error) => {
      if (error !== undefined) trouble.first ??= quoteProblem(file, error, line + 1)
      return undefined
    },
  })
  let names: readonly string[] | null = null
  let before = 0
  let short: (ReadRow & { readonly why: string }) | null = null
  const source = Readable.from(watched())
  source.on('error', (error) => parser.destroy(error))
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<Parsed>) {
      if (trouble.first instanceof Error) throw trouble.first
      const row: ReadRow | null = names === null ? null : readCells(names, record, before + 1)
      before = info.lines
      names ??= readHeader(record, file)
      if (short !== null) yield [short]
      short = null
      if (row !== null && 'why' in row) short = row
      else if (row !== null) yield [row]
    }
  } finally {
    source.destroy()
    parser.destroy()
  }
  if (trouble.first instanceof Error) throw trouble.first
  if (short !== null) yield [last === '\n' ? short : { line: short.line, why: 'the last line is cut off' }]
  if (trouble.first !== null) yield [trouble.first]
}

/** CSV with a header line; comma, semicolon or tab; RFC 4180 quotes with line breaks inside. */
export const csv: RecordFormat = { name: 'CSV', recognises: looksLikeHeader, read }
