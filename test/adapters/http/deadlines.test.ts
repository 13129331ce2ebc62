import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDeadlines } from '../../../src/adapters/http/deadlines.ts'
import { fakeClock } from './fake-clock.ts'

test('every deadline is told when it is reached, once, and none that was taken back', async () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 1, max: 50 }),
    takenBackAfterMs: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
    startAtMs: fc.integer({ min: 0, max: 40 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const clock = fakeClock()
      const watch = createDeadlines(clock)
      const told = steps.map((): number[] => [])
      const takeBack = new Map<number, () => void>()
      for (let nowMs = 0; nowMs <= 100; nowMs += 1) {
        for (const [at, { afterMs, takenBackAfterMs, startAtMs }] of steps.entries()) {
          if (startAtMs === nowMs)
            takeBack.set(
              at,
              watch(afterMs, () => told[at]?.push(clock.monotonicMs())),
            )
          if (takenBackAfterMs !== null && startAtMs + takenBackAfterMs === nowMs) takeBack.get(at)?.()
        }
        await clock.advance(1)
      }
      for (const [at, { afterMs, takenBackAfterMs, startAtMs }] of steps.entries()) {
        const isDue = takenBackAfterMs === null || takenBackAfterMs >= afterMs
        expect(told[at]).toEqual(isDue ? [startAtMs + afterMs] : [])
      }
    }),
    { numRuns: 25 },
  )
})

test('nothing sleeps while nothing is watched', async () => {
  const clock = fakeClock()
  const asleep = new Set<AbortSignal>()
  const sleep = (ms: number, signal: AbortSignal) => {
    asleep.add(signal)
    return clock.sleep(ms, signal)
  }
  const watch = createDeadlines({ ...clock, sleep })
  const [first, second] = [watch(10, () => {}), watch(5, () => {})]
  first()
  second()
  expect(asleep.size).toBe(2)
  expect([...asleep].every(({ aborted }) => aborted)).toBe(true)
})
