import { expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { expectMatrix, matrix } from '../../src/matrix/room.ts'
import { matrixRoutes } from '../../src/matrix/routes.ts'
import { type GateOptions, startGates } from '../rig/gates.ts'
import { price, profileFor, requirement, stranger, v2 } from './fixtures.ts'
import { plainHttp } from './plain-http.ts'

const quote = { id: 'quote', method: 'GET', path: '/v1/quote', price, sample: null, twin: null }
const scan = { ...quote, id: 'scan', path: '/v1/scan' }
const terms = (url: string) => ({ ...v2(requirement), resource: { url } })

type Gates = Awaited<ReturnType<typeof startGates>>

/** Starts a service, lets `act` happen to it, and looks at it: with our real clock, on real sockets. */
async function looks(
  options: Omit<GateOptions, 'terms'>,
  act: (gates: Gates) => Promise<unknown> = async () => undefined,
  { deadlineMs = 10_000, identity }: { deadlineMs?: number; identity?: string } = {},
) {
  const gates = await startGates({ ...options, terms })
  try {
    await act(gates)
    const profile = profileFor(gates.url, { routes: [quote, scan] })
    const limits = { ...profile.limits, deadlineMs }
    const expected = expectMatrix({ ...profile, limits }, matrixRoutes(profile), {
      variants: false,
      probeGarbage: false,
      ...(identity === undefined ? {} : { identity }),
    })
    const ports = { http: plainHttp(), clock: systemClock }
    const { findings, seen } = await runRoom(matrix, expected, ports, new AbortController().signal)
    const codes = [...new Set(findings.map(({ code }) => code))]
    return { codes, findings, earlier: seen.routes.map((route) => route.earlier.length) }
  } finally {
    await gates.close()
  }
}

const fail = async (gates: Gates, paths: readonly string[], times = 3) => {
  for (const path of paths) for (let i = 0; i < times; i += 1) await gates.pay(path)
}
const textOf = (found: Awaited<ReturnType<typeof looks>>, code: string) =>
  found.findings.filter((one) => one.code === code).map(({ text }) => text)

const rules = { failures: 3, resetMs: 900, scope: 'per-path' } as const
const broken = { works: () => false }

test.concurrent('a closed breaker is silent', async () => {
  const { codes } = await looks({ breaker: rules })
  expect(codes).toContain('OK_402')
  expect(codes.filter((code) => /GATE|CIRCUIT/.test(code))).toEqual([])
})

test.concurrent('an open breaker that lets us through after the time it names is no finding', async () => {
  const found = await looks({ breaker: rules, ...broken }, (gates) => fail(gates, ['/v1/quote']))
  expect(found.codes).not.toContain('CIRCUIT_OPEN')
  expect(found.earlier).toEqual([1, 0])
})

test.concurrent('one that is still open counts, and one route is not all of them', async () => {
  const breaker = { ...rules, resetMs: 60_000, says: '1' }
  const found = await looks({ breaker, ...broken }, (gates) => fail(gates, ['/v1/quote']))
  expect(textOf(found, 'CIRCUIT_OPEN')).toEqual([
    'GET /v1/quote answered 503; its circuit is open after 3 failures; asked again after the time it named.',
  ])
  expect(textOf(found, 'GATE_PER_ROUTE').join()).toContain('unknown, not closed')
  expect(found.codes).not.toContain('GATE_GLOBAL')
})

test.concurrent('a global breaker closes every route together', async () => {
  const soon = new Date(Date.now() + 1000).toUTCString()
  const breaker = { ...rules, resetMs: 60_000, scope: 'global', says: soon } as const
  const found = await looks({ breaker, ...broken }, (gates) => fail(gates, ['/v1/scan']))
  expect(textOf(found, 'CIRCUIT_OPEN')).toHaveLength(2)
  expect(found.codes).toContain('GATE_GLOBAL')
  expect(found.earlier).toEqual([1, 1])
})

test.concurrent('a time beyond the run is not waited for', async () => {
  const breaker = { ...rules, resetMs: 60_000 }
  const found = await looks({ breaker, ...broken }, (gates) => fail(gates, ['/v1/quote']), {
    deadlineMs: 3000,
  })
  expect(textOf(found, 'CIRCUIT_OPEN').join()).toContain('seen once, for the time it names lies beyond')
  expect(found.earlier).toEqual([0, 0])
})

test.concurrent('half-open is said, and two successes close it', async () => {
  const breaker = { ...rules, resetMs: 100, trials: 0, says: '1' }
  let works = false
  const options = { breaker, works: () => works }
  const half = await looks(options, async (gates) => {
    await fail(gates, ['/v1/quote'])
    await new Promise((done) => setTimeout(done, 150))
  })
  expect(textOf(half, 'CIRCUIT_OPEN').join()).toContain('its circuit is half-open')
  const closed = await looks(options, async (gates) => {
    await fail(gates, ['/v1/quote'])
    await new Promise((done) => setTimeout(done, 150))
    await fetch(`${gates.url}/v1/quote`)
    works = true
    await fail(gates, ['/v1/quote'], 2)
  })
  expect(closed.codes).not.toContain('CIRCUIT_OPEN')
  expect(closed.earlier).toEqual([0, 0])
})

test.concurrent('a shield that becomes well within its cache time is no finding', async () => {
  let asked = 0
  const healthy = () => {
    asked += 1
    return asked > 1
  }
  const found = await looks({ healthy, cacheMs: 900 })
  expect(found.codes).not.toContain('GATE_CLOSED')
  expect(found.earlier).toEqual([1, 1])
})

test.concurrent('a shield that stays closed is all routes; a preflight is one', async () => {
  const shield = await looks({ healthy: () => false, cacheMs: 900 })
  expect(textOf(shield, 'GATE_CLOSED').join()).toContain('shield says unhealthy')
  expect(shield.codes).toContain('GATE_GLOBAL')
  const preflight = await looks({ reachable: (path) => path !== '/v1/scan', cacheMs: 900 })
  expect(textOf(preflight, 'GATE_CLOSED').join()).toContain('preflight says unreachable')
  expect(preflight.codes).toContain('GATE_PER_ROUTE')
})

test.concurrent('a gate that refuses and asks for money fails', async () => {
  const { codes } = await looks({ healthy: () => false, cacheMs: 900, refusesWithTerms: true })
  expect(codes).toContain('GATE_WITH_TERMS')
})

test.concurrent('as a named buyer only the free calls of that one are used up', async () => {
  const spent = async (gates: Gates) => {
    for (const path of ['/v1/quote', '/v1/scan'])
      await fetch(`${gates.url}${path}`, { headers: { 'x-buyer-id': 'ops-probe' } })
  }
  const anybody = await looks({ freeCalls: 2 }, spent)
  expect(textOf(anybody, 'FREE_TIER').join()).toContain('this request used up one free call')
  const named = await looks({ freeCalls: 2 }, spent, { identity: 'ops-probe' })
  expect(named.codes).toContain('OK_402')
  expect(named.codes).not.toContain('FREE_TIER')
})

test.concurrent('free calls, credits and a bridge are named', async () => {
  const free = await looks({ freeCalls: 2 })
  expect(textOf(free, 'FREE_TIER').join()).toMatch(/[01] free calls are left, of 2/)
  const credit = await looks({ credits: 2 })
  expect(textOf(credit, 'FREE_CREDIT').join()).toContain('credits are left')
  expect(credit.codes).not.toContain('SERVED_FREE')
  const bridge = await looks({ bridgeWallet: stranger })
  expect(bridge.codes).toContain('EXTRA_PAYTO')
})
