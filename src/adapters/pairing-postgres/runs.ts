import { randomInt } from 'node:crypto'
import type { TransactionSql } from 'postgres'
import type { Database } from '../postgres/connect.ts'
import { databaseFailure } from '../postgres/failure.ts'
import { tableLock } from '../postgres/migrate.ts'
import { spreadTables } from './tables-catalog.ts'

/** The rows of one run in the store. */
export type StoreRun = {
  /** The number that all of its rows carry. */
  readonly run: number
  /** Removes its rows and lets it go; once is enough. Rejects with a DATABASE_* `OpsError`. */
  readonly end: () => Promise<void>
}

const mostRun = 2 ** 47

type Step = TransactionSql

async function isHeldElsewhere(step: Step, run: number): Promise<boolean> {
  const [row] = await step`select pg_try_advisory_xact_lock(${run}) as free`
  return row?.free !== true
}

/** The runs, other than `own`, that somebody still works on. */
async function othersAlive(step: Step, own: number, isLocking: boolean) {
  const rows = await step`select run from x402ops.pairing_runs where run <> ${own} order by run`
  const alive: number[] = []
  const dead: number[] = []
  for (const { run } of rows) {
    const held = !isLocking || (await isHeldElsewhere(step, Number(run)))
    if (held) alive.push(Number(run))
    else dead.push(Number(run))
  }
  return { alive, dead }
}

/** Removes the rows of runs. Where nobody else has rows, the tables are emptied, which costs nothing. */
async function removeRows(step: Step, runs: readonly number[], isAlone: boolean): Promise<void> {
  const names = spreadTables.map(({ name }) => `x402ops.${name}`)
  if (isAlone) {
    try {
      await step.savepoint((inner) => inner.unsafe(`truncate ${names.join(', ')}`))
      return
    } catch (error) {
      // The right to empty a table is one of its own; without it the rows are taken out one by one.
      if ((error as { code?: unknown }).code !== '42501') throw error
    }
  }
  for (const run of runs)
    for (const name of names) await step.unsafe(`delete from ${name} where run = ${run}`)
}

/** Does a lock of one session keep another out? Not every server that speaks this language has them. */
async function locksHold({ sql }: Database, run: number): Promise<boolean> {
  return sql.begin((step) => isHeldElsewhere(step, run))
}

/**
 * Begins a run in the store: from now on its rows are safe from others, until it ends or its connection does.
 * What dead runs left is removed. Rejects with a DATABASE_* `OpsError`.
 */
export async function startStoreRun(database: Database): Promise<StoreRun> {
  const { sql, name, limits } = database
  const run = randomInt(1, mostRun)
  const failed = (error: unknown, doing: string) => databaseFailure(error, { name, doing, limits })
  try {
    const keeper = await sql.reserve()
    await keeper`select pg_advisory_lock(${run})`
    const isLocking = await locksHold(database, run)
    await sql.begin(async (step) => {
      await step`select pg_advisory_xact_lock(${tableLock})`
      const { alive, dead } = await othersAlive(step, run, isLocking)
      if (dead.length > 0) {
        await removeRows(step, dead, alive.length === 0)
        for (const one of dead) await step`delete from x402ops.pairing_runs where run = ${one}`
      }
      await step`insert into x402ops.pairing_runs (run) values (${run})`
    })
    const end = async () => {
      try {
        await sql.begin(async (step) => {
          await step`select pg_advisory_xact_lock(${tableLock})`
          const { alive, dead } = await othersAlive(step, run, isLocking)
          await removeRows(step, [run, ...dead], alive.length === 0)
          for (const one of [run, ...dead]) await step`delete from x402ops.pairing_runs where run = ${one}`
        })
        await keeper`select pg_advisory_unlock(${run})`
        keeper.release()
      } catch (error) {
        throw failed(error, 'removing the rows of this run')
      }
    }
    return { run, end }
  } catch (error) {
    throw failed(error, 'beginning a run')
  }
}
