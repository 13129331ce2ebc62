import { afterAll, beforeAll, expect, test } from 'vitest'
import { badDay, type LongRun, type LongWindow, startLongWindow } from './long-window.ts'

// 30 days take a minute: `node --import ./scripts/ts.mjs bench/long-window.ts`. Three days show the same.
const days = 3
const payments = 48

let long: LongWindow
let calm: LongRun
let rough: LongRun

beforeAll(async () => {
  long = await startLongWindow(days, payments)
  calm = await long.reconcile(null)
  rough = await long.reconcile(badDay)
}, 120_000)

afterAll(async () => {
  await long?.stop()
})

test('the calm endpoint shows what was played', () => {
  expect(calm.blocks).toBeGreaterThan(days * 43_000)
  expect([calm.complete, calm.exitCode]).toEqual([true, 1])
  expect(calm.classes).toEqual({
    matched: 30,
    orphaned_payment: 6,
    unrecorded_receipt: 6,
    no_charge: 6,
  })
})

test('an endpoint with short ranges, limits and one failure in twenty gives the same report', () => {
  const { counts } = rough
  expect(counts['too wide']).toBeGreaterThan(0)
  expect(counts.failed).toBeGreaterThan(5)
  expect([rough.complete, rough.exitCode]).toEqual([true, 1])
  expect(rough.document).toEqual(calm.document)
  expect(rough.cases).toBe(calm.cases)
})
