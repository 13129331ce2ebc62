import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import { createLanes } from '../../src/adapters/http/lanes.ts'
import { onAbort } from '../../src/adapters/on-abort.ts'

test('however many wait for a signal, it has one listener, and each is called once', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (stays) => {
      const controller = new AbortController()
      const calls = stays.map(() => 0)
      const forget = stays.map((_stay, index) =>
        onAbort(controller.signal, () => calls.splice(index, 1, (calls[index] ?? 0) + 1)),
      )
      expect(getEventListeners(controller.signal, 'abort').length).toBe(Math.min(1, stays.length))
      stays.forEach((stay, index) => {
        if (!stay) forget[index]?.()
      })
      controller.abort()
      controller.abort()
      expect(calls).toEqual(stays.map(Number))
    }),
  )
})

test('one function may wait twice, and each wait ends by itself', () => {
  const controller = new AbortController()
  let calls = 0
  const run = () => {
    calls += 1
  }
  const forget = onAbort(controller.signal, run)
  onAbort(controller.signal, run)
  forget()
  controller.abort()
  expect(calls).toBe(1)
})

test('a signal that has aborted calls nobody', () => {
  let calls = 0
  onAbort(AbortSignal.abort(), () => {
    calls += 1
  })()
  expect(calls).toBe(0)
})

test('one that leaves while the others are called is still called at most once', () => {
  const controller = new AbortController()
  const seen: string[] = []
  const forgets: (() => void)[] = []
  onAbort(controller.signal, () => {
    seen.push('first')
    forgets[0]?.()
  })
  forgets.push(onAbort(controller.signal, () => seen.push('second')))
  controller.abort()
  expect(seen).toEqual(['first'])
})

test('fifty requests that wait for their turn, and fifty sleepers, bring no warning of a leak', async () => {
  const warned: string[] = []
  const listen = ({ name }: Error) => void warned.push(name)
  process.on('warning', listen)
  const controller = new AbortController()
  const enter = createLanes(systemClock, { concurrency: 1, ratePerSecond: 1000, burst: 100 })
  const turns = Array.from({ length: 50 }, () => enter('127.0.0.1', controller.signal))
  const sleeps = Array.from({ length: 50 }, () => systemClock.sleep(60_000, controller.signal))
  const leave = await turns[0]
  expect(getEventListeners(controller.signal, 'abort').length).toBe(1)
  controller.abort()
  await Promise.all(sleeps)
  expect(await Promise.all(turns.slice(1))).toEqual(Array.from({ length: 49 }, () => null))
  leave?.()
  await new Promise(setImmediate)
  process.off('warning', listen)
  expect(warned).toEqual([])
})
