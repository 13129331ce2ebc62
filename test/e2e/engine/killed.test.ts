import { mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Ended,
  type KillPoint,
  leftovers,
  type Place,
  spoilt,
  startKilling,
} from '../../../bench/bulk/killing.ts'

// Three windows of blocks, and a payment of every kind that goes wrong. `npm run bench:kill` kills runs of as many
// payments as one likes, at as many points.
const asked = { payments: 80, payers: 20, hours: 10, oddEvery: 80 }
const folder = mkdtempSync(join(tmpdir(), 'x402ops-killed-'))
let killing: Awaited<ReturnType<typeof startKilling>>
let whole: Ended

beforeAll(async () => {
  killing = await startKilling(asked, folder)
  whole = await killing.place('whole').run(null)
})
afterAll(async () => {
  await killing?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Kills a run, looks at what it left, and starts it again: it says what one says that was never killed. */
async function killAndGoOn(place: Place, point: KillPoint, without: Ended): Promise<void> {
  const killed = await place.run(point)
  expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', ''])
  // Absent or whole: half a report would not even parse.
  expect([null, without.report]).toContain(killed.report)
  expect(spoilt(place)).toEqual([])
  const again = await place.run(null)
  expect(again.exitCode).toBe(1)
  expect(again.report === without.report).toBe(true)
  expect(spoilt(place)).toEqual([])
}

/** Makes everything that was left unfinished look as if it had been left the day before yesterday. */
function letTimePass(place: Place): void {
  const then = new Date(Date.now() - 2 * 86_400_000)
  for (const name of leftovers(place)) utimesSync(join(place.folder, name), then, then)
}

test('a run that nobody kills says what is true, and leaves nothing unfinished', () => {
  expect([whole.exitCode, whole.stderr]).toEqual([1, ''])
  expect(whole.report?.length).toBeGreaterThan(10_000)
  expect(leftovers(killing.place('whole'))).toEqual([])
  expect(whole.steps.some((line) => line.includes('.report.json.'))).toBe(true)
})

test('killed with -9 when the endpoint was asked half of all, it says the same when it is started again', async () => {
  await killAndGoOn(killing.place('half'), { kind: 'request', number: whole.requests >> 1 }, whole)
})

test('killed at any time of its life, it says the same in the end', async () => {
  const place = killing.place('time')
  // The machine may have been busier when the whole run was timed: then some of these come to their end.
  for (const share of [0.5, 0.3, 0.1]) await place.run({ kind: 'time', ms: Math.round(whole.ms * share) })
  expect(spoilt(place)).toEqual([])
  expect((await place.run(null)).report === whole.report).toBe(true)
})

test('killed again and again in one place, it leaves nothing that a later run does not clear away', async () => {
  const place = killing.place('again')
  const writing = [
    { at: `writeFile ${place.folder}/cache`, half: true },
    { at: `link ${place.folder}/cache` },
    { at: `writeFile ${place.folder}/state`, half: true },
    { at: '.watermarks.json.', half: true },
    { at: `writeFile ${place.folder}/out`, half: true },
  ]
  for (const point of writing) {
    const { signal, report } = await place.run({ kind: 'disk', ...point })
    expect([signal, report]).toEqual(['SIGKILL', null])
    expect(spoilt(place)).toEqual([])
  }
  expect(leftovers(place).length).toBeGreaterThanOrEqual(writing.length)
  letTimePass(place)
  const { report } = await place.run(null)
  expect(report === whole.report).toBe(true)
  expect(leftovers(place)).toEqual([])
})

test('below the number from which on payments are sieved the same holds', async () => {
  const point: KillPoint = { kind: 'disk', at: '/seen.ndjson', half: true }
  await killAndGoOn(killing.place('below', { above: 100_000 }), point, whole)
})

test('and when the records come by standard input', async () => {
  const how = { input: true }
  const all = await killing.place('piped', how).run(null)
  const [totals, others] = [whole, all].map(({ report }) => JSON.parse(report ?? '{}').totals)
  expect(others).toEqual(totals)
  await killAndGoOn(killing.place('piped and killed', how), { kind: 'disk', at: '/cache/', half: true }, all)
})
