import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/adapters/clock.ts'
import { run } from '../../../src/cli.ts'

type Got = { readonly message: IncomingMessage; readonly body: string }

const folder = mkdtempSync(join(tmpdir(), 'x402ops-alerts-'))
let isReady = true
let nowMs = 0
/** How far the clock of the service is off; 45 s is a warning. */
let skewMs = 0
const service = createServer((request, response) => {
  const isDown = request.url === '/ready' && !isReady
  const date = new Date(nowMs + skewMs).toUTCString()
  const body = isDown ? '{"status":"CANARY-said-by-a-server"}' : '{"status":"ok"}'
  response
    .writeHead(isDown ? 503 : 200, { 'content-type': 'application/json', date, 'x-key': 'CANARY' })
    .end(body)
})
let got: Got[] = []
let strayed = 0
/** What the receiver answers; null = nothing at all. */
let answer: number | null = 200
const receiver = createServer((message, response) => {
  if (message.url === '/elsewhere') strayed += 1
  let body = ''
  message.on('data', (part) => {
    body += String(part)
  })
  message.on('end', () => {
    got.push({ message, body })
    if (answer !== null) response.writeHead(answer, { location: '/elsewhere' }).end()
  })
})
const place = (server: typeof service) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(async () => {
  for (const server of [service, receiver])
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterAll(() => {
  for (const server of [service, receiver]) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  rmSync(join(folder, 'x402ops'), { recursive: true, force: true })
  nowMs = Date.parse('2026-11-21T07:40:00.000Z')
  ;[got, strayed, answer, isReady, skewMs] = [[], 0, 200, true, 0]
})

const key = Buffer.from('CANARY-signing-key-of-the-test')

function writeConfig(more: readonly string[]): void {
  const lines = [
    'version: 1',
    'profiles:',
    '  shop:',
    '    extends: mainnet',
    `    baseUrl: ${place(service)}`,
    '    limits: {rate: 9999}',
  ]
  writeFileSync(join(folder, 'x402ops.yaml'), `${[...lines, ...more].join('\n')}\n`)
}

function into(list: string[]): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      list.push(String(chunk))
      done()
    },
  })
}

/** Runs monitor a minute after the last time. Long waits are short on its clock. */
async function monitor(argv: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
  nowMs += 60_000
  const chunks: [string[], string[]] = [[], []]
  const [stdout, stderr] = chunks.map(into) as [Writable, Writable]
  const code = await run(['monitor', 'shop', '--only', 'probe', ...argv], {
    ...{ stdout, stderr, stdin: new PassThrough().end(), cwd: folder },
    ...{
      packageRoot: new URL('../../../', import.meta.url),
      stdoutIsTty: false,
      stderrIsTty: false,
      stdinIsTty: false,
    },
    env: {
      HOME: folder,
      XDG_STATE_HOME: folder,
      WEBHOOK: `${place(receiver)}/CANARY-path`,
      SIGNING: `whsec_${key.toString('base64')}`,
      ...more,
    },
    clock: {
      now: () => new Date(nowMs),
      monotonicMs: systemClock.monotonicMs,
      sleep: (ms, signal) => systemClock.sleep(ms / 20, signal),
    },
  })
  return { code, out: chunks[0].join(''), err: chunks[1].join('') }
}

const throughEnv = () => ({ MONITOR_WEBHOOK_URL: `${place(receiver)}/hook` })
const alertsFile = join(folder, 'x402ops/shop/alerts.json')

describe('a receiver', () => {
  test('of MONITOR_WEBHOOK_URL is told once when it begins and once when it is over', async () => {
    writeConfig([])
    isReady = false
    expect((await monitor([], throughEnv())).code).toBe(1)
    expect((await monitor([], throughEnv())).code).toBe(1)
    isReady = true
    await monitor([], throughEnv())
    await monitor([], throughEnv())
    await monitor([], throughEnv())
    const notices = got.map(({ body }) => JSON.parse(body))
    expect(
      notices.map(({ severity, raised, resolved }) => [
        severity,
        raised.map(({ code }: { code: string }) => code),
        resolved.length,
      ]),
    ).toEqual([
      ['fail', ['READY_NOT_200'], 0],
      ['ok', [], 1],
    ])
    expect(notices[0]).toMatchObject({ service: 'shop', baseUrl: place(service), failing: ['ready'] })
    expect(got[0]?.message.headers['webhook-signature']).toBeUndefined()
    expect(statSync(alertsFile).mode & 0o777).toBe(0o600)
  })

  test('of the profile gets a signature that Standard Webhooks describes, and nothing secret', async () => {
    writeConfig([
      '    alerts:',
      '      desk: {kind: webhook, url: {secret: {env: WEBHOOK}}, key: {secret: {env: SIGNING}}}',
    ])
    isReady = false
    await monitor()
    const [{ message, body }] = got as [Got]
    const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature } = message.headers
    const wanted = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
    expect(signature).toBe(`v1,${wanted}`)
    expect(Number(seconds)).toBe(Math.floor(nowMs / 1000))
    expect(message.method).toBe('POST')
    expect(message.headers['user-agent']).toMatch(/^x402ops\/\S+ \(\+alert\)$/)
    expect(`${body}${JSON.stringify(message.headers)}${readFileSync(alertsFile, 'utf8')}`).not.toContain(
      'CANARY',
    )
  })

  test.each([
    ['500', 500, 'it answered 500'],
    ['a redirect', 307, 'it answered 307; redirects are not followed'],
    ['no answer', null, 'no answer from'],
  ] as const)(
    'that gives %s changes nothing of the verdict, and is told again by the next run',
    async (_what, status, words) => {
      writeConfig([])
      const quiet = await monitor()
      answer = status
      isReady = false
      const { code, err, out } = await monitor([], throughEnv())
      expect([quiet.code, code]).toEqual([0, 1])
      expect(out).toMatch(/1 failed/)
      expect(err.replaceAll('\n', ' ')).toContain(words)
      answer = 204
      await monitor([], throughEnv())
      expect(got).toHaveLength(2)
      expect(new Set(got.map(({ message }) => message.headers['webhook-id'])).size).toBe(1)
      expect(strayed).toBe(0)
    },
  )

  test('below its level is not told, and neither is anybody with --no-save', async () => {
    writeConfig([])
    isReady = false
    const { err } = await monitor(['--no-save'], throughEnv())
    expect(err).toContain('nobody is told with --no-save')
    isReady = true
    skewMs = 45_000
    await monitor([], { ...throughEnv(), MONITOR_ALERT_MIN_SEVERITY: 'fail' })
    expect(got).toEqual([])
    await monitor([], { ...throughEnv(), MONITOR_ALERT_MIN_SEVERITY: 'warn' })
    expect(got.map(({ body }) => JSON.parse(body).severity)).toEqual(['warn'])
  })
})

describe('what is refused', () => {
  test.each([
    ['plain http to somewhere else', 'http://hooks.example/x', 'is plain http'],
    ['a user name', 'https://user:CANARY@hooks.example/x', 'holds a user name or password'],
  ])('%s: nothing is sent, the verdict stays', async (_what, url, words) => {
    writeConfig([])
    isReady = false
    const { code, err } = await monitor([], { MONITOR_WEBHOOK_URL: url })
    expect(code).toBe(1)
    expect(err.replaceAll('\n', ' ')).toContain(words)
    expect(err).not.toContain('CANARY')
  })

  test.each([
    [['--alert', 'nobody'], 2, /ALERT_UNKNOWN/],
    [['--alert', 'chat'], 2, /ALERT_KIND_NOT_BUILT/],
    [[], 0, /chat is not told: slack is not built yet/],
  ] as const)('%j: exit code %i', async (argv, expected, words) => {
    writeConfig(['    alerts: {chat: {kind: slack, url: {secret: {env: WEBHOOK}}}}'])
    const { code, err } = await monitor(argv)
    expect(code).toBe(expected)
    expect(err).toMatch(words)
  })

  test('a severity that is none, and a key that is none', async () => {
    writeConfig([
      '    alerts: {desk: {kind: webhook, url: {secret: {env: WEBHOOK}}, key: {secret: {env: SIGNING}}}}',
    ])
    expect((await monitor([], { ...throughEnv(), MONITOR_ALERT_MIN_SEVERITY: 'loud' })).code).toBe(2)
    isReady = false
    const { err } = await monitor([], { SIGNING: 'CANARY' })
    expect(err.replaceAll('\n', ' ')).toContain('is no whsec_ secret')
    expect([got.length, err.includes('CANARY')]).toEqual([0, false])
  })
})
