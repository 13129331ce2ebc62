import type { RecordsRead } from '../../payments/record.ts'
import { makeNormaliser } from '../../payments/records/normalise.ts'
import type { Records } from '../../payments/records-port.ts'
import { type Books, bookRows, openBooks, type RecordsOptions } from './books.ts'
import { type Spool, spool } from './spool.ts'
import { streamBooks } from './stream.ts'
import { unreadable } from './unreadable.ts'

export type { RecordsOptions } from './books.ts'

async function readBooks({ context, files, signed }: Books, signal: AbortSignal): Promise<RecordsRead> {
  const normaliser = makeNormaliser(context)
  for (const file of files) {
    for await (const rows of bookRows(file, signed, null, signal)) {
      for (const { row } of rows) {
        if ('data' in row) normaliser.add(row)
        else normaliser.reject(row)
      }
    }
  }
  return normaliser.finish()
}

/**
 * The operator's records from files, patterns and standard input, one `RecordsRead` per source in their order.
 * An empty file is zero rows, not an error. `read` throws `OpsError` RECORDS_*, MAPPING_INVALID,
 * AMOUNT_UNIT_UNCLEAR, TIME_ZONE_UNCLEAR or SECRET_NOT_FOUND, and the signal's reason when it aborts.
 */
export function createRecords(options: RecordsOptions): Records {
  // Standard input comes once. What was told of it is asked for again, so a stream keeps a copy on disk.
  let input: Spool | null = null
  const open = async (source: RecordsOptions['sources'][number]): Promise<Books> => {
    const books = await openBooks(source, options)
    return source.file === '-' && input !== null
      ? { ...books, files: [{ file: '-', bytes: input.bytes }] }
      : books
  }
  const openTwice = async (
    source: RecordsOptions['sources'][number],
    signal: AbortSignal,
  ): Promise<Books> => {
    const books = await open(source)
    const [first] = books.files
    if (source.file !== '-' || input !== null || first === undefined) return books
    input = await spool(first.bytes(), signal)
    return { ...books, files: [{ file: '-', bytes: input.bytes }] }
  }
  const refuseTwoInputs = () => {
    if (options.sources.filter(({ file }) => file === '-').length > 1) {
      throw unreadable('standard input', 'It can be read only once, but two sources name "-".')
    }
  }
  return {
    read: async (signal) => {
      refuseTwoInputs()
      const reads: RecordsRead[] = []
      for (const source of options.sources) {
        signal.throwIfAborted()
        reads.push(await readBooks(await open(source), signal))
      }
      return reads
    },
    stream: async (each, signal) => {
      refuseTwoInputs()
      return streamBooks(
        options.sources.map((source) => () => openTwice(source, signal)),
        each,
        signal,
      )
    },
  }
}
