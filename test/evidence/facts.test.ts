import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { fingerprintOf } from '../../src/evidence/fingerprint.ts'
import { sourcesIn } from '../../src/evidence/pieces.ts'
import { ssrfBlocks, ssrfBlocksOfCases, ssrfCodes } from '../../src/evidence/ssrf-block.ts'
import { supportCaseOf } from '../../src/evidence/support-case.ts'
import { termsChanges } from '../../src/evidence/terms-changes.ts'
import { timelineOf } from '../../src/evidence/timeline.ts'
import { asked, profileFor, unanswered } from '../matrix/fixtures.ts'
import { alice, genesis, hash, matrixRun, network, orphanOf, reconcileRun, usdc } from './world.ts'

const run = reconcileRun(4000)
const orphan = orphanOf(run)
const sources = sourcesIn([run])
const none = { seen: null, record: null }
const at = (seconds: number) => new Date((genesis + seconds) * 1000).toISOString()

describe('the timeline of a payment', () => {
  test('what records and chain tell, in time, and why the rest is not known', () => {
    expect(timelineOf(orphan, sources(orphan))).toEqual({
      caseId: orphan.caseId,
      code: 'ORPHANED_PAYMENT',
      intent: {
        at: at(200),
        what: `paid request received; its authorization is valid until ${at(300)}`,
        source: 'record',
      },
      verify: { at: at(201), what: 'payment verified: valid', source: 'record' },
      settle: { at: at(202), what: `money moved in ${hash(0x7001)}, block 101`, source: 'chain' },
      delivery: { at: at(205), what: 'answered with HTTP 402', source: 'record' },
      refund: null,
      why: { refund: 'none is known' },
      order: ['intent', 'verify', 'settle', 'delivery'],
    })
  })

  test('money that came before its request is told first', () => {
    const early = { ...orphan, facts: { ...orphan.facts, blockTime: genesis } }
    expect(timelineOf(early, none).order).toEqual(['settle', 'intent', 'delivery'])
  })

  test('a block knows whole seconds: within one the order is that of the protocol', () => {
    const [receivedAt, respondedAt] = [(genesis + 200) * 1000 + 300, (genesis + 200) * 1000 + 900]
    const order = (blockTime: number) =>
      timelineOf({ ...orphan, facts: { ...orphan.facts, receivedAt, respondedAt, blockTime } }, none).order
    expect(order(genesis + 200)).toEqual(['intent', 'settle', 'delivery'])
    expect(order(genesis + 199)).toEqual(['settle', 'intent', 'delivery'])
    expect(order(genesis + 201)).toEqual(['intent', 'delivery', 'settle'])
  })

  test('times that only the case has kept, which holds for every row of a long log', () => {
    const seen = { ...sources(orphan).seen!, verifiedAt: (genesis + 201) * 1000 }
    expect(timelineOf(orphan, { seen, record: null }).verify).toEqual({
      ...{ at: at(201), what: 'payment verified', source: 'record' },
    })
    const settled = { ...seen, settledAt: (genesis + 204) * 1000 }
    const unread = { ...orphan, facts: { ...orphan.facts, blockTime: null } }
    expect(timelineOf(unread, { seen: settled, record: null }).settle?.at).toBe(at(204))
  })

  test.each<[string, object, string, string]>([
    ['no record', { books: 'absent', receivedAt: null }, 'intent', 'no record of the request exists'],
    [
      'no time of the block',
      { blockTime: null, effect: 'one', settleReason: null },
      'settle',
      'money moved, and the time of its block was not read',
    ],
    [
      'no transfer',
      { blockTime: null, effect: 'none' },
      'settle',
      `no transfer was seen; the books name ${hash(0x7001)}; the books give as reason: context deadline exceeded`,
    ],
    [
      'a transaction that reverted',
      { blockTime: null, effect: 'none', reverted: true, settleReason: null },
      'settle',
      `the transaction ${hash(0x7001)} reverted, so no money moved`,
    ],
    [
      'an authorization that was taken back',
      { blockTime: null, effect: 'none', nonce: 'cancelled', settleReason: null },
      'settle',
      'no transfer was seen: the payer cancelled the authorization',
    ],
    ['no time of verification', {}, 'verify', 'the record does not say when the payment was verified'],
    [
      'a chain that was not read',
      { blockTime: null, effect: 'unknown', settleReason: null },
      'settle',
      'whether money moved is not known',
    ],
    [
      'no answer',
      { respondedAt: null },
      'delivery',
      'no record says when the request was answered (HTTP 402)',
    ],
    [
      'a refund in the books alone',
      { books: 'refunded' },
      'refund',
      'the books say refunded and name no transaction',
    ],
    [
      'a time that no date can hold',
      { receivedAt: 1e20 },
      'intent',
      'the record does not say when the request came',
    ],
  ])('%s', (_name, facts, station, why) => {
    const timeline = timelineOf({ ...orphan, facts: { ...orphan.facts, ...facts } }, none)
    expect(timeline[station as 'intent']).toBeNull()
    expect(timeline.why[station as 'intent']).toBe(why)
  })

  test('a refund that was found, and one that was not', () => {
    const seen = sources(orphan).seen!
    const found = { ...seen, refund: { tx: hash(5), logIndex: 1, block: 120 } }
    const why = (item: typeof seen) => timelineOf(orphan, { seen: item, record: null }).why.refund
    const timed = { ...found, refund: { ...found.refund, time: genesis + 240 } }
    expect(timelineOf(orphan, { seen: timed, record: null })).toMatchObject({
      refund: { at: at(240), what: `paid back in ${hash(5)}, block 120`, source: 'chain' },
      order: ['intent', 'verify', 'settle', 'delivery', 'refund'],
    })
    expect(why(found)).toBe(`paid back in ${hash(5)}, block 120; the time of that block was not read`)
    expect(why({ ...seen, refundTx: hash(6) })).toBe(
      `the books name ${hash(6)} as refund, which was not seen on chain`,
    )
  })

  test('any case: every station has a time or a reason, and the order is one of times', () => {
    const time = fc.option(fc.oneof(fc.integer(), fc.double(), fc.constant('x')))
    const facts = fc.record({
      receivedAt: time,
      blockTime: time,
      respondedAt: time,
      validBefore: time,
      books: fc.constantFrom('absent', 'failed'),
    })
    fc.assert(
      fc.property(facts, (part) => {
        const timeline = timelineOf({ ...orphan, facts: part }, none)
        for (const station of ['intent', 'verify', 'settle', 'delivery', 'refund'] as const) {
          expect((timeline[station] === null) === (timeline.why[station] !== undefined)).toBe(true)
        }
        const times = timeline.order.map((station) =>
          Math.floor(Date.parse(timeline[station]?.at ?? '') / 1000),
        )
        expect(times).toEqual([...times].sort((a, b) => a - b))
      }),
    )
  })
})

describe('the nine facts', () => {
  test('of a payment that is known well', () => {
    expect(supportCaseOf(orphan, sources(orphan))).toEqual({
      caseId: orphan.caseId,
      code: 'ORPHANED_PAYMENT',
      requestId: { value: 'req-alice', from: 'record' },
      route: { value: 'GET /quote', from: 'record' },
      status: { value: 402, from: 'record: answer of the service' },
      time: { value: at(200), from: 'record: received' },
      tx: { value: hash(0x7001), from: 'chain' },
      payer: { value: alice, from: 'chain' },
      network: { value: network, from: 'chain' },
      asset: { value: usdc, from: 'chain' },
      settlement: {
        value: 'money moved; books: failed; ORPHANED_PAYMENT',
        from: 'reconcile: records against the chain',
      },
    })
  })

  test('of one that is not: null, and why', () => {
    const bare = {
      ...orphan,
      requestIds: [],
      tx: null,
      payer: null,
      responseStatus: null,
      moneyMoved: null,
      facts: { books: 'absent' },
    }
    const item = supportCaseOf(bare, none)
    expect(
      [item.requestId, item.route, item.status, item.time, item.tx, item.payer].map(({ value }) => value),
    ).toEqual(Array(6).fill(null))
    expect(item.requestId.from).toBe('no record exists')
    expect(item.time.from).toBe('neither the record nor a block tells it')
    expect(item.settlement.value).toBe('not known whether money moved; books: absent; ORPHANED_PAYMENT')
  })

  test('a transaction that only the record names', () => {
    const claimed = { ...orphan, tx: null, facts: { ...orphan.facts, claimedTx: hash(3), effect: 'none' } }
    expect(supportCaseOf(claimed, none).tx).toEqual({ value: hash(3), from: 'record: not seen on chain' })
  })
})

describe('changes of terms over saved runs', () => {
  const other = `0x${'9'.repeat(40)}`
  const of = (runs: Parameters<typeof termsChanges>[0], field: string) =>
    termsChanges(runs).find((one) => one.field === field)

  test('the last change, between which runs and when it was seen', () => {
    const runs = [
      matrixRun(1000),
      matrixRun(2000, { amount: '20000' }),
      matrixRun(3000, { amount: '30000' }),
      matrixRun(4000, { amount: '30000' }),
    ]
    const ids = runs.map(({ document }) => document.runId)
    expect(of([...runs].reverse(), 'price')).toEqual({
      route: 'GET /v1/quote',
      field: 'price',
      last: {
        route: 'GET /v1/quote',
        field: 'price',
        from: `20000 of ${usdc}`,
        to: `30000 of ${usdc}`,
        between: [ids[1], ids[2]],
        at: '2026-11-21T07:40:02.000Z',
      },
      why: null,
    })
    expect(of(runs, 'payTo')).toMatchObject({
      last: null,
      why: expect.stringMatching(/^no change in 4 saved runs since .*; UNKNOWN before that$/),
    })
  })

  test('recipient and network', () => {
    const runs = [matrixRun(1000), matrixRun(2000, { payTo: other, network: 'eip155:84532' })]
    expect(of(runs, 'payTo')?.last).toMatchObject({ to: other })
    expect(of(runs, 'network')?.last).toMatchObject({ from: network, to: 'eip155:84532' })
  })

  test('another spelling of an address is no change', () => {
    const runs = [
      matrixRun(1000, { payTo: other.toUpperCase().replace('0X', '0x') }),
      matrixRun(2000, { payTo: other }),
    ]
    expect(of(runs, 'payTo')?.last).toBeNull()
  })

  test('too little history is UNKNOWN, never "no change"', () => {
    expect(of([matrixRun(1000)], 'price')).toMatchObject({
      last: null,
      why: 'UNKNOWN: only one saved run shows it',
    })
    const silent = matrixRun(1000, {}, { unpaid: unanswered('connect') })
    const free = matrixRun(2000, {}, { unpaid: asked(200) })
    expect(of([silent, free], 'price')).toMatchObject({ last: null, why: 'UNKNOWN: no saved run shows it' })
    expect(termsChanges([run])).toEqual([])
  })

  test('the terms of a test stage are no change of these', () => {
    const stage = matrixRun(2000, { amount: '1' })
    const runs = [
      matrixRun(1000),
      { ...stage, document: { ...stage.document, target: 'https://stage.example' } },
    ]
    const price = (target: string) => termsChanges(runs, target).find(({ field }) => field === 'price')?.why
    expect(price('https://api.example/')).toBe('UNKNOWN: only one saved run shows it')
    expect(price('https://stage.example')).toBe('UNKNOWN: only one saved run shows it')
    expect(termsChanges(runs, 'https://elsewhere.example')).toEqual([])
  })

  test('a run that saw no terms in between hides no change', () => {
    const silent = matrixRun(2000, {}, { unpaid: unanswered('connect') })
    const runs = [matrixRun(1000), silent, matrixRun(3000, { amount: '1' })]
    expect(of(runs, 'price')?.last?.between).toEqual([runs[0]?.document.runId, runs[2]?.document.runId])
  })
})

describe('targets that a guard refused', () => {
  const key = new Uint8Array(32).fill(1)
  const url = 'https://user:CANARY-pass@Internal.Example:8443/admin?token=CANARY-token'
  const blocks = (...lines: readonly string[]) =>
    ssrfBlocks([{ path: 'included/01.ndjson', text: lines.join('\n') }], key)

  test('a line of JSON', () => {
    const line = {
      level: 40,
      reqId: 'req-7',
      route: '/fetch?u=CANARY',
      status: 400,
      code: 'SSRF_BLOCKED',
      url,
    }
    const [block] = blocks('', JSON.stringify(line))
    expect(block).toEqual({
      route: '/fetch',
      requestId: 'req-7',
      status: 400,
      code: 'SSRF_BLOCKED',
      hostTag: expect.stringMatching(/^[0-9a-f]{12}$/),
      seenIn: 'included/01.ndjson:2',
    })
  })

  test('a plain line with named values', () => {
    const line = `2026-11-21T07:40:02Z WARN ssrf blocked url=${url} route="/fetch?u=CANARY" request_id=req-8 status=403`
    expect(blocks(line)).toEqual([
      {
        route: '/fetch',
        requestId: 'req-8',
        status: 403,
        code: 'SSRF_BLOCKED',
        hostTag: expect.stringMatching(/^[0-9a-f]{12}$/),
        seenIn: 'included/01.ndjson:1',
      },
    ])
  })

  test.each<[string, string]>([
    ['nested in err', JSON.stringify({ err: { code: 'unsafe_url', statusCode: 400 }, req: { url } })],
    ['in a message', JSON.stringify({ msg: `refused ${url}: private address` })],
    ['plain text', `WARN ssrf-blocked target=${url} route=/fetch`],
    ['a torn line', `{"code":"PRIVATE_IP","url":"${url}`],
    ['a field that names the host', JSON.stringify({ error: 'Blocked host', host: 'INTERNAL.example' })],
  ])('%s: the same host has the same tag, in whatever form it stands', (_name, line) => {
    const [reference] = blocks(JSON.stringify({ code: 'SSRF_BLOCKED', url: 'http://internal.example/' }))
    const [block, ...more] = blocks(line)
    expect(more).toEqual([])
    expect(block?.hostTag).toBe(reference?.hostTag)
    expect(JSON.stringify(block)).not.toMatch(/CANARY|internal/i)
  })

  test('under another key the same host has another tag', () => {
    const line = [{ path: 'a', text: `SSRF_BLOCKED ${url}` }]
    expect(ssrfBlocks(line, key)[0]?.hostTag).not.toBe(ssrfBlocks(line, new Uint8Array(32))[0]?.hostTag)
  })

  test.each(ssrfCodes.map((code) => [code]))('%s is known', (code) => {
    expect(blocks(`x ${code.toLowerCase().replaceAll('_', '-')} y`)[0]?.code).toBe(code)
  })

  test.each([
    'HTTP 403 forbidden',
    '{"status":400,"code":"INVALID_INPUT"}',
    'PRIVATE_ADDRESSES are listed below',
    'myssrf_blockedx',
    '',
    '{"code":12}',
  ])('no block: %s', (line) => {
    expect(blocks(line)).toEqual([])
  })

  test('a payment that was not settled because of one', () => {
    const item = { ...orphan, facts: { ...orphan.facts, settleReason: `ssrf blocked: ${url}` } }
    const [line] = blocks(`ssrf blocked: ${url}`)
    expect(ssrfBlocksOfCases([item, orphan], () => 'GET /quote', key)).toEqual([
      {
        route: '/quote',
        requestId: 'req-alice',
        status: 402,
        code: 'SSRF_BLOCKED',
        hostTag: line?.hostTag,
        seenIn: `case ${orphan.caseId}`,
      },
    ])
    expect(line?.hostTag).toMatch(/^[0-9a-f]{12}$/)
  })

  test('nothing of a URL survives, whatever surrounds it', () => {
    const host = fc.stringMatching(/^[a-z]{3,8}canary[a-z]{3,8}$/)
    const before = fc.string({ maxLength: 20 })
    fc.assert(
      fc.property(host, before, fc.boolean(), (name, around, isJson) => {
        const target = `https://u:p@${name}.example:81/${name}?q=${name}`
        const line = isJson
          ? JSON.stringify({ code: 'SSRF_BLOCKED', target, reason: around, route: target, reqId: target })
          : `${around} SSRF_BLOCKED ${target}`
        expect(JSON.stringify(blocks(line))).not.toContain(name)
      }),
    )
  })

  test('time doubles at most when a line of nothing but beginnings doubles', () => {
    const took = (size: number) => {
      const text = 'https://a@'.repeat(size) + ' ssrf_'.repeat(size)
      const runs = Array.from({ length: 5 }, () => {
        const start = performance.now()
        ssrfBlocks([{ path: 'x', text }], key)
        return performance.now() - start
      })
      return Math.min(...runs)
    }
    took(1000)
    expect(took(4000)).toBeLessThan(took(2000) * 4 + 20)
  })
})

describe('the fingerprint of a profile', () => {
  const keyed = profileFor('https://api.example', {
    rpc: {
      [network]: [
        { url: new Secret('https://rpc.example/***', 'https://rpc.example/v2/CANARY-key'), origin: 'given' },
      ],
    },
    records: [{ file: '/home/CANARY/pay.jsonl', mapping: null, piprail: { env: 'PIPRAIL_SECRET' } }],
    browserOrigins: ['https://CANARY.example'],
  })

  test('names, counts and labels; no value', () => {
    const print = fingerprintOf(keyed)
    expect(JSON.stringify(print)).not.toContain('CANARY')
    expect(print.set).toContain('browserOrigins[]')
    expect(print.set).not.toContain('instances[]')
    expect(print.lists).toMatchObject({ records: 1, browserOrigins: 1 })
    expect(print.keptIn).toEqual([
      { setting: 'records[].piprail', place: 'env:PIPRAIL_SECRET' },
      { setting: `rpc.${network}[].url`, place: 'https://rpc.example/***' },
    ])
    expect(print.pays).toEqual([
      { network, asset: usdc, payTo: ['0x90f79bf6eb2c4f870365e785982e1f101e93b906'] },
    ])
  })

  test('what is configured changes it, values and order do not', () => {
    const digest = (changes: Parameters<typeof profileFor>[1]) =>
      fingerprintOf({ ...keyed, ...changes }).sha256
    expect(digest({ browserOrigins: ['https://other.example'] })).toBe(digest({}))
    expect(digest({ browserOrigins: [] })).not.toBe(digest({}))
    expect(digest({ pays: [] })).not.toBe(digest({}))
  })

  test('a name that somebody chose freely is a star', () => {
    const expectStatus = { 'a b CANARY': 1 }
    const probes = { ...keyed.probes, status: { path: '/status.json', expect: expectStatus } }
    expect(fingerprintOf({ ...keyed, probes }).set).toContain('probes.status.expect.*')
  })
})
