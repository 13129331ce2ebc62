import { pairingStatements } from '../pairing-postgres/tables-catalog.ts'
import { runsStatements } from '../runs-postgres/tables-catalog.ts'

/** One step of the tables; steps are only ever added, and each may be run again without harm. */
export type Migration = {
  readonly version: number
  readonly name: string
  readonly statements: readonly string[]
}

/** All steps, oldest first. */
export const migrations: readonly Migration[] = [
  { version: 1, name: 'pairing', statements: pairingStatements },
  { version: 2, name: 'runs', statements: runsStatements },
]

/** What stands before all steps: the schema, and the table that knows which of them were taken. */
export const groundStatements: readonly string[] = [
  'create schema if not exists x402ops',
  'create table if not exists x402ops.migrations (version integer primary key, name text not null)',
]
