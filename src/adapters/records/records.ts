import type { RecordsSource } from '../../core/profile.ts'
import type { RecordsRead } from '../../payments/record.ts'
import { makeNormaliser } from '../../payments/records/normalise.ts'
import type { Records } from '../../payments/records-port.ts'
import { type BookFile, type Books, bookRows, openBooks, type RecordsOptions } from './books.ts'
import { type Spool, spool } from './spool.ts'
import { streamBooks } from './stream.ts'
import { unreadable } from './unreadable.ts'

export type { RecordsOptions } from './books.ts'

// What is kept as a whole is the measure of what is told one by one: both must give the same.
const unscanned = () => undefined

async function readBooks({ context, files, signed }: Books, signal: AbortSignal): Promise<RecordsRead> {
  const normaliser = makeNormaliser(context)
  for (const file of files) {
    for await (const rows of bookRows(file, signed, null, unscanned, signal)) {
      for (const row of rows) {
        if (row.why === null) normaliser.add(row)
        else normaliser.reject({ ...row.source, why: row.why })
      }
    }
  }
  return normaliser.finish()
}

/**
 * The operator's records from files, patterns, programs and standard input, one `RecordsRead` per source in their
 * order. An empty file is zero rows, not an error. What comes once is read once by `read`; `stream` keeps a copy on
 * disk, which later readings use. Both throw `OpsError` RECORDS_*, MAPPING_INVALID, AMOUNT_UNIT_UNCLEAR,
 * TIME_ZONE_UNCLEAR or SECRET_NOT_FOUND, and the signal's reason when it aborts.
 */
export function createRecords(options: RecordsOptions): Records {
  const { sources } = options
  const copies = new Map<string, Spool>()
  const open = async (at: number, source: RecordsSource, signal: AbortSignal): Promise<Books> => {
    const books = await openBooks(source, options, signal)
    const files = books.files.map((file): BookFile => {
      const copy = copies.get(`${at} ${file.file}`)
      return copy === undefined ? file : { ...file, ...copy, once: false }
    })
    return { ...books, files }
  }
  const openTwice = async (at: number, source: RecordsSource, signal: AbortSignal): Promise<Books> => {
    const books = await open(at, source, signal)
    const files: BookFile[] = []
    for (const file of books.files) {
      const copy = file.once ? await spool(file.bytes(), signal) : null
      if (copy !== null) copies.set(`${at} ${file.file}`, copy)
      files.push(copy === null ? file : { ...file, ...copy, once: false })
    }
    return { ...books, files }
  }
  const refuseTwoInputs = () => {
    if (sources.filter(({ file }) => file === '-').length > 1) {
      throw unreadable('standard input', 'It can be read only once, but two sources name "-".')
    }
  }
  return {
    read: async (signal) => {
      refuseTwoInputs()
      const reads: RecordsRead[] = []
      for (const [at, source] of sources.entries()) {
        signal.throwIfAborted()
        reads.push(await readBooks(await open(at, source, signal), signal))
      }
      return reads
    },
    stream: async (each, signal) => {
      refuseTwoInputs()
      const opened = sources.map((source, at) => () => openTwice(at, source, signal))
      return streamBooks(opened, each, signal)
    },
  }
}
