import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunDocument } from '../../src/core/report.ts'
import { newDesk, serve } from '../leaks/desk.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { limitedHeader } from '../rig/server-pages.ts'

let rig: Rig
let desk: ReturnType<typeof newDesk>

beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig?.stop())
beforeEach(() => {
  desk = newDesk()
})
afterEach(() => {
  vi.useRealTimers()
  desk.remove()
})

function configure(baseUrl: string, { path = '/admin/metrics', fields = '{}', rules = '{}' } = {}) {
  const lines = [
    'version: 1',
    'profiles:',
    '  shop:',
    '    extends: mainnet',
    `    baseUrl: ${baseUrl}`,
    `    metrics: {path: ${path}, token: {secret: {env: ADMIN_METRICS_TOKEN}}, fields: ${fields}}`,
    `    thresholds: {alerts: ${rules}}`,
  ]
  writeFileSync(join(desk.folder, 'x402ops.yaml'), `${lines.join('\n')}\n`)
}

const token = () => ({ ADMIN_METRICS_TOKEN: rig.adminToken })

/** One run; `at` sets the clock of this machine, in seconds from a fixed moment. */
async function metrics(args: readonly string[], at: number | null = null, env = token()) {
  if (at !== null) vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2027-01-01T00:00:00Z') + at * 1000 })
  const left = await desk.x402ops(['metrics', 'shop', '-o', 'json', ...args], env)
  vi.useRealTimers()
  const document = left.out === '' ? null : (JSON.parse(left.out) as RunDocument)
  const rule = (id: string) => document?.checks.find((check) => check.id === id)
  const codes = document?.findings.map(({ code }) => code) ?? []
  return { ...left, document, rule, codes }
}

/** Asks for the price of something so many times. */
async function ask(times: number, headers: Record<string, string> = {}) {
  for (let turn = 0; turn < times; turn += 1) {
    const answer = await fetch(`${rig.v2.url}/x402/v1/safe-fetch-url`, { method: 'POST', headers })
    await answer.arrayBuffer()
  }
}

describe('the page of a real server', () => {
  test('JSON: what was really paid, asked, limited and probed between two runs', async () => {
    configure(rig.v2.url)
    const first = await metrics(['--samples-apart', '10ms'])
    expect(first.rule('metrics-page')?.verdict).toBe('PASS')
    await rig.pay({})
    await ask(3)
    await ask(2, { 'user-agent': 'SomeBot/1.0' })
    await ask(1, { [limitedHeader]: '1' })
    const second = await desk.x402ops(['metrics', 'shop', '--no-color'], token())
    expect(second.out).toMatch(/paid and settled calls +\d+ +\+1 /)
    // A payment asks for the price first.
    expect(second.out).toMatch(/calls answered 402 +\d+ +\+6 /)
    expect(second.out).toMatch(/calls answered 429 +\d+ +\+1 /)
    expect(second.out).toMatch(/calls of bots +\d+ +\+2 /)
    expect(second.out).toMatch(/PASS +response-missing /)
    expect(second.everything).not.toContain(rig.adminToken)
  })

  test('text of Prometheus: the same, with a histogram', async () => {
    configure(rig.v2.url, { path: '/admin/metrics.txt' })
    await metrics(['--samples-apart', '10ms'])
    for (let turn = 0; turn < 2; turn += 1) await rig.pay({})
    const { document, rule, code } = await metrics([])
    expect(rule('failure-rate')).toMatchObject({ verdict: 'INFO' })
    expect(rule('failure-rate')?.text).toContain('2 in this window, 20 are needed')
    expect(rule('pending')?.text).toBe('settlements that wait: 0, not over 100')
    expect(document?.verdict).toBe('PASS')
    expect(code).toBe(0)
  })

  test('nobody pays any more: told once, a warning when it goes on, and gone after two good windows', async () => {
    configure(rig.v2.url)
    await metrics(['--samples-apart', '10ms'], 0)
    const stages: string[] = []
    for (const [at, pays] of [
      [100, false],
      [200, false],
      [300, true],
      [400, true],
    ] as const) {
      await ask(25)
      if (pays) await rig.pay({})
      const { rule } = await metrics([], at)
      stages.push(rule('paid-flat')?.verdict ?? 'none')
    }
    expect(stages).toEqual(['INFO', 'WARN', 'WARN', 'PASS'])
  })

  test('a token that is refused, and one that is not there', async () => {
    configure(rig.v2.url)
    const wrong = await metrics([], null, { ADMIN_METRICS_TOKEN: 'CANARY-wrong-token' })
    expect(wrong.codes).toContain('METRICS_TOKEN_REFUSED')
    expect(wrong.code).toBe(3)
    expect(wrong.everything).not.toContain('CANARY')
    const none = await desk.x402ops(['metrics', 'shop', '--state-dir', 'elsewhere'])
    expect([none.code, none.out]).toEqual([2, ''])
    expect(none.err).toContain('METRICS_MISSING')
  })

  test('a number that is mapped to nowhere is named', async () => {
    configure(rig.v2.url, { fields: '{paid: calls.paid, payed: x}' })
    const { document, code } = await metrics(['--samples-apart', '10ms'])
    const odd = document?.findings.filter(({ code: name }) => name === 'METRICS_FIELD_MISSING')
    expect(odd?.map(({ text }) => text).sort()).toEqual([
      'paid (calls.paid): it is not there.',
      'payed (x): no number of this name is known.',
    ])
    expect(code).toBe(3)
  })
})

describe('where the token goes', () => {
  test('never along a redirect, not even to another port of the same host', async () => {
    const seen: (string | undefined)[] = []
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization)
      response.end('{}')
    })
    const door = await serve((_request, response) => {
      response.writeHead(302, { location: `${other.url}/admin/metrics` }).end()
    })
    configure(door.url)
    const { codes, code } = await metrics([])
    expect(codes).toContain('METRICS_UNREACHABLE')
    expect([code, seen]).toEqual([3, []])
    await Promise.all([other.close(), door.close()])
  })

  test('never to an address from a flag', async () => {
    configure(rig.v2.url)
    const other = await serve((_request, response) => response.end('{}'))
    const { err } = await metrics(['--base-url', other.url])
    expect(err).toContain('metrics are left out')
    await other.close()
  })

  test('never from an argument', async () => {
    configure(rig.v2.url)
    const { code, everything } = await desk.x402ops(['metrics', 'shop', '--token', 'CANARY-token'])
    expect(code).toBe(2)
    expect(everything).not.toContain('CANARY-token')
  })
})

describe('a page that changes', () => {
  test('a service that started again: nothing is made of its counters, and a rule that fires stays', async () => {
    let paid = 500
    let required = 0
    const server = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ paidX402Calls: paid, paymentRequiredCalls: required }))
    })
    configure(server.url)
    const stages: (string | undefined)[] = []
    for (const [at, more] of [
      [0, 0],
      [100, 30],
      [200, 30],
    ] as const) {
      required += more
      stages.push((await metrics(at === 0 ? ['--samples-apart', '10ms'] : [], at)).rule('paid-flat')?.verdict)
    }
    paid = 3
    required = 1000
    const reset = await metrics([], 300)
    expect([...stages.slice(1), reset.rule('paid-flat')?.verdict]).toEqual(['INFO', 'WARN', 'WARN'])
    expect(reset.codes).toContain('METRICS_COUNTER_RESET')
    await server.close()
    const gone = await metrics([], 400)
    expect(gone.rule('paid-flat')?.verdict).toBe('WARN')
    expect(gone.codes).toContain('METRICS_UNREACHABLE')
  })
})

describe('one name, two services', () => {
  test('what was seen of the service that had the name before fires nothing about the one that has it now', async () => {
    let required = 0
    const flat = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ paidX402Calls: 500, paymentRequiredCalls: required }))
    })
    configure(flat.url)
    const stages: (string | undefined)[] = []
    for (const at of [0, 100, 200]) {
      stages.push((await metrics(at === 0 ? ['--samples-apart', '10ms'] : [], at)).rule('paid-flat')?.verdict)
      required += 30
    }
    configure(rig.v2.url)
    stages.push((await metrics(['--samples-apart', '10ms'], 300)).rule('paid-flat')?.verdict)
    expect(stages.slice(1)).toEqual(['INFO', 'WARN', 'UNKNOWN'])
    await flat.close()
  })

  test('without a page the first thing said is that no counter is known', async () => {
    const lines = ['version: 1', 'profiles:', `  shop: {extends: mainnet, baseUrl: "${rig.v2.url}"}`]
    writeFileSync(join(desk.folder, 'x402ops.yaml'), `${lines.join('\n')}\n`)
    await desk.x402ops(['probe', 'shop'])
    const { out } = await desk.x402ops(['metrics', 'shop', '--no-color'])
    const [, , , first, , third] = out.split('\n')
    expect(first).toContain('No metrics page is configured')
    expect(third).toBe('Rules go by one saved run of the last 26 hours.')
    const { checks } = (await metrics([])).document ?? {}
    const pages = checks?.filter(({ room }) => room === 'metrics').map(({ verdict }) => verdict)
    expect(pages).toEqual(['SKIP', 'SKIP', 'SKIP'])
  })
})

describe('rules over the books', () => {
  test('an orphan that two reconciles prove fires; a payer who settled and is limited is named', async () => {
    const [payer] = rig.payers
    const late = await rig.pay({ requestId: 'req_late', fault: 'timeout-then-confirm', hold: true })
    rig.faults.release(late.nonce)
    const sale = await rig.pay({ requestId: 'req_sale', ...(payer === undefined ? {} : { payer }) })
    await rig.idle()
    await rig.chain.warpTo(Math.max(late.validBefore, sale.validBefore) + 30)
    await rig.chain.mine(5, 2)
    // The same payer comes again and is turned away by the limiter, with a payment in hand.
    const sold = rig.records.all().find(({ requestId }) => requestId === 'req_sale')
    const { tx: _tx, settle: _settle, ...turnedAway } = { ...sold }
    const limited = {
      ...turnedAway,
      requestId: 'req_again',
      nonce: `0x${'7'.repeat(64)}`,
      responseStatus: 429,
      state: 'failed',
    }
    writeFileSync(join(desk.folder, 'again.jsonl'), `${JSON.stringify(limited)}\n`)
    configure(rig.v2.url)
    const books = [
      '--records',
      rig.recordsFile,
      '--records',
      'again.jsonl',
      '--rpc',
      rig.rpcUrl,
      '--pay-to',
      rig.payTo,
      '--since',
      '1h',
    ]
    const reconcile = async (at: number) => {
      vi.useFakeTimers({ toFake: ['Date'], now: start + at * 1000 })
      const left = await desk.x402ops(['reconcile', 'shop', ...books], token())
      vi.useRealTimers()
      return left
    }
    const start = ((await rig.chain.timestamp()) + 1) * 1000
    const stages: Record<string, (string | undefined)[]> = { orphaned: [], 'payer-limited': [] }
    for (const at of [0, 90]) {
      expect((await reconcile(at)).out).toContain('ORPHANED_PAYMENT')
      vi.useFakeTimers({ toFake: ['Date'], now: start + (at + 5) * 1000 })
      const left = await desk.x402ops(['metrics', 'shop', '-o', 'json', '--samples-apart', '1ms'], token())
      vi.useRealTimers()
      const document = JSON.parse(left.out) as RunDocument
      for (const [rule, verdicts] of Object.entries(stages)) {
        verdicts.push(document.checks.find(({ id }) => id === rule)?.verdict)
      }
    }
    expect(stages).toEqual({ orphaned: ['INFO', 'FAIL'], 'payer-limited': ['INFO', 'FAIL'] })
  })
})
