import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import type { Pays, RecordsSource } from '../../core/profile.ts'
import type { Secret } from '../../core/secret.ts'
import type { SecretReference } from '../../core/secret-reference.ts'
import type { RecordsRead } from '../../payments/record.ts'
import { makeNormaliser, type Normaliser } from '../../payments/records/normalise.ts'
import type { Records } from '../../payments/records-port.ts'
import { findFiles } from './find-files.ts'
import type { RecordFormat } from './format.ts'
import { takeHead } from './head.ts'
import { formats } from './index.ts'
import { readMapping } from './mapping-file.ts'
import { isDelivery, piprailReceipts } from './piprail.ts'
import { textOf } from './text.ts'
import { unreadable } from './unreadable.ts'

/** Where records come from. Relative paths start at `cwd`; `stdin` is read for the file `-`. */
export type RecordsOptions = {
  readonly sources: readonly RecordsSource[]
  readonly cwd: string
  readonly stdin: NodeJS.ReadableStream
  readonly pays: readonly Pays[]
  /** Needed for sources that name a secret. */
  readonly resolveSecret?: (reference: SecretReference) => Promise<Secret>
}

const headChars = 65_536
const unverified = 'a delivered receipt, but its source names no secret (piprail: in x402ops.yaml)'

function fileProblem(file: string, error: unknown): OpsError | null {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new OpsError('RECORDS_NOT_FOUND', { file }, { cause: error })
  if (code === 'EACCES' || code === 'EPERM') return unreadable(file, 'Permission denied.', error)
  if (code === 'EISDIR') {
    return unreadable(file, `It is a folder; name a file or a pattern such as ${file}/*.jsonl`, error)
  }
  return typeof code === 'string' && /^E[A-Z]+$/.test(code)
    ? unreadable(file, `Reading fails with ${code}.`, error)
    : null
}

async function* bytesOf(file: string, options: RecordsOptions): AsyncGenerator<Buffer> {
  try {
    const stream: AsyncIterable<Buffer | string> =
      file === '-' ? options.stdin : createReadStream(resolve(options.cwd, file), { highWaterMark: 262_144 })
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    throw fileProblem(file, error) ?? error
  }
}

async function readFile(
  file: string,
  normaliser: Normaliser,
  signed: RecordFormat | null,
  options: RecordsOptions,
  signal: AbortSignal,
): Promise<void> {
  const { head, all } = await takeHead(textOf(bytesOf(file, options), file), (chunks) => {
    const text = chunks.join('').trimStart()
    return text.length > headChars || /[\r\n]/.test(text)
  })
  const text = head.join('').replace(/^\s+/, '')
  if (text === '') return
  const format = [...(signed === null ? formats : [signed])].find(({ recognises }) => recognises(text))
  if (format === undefined) {
    if (signed !== null) throw unreadable(file, `It does not hold ${signed.name} as JSON lines.`)
    throw unreadable(file, 'It is neither JSON lines, nor a JSON array, nor CSV with a header line.')
  }
  for await (const rows of format.read(all, file)) {
    signal.throwIfAborted()
    for (const row of rows) {
      const source = { file, line: row.line }
      if (!('data' in row)) normaliser.reject({ ...source, why: row.why })
      else if (signed === null && isDelivery(row.data)) normaliser.reject({ ...source, why: unverified })
      else normaliser.add({ source, data: row.data })
    }
  }
}

async function signedFormat(
  reference: SecretReference,
  { resolveSecret }: RecordsOptions,
): Promise<RecordFormat> {
  if (resolveSecret === undefined)
    throw new Error('a source of signed records needs a way to resolve secrets')
  return piprailReceipts(await resolveSecret(reference))
}

async function readSource(
  source: RecordsSource,
  options: RecordsOptions,
  signal: AbortSignal,
): Promise<RecordsRead> {
  const mapping = source.mapping === null ? null : await readMapping(source.mapping, options.cwd)
  const name = source.file === '-' ? 'standard input' : source.file
  const signed = source.piprail === undefined ? null : await signedFormat(source.piprail, options)
  const normaliser = makeNormaliser({ name, pays: options.pays, mapping })
  const files = source.file === '-' ? ['-'] : await findFiles(source.file, options.cwd)
  for (const file of files) await readFile(file, normaliser, signed, options, signal)
  return normaliser.finish()
}

/**
 * The operator's records from files, patterns and standard input, one `RecordsRead` per source in their order.
 * An empty file is zero rows, not an error. `read` throws `OpsError` RECORDS_*, MAPPING_INVALID,
 * AMOUNT_UNIT_UNCLEAR, TIME_ZONE_UNCLEAR or SECRET_NOT_FOUND, and the signal's reason when it aborts.
 */
export function createRecords(options: RecordsOptions): Records {
  return {
    read: async (signal) => {
      if (options.sources.filter(({ file }) => file === '-').length > 1) {
        throw unreadable('standard input', 'It can be read only once, but two sources name "-".')
      }
      const reads: RecordsRead[] = []
      for (const source of options.sources) {
        signal.throwIfAborted()
        reads.push(await readSource(source, options, signal))
      }
      return reads
    },
  }
}
