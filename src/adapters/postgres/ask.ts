import type { Database } from './connect.ts'
import { databaseFailure } from './failure.ts'

/** A row as the server sends it: `bigint` and `numeric` are texts. */
export type Row = Readonly<Record<string, unknown>>

/** What stands for a parameter; lists are written as the server reads them, see `listOf`. */
export type Parameter = string | number | boolean | null

/** Asks one statement. Rejects with a DATABASE_* `OpsError` that says what was being done. */
export async function ask(
  { sql, name, limits }: Database,
  doing: string,
  statement: string,
  parameters: readonly Parameter[] = [],
): Promise<readonly Row[]> {
  try {
    return await sql.unsafe(statement, [...parameters])
  } catch (error) {
    throw databaseFailure(error, { name, doing, limits })
  }
}

/** A list as the server reads it. The caller owes items of numbers and hex only, which need no quotes. */
export function listOf(items: readonly (string | number | bigint | null)[]): string {
  return `{${items.map((item) => item ?? 'NULL').join(',')}}`
}
