import { OpsError } from '../../core/errors.ts'
import type { Database } from './connect.ts'
import { databaseFailure } from './failure.ts'
import { groundStatements, type Migration, migrations } from './migrations-catalog.ts'

/** The lock under which tables change and runs come and go: "x402" as a number. */
export const tableLock = 0x78343032

const doing = 'making its tables'

function stepStatements({ version, name, statements }: Migration): readonly string[] {
  const noted = `insert into x402ops.migrations (version, name) values (${version}, '${name}') on conflict (version) do nothing`
  return [...statements, noted]
}

/** Everything that somebody with more rights would run, as one text for a terminal. */
export function allStatements(user: string): string {
  const quoted = `"${user.replaceAll('"', '""')}"`
  const rights = [
    `grant usage on schema x402ops to ${quoted}`,
    `grant select, insert, update, delete, truncate on all tables in schema x402ops to ${quoted}`,
  ]
  const steps = [...groundStatements, ...migrations.flatMap(stepStatements), ...rights]
  return steps.map((statement) => `${statement};`).join('\n')
}

/** The version of the tables; null when there are none. */
async function versionOf({ sql }: Database): Promise<number | null> {
  const [found] = await sql`select to_regclass('x402ops.migrations') is not null as there`
  if (found?.there !== true) return null
  const [row] = await sql`select max(version) as version from x402ops.migrations`
  return typeof row?.version === 'number' ? row.version : 0
}

/**
 * Makes the tables and brings older ones up to date; two programs at once do it one after the other. Rejects with
 * `OpsError` STORE_NEWER, STORE_RIGHTS (with the statements for somebody who may), or one of the DATABASE_* codes.
 */
export async function migrate(database: Database): Promise<void> {
  const { sql, name, limits } = database
  const known = migrations.at(-1)?.version ?? 0
  try {
    const before = await versionOf(database)
    if (before !== null && before > known) throw new OpsError('STORE_NEWER', { name, version: before, known })
    if (before === known) return
    await sql.begin(async (step) => {
      await step.unsafe(`select pg_advisory_xact_lock(${tableLock})`)
      for (const statement of groundStatements) await step.unsafe(statement)
      for (const migration of migrations.filter(({ version }) => version > (before ?? 0))) {
        for (const statement of stepStatements(migration)) await step.unsafe(statement)
      }
    })
  } catch (error) {
    // 42501: no right; 3F000: the schema is not there because making it was refused before.
    if (['42501', '3F000'].includes(String((error as { code?: unknown }).code))) {
      const [row] = await sql`select current_user as name`.catch(() => [])
      const statements = allStatements(typeof row?.name === 'string' ? row.name : 'x402ops')
      throw new OpsError('STORE_RIGHTS', { name, doing, statements }, { cause: error })
    }
    throw databaseFailure(error, { name, doing, limits })
  }
}
