import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { answerOf, ask, blindOf, httpServer, type Listening, makeHttp, never, transports } from './rig.ts'

const open: Listening[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})
async function counting(): Promise<Listening & { readonly hits: () => number }> {
  let hits = 0
  const server = await httpServer((_request, response) => {
    hits += 1
    response.end('inside')
  })
  open.push(server)
  return { ...server, hits: () => hits }
}

describe.each(transports)('guards over %s', (transport) => {
  test('the operator may name loopback literally: an address or localhost', async () => {
    const { port } = await counting()
    const http = makeHttp(transport)
    const urls = [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `http://0x7f.1:${port}/`]
    urls.push(`http://[::ffff:127.0.0.1]:${port}/`)
    for (const url of urls) expect(answerOf(await http.send(ask(url), never)).status).toBe(200)
  })

  const inward = (port: number) => [
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://api.localhost:${port}/`,
    `http://localhost.:${port}/`,
    `http://2130706433:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://[64:ff9b::7f00:1]:${port}/`,
    `http://0.0.0.0:${port}/`,
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
  ]

  test('a URL from a server never leads inside, whatever the operator allows', async () => {
    const { port, hits } = await counting()
    const http = makeHttp(transport, { allowPrivate: true, allowHttp: true })
    for (const url of inward(port)) {
      const blind = blindOf(await http.send(ask(url, { trust: 'server' }), never))
      expect({ url, ...blind }).toMatchObject({ url, kind: 'refused', code: 'ADDRESS_REFUSED' })
    }
    expect(hits()).toBe(0)
  })

  const inside = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1', '0.0.0.0']
  test.each(inside)('a public name that leads to %s is refused at connect time', async (address) => {
    const { port, hits } = await counting()
    const family = address.includes(':') ? 6 : 4
    const resolve = () =>
      Promise.resolve([
        { address: '192.0.1.1', family: 4 },
        { address, family },
      ])
    const http = makeHttp(transport, { resolve, allowHttp: true })
    for (const trust of ['operator', 'server'] as const) {
      const blind = blindOf(await http.send(ask(`http://rebound.example:${port}/`, { trust }), never))
      expect(blind).toEqual({
        kind: 'refused',
        code: 'ADDRESS_REFUSED',
        detail: `rebound.example:${port} leads to an address that is not public`,
      })
    }
    expect(hits()).toBe(0)
  })

  test('allowPrivate lets a name of the operator lead inside, never one from a server', async () => {
    const { port, hits } = await counting()
    const asked: string[] = []
    const resolve = (name: string) => {
      asked.push(name)
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }])
    }
    const http = makeHttp(transport, { resolve, allowHttp: true, allowPrivate: true })
    const url = `http://inside.example:${port}/`
    const answer = answerOf(await http.send(ask(url), never))
    expect(answer.body).toBe('inside')
    expect(answer.timing.dnsMs).toBeGreaterThanOrEqual(0)
    expect(blindOf(await http.send(ask(url, { trust: 'server' }), never)).kind).toBe('refused')
    expect(hits()).toBe(1)
    expect(asked).toEqual(['inside.example', 'inside.example'])
  })

  test('the checked address is the one connected to: one look-up per connection', async () => {
    const { port } = await counting()
    let turn = 0
    const resolve = () => Promise.resolve([{ address: turn++ === 0 ? '127.0.0.1' : '10.9.9.9', family: 4 }])
    const http = makeHttp(transport, { resolve })
    expect(answerOf(await http.send(ask(`http://localhost:${port}/`), never)).body).toBe('inside')
    expect(turn).toBe(1)
  })

  test('localhost that leads anywhere but to loopback is refused', async () => {
    const resolve = () => Promise.resolve([{ address: '10.0.0.1', family: 4 }])
    const blind = blindOf(await makeHttp(transport, { resolve }).send(ask('http://localhost/'), never))
    expect(blind).toMatchObject({ kind: 'refused', code: 'ADDRESS_REFUSED' })
  })

  test('a name without addresses, and a resolver that fails', async () => {
    const none = makeHttp(transport, { resolve: () => Promise.resolve([]) })
    expect(blindOf(await none.send(ask('https://gone.example/'), never))).toEqual({
      kind: 'dns',
      code: 'ENOTFOUND',
      detail: 'the name gone.example has no address',
    })
    const failing = () => Promise.reject(Object.assign(new Error('CANARY words'), { code: 'EAI_AGAIN' }))
    expect(
      blindOf(await makeHttp(transport, { resolve: failing }).send(ask('https://x.example/'), never)),
    ).toEqual({
      kind: 'dns',
      code: 'EAI_AGAIN',
      detail: 'the name x.example was not resolved (EAI_AGAIN)',
    })
  })

  const refused: readonly (readonly [string, string])[] = [
    ['nonsense CANARY', 'URL_UNUSABLE'],
    ['file:///etc/CANARY', 'URL_SCHEME'],
    ['javascript:CANARY', 'URL_SCHEME'],
    ['https://user:CANARY@api.example/', 'URL_WITH_USERINFO'],
    ['https://CANARY@api.example/', 'URL_WITH_USERINFO'],
    ['http://api.example/?key=CANARY', 'URL_NOT_HTTPS'],
    ['http://10.0.0.1/CANARY', 'URL_NOT_HTTPS'],
    ['https://0.0.0.0/CANARY', 'ADDRESS_REFUSED'],
    ['https://169.254.169.254/CANARY', 'ADDRESS_REFUSED'],
  ]
  test.each(refused)('%s is refused and not repeated', async (url, code) => {
    const seen = await makeHttp(transport).send(ask(url), never)
    expect(blindOf(seen)).toMatchObject({ kind: 'refused', code })
    expect(JSON.stringify(seen)).not.toContain('CANARY')
  })

  const badRequests: readonly (readonly [string, object, string])[] = [
    ['a cookie', { headers: { Cookie: 'CANARY' } }, 'HEADER_CREDENTIAL'],
    ['a bearer token', { headers: { AUTHORIZATION: 'CANARY' } }, 'HEADER_CREDENTIAL'],
    ['a payment', { headers: { 'PAYMENT-SIGNATURE': 'CANARY' } }, 'HEADER_PAYMENT'],
    ['a v1 payment', { headers: { 'x-payment': 'CANARY' } }, 'HEADER_PAYMENT'],
    ['a line feed', { headers: { accept: 'a\r\nX-CANARY: b' } }, 'HEADER_UNUSABLE'],
    ['a bad name', { headers: { 'a b': 'CANARY' } }, 'HEADER_UNUSABLE'],
    ['a host', { headers: { Host: 'CANARY.example' } }, 'HEADER_OURS'],
    ['a transfer encoding', { headers: { 'transfer-encoding': 'CANARY' } }, 'HEADER_OURS'],
    ['CONNECT', { method: 'CONNECT' }, 'METHOD_REFUSED'],
    ['a method with a line feed', { method: 'GET / HTTP/1.1\r\nX-CANARY: 1' }, 'METHOD_REFUSED'],
  ]
  test.each(badRequests)('%s is never sent', async (_name, over, code) => {
    const { url, hits } = await counting()
    const blind = blindOf(await makeHttp(transport).send(ask(url, over), never))
    expect(blind).toMatchObject({ kind: 'refused', code })
    expect(JSON.stringify(blind)).not.toContain('CANARY')
    expect(hits()).toBe(0)
  })

  test('the constant that is no payment may be sent', async () => {
    const { url, hits } = await counting()
    const headers = { 'X-PAYMENT': 'not-a-payment' }
    expect(answerOf(await makeHttp(transport).send(ask(url, { headers }), never)).status).toBe(200)
    expect(hits()).toBe(1)
  })
})

test('whatever the URL, nothing is thrown and nothing of its secret parts is shown', async () => {
  const http = makeHttp('node', { resolve: () => Promise.resolve([{ address: '10.0.0.1', family: 4 }]) })
  const urls = fc.oneof(
    fc.webUrl({ withQueryParameters: true }),
    fc.string(),
    fc.webUrl().map((url) => `${url}/CANARY`),
  )
  await fc.assert(
    fc.asyncProperty(urls, async (url) => {
      const blind = blindOf(await http.send(ask(url), never))
      expect(blind.kind).toBe('refused')
      expect(JSON.stringify(blind)).not.toContain('CANARY')
    }),
  )
})
