import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type History, startHistory } from '../../../bench/bulk/history.ts'
import { byHand } from '../../../bench/incidents/by-hand/index.ts'
import { seenThrough } from '../../../bench/incidents/ours.ts'
import { openMemorySieve } from '../../../src/adapters/pairing/memory-sieve.ts'
import { postgresSieve } from '../../../src/adapters/pairing-postgres/postgres-sieve.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { OpenSieve } from '../../../src/payments/plain/sieve-port.ts'
import { days, lies, seeDay } from '../../reconcile/sift/world.ts'
import { startPostgres, type TestServer } from '../../rig/postgres.ts'
import { inThisProcess, newDesk } from '../run-cli.ts'

// More, or more of them odd, by `npm run bench:engine`.
const payments = 100_000

let server: TestServer
let history: History
let open: OpenSieve
const desk = newDesk(inThisProcess)

beforeAll(async () => {
  ;[server, history] = await Promise.all([
    startPostgres(),
    startHistory({ payments, payers: 1000, hours: 2, oddEvery: 5000 }),
  ])
  open = postgresSieve(new Secret('env:STORE', server.url))
  await history.writeRecords(join(desk.folder, 'records.jsonl'))
})
afterAll(async () => {
  await Promise.all([server?.stop(), history?.close()])
  desk.remove()
})

/** A run as both engines must print it: without its name and what the clock said. */
function printed(stdout: string): string {
  const times = /"(?:runId|startedAt|finishedAt|elapsedMs|at|judgedAt)": ?(?:"[^"]{0,80}"|\d{1,15})/g
  return stdout.replaceAll(times, '"time"')
}

describe('both engines say the same', () => {
  test('of every incident written by hand', async () => {
    for (const scenario of byHand) {
      const memory = await seenThrough(openMemorySieve, scenario, 1)
      expect(await seenThrough(open, scenario, 1)).toEqual(memory)
    }
  })

  test('of any day, whatever the second node says', async () => {
    let plain = 0
    await fc.assert(
      fc.asyncProperty(days(30), lies, async (day, lie) => {
        const memory = await seeDay(day, [{}, lie], openMemorySieve)
        plain += memory.plain?.count ?? 0
        expect(await seeDay(day, [{}, lie], open)).toEqual(memory)
      }),
      { numRuns: Number(process.env.SIFT_RUNS ?? 8) },
    )
    expect(plain).toBeGreaterThan(20)
  })

  test(`of a history of ${payments} payments, byte by byte`, { timeout: 600_000 }, async () => {
    // Of one endpoint alone every lone event is looked at twice, at a pace made for other people's nodes.
    const second = ['--rpc', history.url.replace('127.0.0.1', 'localhost')]
    const line = [
      ...history.args('records.jsonl'),
      ...second,
      '-o',
      'json',
      '--no-cache',
      '--deadline',
      '10m',
    ]
    const env = { X402OPS_SIEVE_ABOVE: '0', STORE: server.url }
    const embedded = await desk.run(line, env)
    const database = await desk.run([...line, '--engine', 'postgres', '--store', 'env:STORE'], env)
    expect(embedded.exitCode).toBe(1)
    expect(database.exitCode).toBe(1)
    const [one, other] = [embedded, database].map(({ stdout }) => printed(stdout))
    expect(one?.length).toBeGreaterThan(10_000)
    expect(other === one).toBe(true)
    const totals = (JSON.parse(database.stdout) as { totals: { name: string; count: number }[] }).totals
    expect(Object.fromEntries(totals.map(({ name, count }) => [name.toUpperCase(), count]))).toEqual(
      history.truth.classes,
    )
  })
})

describe('a store that cannot be used', () => {
  const line = () => [...history.args('records.jsonl'), '--engine', 'postgres']
  const cases: readonly (readonly [string, readonly string[], string, number, RegExp])[] = [
    ['is not named', [], '', 2, /needs a store/],
    [
      'is an address with a password',
      ['--store', 'postgres://ops:CANARY-word@db/x'],
      '',
      2,
      /looks like a secret/,
    ],
    ['is no address', ['--store', 'env:STORE'], 'CANARY-word', 2, /is not the address/],
    [
      'is not there',
      ['--store', 'env:STORE'],
      'postgres://ops:CANARY-word@127.0.0.1:9/x',
      3,
      /cannot be reached/,
    ],
    ['takes no such user', ['--store', 'env:STORE'], 'wrong', 2, /refused the connection/],
  ]
  test.each(cases)('%s', async (_name, flags, address, exitCode, words) => {
    const STORE = address === 'wrong' ? server.as('x402ops_owner', 'CANARY-wrong') : address
    const ran = await desk.run([...line(), ...flags], STORE === '' ? {} : { STORE })
    expect(ran.stderr).toMatch(words)
    expect([ran.exitCode, ran.stdout]).toEqual([exitCode, ''])
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/CANARY|127\.0\.0\.1:\d/)
  })
})
