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
