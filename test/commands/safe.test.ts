import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli.ts'

type Asked = {
  readonly method: string
  readonly url: string
  readonly agent: string
  readonly headers: readonly string[]
  readonly payment: readonly unknown[]
}

const folder = mkdtempSync(join(tmpdir(), 'x402ops-safe-'))
let asked: Asked[] = []
const server = createServer((request, response) => {
  const { method = '', url = '', headers } = request
  const payment = [headers['payment-signature'], headers['x-payment']].filter((one) => one !== undefined)
  asked.push({ method, url, agent: headers['user-agent'] ?? '', headers: Object.keys(headers), payment })
  const isPaid = url.startsWith('/v1/')
  const type = { 'content-type': 'application/json' }
  if (isPaid && method !== 'OPTIONS') response.writeHead(402, type).end('{"x402Version":1,"accepts":[]}')
  else response.writeHead(200, type).end('{"status":"ok"}')
})
let url = ''

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const lines = [
    ...['version: 1', 'profiles:', '  shop:', '    extends: mainnet', `    baseUrl: ${url}`],
    ...['    limits: {rate: 9999, burst: 1000}', `    facilitators: [{url: "${url}/facilitator"}]`],
    ...['    routes:', '      - {method: POST, path: /v1/ask, price: "0.01 usdc", sample: {json: {}}}'],
    '      - {method: GET, path: /v1/quote, price: "0.01 usdc"}',
  ]
  writeFileSync(join(folder, 'x402ops.yaml'), `${lines.join('\n')}\n`)
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  asked = []
})

async function x402ops(...argv: readonly string[]) {
  let err = ''
  const sink = (take: (text: string) => void) =>
    new Writable({
      write: (chunk, _encoding, done) => {
        take(String(chunk))
        done()
      },
    })
  const code = await run(argv, {
    ...{ stdout: sink(() => {}), stdin: new PassThrough().end(), cwd: folder },
    stderr: sink((text) => {
      err += text
    }),
    ...{ packageRoot: new URL('../../', import.meta.url), env: { HOME: folder, XDG_STATE_HOME: folder } },
    ...{ stdoutIsTty: false, stderrIsTty: false, stdinIsTty: false },
  })
  return { code, err: err.replace(/\s+/g, ' ') }
}

const watching = ['monitor', 'probe', 'matrix', 'discover', 'facilitator'] as const

describe('--safe', () => {
  test.each(watching)('%s goes on when the file names the service', async (command) => {
    const only = command === 'monitor' ? ['--only', 'probe'] : []
    const { err } = await x402ops(command, 'shop', '--safe', ...only)
    expect(err).not.toContain('UNSAFE')
    expect(asked.length).toBeGreaterThan(0)
  })

  test.each([
    ...watching.map((command) => [command, 'shop', '--base-url', 'http://127.0.0.1:9']),
    ['monitor', 'mainnet', '--base-url', 'http://127.0.0.1:9'],
    ['matrix', 'shop', '--instances', 'http://127.0.0.1:9'],
    ['facilitator', 'shop', '--facilitator-url', 'http://127.0.0.1:9'],
    ['discover', 'shop', '--catalogue', 'http://127.0.0.1:9/discovery/resources'],
  ])('%s %s %s %s: exit 5, and nothing was asked', async (...argv) => {
    const { code, err } = await x402ops(...argv, '--safe')
    expect(code).toBe(5)
    expect(err).toContain('UNSAFE_TARGET')
    expect(err).toContain('http://127.0.0.1:9 is not named')
    expect(asked).toEqual([])
  })

  test.each([
    ['says stop', [{ kind: 'note', step: 1, text: 'stop: paged', stop: true }], 5],
    [
      'says stop and later go',
      [
        { kind: 'note', step: 1, text: 'stop:', stop: true },
        { kind: 'note', step: 1, text: 'go:', stop: false },
      ],
      0,
    ],
    [
      'says stop and is closed',
      [
        { kind: 'note', step: 1, text: 'stop:', stop: true },
        { kind: 'closed', step: 1 },
      ],
      0,
    ],
    ['has a note', [{ kind: 'note', step: 1, text: 'stop it was said' }], 0],
  ] as const)('an incident that %s', async (_what, events, code) => {
    const at = '2026-11-21T07:40:02.000Z'
    const opened = {
      kind: 'opened',
      id: 'one',
      playbook: 'facilitator-outage',
      profile: 'shop',
      version: '0.1.0',
    }
    const incidents = join(folder, 'x402ops/shop/incidents')
    mkdirSync(incidents, { recursive: true })
    const lines = [opened, ...events].map((event) => JSON.stringify({ at, ...event }))
    writeFileSync(join(incidents, 'one.jsonl'), `${lines.join('\n')}\n`)
    const result = await x402ops('probe', 'shop', '--safe')
    expect([result.code, asked.length > 0]).toEqual([code, code === 0])
    expect(result.err.includes('INCIDENT_SAYS_STOP')).toBe(code === 5)
    asked = []
    await x402ops('probe', 'shop')
    expect(asked.length).toBeGreaterThan(0)
    rmSync(incidents, { recursive: true })
  })
})

test('nothing changes what a buyer gets: the methods of the file, GET, HEAD and OPTIONS, with our own name', async () => {
  await x402ops('monitor', 'shop')
  await x402ops('matrix', 'shop', '--variants', '--probe-garbage', '--samples', '2', '--lint')
  await x402ops('probe', 'shop', '--preflight')
  await x402ops('toggle', 'verify', 'shop', '--expect', 'on', '--deadline', '2s')
  expect(asked.length).toBeGreaterThan(40)
  // The variants spell the same route in other ways.
  const routeOf = (path: string) =>
    decodeURIComponent(path.split('?', 1)[0] ?? '')
      .replace(/\/{1,9}/g, '/')
      .replace(/\/$/, '')
      .toLowerCase()
  const odd = asked.filter(
    (one) =>
      !['GET', 'HEAD', 'OPTIONS'].includes(one.method) &&
      `${one.method} ${routeOf(one.url)}` !== 'POST /v1/ask',
  )
  expect(odd).toEqual([])
  expect([...new Set(asked.map(({ agent }) => agent.replace(/\/\S+/, '')))]).toEqual([
    'x402ops (+unpaid-probe)',
  ])
  const sent = new Set(asked.flatMap(({ headers }) => headers))
  for (const name of ['cookie', 'authorization']) expect(sent).not.toContain(name)
  // What --probe-garbage sends, and nothing that could be a payment.
  expect([...new Set(asked.flatMap(({ payment }) => payment))]).toEqual(['not-a-payment'])
})
