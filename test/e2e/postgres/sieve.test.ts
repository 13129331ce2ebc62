import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openMemorySieve } from '../../../src/adapters/pairing/memory-sieve.ts'
import { postgresSieve } from '../../../src/adapters/pairing-postgres/postgres-sieve.ts'
import { spreadTables, tableStatement } from '../../../src/adapters/pairing-postgres/tables-catalog.ts'
import { groundStatements } from '../../../src/adapters/postgres/migrations-catalog.ts'
import { Secret } from '../../../src/core/secret.ts'
import { startPostgres, type TestServer } from '../../rig/postgres.ts'
import { answersOf, termsOf } from './histories.ts'

let server: TestServer
let store: Secret

beforeAll(async () => {
  server = await startPostgres()
  store = new Secret('env:STORE', server.url)
})
afterAll(() => server.stop())

async function inMemory(seed: number) {
  const terms = termsOf()
  return answersOf(await openMemorySieve(terms), terms, seed)
}

async function inDatabase(seed: number, where = store) {
  const terms = termsOf()
  const sieve = await postgresSieve(where)(terms)
  try {
    return await answersOf(sieve, terms, seed)
  } finally {
    await sieve.close()
  }
}

const rowsIn = async (url: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  const counts = []
  for (const { name } of [...spreadTables, { name: 'pairing_runs' }]) {
    const [row] = await sql.unsafe(`select count(*) as count from x402ops.${name}`)
    counts.push(Number(row?.count))
  }
  await sql.end()
  return counts
}

describe('the sieve in a database says what the one in memory says', () => {
  test.each([1, 3, 8, 10, 11, 13, 21, 22])('history %i', async (seed) => {
    const [memory, database] = [await inMemory(seed), await inDatabase(seed)]
    expect(database).toEqual(memory)
  })

  test('on tables that are partitioned by authorizer', async () => {
    const url = await server.newDatabase()
    const sql = postgres(url, { max: 1, onnotice: () => undefined })
    for (const statement of groundStatements) await sql.unsafe(statement)
    for (const table of spreadTables) {
      await sql.unsafe(tableStatement(table, ' partition by hash (authorizer)'))
      for (let part = 0; part < 4; part += 1) {
        const name = `x402ops.${table.name}`
        const bounds = `for values with (modulus 4, remainder ${part})`
        await sql.unsafe(`create table ${name}_${part} partition of ${name} ${bounds}`)
      }
    }
    for (const seed of [8, 13]) {
      expect(await inDatabase(seed, new Secret('env:STORE', url))).toEqual(await inMemory(seed))
    }
    const parted = await sql`
      select count(*) as count from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
      where c.relnamespace = 'x402ops'::regnamespace`
    expect(Number(parted[0]?.count)).toBe(spreadTables.length)
    await sql.end()
  })

  test('when two runs use one store at the same time, and nothing stays behind', async () => {
    const seeds = [11, 22] as const
    const answers = await Promise.all(seeds.map((seed) => inDatabase(seed)))
    expect(answers).toEqual([await inMemory(11), await inMemory(22)])
    expect(new Set(await rowsIn(server.url))).toEqual(new Set([0]))
  })
})
