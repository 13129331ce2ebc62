import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { newDesk, serve } from './desk.ts'
import { serveNode } from './node.ts'

const secret = 'CANARYs3cr3t-Value/0123+x'
const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64')
const payTo = `0x${'a1'.repeat(20)}`
const payment = base64({ x402Version: 1, payload: { signature: '0x00', authorization: { nonce: '0x01' } } })
const forms = [
  secret,
  base64(secret),
  Buffer.from(secret).toString('hex'),
  encodeURIComponent(secret),
  'ghp_CANARYCANARYCANARY',
  'Authorization: Bearer CANARYbearer12345',
  'X-Auth-Token: CANARYauth0123456789',
  'set-cookie: session=CANARYsession1',
  `/x/${payment}`,
  '\u001b]52;c;Q0FOQVJZ\u0007',
  '\u009b31m',
  'postgres://u:CANARYpw99@db/x',
].join(' ; ')

const headers = {
  'x-shield-status': secret,
  'x-preflight-status': `${'z'.repeat(170)}${secret}`,
  'access-control-allow-origin': `https://${secret}`,
  'www-authenticate': `Bearer realm="${secret}"`,
  'set-cookie': 'session=CANARYsession123; Path=/',
  'x-request-id': secret,
  'retry-after': secret,
  server: secret,
}

const accept = {
  scheme: 'exact',
  network: 'eip155:8453',
  asset: secret,
  payTo: secret,
  amount: '1000',
  resource: `https://h.example/x?api_key=${secret}`,
  description: forms,
  maxTimeoutSeconds: 60,
  extra: { name: forms, version: secret },
}
const challenge = {
  x402Version: 2,
  error: forms,
  accepts: [accept, { ...accept, payTo }],
  resource: { url: `https://u:CANARYpw1@h.example/${secret}`, description: forms },
}

type Reply = readonly [status: number, body: string, extra?: Record<string, string>]
const replies: readonly (readonly [path: string, reply: Reply])[] = [
  [
    '/v1/redirect',
    [302, '', { location: `https://other.example/${encodeURIComponent(secret)}?token=${secret}` }],
  ],
  ['/v1/error', [500, JSON.stringify({ error: forms })]],
  ['/v1/gate', [503, JSON.stringify({ plugin: secret, error: forms })]],
  ['/v1/page', [502, `<html>${forms}</html>`]],
  ['/v1/cut', [500, JSON.stringify({ error: `${'y'.repeat(180)}${secret}` })]],
  ['/v1/pay', [402, JSON.stringify(challenge), { 'payment-required': base64(challenge) }]],
  ['/ready', [503, JSON.stringify({ status: forms, dependencies: { [secret]: forms } })]],
  ['/status', [200, JSON.stringify({ network: secret, billing_mode: forms })]],
  ['/health', [500, forms]],
  ['/.well-known', [200, JSON.stringify({ x402Version: 1, resources: [`https://h.example/${secret}`] })]],
]

function answer(request: IncomingMessage, response: ServerResponse): void {
  const found = replies.find(([path]) => request.url?.startsWith(path))
  const [status, body, extra] = found?.[1] ?? [404, forms]
  // In two chunks, so that the secret is cut where nobody expects it.
  response.writeHead(status, { ...headers, ...extra })
  const half = body.indexOf('CANARY') + 9
  response.write(body.slice(0, half))
  setImmediate(() => response.end(body.slice(half)))
}

const routes = ['redirect', 'error', 'gate', 'page', 'cut', 'pay'].flatMap((name) => [
  '--route',
  `GET /v1/${name}`,
])
const needles = ['CANARY', 'Q0FOQVJZczNjcjN0', '43414e41525973', payment.slice(8, 60), '\u001b', '\u0007']

test.concurrent.each([
  [['probe']],
  [['matrix', ...routes, '--variants', '--probe-garbage']],
  [['monitor', ...routes, '-vvv']],
  [['matrix', ...routes, '-o', 'json=a.json', '-o', 'csv=a.csv', '-o', 'markdown=a.md', '-o', 'ndjson=a.nd']],
])(
  'a service that answers with the secrets of this machine: %j',
  async ([command = '', ...more]) => {
    const desk = newDesk()
    const server = await serve(answer)
    const { everything } = await desk.x402ops(
      [command, 'mainnet', '--base-url', server.url, '--deadline', '15s', '--rate', '100', ...more],
      { API_SECRET: secret },
    )
    await server.close()
    desk.remove()
    for (const needle of needles) expect(everything).not.toContain(needle)
    expect(everything).toContain(server.url)
    expect(everything).toContain('[redacted:API_SECRET]')
    if (command === 'matrix') expect(everything).toContain(payTo)
  },
  40_000,
)

type Spoil = NonNullable<Parameters<typeof serveNode>[0]>
const key = 'CANARYkey0123456789abcdef'
const spoils: readonly (readonly [string, Spoil])[] = [
  [
    'an error that repeats key and URL',
    ({ id, method }, url) =>
      method === 'eth_getLogs'
        ? {
            text: JSON.stringify({
              jsonrpc: '2.0',
              id,
              error: { code: -32000, message: `bad key ${key} at https://up.example${url} ${secret}` },
            }),
          }
        : null,
  ],
  ['401 with the key', () => ({ status: 401, text: `no such key ${key} ${base64(key)} ${secret}` })],
  ['a web page', (_call, url) => ({ text: `<html>${key} ${url}</html>` })],
  [
    'a redirect',
    (_call, url) => ({ status: 302, headers: { location: `https://o.example${url}` }, text: key }),
  ],
  [
    'odd blocks',
    ({ id, method }) =>
      method === 'eth_getBlockByNumber'
        ? { text: JSON.stringify({ jsonrpc: '2.0', id, result: { number: key, [key]: secret } }) }
        : null,
  ],
  [
    'an odd chain id',
    ({ id, method }) =>
      method === 'eth_chainId' ? { text: JSON.stringify({ jsonrpc: '2.0', id, result: key }) } : null,
  ],
]

describe('an endpoint whose URL holds a key', () => {
  test.concurrent.each(spoils)(
    '%s',
    async (_name, spoil) => {
      const node = await serveNode(spoil)
      const reconciled = async (url: string) => {
        const desk = newDesk()
        const row = { requestId: 'r', state: 'settled', payer: payTo, nonce: `0x${'07'.repeat(32)}` }
        const more = { network: 'base', asset: 'usdc', payTo, amountAtomic: '1000', responseStatus: 200 }
        const receivedAt = new Date(Date.now() - 3_600_000).toISOString()
        desk.give('pay.jsonl', JSON.stringify({ ...row, ...more, receivedAt }))
        desk.give('url.txt', `${url}\n`)
        desk.give(
          'x402ops.yaml',
          'version: 1\nprofiles: {shop: {extends: mainnet, rpc: {"eip155:8453": [{secret: {file: url.txt}}]}}}\n',
        )
        const argv = ['reconcile', '--records', 'pay.jsonl', '--pay-to', payTo, '--deadline', '3s', '-vvv']
        const env = { API_SECRET: secret }
        const fromEnv = await desk.x402ops([...argv, '-p', 'mainnet', '--rpc', 'env:MY_RPC'], {
          ...env,
          MY_RPC: url,
        })
        const fromFile = await desk.x402ops([...argv, '-p', 'shop', '--cases', 'cases.nd'], env)
        const fromVariable = await desk.x402ops([...argv, '-p', 'mainnet'], { ...env, X402OPS_RPC: url })
        desk.remove()
        for (const { everything, code } of [fromEnv, fromFile, fromVariable]) {
          for (const needle of ['CANARY', base64(key).slice(0, 16), base64(secret).slice(0, 16)])
            expect(everything).not.toContain(needle)
          expect(everything).toContain(new URL(url).host)
          expect([2, 3, 5]).toContain(code)
        }
      }
      await Promise.all([`/v2/${key}`, `/?dkey=${key}`, `/?${key}`].map((end) => reconciled(node.url + end)))
      await node.close()
    },
    60_000,
  )
})
