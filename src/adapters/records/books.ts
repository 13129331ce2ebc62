import { resolve } from 'node:path'
import type { Pays, RecordsSource } from '../../core/profile.ts'
import type { Secret } from '../../core/secret.ts'
import type { SecretReference } from '../../core/secret-reference.ts'
import type { RowSource } from '../../payments/record.ts'
import type { Draft } from '../../payments/records/normalise-row.ts'
import type { NormaliseContext, Reading } from '../../payments/records/reading.ts'
import { bytesOfProgram } from './exec.ts'
import { type Bytes, bytesOfFile, bytesOfStream, isReadOnce, openParts, type Parts } from './file-bytes.ts'
import { rowsOf } from './file-rows.ts'
import { findFiles } from './find-files.ts'
import type { MarkRow, ReadRow, RecordFormat, Wanted } from './format.ts'
import { jsonl } from './jsonl.ts'
import { isDelivery, piprailReceipts } from './piprail.ts'
import type { Section } from './starts.ts'

/** Where records come from. Relative paths start at `cwd`; `stdin` is read for the file `-`. */
export type RecordsOptions = {
  readonly sources: readonly RecordsSource[]
  readonly cwd: string
  readonly stdin: NodeJS.ReadableStream
  readonly pays: readonly Pays[]
  /** The environment of programs that print records; without it they have none. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Needed for sources that name a secret. */
  readonly resolveSecret?: (reference: SecretReference) => Promise<Secret>
}

/** One file of the books, as the operator named it. */
export type BookFile = {
  readonly file: string
  readonly bytes: Bytes
  /** Given = any part of it can be read by itself. */
  readonly parts?: () => Promise<Parts>
  /** It is gone, or another, when it is read again. */
  readonly once: boolean
}

/** One source whose files are known and not yet read. */
export type Books = {
  readonly context: NormaliseContext
  readonly files: readonly BookFile[]
  /** The one format that the source allows; null = any. */
  readonly signed: RecordFormat | null
}

const unverified = 'a delivered receipt, but its source names no secret (piprail: in x402ops.yaml)'

async function signedFormat(
  reference: SecretReference,
  { resolveSecret }: RecordsOptions,
): Promise<RecordFormat> {
  if (resolveSecret === undefined)
    throw new Error('a source of signed records needs a way to resolve secrets')
  return piprailReceipts(await resolveSecret(reference))
}

async function filesOf(
  source: RecordsSource,
  { cwd, env = {}, stdin }: RecordsOptions,
  signal: AbortSignal,
): Promise<readonly BookFile[]> {
  const { file, exec } = source
  if (exec !== undefined) {
    return [{ file, bytes: bytesOfProgram(exec, file, { cwd, env }, signal), once: true }]
  }
  if (file === '-') return [{ file, bytes: () => bytesOfStream(stdin, file), once: true }]
  const files: BookFile[] = []
  for (const name of await findFiles(file, cwd)) {
    const path = resolve(cwd, name)
    const parts = () => openParts(path, name)
    files.push({ file: name, bytes: bytesOfFile(path, name), parts, once: await isReadOnce(path) })
  }
  return files
}

/**
 * Finds the files of a source and reads its mapping. Throws `OpsError` RECORDS_NOT_FOUND, RECORDS_UNREADABLE,
 * RECORDS_TABLE_MISSING, MAPPING_INVALID or SECRET_NOT_FOUND.
 */
export async function openBooks(
  source: RecordsSource,
  options: RecordsOptions,
  signal: AbortSignal,
): Promise<Books> {
  const { cwd, pays } = options
  let mapping: NormaliseContext['mapping'] = null
  if (source.mapping !== null) {
    // Loaded here: most books need no mapping, and a YAML reader is a megabyte of program.
    const { readMapping } = await import('./mapping-file.ts')
    mapping = await readMapping(source.mapping, cwd)
  }
  const signed = source.piprail === undefined ? null : await signedFormat(source.piprail, options)
  const name = source.file === '-' ? 'standard input' : source.file
  if (source.postgres !== undefined) {
    const { databaseBook } = await import('./database.ts')
    const asked = mapping?.database ?? null
    const book = await databaseBook({ ...source, postgres: source.postgres }, asked, options, signal)
    return { context: { name, pays, mapping }, files: [book], signed }
  }
  const files = await filesOf(source, options, signal)
  return { context: { name, pays, mapping }, files, signed }
}

/** One row of a file: its number among the rows, and what it holds; `why` says why it holds nothing that can be used. */
export type BookRow = {
  readonly index: number
  readonly source: RowSource
  readonly data: unknown
  readonly why: string | null
  /** What the scan made of it, and then there is no data; undefined when there was nothing to scan. */
  readonly scanned: Draft | null | undefined
}

/** Makes a draft of the bytes of a row, as `Reading.scan`. */
export type ScanDraft = Reading['scan']

/** The draft of a row, as the reading says; null for one that is no payment or cannot be used. */
export function draftOf(reading: Reading, { source, data, why, scanned }: BookRow): Draft | null {
  if (scanned !== undefined) return scanned
  if (why === null) return reading.take(source, data)
  reading.reject({ ...source, why })
  return null
}

/** Makes rows of a file in their order, of which the first has this number and the lines before it were passed over. */
function makerOf(
  file: string,
  signed: RecordFormat | null,
  scan: ScanDraft,
  first: number,
  linesBefore: number,
) {
  let index = first - 1
  const make = (row: ReadRow | null): BookRow | undefined => {
    index += 1
    if (row === null) return undefined
    const source = { file, line: linesBefore + row.line }
    if (!('data' in row)) return { index, source, data: null, why: row.why, scanned: undefined }
    const why = signed === null && isDelivery(row.data) ? unverified : null
    return { index, source, data: row.data, why, scanned: undefined }
  }
  const scanRow = (line: number, at: Buffer, from: number, to: number): BookRow | undefined => {
    const source = { file, line: linesBefore + line }
    const scanned = scan(source, at, from, to)
    if (scanned === undefined) return undefined
    index += 1
    return { index, source, data: null, why: null, scanned }
  }
  return { make, scanRow }
}

/**
 * The rows of one file in lazy batches: each must be used up before the next one is asked for. Rows that are not
 * `wanted` are left out; of those that are, the bytes may be handed to `scan` first. `mark` is told of rows as
 * `RecordFormat.readBytes` says. Throws `OpsError` RECORDS_UNREADABLE, and the signal's reason when it aborts.
 */
export async function* bookRows(
  { file, bytes }: Pick<BookFile, 'file' | 'bytes'>,
  signed: RecordFormat | null,
  wanted: Wanted | null,
  scan: ScanDraft,
  signal: AbortSignal,
  mark: MarkRow | null = null,
): AsyncGenerator<Iterable<BookRow>> {
  const { make, scanRow } = makerOf(file, signed, scan, 0, 0)
  for await (const rows of rowsOf(bytes(), file, signed, wanted, make, scanRow, mark)) {
    signal.throwIfAborted()
    yield rows
  }
}

/** As `bookRows`, of one section of a file and its bytes; only JSON lines have sections. */
export function sectionRows(
  file: string,
  bytes: AsyncIterable<Buffer>,
  { start: { row: first, line } }: Section,
  wanted: Wanted,
  scan: ScanDraft,
): AsyncIterable<Iterable<BookRow>> {
  const { make, scanRow } = makerOf(file, null, scan, first, line - 1)
  return jsonl.readBytes(bytes, file, (index) => wanted(first + index), make, scanRow, null)
}
