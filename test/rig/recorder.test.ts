import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordPayments as recordV1 } from '../../recorder/x402-v1.js'
import { recordPayments as recordV2 } from '../../recorder/x402-v2.js'

type Middleware = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

const asset = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'
const signature = `0x${'CANARY'.padEnd(130, '0')}`
let lines: string[] = []
const write = (line: string) => {
  lines.push(line)
}
const recorders: Readonly<Record<string, Middleware>> = {
  'payment-signature': recordV2({ write }).middleware,
  'x-payment': recordV1({ write, asset }).middleware,
}
const server = createServer((req, res) => {
  const which = recorders[req.headers['x-which'] as string] as Middleware
  which(req, res, () => {
    res.statusCode = 402
    res.end()
  })
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

async function send(header: string, value: string): Promise<readonly string[]> {
  lines = []
  const status = await new Promise((resolve, reject) => {
    const headers = { 'x-which': header, [header]: value }
    const req = request(
      { port, host: '127.0.0.1', path: '/paid?key=CANARY', agent: false, headers },
      (res) => {
        res.resume()
        res.on('close', () => resolve(res.statusCode))
      },
    )
    req.on('error', reject)
    req.end()
  })
  expect(status).toBe(402)
  // The recorder writes when the server's side has closed, which may be a moment later than ours.
  for (let i = 0; i < 20 && lines.length === 0; i += 1) await new Promise(setImmediate)
  return lines
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '', 'utf8').toString('base64')
const hostile = fc.anything({ withNullPrototype: false, maxDepth: 2 })
const payment = fc.record(
  {
    scheme: hostile,
    network: hostile,
    accepted: fc.oneof(hostile, fc.record({ scheme: hostile, amount: hostile, payTo: hostile })),
    extensions: fc.oneof(hostile, fc.record({ 'payment-identifier': hostile })),
    payload: fc.oneof(
      hostile,
      fc.record({
        signature: fc.constant(signature),
        authorization: fc.oneof(
          hostile,
          fc.record({ from: hostile, to: hostile, value: hostile, nonce: hostile, validBefore: hostile }),
        ),
      }),
    ),
  },
  { requiredKeys: [] },
)

function jsonSafe(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined
  } catch {
    return false
  }
}

describe.each(Object.keys(recorders))('the recorder reading %s', (header) => {
  test('writes one line of known fields for any payment, and never the signature', async () => {
    await fc.assert(
      fc.asyncProperty(payment.filter(jsonSafe), async (value) => {
        const written = await send(header, base64(value))
        expect(written).toHaveLength(1)
        expect(written[0]).not.toMatch(/\n|CANARY/)
        const record = JSON.parse(written[0] ?? '') as Record<string, unknown>
        expect(record).toMatchObject({ route: '/paid', method: 'GET', responseStatus: 402, state: 'failed' })
        for (const field of Object.values(record))
          expect(typeof field === 'object' && field !== null).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  test('lets everything pass that is no payment, and writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\x21-\x7e]{0,80}$/), async (value) => {
        fc.pre(!jsonObject(value))
        expect(await send(header, value)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

function jsonObject(header: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

test('both versions write the same fields, version 2 the payment identifier on top', async () => {
  const proof = { from: '0x01', to: '0x02', value: '5', validBefore: '1795000120', nonce: '0x03' }
  const payload = { signature, authorization: proof }
  const accepted = { scheme: 'exact', network: 'eip155:8453', asset, payTo: '0x02', amount: '5' }
  const [two = ''] = await send('payment-signature', base64({ x402Version: 2, accepted, payload }))
  const [one = ''] = await send('x-payment', base64({ scheme: 'exact', network: 'base', payload }))
  const fields = (line: string) => Object.keys(JSON.parse(line) as object).sort()
  expect(fields(two)).toEqual([...fields(one), 'paymentIdentifier'].sort())
  expect(JSON.parse(two)).toMatchObject({
    payer: '0x01',
    nonce: '0x03',
    validBefore: 1795000120,
    amountAtomic: '5',
  })
})

/** A server of its own around one recorder; what escapes the recorder becomes the body of a 500. */
async function around(header: string, middleware: Middleware, value: string) {
  let passed = 0
  const own = createServer((req, res) => {
    try {
      middleware(req, res, () => {
        passed += 1
        res.statusCode = 402
        res.end()
      })
    } catch (error) {
      res.statusCode = 500
      res.end(String(error))
    }
  })
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
  const { port: at } = own.address() as AddressInfo
  const closed = new Promise((resolve) => own.once('connection', (socket) => socket.once('close', resolve)))
  const answer = await fetch(`http://127.0.0.1:${at}/paid`, {
    headers: { [header]: value, connection: 'close' },
  })
  const body = await answer.text()
  await closed
  own.close()
  return { status: answer.status, body, passed }
}

const plain = {
  scheme: 'exact',
  network: 'base',
  payload: { authorization: { from: '0x01', nonce: '0x02' } },
}
const making = {
  'payment-signature': (write: (line: string) => void) => recordV2({ write }).middleware,
  'x-payment': (write: (line: string) => void) => recordV1({ write, asset }).middleware,
} as const
const headers = Object.keys(making) as (keyof typeof making)[]

// Each of these is what `Number(...)` cannot turn into a number: it throws instead of answering NaN.
const unnumbered = [
  { toString: 1, valueOf: 1 },
  [{ toString: null, valueOf: null }],
  { valueOf: {}, toString: [] },
  JSON.parse(`${'['.repeat(2000)}1${']'.repeat(2000)}`) as unknown,
]

describe.each(headers)('a server that records %s', (header) => {
  test.each(unnumbered)('lives through a validBefore that is no number (%#)', async (validBefore) => {
    const written: string[] = []
    const hostileProof = { authorization: { ...plain.payload.authorization, validBefore } }
    const value = base64({ ...plain, payload: hostileProof })
    const middleware = making[header]((line) => void written.push(line))
    expect(await around(header, middleware, value)).toEqual({ status: 402, body: '', passed: 1 })
    expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { nonce: '0x02', validBefore: null, state: 'failed' },
    ])
  })

  const failing: readonly (readonly [string, () => void])[] = [
    [
      'throws',
      () => {
        throw new Error('the disk is full: CANARY')
      },
    ],
    ['rejects', () => Promise.reject(new Error('the disk is full: CANARY')) as never],
  ]
  test.each(failing)('answers on when `write` %s, and the process is warned once', async (_how, fail) => {
    const warned: Error[] = []
    const listen = (warning: Error) => void warned.push(warning)
    process.on('warning', listen)
    const middleware = making[header](fail)
    for (let request = 0; request < 2; request += 1) {
      const answer = await around(header, middleware, base64(plain))
      expect(answer).toEqual({ status: 402, body: '', passed: 1 })
    }
    await new Promise(setImmediate)
    process.off('warning', listen)
    expect(warned.map(({ name }) => name)).toEqual(['X402RecorderWarning'])
    expect(warned[0]?.message).toMatch(/lost/)
    expect(warned[0]?.message).not.toContain('CANARY')
  })

  test('leaves an error of the application to the application', async () => {
    const middleware = making[header](() => {})
    const broken: Middleware = (req, res) =>
      middleware(req, res, () => {
        throw new Error('of the application')
      })
    const answer = await around(header, broken, base64(plain))
    expect(answer).toMatchObject({ status: 500, body: 'Error: of the application' })
  })
})

type Hook = (context: unknown) => Promise<void>

/** The hooks that the recorder gives to a resource server, by the name of the registration. */
function hooksOf(write: (line: string) => void) {
  const hooks: Record<string, Hook> = {}
  const take = (name: string) => (hook: never) => {
    hooks[name] = hook as Hook
    return resourceServer
  }
  const names = ['onAfterVerify', 'onAfterSettle', 'onSettleFailure'] as const
  const resourceServer = Object.fromEntries(names.map((name) => [name, take(name)])) as Record<
    (typeof names)[number],
    (hook: never) => unknown
  >
  const recorder = recordV2({ write })
  recorder.attach(resourceServer)
  return { hooks, middleware: recorder.middleware }
}

test.each(['onAfterVerify', 'onAfterSettle', 'onSettleFailure'])(
  '%s never rejects, whatever it is told',
  async (name) => {
    const written: string[] = []
    const { hooks, middleware } = hooksOf((line) => void written.push(line))
    const settled: unknown[] = []
    const inside: Middleware = (req, res, next) =>
      middleware(req, res, () => {
        const told = [
          undefined,
          {},
          { result: null, error: null },
          { result: 1, error: 'no', requirements: [] },
        ]
        void Promise.allSettled(told.map((context) => hooks[name]?.(context))).then((all) => {
          settled.push(...all.map(({ status }) => status))
          next()
        })
      })
    await around('payment-signature', inside, base64(plain))
    expect(settled).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'])
    expect(written).toHaveLength(1)
  },
)
