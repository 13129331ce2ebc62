import { isOpsError, OpsError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import { type Database, type DatabaseLimits, openDatabase } from '../postgres/connect.ts'
import { migrate } from '../postgres/migrate.ts'

/** Where the runs are: the address is fetched when it is needed, and may be missing then. */
export type RunsPlace = { readonly address: () => Promise<Secret>; readonly limits: DatabaseLimits }

/** One statement reads or writes some megabytes; who waits longer than this waits for somebody else. */
export const runsLimits: DatabaseLimits = { connectMs: 10_000, statementMs: 60_000 }

const reasons: Readonly<Record<string, string>> = {
  42501: 'its user may not do that (42501)',
  23505: 'that is there already (23505)',
  25006: 'it takes no changes now (25006)',
  53100: 'its disk is full (53100)',
  '40P01': 'two programs waited for each other (40P01)',
}

/** Why it failed, as one clause; a failure that is no fault of the server's keeps its own words. */
function reasonOf({ code, why, args }: OpsError): string {
  if (code === 'DATABASE_TIMEOUT') return `it took longer than ${args.seconds} s`
  if (code !== 'DATABASE_FAILED') return why ?? ''
  return reasons[String(args.code)] ?? `its error code is ${args.code}`
}

const ofServer: readonly string[] = [
  'DATABASE_UNREACHABLE',
  'DATABASE_LOST',
  'DATABASE_TIMEOUT',
  'DATABASE_FAILED',
]

/**
 * A failure in the words of shared runs: RUNS_STORE_FAILED, or the `OpsError` that says more (a refused user, tables of
 * a newer version, a variable that is not set). Anything else passes.
 */
function runsFailure(error: unknown): unknown {
  if (!isOpsError(error) || !ofServer.includes(error.code)) return error
  const { name = '', doing } = error.args
  const words = { name, doing: doing ?? 'connecting', reason: reasonOf(error) }
  return new OpsError('RUNS_STORE_FAILED', words, { cause: error })
}

/**
 * Works with the shared runs over a connection of its own, which is closed afterwards: a monitor that looks every hour
 * holds none, and a server that was away is simply there again. Rejects with RUNS_STORE_FAILED and the `OpsError`s of
 * addresses and tables; what `work` throws of its own passes.
 */
export async function withRuns<T>(
  { address, limits }: RunsPlace,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  try {
    const database = await openDatabase(await address(), limits, { max: 1 })
    try {
      await migrate(database)
      return await work(database)
    } finally {
      await database.close()
    }
  } catch (error) {
    throw runsFailure(error)
  }
}

/** A failure as one clause for a note: what cannot be used, and why. */
export function runsNote(error: unknown): string {
  if (!isOpsError(error)) throw error
  const { code, args, message, why } = error
  if (code === 'RUNS_STORE_FAILED') return `${args.name} cannot be used: ${args.reason} (while ${args.doing})`
  return [message, why ?? ''].filter((text) => text !== '').join(': ')
}
