import type { Secret } from '../../core/secret.ts'
import type { PlainTerms } from '../../payments/plain/rule.ts'
import type { OpenSieve, Sieve } from '../../payments/plain/sieve-port.ts'
import { ask, listOf } from '../postgres/ask.ts'
import { type Database, openDatabase } from '../postgres/connect.ts'
import { copyIn } from '../postgres/copy.ts'
import { migrate } from '../postgres/migrate.ts'
import { giveBack, placedOf } from './give-back.ts'
import { hasLeft } from './has-left.ts'
import { newLabelBook } from './labels.ts'
import { recordColumns, recordLine } from './lines.ts'
import { countRows, loadWindow } from './load-window.ts'
import { type StoreRun, startStoreRun } from './runs.ts'
import { groupsAfter, pairsStanding, recordTokens } from './statements.ts'
import { tallyOf } from './tally.ts'
import { type SiftedBlocks, siftToken } from './token.ts'

// Some 300 bytes a record: a megabyte a batch.
const batchRecords = 4096
const mostNodes = 31

const loading = 'loading records'

async function dropRecords(database: Database, run: number, ordinals: readonly number[]): Promise<void> {
  for (let from = 0; from < ordinals.length; from += 20_000) {
    const list = listOf(ordinals.slice(from, from + 20_000))
    const statement = 'delete from x402ops.pairing_records where run = $1 and record = any($2::integer[])'
    await ask(database, loading, statement, [run, list])
  }
}

async function groupsOf(database: Database, run: number): Promise<readonly number[]> {
  const rows = await ask(database, 'reading groups', groupsAfter, [run])
  return rows.map(({ line }) => Number(line))
}

function sieveOver(database: Database, { run, end }: StoreRun, terms: PlainTerms): Sieve {
  const labels = newLabelBook()
  const sifted = new Map<number, SiftedBlocks>()
  const blocksOf = (token: number) => sifted.get(token)?.blocks ?? []
  let batch: string[] = []
  let part = 0
  let question = 0
  const flush = async () => {
    const lines = batch
    batch = []
    await copyIn(
      database,
      { table: 'x402ops.pairing_records', columns: recordColumns, doing: loading },
      lines,
    )
  }
  return {
    record: (ordinal, record, look) => {
      const line = look === null ? null : recordLine(run, ordinal, record, look)
      labels.add(record, line !== null)
      if (line === null) return undefined
      batch.push(line)
      return batch.length < batchRecords ? undefined : flush()
    },
    booksDone: async () => {
      await flush()
      const { left, shared } = labels.close()
      await dropRecords(database, run, shared)
      await countRows(database, ['pairing_records'])
      const rows = await ask(database, loading, recordTokens, [run])
      const tokens = terms.tokens.map((_token, number) => {
        const row = rows.find(({ token }) => Number(token) === number)
        return { count: Number(row?.count ?? 0), latestEnd: Number(row?.latest_end ?? 0) }
      })
      return { left, tokens, showAfter: await groupsOf(database, run) }
    },
    exclude: async (groups) => {
      if (groups.length === 0) return []
      const statement =
        'delete from x402ops.pairing_records where run = $1 and line = any($2::integer[]) returning record'
      const rows = await ask(database, loading, statement, [run, listOf(groups)])
      return rows.map(({ record }) => Number(record)).sort((a, b) => a - b)
    },
    window: async (seen) => {
      part += 1
      if (seen.nodes.length > mostNodes) {
        const every = (count: number) => Array.from({ length: count }, (_, row) => row)
        return seen.nodes.map(({ income, outgo, authorizations }) => ({
          income: every(income.count),
          outgo: every(outgo.count),
          authorizations: every(authorizations.count),
        }))
      }
      return loadWindow(database, { run, part, token: seen.token }, seen)
    },
    windowsDone: async (token) => {
      const { found, blocks } = await siftToken(database, run, token)
      sifted.set(token, blocks)
      return found
    },
    standing: async (token, blocks) => {
      const rows = await ask(database, 'reading pairs', pairsStanding, [run, token, listOf(blocks)])
      return rows.map(placedOf)
    },
    hasLeft: async (token, authorizations) => {
      question += 1
      return hasLeft(database, { run, part: question, token }, authorizations)
    },
    giveBack: (wanted) => giveBack(database, run, terms, blocksOf, wanted),
    finish: (token, times) => tallyOf(database, run, token, blocksOf(token), times),
    close: async () => {
      // After a failure the connection may be gone; the next run removes what this one leaves.
      await end().catch(() => undefined)
      await database.close()
    },
  }
}

/** Connects to a store, makes its tables or brings them up to date, and lets go of it. Rejects like both. */
export async function prepareStore(store: Secret): Promise<void> {
  const database = await openDatabase(store)
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
}

/**
 * The sieve in a PostgreSQL database: logs and records are loaded, paired there as SQL, and only sums and what is left
 * come back. Rejects with the `OpsError`s of `openDatabase`, `migrate` and a run's beginning; the calls of
 * the sieve reject with DATABASE_* codes.
 */
export function postgresSieve(store: Secret): OpenSieve {
  return async (terms) => {
    const database = await openDatabase(store)
    try {
      await migrate(database)
      return sieveOver(database, await startStoreRun(database), terms)
    } catch (error) {
      await database.close()
      throw error
    }
  }
}
