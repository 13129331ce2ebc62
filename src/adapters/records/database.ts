import { OpsError } from '../../core/errors.ts'
import type { RecordsDatabase, RecordsSource } from '../../core/profile.ts'
import { Secret } from '../../core/secret.ts'
import type { TableQuestion } from '../../payments/records/table-question.ts'
import { tableBytes } from '../records-postgres/table-bytes.ts'
import type { BookFile, RecordsOptions } from './books.ts'

async function addressOf(
  { file, postgres }: RecordsSource & { readonly postgres: RecordsDatabase },
  { resolveSecret }: RecordsOptions,
): Promise<Secret> {
  const { address } = postgres
  if ('url' in address) return new Secret(file, address.url)
  if (resolveSecret === undefined) throw new Error('records in a database need a way to resolve secrets')
  return resolveSecret(address)
}

/**
 * The rows of a database as one part of the books: nothing is asked before it is read. What the source says goes over
 * the `table` and `select` of the mapping file. Throws `OpsError` RECORDS_TABLE_MISSING or SECRET_NOT_FOUND.
 */
export async function databaseBook(
  source: RecordsSource & { readonly postgres: RecordsDatabase },
  mapped: TableQuestion | null,
  options: RecordsOptions,
  signal: AbortSignal,
): Promise<BookFile> {
  const { columns = null, orderBy = null } = mapped ?? {}
  const own = source.postgres.table !== null || source.postgres.select !== null
  const { table, select } = own ? source.postgres : (mapped ?? source.postgres)
  if (table === null && select === null) throw new OpsError('RECORDS_TABLE_MISSING', { file: source.file })
  const address = await addressOf(source, options)
  return {
    file: `${source.file}/${table ?? 'select'}`,
    bytes: () => tableBytes(address, { table, select, columns, orderBy }, signal),
    // Another reading may see other rows, and an open transaction would hold up the server's housekeeping.
    once: true,
  }
}
