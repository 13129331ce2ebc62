import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLanes, takeToken } from '../../../src/adapters/http/lanes.ts'
import { fakeClock } from './fake-clock.ts'
import { never } from './rig.ts'

describe('the token bucket', () => {
  test('gives the burst at once and then the rate', () => {
    let fullAtMs = 0
    const waits = Array.from({ length: 6 }, () => {
      const taken = takeToken(fullAtMs, 1000, { ratePerSecond: 2, burst: 3 })
      fullAtMs = taken.fullAtMs
      return taken.waitMs
    })
    expect(waits).toEqual([0, 0, 0, 500, 1000, 1500])
  })

  test('in any span of time gives at most the burst plus the rate', () => {
    const gaps = fc.array(fc.nat(2000), { minLength: 1, maxLength: 60 })
    const limits = fc.record({
      ratePerSecond: fc.integer({ min: 1, max: 20 }),
      burst: fc.integer({ min: 1, max: 10 }),
    })
    fc.assert(
      fc.property(gaps, limits, (list, limit) => {
        let nowMs = 0
        let fullAtMs = 0
        const given = list.map((gap) => {
          nowMs += gap
          const taken = takeToken(fullAtMs, nowMs, limit)
          fullAtMs = taken.fullAtMs
          return nowMs + taken.waitMs
        })
        for (const [i, from] of given.entries()) {
          for (const [j, to] of given.entries()) {
            if (j < i) continue
            const most = limit.burst + ((to - from) / 1000) * limit.ratePerSecond
            expect(j - i + 1).toBeLessThanOrEqual(most + 1e-6)
          }
        }
      }),
    )
  })
})

describe('lanes', () => {
  const settle = () => new Promise((resolve) => setImmediate(resolve))

  test('let at most so many run at once per host, and hosts do not wait for each other', async () => {
    const enter = createLanes(fakeClock(), { concurrency: 2, ratePerSecond: 1000, burst: 1000 })
    const order: string[] = []
    const go = async (host: string, name: string) => {
      const leave = await enter(host, never)
      order.push(name)
      return leave
    }
    const first = go('a', 'a1')
    void go('a', 'a2')
    void go('a', 'a3')
    void go('b', 'b1')
    await settle()
    expect(order).toEqual(['a1', 'a2', 'b1'])
    ;(await first)?.()
    await settle()
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3'])
  })

  test('pace one host by the clock', async () => {
    const clock = fakeClock()
    const enter = createLanes(clock, { concurrency: 10, ratePerSecond: 2, burst: 2 })
    const at: number[] = []
    for (let i = 0; i < 5; i += 1) void enter('a', never).then(() => at.push(clock.monotonicMs()))
    await clock.advance(0)
    for (let i = 0; i < 20; i += 1) await clock.advance(100)
    expect(at).toEqual([0, 0, 500, 1000, 1500])
  })

  test('an abort leaves the queue and gives the place back', async () => {
    const clock = fakeClock()
    const enter = createLanes(clock, { concurrency: 1, ratePerSecond: 1, burst: 1 })
    const leave = await enter('a', never)
    const gone = new AbortController()
    const queued = enter('a', gone.signal)
    const next = enter('a', never)
    gone.abort()
    expect(await queued).toBeNull()
    leave?.()
    await settle()
    const late = new AbortController()
    const paced = enter('a', late.signal)
    late.abort()
    expect(await paced).toBeNull()
    await clock.advance(1000)
    expect(await next).toBeTypeOf('function')
    expect(await enter('b', late.signal)).toBeNull()
  })
})
