import type { Parameter, Row } from './ask.ts'
import type { Database } from './connect.ts'
import { databaseFailure } from './failure.ts'

/** Asks one statement within a transaction. */
export type Asking = (statement: string, parameters?: readonly Parameter[]) => Promise<readonly Row[]>

/** `change` sees what others have finished before each statement, `look` one moment, and cannot write. */
const ways = {
  change: 'isolation level read committed, read write',
  look: 'isolation level repeatable read, read only',
} as const

/**
 * Asks within one transaction: all of it counts or nothing. Rejects with a DATABASE_* `OpsError` that says what was
 * being done. The caller owes a `body` that rejects with nothing but what its statements or our own errors throw.
 */
export async function inTransaction<T>(
  { sql, name, limits }: Database,
  { way, doing }: { readonly way: keyof typeof ways; readonly doing: string },
  body: (ask: Asking) => Promise<T>,
): Promise<T> {
  try {
    const done = await sql.begin(ways[way], async (step) => ({
      value: await body(async (statement, parameters = []) => step.unsafe(statement, [...parameters])),
    }))
    return done.value
  } catch (error) {
    throw databaseFailure(error, { name, doing, limits })
  }
}
