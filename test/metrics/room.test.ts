import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { couldNotSee } from '../../src/core/observation.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { catalog } from '../../src/metrics/catalog.ts'
import { metrics } from '../../src/metrics/room.ts'
import { lookOf } from '../../src/metrics/sample.ts'
import { savedSample } from '../../src/metrics/saved.ts'
import type { MetricsExpected, MetricsSeen } from '../../src/metrics/shapes.ts'
import { windowOf } from '../../src/metrics/window.ts'
import { answer, at, expected, look, sampleOf } from './pages.ts'

const reached = new Set<string>()

function judged(looks: MetricsSeen['looks'], about: MetricsExpected = expected) {
  const { findings, checks } = judgeRoom(metrics, { looks }, about)
  for (const { code } of findings) reached.add(code)
  expect(judgeRoom(metrics, unfreeze(freeze({ looks })) as MetricsSeen, about).findings).toEqual(findings)
  return { codes: findings.map(({ code }) => code), checks, texts: findings.map(({ text }) => text) }
}

const place = { at: at(0), source: 'https://api.shop.example', ref: expected.page ?? '' }
const html = { headers: [['content-type', 'text/html; charset=utf-8']] as const }

describe('the page', () => {
  test.each<[string, MetricsSeen['looks'], string, MetricsExpected?]>([
    ['two samples', [look(0, { paidX402Calls: 3 }), look(10, { paidX402Calls: 5 })], 'METRICS_WINDOW'],
    ['was read', [look(0, { paidX402Calls: 3 })], 'METRICS_READ'],
    ['is not configured', [], 'METRICS_NOT_CONFIGURED', { ...expected, page: null }],
    ['was never asked', [], 'METRICS_UNREACHABLE'],
    ['is not reached', [couldNotSee(place, 'connect', 'the connection was refused')], 'METRICS_UNREACHABLE'],
    ['is not there', [look(0, 'no', expected, { status: 404 })], 'METRICS_UNREACHABLE'],
    ['points elsewhere', [look(0, '', expected, { status: 302 })], 'METRICS_UNREACHABLE'],
    ['wants another token', [look(0, 'no', expected, { status: 401 })], 'METRICS_TOKEN_REFUSED'],
    ['forbids it', [look(0, 'no', expected, { status: 403 })], 'METRICS_TOKEN_REFUSED'],
    ['is a web page', [look(0, '<html>', expected, html)], 'METRICS_UNREADABLE'],
    ['breaks off', [look(0, '{"paidX402Calls": 3')], 'METRICS_UNREADABLE'],
    ['is too long', [look(0, '{}', expected, { bodyTruncated: true })], 'METRICS_UNREADABLE'],
    ['is neither form', [look(0, 'hello world, this is text')], 'METRICS_UNREADABLE'],
    ['holds no sample', [look(0, '# nothing\n')], 'METRICS_UNREADABLE'],
    ['knows other numbers', [look(0, { visitors: 3 })], 'METRICS_NOTHING_KNOWN'],
    ['has one sample only', [look(0, { paidX402Calls: 3 })], 'METRICS_ONE_SAMPLE'],
    ['began anew', [look(0, { paidX402Calls: 3 }), look(9, { paidX402Calls: 2 })], 'METRICS_COUNTER_RESET'],
    ['has text for a number', [look(0, { paidX402Calls: 'many' })], 'METRICS_FIELD_MISSING'],
    [
      'lacks a mapped number',
      [look(0, {}, { ...expected, fields: { paid: 'calls.paid' } })],
      'METRICS_FIELD_MISSING',
      { ...expected, fields: { paid: 'calls.paid' } },
    ],
    ['is slow behind', [look(0, 't402_rpc_latency_ms 200')], 'METRICS_ABOVE_TARGET'],
    ['is fast behind', [look(0, 't402_rpc_latency_ms 199')], 'METRICS_WITHIN_TARGETS'],
    ['has no goals', [look(0, { paidX402Calls: 3 })], 'METRICS_NO_TARGETS'],
  ])('%s', (_name, looks, code, about) => {
    expect(judged(looks, about).codes).toContain(code)
  })

  test('what a page says that did not let us in is not kept', () => {
    const told = lookOf(answer('CANARY-token was wrong', { status: 401 }), expected, at(0))
    expect(JSON.stringify(told)).not.toContain('CANARY')
  })

  test('of a page only numbers are kept that are known', () => {
    const sample = sampleOf(0, { paidX402Calls: 3, customer: 'CANARY', nested: { secret: 'CANARY' } })
    expect(JSON.stringify(sample)).not.toContain('CANARY')
    const text = sampleOf(0, 't402_payments_total{customer="CANARY"} 3\nother{x="CANARY"} 1')
    expect(JSON.stringify(text)).not.toContain('CANARY')
  })

  afterAll(() => expect([...reached].sort()).toEqual(Object.keys(catalog).sort()))
})

describe('numbers of a page', () => {
  test('by dot paths, by keys with dots, as digits in quotes', () => {
    const fields = { paid: 'calls.paid', paymentRequired: 'calls.required', rateLimited: 'a.b' }
    const sample = sampleOf(0, { calls: { paid: 3, required: '17' }, 'a.b': 2 }, fields)
    expect(sample.numbers).toMatchObject({ paid: 3, paymentRequired: 17, rateLimited: 2 })
  })

  test.each([-1, '1e3', null, [], {}, 'x'])('%j is no number of a page', (value) => {
    expect(sampleOf(0, { paidX402Calls: value })).toMatchObject({ numbers: {}, odd: [{ name: 'paid' }] })
  })

  test('series of one name are added, those with other labels left out', () => {
    const page = [
      'facilitator_requests_total{endpoint="/verify",status="200"} 90',
      'facilitator_requests_total{endpoint="/verify",status="500"} 4',
      'facilitator_requests_total{endpoint="/supported",status="503"} 3',
      'facilitator_requests_total{endpoint="/x",status="429"} 2',
    ]
    expect(sampleOf(0, page.join('\n')).numbers).toEqual({
      ...{ requests: 99, requests5xx: 7, requests4xx: 2, requests429: 2, payPath5xx: 4 },
    })
  })

  test('a result that is neither good nor bad makes its numbers unreadable', () => {
    const line = (result: string) => `facilitator_settle_total{network="eip155:8453",result="${result}"} 5`
    const fine = sampleOf(0, `${line('success')}\n${line('failed')}`)
    expect(fine.numbers).toMatchObject({ settlements: 10, settlementsFailed: 5 })
    expect(fine.groups.settleFailuresByFamily).toEqual({ eip155: 5 })
    const unclear = sampleOf(0, `${line('success')}\n${line('maybe')}`)
    expect(unclear.numbers.settlementsFailed).toBeUndefined()
    expect(unclear.odd.map(({ name }) => name)).toEqual(['settlementsFailed', 'settleFailuresByFamily'])
  })

  test('a mapped series takes its labels exactly', () => {
    const page = 'calls_total{kind="paid"} 7\ncalls_total{kind="free"} 9'
    expect(sampleOf(0, page, { paid: 'calls_total{kind="paid"}' }).numbers).toEqual({ paid: 7 })
    expect(sampleOf(0, page, { paid: 'calls_total' }).numbers).toEqual({ paid: 16 })
    expect(sampleOf(0, page, { paid: 'no such thing' }).odd).toMatchObject([{ why: 'it is not there' }])
  })

  test('a histogram in milliseconds, and one whose buckets do not add up', () => {
    const bucket = (le: string, count: number) => `t402_settlement_duration_ms_bucket{le="${le}"} ${count}`
    const page = [bucket('100', 5), bucket('2500', 9), bucket('+Inf', 10)]
    const found = sampleOf(0, page.join('\n')).histograms.settlementSeconds
    expect(found).toEqual({ bounds: [0.1, 2.5], counts: [5, 9], total: 10 })
    for (const wrong of [
      [bucket('100', 5)],
      [bucket('100', 5), bucket('+Inf', 4)],
      [bucket('x', 5), bucket('+Inf', 5)],
    ]) {
      expect(sampleOf(0, wrong.join('\n')).odd).toMatchObject([{ name: 'settlementSeconds' }])
    }
  })
})

describe('between two samples', () => {
  const names = ['paidX402Calls', 'paymentRequiredCalls', 'rateLimitedCalls'] as const
  const counts = fc.record(Object.fromEntries(names.map((name) => [name, fc.nat(1000)])))

  test('what rose is the difference, and one counter that fell makes all of them unknown', () => {
    fc.assert(
      fc.property(counts, counts, (first, second) => {
        const window = windowOf(sampleOf(0, first), sampleOf(60, second))
        const fell = names.some((name) => (second[name] ?? 0) < (first[name] ?? 0))
        expect(window.reset !== null).toBe(fell)
        if (fell) expect(window.deltas).toEqual({})
        else expect(window.deltas.paid).toBe((second.paidX402Calls ?? 0) - (first.paidX402Calls ?? 0))
      }),
      { numRuns: 60 },
    )
  })

  test('another process is a reset even where every counter rose', () => {
    const page = (start: number, paid: number) => ({ paidX402Calls: paid, processStartTimeSeconds: start })
    expect(windowOf(sampleOf(0, page(100, 1)), sampleOf(60, page(190, 50))).reset).toBe('processStart')
  })

  test('a family that vanished is a reset, a new one counts from nothing', () => {
    const page = (families: Record<string, number>) =>
      Object.entries(families)
        .map(([network, count]) => `facilitator_settle_total{network="${network}",result="success"} ${count}`)
        .join('\n')
    const [one, two] = [page({ base: 3 }), page({ 'eip155:8453': 4, 'solana:x': 2 })]
    expect(windowOf(sampleOf(0, one), sampleOf(9, two)).groups.settlesByFamily).toEqual({
      eip155: 1,
      solana: 2,
    })
    expect(windowOf(sampleOf(0, two), sampleOf(9, one)).reset).toBe('settlements')
  })

  test('a sample that was saved is the same sample, and a damaged one is none', () => {
    const looks = [look(0, { paidX402Calls: 3 })]
    const saved = unfreeze(freeze({ looks })) as { looks: { value: { sample: { numbers: unknown } } }[] }
    expect(savedSample(saved)).toEqual(sampleOf(0, { paidX402Calls: 3 }))
    for (const damage of [null, { paid: -1 }, { paid: '3' }, []]) {
      const [first] = saved.looks
      if (first !== undefined) first.value.sample.numbers = damage
      expect(savedSample(saved)).toBeNull()
    }
    for (const nothing of [undefined, null, {}, { looks: [null] }, { looks: [{ seen: true }] }]) {
      expect(savedSample(nothing)).toBeNull()
    }
  })
})
