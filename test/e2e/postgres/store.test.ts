import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresSieve } from '../../../src/adapters/pairing-postgres/postgres-sieve.ts'
import { startStoreRun } from '../../../src/adapters/pairing-postgres/runs.ts'
import { spreadTables } from '../../../src/adapters/pairing-postgres/tables-catalog.ts'
import { type DatabaseLimits, openDatabase } from '../../../src/adapters/postgres/connect.ts'
import { copyIn } from '../../../src/adapters/postgres/copy.ts'
import { migrate } from '../../../src/adapters/postgres/migrate.ts'
import { isOpsError } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import { startPostgres, type TestServer } from '../../rig/postgres.ts'
import { termsOf } from './histories.ts'

let server: TestServer

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

const limits: DatabaseLimits = { connectMs: 3000, statementMs: 2000 }
const open = (url = server.url) => openDatabase(new Secret('env:STORE', url), limits)

async function withRows<T>(url: string, body: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return await body(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

async function refusal(work: Promise<unknown>) {
  const error = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  if (!isOpsError(error)) return error
  const text = `${error.message} ${error.why} ${error.hint} ${JSON.stringify(error.args)}`
  expect(text).not.toMatch(/CANARY|127\.0\.0\.1/)
  return { code: error.code, exit: error.exitCode, why: error.why, args: error.args, hint: error.hint }
}

describe('connecting', () => {
  const cases: readonly (readonly [string, () => string, string])[] = [
    ['a wrong password', () => server.as('x402ops_owner', 'CANARY-wrong'), 'this user with this password'],
    [
      'a user who is not there',
      () => server.as('CANARY-nobody', 'CANARY-wrong'),
      'this user with this password',
    ],
    ['no such database', () => server.url.replace(/[^/]+$/, 'CANARY'), 'no database of this name'],
    ['TLS that the server has not', () => `${server.url}?sslmode=require`, 'TLS|connection was'],
  ]
  test.each(cases)('%s', async (_name, url, why) => {
    const error = await refusal(open(url()))
    expect(error).toMatchObject({ code: expect.stringMatching(/^DATABASE_(REFUSED|UNREACHABLE)$/) })
    expect(JSON.stringify(error)).toMatch(new RegExp(why))
  })

  test('nobody listens', async () => {
    const error = await refusal(open('postgres://ops:CANARY-word@127.0.0.1:9/x'))
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', exit: 3, why: 'nothing listens there' })
  })

  test.each(['mysql://x/y', 'postgres://[', 'CANARY'])('%s is no address', async (text) => {
    expect(await refusal(open(text))).toMatchObject({ code: 'STORE_URL_UNUSABLE', exit: 2 })
  })

  test('words of other drivers in the address do no harm', async () => {
    const database = await open(`${server.url}?channel_binding=require&sslrootcert=none`)
    await database.close()
  })
})

describe('tables', () => {
  test('are made once, also by two at the same time, and stay as they are', async () => {
    const url = await server.newDatabase()
    const both = await Promise.all([open(url), open(url)])
    await Promise.all(both.map(migrate))
    await Promise.all(both.map(({ close }) => close()))
    const again = await open(url)
    await migrate(again)
    const versions = await again.sql`select version from x402ops.migrations order by version`
    expect(versions.map(({ version }) => version)).toEqual([1, 2])
    const keys = await again.sql`
      select tablename, indexdef from pg_indexes
      where schemaname = 'x402ops' and indexdef like 'CREATE UNIQUE%' and tablename like 'pairing_%'
        and tablename <> 'pairing_runs' order by tablename`
    expect(keys.map(({ tablename }) => tablename)).toEqual(spreadTables.map(({ name }) => name).sort())
    for (const { indexdef } of keys) expect(indexdef).toContain('(run, authorizer')
    await again.close()
  })

  test('of a newer version are left alone', async () => {
    const url = await server.newDatabase()
    const database = await open(url)
    await migrate(database)
    await database.sql`insert into x402ops.migrations (version, name) values (99, 'later')`
    expect(await refusal(migrate(database))).toMatchObject({
      ...{ code: 'STORE_NEWER', exit: 2 },
      args: { version: 99, known: 2 },
    })
    await database.close()
  })

  test('that may not be made are printed, and whoever runs what is printed helps', async () => {
    const url = await server.newDatabase()
    const { pathname } = new URL(url)
    const user = `ops_${pathname.slice(-8)}`
    await withRows(url, async (sql) => {
      await sql.unsafe(`create user ${user} password 'CANARY-ops-password'`)
    })
    const database = await open(server.as(user, 'CANARY-ops-password', pathname.slice(1)))
    const error = await refusal(migrate(database))
    expect(error).toMatchObject({ code: 'STORE_RIGHTS', exit: 2 })
    const { statements } = (error as { args: { statements: string } }).args
    expect(statements).toContain('create schema if not exists x402ops;')
    await withRows(url, (sql) => sql.unsafe(statements))
    await migrate(database)
    const run = await startStoreRun(database)
    await run.end()
    await database.close()
    await withRows(url, (sql) => sql.unsafe(`drop owned by ${user}; drop user ${user}`))
  })
})

describe('runs', () => {
  const row = (run: number) =>
    `insert into x402ops.pairing_asked values (${run}, '0xaa', '0xbb', 1, 0, 7, '0xcc', 3)`
  const rowsLeft = (url: string) =>
    withRows(url, async (sql) => {
      const rows = await sql`select run from x402ops.pairing_asked order by run`
      return rows.map(({ run }) => Number(run))
    })

  test('what a dead run left is removed by the next, what a living one holds is not', async () => {
    const url = await server.newDatabase()
    const [dead, living, next] = [await open(url), await open(url), await open(url)]
    await migrate(dead)
    const lost = await startStoreRun(dead)
    const kept = await startStoreRun(living)
    await dead.sql.unsafe(row(lost.run))
    await living.sql.unsafe(row(kept.run))
    await dead.close()
    const run = await startStoreRun(next)
    expect(await rowsLeft(url)).toEqual([kept.run])
    await run.end()
    expect(await rowsLeft(url)).toEqual([kept.run])
    await kept.end()
    expect(await rowsLeft(url)).toEqual([])
    await Promise.all([living.close(), next.close()])
  })

  test('a user without the right to empty tables removes the rows one by one', async () => {
    const url = await server.newDatabase()
    const { pathname } = new URL(url)
    const user = `few_${pathname.slice(-8)}`
    const owner = await open(url)
    await migrate(owner)
    await owner.sql.unsafe(
      `create user ${user} password 'CANARY-few-password'; grant usage on schema x402ops to ${user};
       grant select, insert, update, delete on all tables in schema x402ops to ${user}`,
    )
    const database = await open(server.as(user, 'CANARY-few-password', pathname.slice(1)))
    const run = await startStoreRun(database)
    await database.sql.unsafe(row(run.run))
    await run.end()
    expect(await rowsLeft(url)).toEqual([])
    await database.close()
    await owner.sql.unsafe(`drop owned by ${user}; drop user ${user}`)
    await owner.close()
  })

  test('a row that the server refuses ends at the deadline, and is not shown', async () => {
    const database = await open()
    await migrate(database)
    const columns = ['run', 'authorizer', 'nonce', 'part', 'entry', 'block', 'block_hash', 'log_index']
    const into = { table: 'x402ops.pairing_asked', columns, doing: 'trying' }
    const error = await refusal(copyIn(database, into, ['CANARY\tis\tno\trow\n']))
    expect(error).toMatchObject({ code: expect.stringMatching(/^DATABASE_(TIMEOUT|FAILED)$/), exit: 3 })
    await database.close()
  })
})

test('a server that goes away in the middle is said, and closing does not hang', async () => {
  if (!server.ours) return
  const sieve = await postgresSieve(new Secret('env:STORE', server.url))(termsOf())
  await server.kill()
  const error = await refusal(sieve.booksDone())
  expect(error).toMatchObject({ code: expect.stringMatching(/^DATABASE_(LOST|UNREACHABLE)$/), exit: 3 })
  await sieve.close()
})
