import { describe, expect, test } from 'vitest'
import { createRpc } from '../../../src/adapters/chain/json-rpc.ts'
import type { Http } from '../../../src/core/ports.ts'
import { Secret } from '../../../src/core/secret.ts'
import { raw } from './faults.ts'
import { http, live, withNode } from './fixture-node.ts'
import { quickClock } from './quick-clock.ts'
import { errorReply, type Fault, startRpcServer } from './rpc-server.ts'
import { makeChain } from './test-chain.ts'

const chain = makeChain(10, [3])
const key = 'CANARY-key-0123456789abcdef'

/** The first `times` calls meet the fault. */
function first(times: number, fault: Fault): Fault {
  return (call, world) => (call.count <= times ? fault(call, world) : undefined)
}

describe('trying again', () => {
  const healing: readonly (readonly [string, Fault])[] = [
    ['429', raw('', 429)],
    ['429 inside a 200', (call) => errorReply(call, { code: 429, message: '' })],
    ['a rate limit in words', (call) => errorReply(call, { code: -32016, message: 'over rate limit' }, 429)],
    ['503', raw('', 503)],
    ['a web page', raw('<html>')],
    ['half a JSON', raw('{"jsonrpc":"2.0","id":1,"resu')],
    ['the wrong id', raw('{"jsonrpc":"2.0","id":999999,"result":"0x1"}')],
    ['a reset connection', () => 'reset'],
    ['an answer that breaks off', () => 'cut'],
    ['a lagging node', (call) => errorReply(call, { code: -32000, message: 'header not found' })],
  ]
  test.each(healing)('%s heals at the third try', async (_name, fault) => {
    await withNode(chain, [first(2, fault)], async ({ node, server, sleeps }) => {
      expect(await node.chainId(live)).toMatchObject({ seen: true, value: 8453 })
      expect(server.calls).toHaveLength(3)
      expect(sleeps).toHaveLength(2)
    })
  })

  test.each(healing)('%s that stays ends after a few tries', async (name, fault) => {
    const tries = /429|rate/.test(name) ? 5 : name.includes('lagging') ? 3 : 4
    await withNode(chain, [fault], async ({ node, server }) => {
      expect(await node.chainId(live)).toMatchObject({ seen: false })
      expect(server.calls).toHaveLength(tries)
    })
  })

  const final: readonly (readonly [string, Fault, string])[] = [
    ['401', raw('', 401), 'auth'],
    ['403', raw('', 403), 'auth'],
    [
      'a key refused in words',
      (call) => errorReply(call, { code: -32000, message: 'invalid api key' }),
      'auth',
    ],
    ['a method that is off', (call) => errorReply(call, { code: -32601, message: '' }), 'not-supported'],
    ['404', raw('', 404), 'rpc'],
    ['a redirect', raw('', 307, { location: 'http://127.0.0.1:1/' }), 'rpc'],
    ['a stalled body', () => 'stall', 'deadline'],
  ]
  test.each(final)('%s is not tried again', async (_name, fault, kind) => {
    const work = withNode(
      chain,
      [fault],
      async ({ node, server }) => {
        expect(await node.chainId(live)).toMatchObject({ seen: false, why: { kind } })
        expect(server.calls).toHaveLength(1)
      },
      { timeoutMs: 150 },
    )
    await work
  })

  test.each([
    ['3600', [10_000, 10_000]],
    ['1', [1000, 1000, 2000, 4000]],
    ['-7', [500, 1000, 2000, 4000]],
    ['1000000000', [10_000, 10_000]],
    ['Fri, 01 Jan 2038 00:00:00 GMT', [10_000, 10_000]],
  ])('Retry-After %s waits %j ms', async (value, waits) => {
    await withNode(chain, [raw('', 429, { 'retry-after': value })], async ({ node, sleeps }) => {
      await node.chainId(live)
      expect(sleeps).toEqual(waits)
    })
  })

  test('what the host asks for is told, and a 503 may ask as well', async () => {
    const told = async (status: number, value: string) =>
      withNode(chain, [raw('', status, { 'retry-after': value })], async ({ node }) => {
        const seen = await node.chainId(live)
        return seen.seen ? '' : seen.why.detail
      })
    expect(await told(429, '3600')).toBe(
      'the host limits our rate (HTTP 429), it asks us to wait (Retry-After: 3600); we wait 10 s',
    )
    expect(await told(503, '7')).toBe(
      'the host answered with HTTP 503, it asks us to wait (Retry-After: 7); we wait 7 s',
    )
    expect(await told(503, 'soon')).toBe('the host answered with HTTP 503')
  })

  test('one call that meets a limit makes all of them wait', async () => {
    await withNode(chain, [first(1, raw('', 429, { 'retry-after': '2' }))], async ({ node, sleeps }) => {
      await node.chainId(live)
      await node.block(1, live)
      expect(sleeps.length).toBeGreaterThanOrEqual(2)
      expect(sleeps.every((ms) => ms > 1900 && ms <= 2000)).toBe(true)
    })
  })

  test('an abort during a wait sends nothing more', async () => {
    const server = await startRpcServer(chain, [raw('', 429, { 'retry-after': '9' })])
    const stop = new AbortController()
    const clock = { ...quickClock(), sleep: async () => stop.abort() }
    const endpoint = { url: new Secret('http://127.0.0.1/***', server.url), origin: 'given' } as const
    const ask = createRpc({ http, endpoint, clock, timeoutMs: 1000, concurrency: 1 })
    const reply = await ask({ method: 'eth_chainId', params: [] }, stop.signal)
    await server.close()
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'aborted' }, requests: 1 })
    expect(server.calls).toHaveLength(1)
  })

  test('a dead port is named as such', async () => {
    const server = await startRpcServer(chain)
    await server.close()
    const endpoint = { url: new Secret('http://127.0.0.1/***', server.url), origin: 'given' } as const
    const ask = createRpc({
      http,
      endpoint,
      clock: quickClock(),
      timeoutMs: 1000,
      concurrency: 1,
    })
    const reply = await ask({ method: 'eth_chainId', params: [] }, live)
    expect(reply).toMatchObject({ ok: false, fault: { blind: 'connect' }, requests: 3 })
  })
})

describe('the key in the URL', () => {
  const echoes: readonly (readonly [string, Fault])[] = [
    [
      'in the words of an error',
      (call) => errorReply(call, { code: 5, message: `no app for ${call.path} (${key})` }),
    ],
    ['in part', (call) => errorReply(call, { code: 5, message: `key ${key.slice(0, 15)}... is not known` })],
    ['in capitals', (call) => errorReply(call, { code: 5, message: key.toUpperCase() })],
    ['in a page', (call) => ({ status: 403, body: `<p>${call.path}</p>` })],
    [
      'in the error of a bad key',
      (call) => errorReply(call, { code: -32000, message: `invalid api key ${key}` }),
    ],
    ['in a broken header', (call) => ({ body: JSON.stringify({ id: call.id, result: { [key]: key } }) })],
    ['in nothing at all', () => 'reset'],
  ]
  test.each(echoes)('echoed %s is not shown', async (_name, fault) => {
    await withNode(chain, [fault], async ({ node }) => {
      const seen = JSON.stringify([await node.chainId(live), await node.block('safe', live), node])
      const scan = JSON.stringify(
        await node.logs({ address: `0x${'70'.repeat(20)}`, topics: [], fromBlock: 1, toBlock: 2 }, live),
      )
      expect(`${seen}${scan}`.toLowerCase()).not.toContain('canary')
      expect(seen).toContain('/***')
    })
  })

  test('hostile characters in an error are shown as escapes', async () => {
    const fault: Fault = (call) => errorReply(call, { code: 5, message: `\u001b[2J${'x'.repeat(5000)}` })
    await withNode(chain, [fault], async ({ node }) => {
      const seen = await node.chainId(live)
      expect(seen.seen ? '' : seen.why.detail).toMatch(
        /^the node answered with error 5: "\\x1b\[2Jx{100,}\.\.\."$/,
      )
      expect(seen.seen ? '' : seen.why.detail.length).toBeLessThan(240)
    })
  })
})

test('no more requests at once than allowed', async () => {
  let open = 0
  let most = 0
  const counting: Http = {
    send: async (request, signal) => {
      open += 1
      most = Math.max(most, open)
      const answer = await http.send(request, signal)
      open -= 1
      return answer
    },
  }
  const server = await startRpcServer(chain)
  const endpoint = { url: new Secret('http://127.0.0.1/***', server.url), origin: 'given' } as const
  const ask = createRpc({ http: counting, endpoint, clock: quickClock(), timeoutMs: 5000, concurrency: 3 })
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => ask({ method: 'eth_chainId', params: [] }, live)),
  )
  await server.close()
  expect(replies.every((reply) => reply.ok)).toBe(true)
  expect(most).toBe(3)
})
