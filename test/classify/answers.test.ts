import { describe, expect, test } from 'vitest'
import { lookupIn, withChainTruth } from '../../src/classify/chain-truth.ts'
import type { FailureClass } from '../../src/classify/classes.ts'
import { decide, isChallenge, isFailure } from '../../src/classify/decide.ts'
import { readText } from '../../src/classify/read-text.ts'
import { oneCase } from '../render/sample.ts'
import { wire, wireNames } from '../x402/wire.ts'

const of = (text: string) => decide(readText(text))

function transcript(name: string): string {
  const { status, rawHeaders = [], body } = wire(name)
  const headers = rawHeaders.flatMap((_, at) =>
    at % 2 === 0 ? [`${rawHeaders[at]}: ${rawHeaders[at + 1]}`] : [],
  )
  return `HTTP/1.1 ${status} Said\r\n${headers.join('\r\n')}\r\n\r\n${body}`
}

describe('recorded answers of real servers and facilitators', () => {
  const table: Readonly<Record<string, FailureClass>> = {
    'facilitator-settle-v1-deadline-with-tx': 'indeterminate',
    'facilitator-settle-v2-gas': 'transient',
    'facilitator-settle-v2-phantom-empty-tx': 'indeterminate',
    'facilitator-settle-v2-reverted': 'indeterminate',
    'v1-503-disabled': 'gate-closed',
    'v1-settle-deadline-with-tx': 'indeterminate',
    'v1-unpaid-wrong-method': 'customer-input',
    'v2-503-disabled': 'gate-closed',
    'v2-settle-deadline': 'indeterminate',
    'v2-settle-gas': 'transient',
    'v2-settle-pending-slow-chain': 'indeterminate',
    'v2-settle-phantom-empty-tx': 'indeterminate',
    'v2-unpaid-facilitator-down': 'infrastructure',
  }
  test.each(Object.entries(table))('%s is %s', (name, expected) => {
    expect(of(transcript(name)).class).toBe(expected)
    expect(isFailure(readText(transcript(name)))).toBe(true)
  })

  test('a price list and a success are no failures', () => {
    const calm = wireNames().filter((name) => /-unpaid-(?:get|post|browser)|200-paid|-ok$/.test(name))
    expect(calm.length).toBeGreaterThan(8)
    expect(calm.filter((name) => isFailure(readText(transcript(name))))).toEqual([])
    expect(isChallenge(readText(transcript('v2-402-unpaid-get')))).toBe(true)
  })
})

describe('status and headers', () => {
  const answer = (status: number, headers = '', body = '') => `HTTP/2 ${status}\r\n${headers}\r\n\r\n${body}`
  test.each<[string, FailureClass, string]>([
    [answer(429, 'Retry-After: 7'), 'transient', 'status 429'],
    [answer(503, 'X-Circuit-State: open\r\nRetry-After: 30'), 'gate-closed', 'header X-Circuit-State'],
    [answer(503, 'x-shield-status: unhealthy'), 'gate-closed', 'header X-Shield-Status'],
    [answer(503, 'X-Preflight-Status: unreachable'), 'gate-closed', 'header X-Preflight-Status'],
    [answer(503, 'X-Circuit-State: closed'), 'infrastructure', 'status 503'],
    [answer(503, '', '{"error":"x","plugin":"circuit-breaker"}'), 'gate-closed', 'header X-Circuit-State'],
    [answer(400), 'customer-input', 'status 400'],
    [answer(415), 'customer-input', 'status 415'],
    [answer(422, '', '{"error":"url is not allowed"}'), 'customer-input', 'text "unsafe address"'],
    [answer(403, '', '{"error":"blocked private IP"}'), 'customer-input', 'text "unsafe address"'],
    [answer(412), 'permanent-client', 'status 412'],
    [answer(409), 'duplicate', 'status 409'],
    [answer(500), 'infrastructure', 'status 500'],
    [answer(401), 'unknown', 'none'],
    [answer(202, '', '{"payer":"0x01","nonce":"0x02"}'), 'indeterminate', 'status 202'],
    [
      answer(502, '', '{"error":"Facilitator settle request timed out after 1500ms"}'),
      'indeterminate',
      'text "settle returned what cannot be read"',
    ],
    [
      answer(502, '', '{"error":"Facilitator settle returned invalid JSON: <html>"}'),
      'indeterminate',
      'text "settle returned what cannot be read"',
    ],
    [
      answer(
        402,
        '',
        '{"x402Version":1,"error":"Failed to settle payment: 500 Internal Server Error","accepts":[]}',
      ),
      'indeterminate',
      'text "failed to settle: status"',
    ],
    ['{"phase":"settle","status":500}', 'indeterminate', 'status 500 of settle'],
    ['{"phase":"verify","status":500}', 'infrastructure', 'status 500 of verify'],
    ['{"phase":"verify","status":401}', 'infrastructure', 'status 401 of verify'],
    ['{"phase":"settle","status":400,"errorLink":"x"}', 'permanent-config', 'status 400 of settle'],
    ['{"phase":"settle","code":"ECONNRESET"}', 'indeterminate', 'transport ECONNRESET of settle'],
    ['{"phase":"settle","code":"ECONNREFUSED"}', 'infrastructure', 'transport ECONNREFUSED'],
    ['{"err":{"code":"ECONNRESET"}}', 'transient', 'transport ECONNRESET'],
    ['{"verify":{"error":"fetch failed"}}', 'infrastructure', 'text "fetch failed"'],
    ['fetch failed', 'indeterminate', 'text "fetch failed"'],
  ])('%s', (text, name, row) => {
    expect(of(text)).toMatchObject({ class: name, row })
  })

  test('a 429 inside a hash, an amount or a longer number is none', () => {
    const hash = `0x429${'a'.repeat(58)}429`
    for (const text of [
      `tx ${hash} failed`,
      'amount 429 failed',
      'status=4290 failed',
      'id 1-429-2 failed',
    ]) {
      expect(of(text).class).toBe('unknown')
      expect(readText(text).status).toBeNull()
    }
    expect(of('upstream said HTTP 429').class).toBe('transient')
    expect(of('GET /v1/quote 429').class).toBe('transient')
  })

  test('time-outs and faults of a payer never count for a breaker', () => {
    const texts = [
      'ETIMEDOUT',
      'context deadline exceeded',
      'insufficient_funds',
      'AA24',
      answer(422),
      'settlement_pending',
    ]
    expect(texts.map((text) => of(text).breaker)).toEqual(texts.map(() => 'no'))
    expect(of(answer(500)).breaker).toBe('yes')
    expect(of('unable to estimate gas').breaker).toBe('repeated')
  })

  test('charged and not served: an error after a settlement that succeeded', () => {
    const settled = Buffer.from('{"success":true,"transaction":"0x01","network":"eip155:8453"}').toString(
      'base64',
    )
    expect(of(answer(503, `PAYMENT-RESPONSE: ${settled}`))).toMatchObject({
      retry: 'DO_NOT_RETRY',
      playbook: 'paid-route-errors',
    })
  })

  test('where codes disagree, what could hide moved money wins, and the other is named', () => {
    const both = '{"error":"Facilitator settle failed (500): {\\"errorReason\\":\\"invalid_payload\\"}"}'
    expect(of(both)).toMatchObject({ class: 'indeterminate', others: ['code invalid_payload'] })
    const used = 'Facilitator settle failed (500): authorization is used or canceled'
    expect(of(used)).toMatchObject({ class: 'duplicate', retry: 'DO_NOT_RETRY' })
  })

  test('what curl -v printed: the last answer counts', () => {
    const text = [
      '* Connected',
      '> GET /x402/v1/quote?key=CANARY HTTP/1.1',
      '>',
      '< HTTP/1.1 301 Moved',
      '< location: /x',
      '<',
      '> GET /x402/v1/quote HTTP/1.1',
      '< HTTP/1.1 429 Too Many Requests',
      '< Retry-After: 12',
      '<',
      '{"error":"slow down"}',
    ].join('\n')
    const signals = readText(text)
    expect(signals).toMatchObject({ status: 429, retryAfter: '12', about: { route: 'GET /x402/v1/quote' } })
    expect(decide(signals).class).toBe('transient')
  })
})

describe('the chain goes before every text', () => {
  const nonce = `0x${'07'.repeat(32)}`
  const facts = { nonce: 'unused', expired: true, covered: true, effect: 'none' }
  const base = { ...oneCase, nonce, requestIds: ['req_1'] }
  const truth = (text: string, change: object) =>
    withChainTruth(
      of(text),
      lookupIn([{ ...base, ...change }])({ nonce, payer: null, tx: null, requestId: null }),
    )

  test.each<[string, object, FailureClass, string]>([
    [
      'context deadline exceeded',
      { code: 'ORPHANED_PAYMENT', moneyMoved: true },
      'duplicate',
      'DO_NOT_RETRY',
    ],
    ['insufficient_funds', { code: 'MATCHED', moneyMoved: true }, 'duplicate', 'DO_NOT_RETRY'],
    [
      'invalid_payload',
      { code: 'RECIPIENT_MISMATCH', moneyMoved: true },
      'transfer-mismatch',
      'DO_NOT_RETRY',
    ],
    ['invalid_payload', { code: 'OPEN', moneyMoved: null }, 'indeterminate', 'WAIT'],
    ['invalid_payload', { code: 'INDETERMINATE', moneyMoved: null }, 'indeterminate', 'WAIT'],
    ['settlement_pending', { code: 'NO_CHARGE', moneyMoved: false, facts }, 'transient', 'SAFE_TO_RETRY'],
    [
      'insufficient_funds',
      { code: 'NO_CHARGE', moneyMoved: false, facts },
      'permanent-client',
      'SAFE_TO_RETRY',
    ],
    [
      'settlement_pending',
      { code: 'NO_CHARGE', moneyMoved: false, facts: { ...facts, covered: false } },
      'indeterminate',
      'WAIT',
    ],
    [
      'settlement_pending',
      { code: 'NO_CHARGE', moneyMoved: false, facts: { ...facts, expired: false } },
      'indeterminate',
      'WAIT',
    ],
    ['settlement_pending', { code: 'NO_CHARGE', moneyMoved: null, facts }, 'indeterminate', 'WAIT'],
  ])('%s against %o', (text, change, name, retry) => {
    expect(truth(text, change)).toMatchObject({ class: name, retry, stage: 'chain' })
  })

  test('several payments that fit decide nothing', () => {
    const find = lookupIn([
      { ...base, nonce: `0x${'08'.repeat(32)}` },
      { ...base, caseId: 'b' },
    ])
    const found = find({ nonce: null, payer: null, tx: null, requestId: 'req_1' })
    expect(withChainTruth(of('invalid_payload'), found)).toMatchObject({
      class: 'indeterminate',
      retry: 'WAIT',
    })
  })

  test('without a run a new payment is never called safe', () => {
    expect(withChainTruth(of('settlement_pending'), [])).toEqual(of('settlement_pending'))
  })
})

describe('a 402 to a request that carried a payment', () => {
  const payment = transcriptPayment()
  const asked = JSON.stringify({ x402Version: 2, error: 'Payment required', accepts: [] })
  const sent = (header: string, status = 402) =>
    `* words\n> GET /v1/quote HTTP/1.1\n> ${header}\n> \n< HTTP/1.1 ${status} Said\n< content-type: application/json\n< \n${asked}`

  function transcriptPayment(): string {
    return wire('v2-200-paid').request.headers?.['PAYMENT-SIGNATURE'] ?? ''
  }

  test.each([
    ['curl -v, version 2', sent(`PAYMENT-SIGNATURE: ${payment}`)],
    ['curl -v, version 1, whatever the value', sent('X-Payment: CANARY')],
    ['a row with a nonce', `{"status":402,"nonce":"0x${'5a'.repeat(32)}"}`],
    ['recorded headers', JSON.stringify({ status: 402, request: { headers: { 'x-payment': payment } } })],
    ['headers of HAR', JSON.stringify({ status: 402, headers: [{ name: 'X-PAYMENT', value: payment }] })],
    ['raw headers', JSON.stringify({ status: 402, rawHeaders: ['Payment-Signature', payment] })],
    ['a log line', `"GET /v1/quote HTTP/1.1" 402 12 x-payment=${payment}`],
  ])('%s: nobody says that nothing failed', (_name, text) => {
    const signals = readText(text)
    expect([isChallenge(signals), isFailure(signals)]).toEqual([false, true])
    expect(decide(signals)).toMatchObject({ class: 'indeterminate', retry: 'WAIT' })
    expect(JSON.stringify(decide(signals))).not.toContain('CANARY')
  })

  test('the payment of the last request counts, and says whom to look up', () => {
    const first = sent('X-Payment: CANARY').replace('HTTP/1.1 402', 'HTTP/1.1 401')
    const unpaid = sent('Accept: */*')
    expect(isChallenge(readText(`${first}\n${unpaid}`))).toBe(true)
    const { about } = readText(sent(`PAYMENT-SIGNATURE: ${payment}`))
    expect(about.payer).toBe('0xbcd4042de499d14e55001ccbb24a551f3b954096')
    expect(about.nonce).toMatch(/^0x[0-9a-f]{64}$/)
  })

  test('a broken gateway behind a payment may hide that money moved', () => {
    expect(of(sent('X-Payment: CANARY', 502))).toMatchObject({ class: 'indeterminate', retry: 'WAIT' })
  })
})

describe('what callers write does not decide', () => {
  const code = 'invalid_exact_evm_nonce_already_used'
  test.each([
    `GET /v1/quote?x=${code} HTTP/1.1" 500 12`,
    `GET /v1/${code} HTTP/1.1" 500 12`,
    `203.0.113.9 - - [21/Nov/2026:20:00:00 +0000] "POST /v1/quote HTTP/1.1" 500 12 "https://a.example/${code}" "${code} fetch failed"`,
    `{"level":"error","status":500,"msg":"POST /v1/quote?e=${code}"}`,
    `request to https://shop.example/v1?e=${code} failed with status 500`,
    `{"status":500,"url":"/v1?e=${code}","headers":{"referer":"https://a.example/${code}"}}`,
  ])('%s', (line) => {
    expect(of(line)).toMatchObject({ class: 'infrastructure', row: 'status 500' })
  })
})
