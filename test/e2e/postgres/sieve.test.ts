import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openMemorySieve } from '../../../src/adapters/pairing/memory-sieve.ts'
import { postgresSieve } from '../../../src/adapters/pairing-postgres/postgres-sieve.ts'
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

const seeds = Array.from({ length: 24 }, (_, at) => at + 1)

async function inMemory(seed: number) {
  const terms = termsOf()
  return answersOf(await openMemorySieve(terms), terms, seed)
}

async function inDatabase(seed: number) {
  const terms = termsOf()
  const sieve = await postgresSieve(store)(terms)
  try {
    return await answersOf(sieve, terms, seed)
  } finally {
    await sieve.close()
  }
}

describe('the sieve in a database says what the one in memory says', () => {
  test.each(seeds)('history %i', async (seed) => {
    const [memory, database] = [await inMemory(seed), await inDatabase(seed)]
    expect(database).toEqual(memory)
  })
})
