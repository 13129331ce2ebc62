import { expect, test } from 'vitest'
import { after, systemClock } from '../../src/adapters/clock.ts'

test('sleep lasts as long as asked, and not a moment when aborted', async () => {
  const never = new AbortController().signal
  const begin = systemClock.monotonicMs()
  await systemClock.sleep(50, never)
  expect(systemClock.monotonicMs() - begin).toBeGreaterThanOrEqual(49)
  const controller = new AbortController()
  const asleep = systemClock.sleep(60_000, controller.signal)
  controller.abort()
  await asleep
  await systemClock.sleep(60_000, controller.signal)
  await systemClock.sleep(-1, never)
  await systemClock.sleep(Number.NaN, never)
  expect(systemClock.monotonicMs() - begin).toBeLessThan(1000)
})

test('a sleep of a year does not end at once, as a bare timer would', async () => {
  const controller = new AbortController()
  let awake = false
  const asleep = systemClock.sleep(31_536_000_000, controller.signal).then(() => {
    awake = true
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(awake).toBe(false)
  controller.abort()
  await asleep
})

test('the time of day is a date', () => {
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000)
})

test.each([
  ['the clock of this machine', systemClock],
  [
    'any other clock',
    { ...systemClock, sleep: (ms: number, until: AbortSignal) => systemClock.sleep(ms, until) },
  ],
])('after a while by %s something runs once, or never when it is taken back', async (_name, clock) => {
  const ran: string[] = []
  const takeBack = after(clock, 20, () => ran.push('taken back'))
  after(clock, 10, () => ran.push('ran'))
  after(clock, -1, () => ran.push('at once'))
  const year = after(clock, 31_536_000_000, () => ran.push('a year'))
  takeBack()
  takeBack()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(ran).toEqual(['at once', 'ran'])
  year()
})
