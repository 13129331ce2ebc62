import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { createChain } from '../../../src/adapters/chain/chain.ts'
import { systemClock } from '../../../src/adapters/clock.ts'
import type { ChainNode } from '../../../src/core/ports.ts'
import { Secret } from '../../../src/core/secret.ts'
import { maxRange, only, raw } from './faults.ts'
import { http, live, transfers, withNode } from './fixture-node.ts'
import { errorReply, type Fault, hex } from './rpc-server.ts'
import { makeChain } from './test-chain.ts'

const chain = makeChain(5001, [3, 900, 1800, 2700, 3600, 4500])
const key = 'CANARY-key-0123456789abcdef'
const open: { server: Server; sockets: Set<Socket> }[] = []

afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  }
})

/** A node on a bare socket that does with each connection what the test says. */
async function bareNode(
  meet: (socket: Socket) => void,
  options: { readonly timeoutMs?: number; readonly scheme?: string } = {},
): Promise<ChainNode> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    meet(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  open.push({ server, sockets })
  const origin = `${options.scheme ?? 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = new Secret(`${origin}/***`, `${origin}/v2/${key}`)
  // Waits between tries are not what these tests are about.
  const clock = {
    ...systemClock,
    sleep: (ms: number, signal: AbortSignal) => systemClock.sleep(Math.min(ms, 20), signal),
  }
  const limits = { timeoutMs: options.timeoutMs ?? 1000, rpcConcurrency: 2 }
  const endpoints = { 'eip155:8453': [{ url, origin: 'given' as const }] }
  const [node] = createChain({ http, endpoints, clock, limits }).nodes('eip155:8453')
  if (node === undefined) throw new Error('no node')
  return node
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const onRequest = (answer: (socket: Socket) => void) => (socket: Socket) => {
  socket.once('data', () => answer(socket))
}

/** Sends a piece every so often until the socket is closed. */
function drip(socket: Socket, piece: string, everyMs: number): void {
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(piece)), everyMs)
  socket.on('close', () => clearInterval(timer))
}

async function whyNot(node: ChainNode) {
  const begin = performance.now()
  const seen = await node.chainId(live)
  return { ms: performance.now() - begin, why: seen.seen ? null : seen.why, text: JSON.stringify(seen) }
}

describe('row 9: what each provider says', () => {
  const shrink: readonly (readonly [string, Fault])[] = [
    ['a range that is too wide', maxRange(700, 'base')],
    ['too many results, with a way out', maxRange(700, 'alchemy')],
    ['a timeout that names a way out', maxRange(700, 'infura')],
    ['a range for free users', maxRange(10, 'alchemyFree')],
  ]
  test.each(shrink)('%s: asked again with fewer blocks, everything read', async (_name, fault) => {
    await withNode(chain, [fault], async ({ node }) => {
      const scan = await node.logs(transfers(0, 4999), live)
      expect([scan.holes, scan.logs.length]).toEqual([[], 6])
      expect(scan.requests).toBeLessThan(700)
    })
  })

  const error = (code: number, message: string, status = 200): Fault =>
    only('eth_getLogs', (call) => errorReply(call, { code, message }, status), 2)
  const wait: readonly (readonly [string, Fault])[] = [
    ['requests a second', error(-32007, '50/second request limit reached')],
    ['429 inside a 200', error(429, '')],
    ['over rate limit', error(-32016, 'over rate limit', 429)],
    ['no healthy backend', error(-32011, 'no backend is currently healthy to serve traffic', 503)],
    ['beyond the head', error(-32602, 'block range extends beyond current head block')],
    ['not executed yet', error(-32000, 'block 5 is beyond latest executed block 4')],
    ['a gateway that timed out', error(-32015, 'gateway timeout', 504)],
  ]
  test.each(wait)('%s: waited for, everything read', async (_name, fault) => {
    await withNode(chain, [fault], async ({ node, sleeps }) => {
      const scan = await node.logs(transfers(0, 4999), live)
      expect([scan.holes, scan.logs.length]).toEqual([[], 6])
      expect(sleeps.length).toBeGreaterThan(0)
      expect(scan.requests).toBeLessThan(20)
    })
  })

  const final: readonly (readonly [string, Fault])[] = [
    [
      'a method that is off (two words)',
      (call) => errorReply(call, { code: -32005, message: 'limit exceeded' }),
    ],
    [
      'a method that does not exist',
      (call) => errorReply(call, { code: -32601, message: 'method not found' }),
    ],
    ['a filter that is gone', (call) => errorReply(call, { code: -32602, message: 'filter not found' })],
    [
      'a key that is refused',
      (call) => errorReply(call, { code: -32000, message: `invalid api key ${key}` }),
    ],
  ]
  test.each(final)('%s: one hole over everything, no second try', async (_name, fault) => {
    await withNode(chain, [only('eth_getLogs', fault)], async ({ node, server }) => {
      const scan = await node.logs(transfers(0, 4999), live)
      expect(scan.logs).toEqual([])
      expect(scan.holes.map(({ from, to }) => [from, to])).toEqual([[0, 4999]])
      expect(JSON.stringify(scan)).not.toContain('CANARY')
      expect(server.calls.filter(({ method }) => method === 'eth_getLogs').length).toBeLessThan(6)
      expect(server.calls.some(({ method }) => method.startsWith('eth_newFilter'))).toBe(false)
    })
  })
})

describe('row 10: a suggestion that is no smaller', () => {
  test.each(['wider', 'inverted'] as const)(
    '%s: ignored, our own halving reads everything',
    async (words) => {
      await withNode(chain, [maxRange(700, words)], async ({ node, server }) => {
        const scan = await node.logs(transfers(0, 4999), live)
        expect([scan.holes, scan.logs.length]).toEqual([[], 6])
        const widest = server.calls
          .filter(({ method }) => method === 'eth_getLogs')
          .map(({ params: [filter] }) => {
            const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string }
            return Number(toBlock) - Number(fromBlock) + 1
          })
        expect(Math.max(...widest)).toBeLessThanOrEqual(5000)
        expect(Math.min(...widest)).toBeGreaterThan(0)
      })
    },
  )
})

describe('row 11: bodies that do not end', () => {
  const timeoutMs = 500
  const bodies: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['headers and then nothing', (socket) => socket.write(`${head}content-length: 90\r\n\r\n`)],
    [
      'a byte at a time',
      (socket) => {
        socket.write(`${head}content-length: 9000\r\n\r\n`)
        drip(socket, '{', 90)
      },
    ],
    [
      'chunks without end',
      (socket) => {
        socket.write(`${head}transfer-encoding: chunked\r\n\r\n`)
        drip(socket, '4\r\n    \r\n', 5)
      },
    ],
    ['headers that never end', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx: y', 1e6)],
  ]
  test.each(bodies)('%s: over at the deadline', async (_name, answer) => {
    const { ms, why, text } = await whyNot(await bareNode(onRequest(answer), { timeoutMs }))
    expect(why?.kind).toBe('deadline')
    expect(ms).toBeGreaterThan(timeoutMs * 0.9)
    // Ten in a hundred, and what a busy machine needs to come to it.
    expect(ms).toBeLessThan(timeoutMs * 1.1 + 250)
    expect(text).not.toContain('CANARY')
  })
})

describe('row 12: bodies that are no answer', () => {
  test.each([
    ['a web page', '<html><body>Sorry</body></html>', 'web page'],
    ['nothing', '', 'empty'],
    ['half a document', '{"jsonrpc":"2.0","id":1,"res', 'not JSON, or was cut off'],
    ['a list', '[]', 'not a JSON-RPC answer'],
    ['the id of another', '{"id":77,"result":"0x1"}', 'id of another request'],
    ['neither result nor error', '{"id":1}', 'neither a result nor an error'],
  ])('%s is named', async (_name, body, words) => {
    const answer = only('eth_chainId', (call) => ({ body: body.replace('"id":1', `"id":${call.id}`) }))
    await withNode(chain, [answer], async ({ node }) => {
      const { why } = await whyNot(node)
      expect(why).toMatchObject({ kind: 'parse', detail: expect.stringContaining(words) })
    })
  })

  test('a gigabyte in a megabyte costs no memory', { timeout: 60_000 }, async () => {
    // A gzip file may have many members: 64 times 16 MiB of blanks.
    const member = gzipSync(Buffer.alloc(16 * 1024 * 1024, 0x20))
    const node = await bareNode(
      onRequest((socket) => {
        socket.write(`${head}content-encoding: gzip\r\ncontent-length: ${member.length * 64}\r\n\r\n`)
        for (let i = 0; i < 64; i += 1) socket.write(member)
      }),
      { timeoutMs: 20_000 },
    )
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 5)
    const { why } = await whyNot(node)
    clearInterval(watch)
    expect(why).toMatchObject({ kind: 'too-large' })
    expect((Math.max(most, process.memoryUsage().rss) - before) / 2 ** 20).toBeLessThan(256)
  })
})

describe('row 13: how long a host wants us to wait', () => {
  test.each([
    ['3600', 10_000],
    ['Fri, 01 Jan 2038 00:00:00 GMT', 10_000],
    ['-5', 500],
    ['1e9', 500],
    ['soon', 500],
  ])('Retry-After %s: at most 10 s', async (value, first) => {
    await withNode(chain, [raw('', 429, { 'retry-after': value })], async ({ node, sleeps }) => {
      const { why } = await whyNot(node)
      expect(why?.kind).toBe('rate')
      expect(sleeps[0]).toBe(first)
      expect(Math.max(...sleeps)).toBeLessThanOrEqual(10_000)
      if (first === 10_000) expect(why?.detail).toContain(`Retry-After: ${value}`)
    })
  })

  test('an abort ends the wait at once', async () => {
    const stop = new AbortController()
    const { calls, ms } = await withNode(
      chain,
      [raw('', 429, { 'retry-after': '9' })],
      async ({ server }) => {
        const url = new Secret('http://127.0.0.1/***', server.url)
        const endpoints = { 'eip155:8453': [{ url, origin: 'given' as const }] }
        const limits = { timeoutMs: 1000, rpcConcurrency: 1 }
        const [node] = createChain({ http, endpoints, clock: systemClock, limits }).nodes('eip155:8453')
        const begin = performance.now()
        setTimeout(() => stop.abort(), 150)
        await node?.chainId(stop.signal)
        return { calls: server.calls.length, ms: performance.now() - begin }
      },
    )
    expect(calls).toBe(1)
    expect(ms).toBeLessThan(1000)
  })
})

describe('row 14: connections that break', () => {
  test('accepted and never answered: the deadline, waiting for headers', async () => {
    const { why } = await whyNot(await bareNode(() => {}, { timeoutMs: 300 }))
    expect(why).toMatchObject({ kind: 'deadline', code: 'DEADLINE_HEADERS' })
  })

  test('reset in the middle of the body', async () => {
    const answer = onRequest((socket) => {
      socket.write(`${head}content-length: 900\r\n\r\n{"json`, () => socket.resetAndDestroy())
    })
    const { why } = await whyNot(await bareNode(answer))
    expect(why).toMatchObject({ kind: 'body', code: 'ECONNRESET' })
  })

  test('a TLS alert', async () => {
    // Record type 21 (alert), TLS 1.2, fatal (2), handshake_failure (40): RFC 5246 section 7.2.
    const alert = onRequest((socket) => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40])))
    const { why, text } = await whyNot(await bareNode(alert, { scheme: 'https' }))
    expect(why?.kind).toBe('tls')
    expect(text).not.toContain('CANARY')
  })

  test('nobody there', async () => {
    const node = await bareNode(() => {})
    const [{ server } = { server: undefined }] = open
    await new Promise((done) => server?.close(done))
    open.splice(0)
    expect((await whyNot(node)).why).toMatchObject({ kind: 'connect', code: 'ECONNREFUSED' })
  })
})

describe('row 15: a key that is refused', () => {
  test.each([401, 403])('HTTP %d: asked once, named, the key not printed', async (status) => {
    const echo = raw(`{"error":{"message":"bad key ${key}"}}`, status)
    await withNode(chain, [echo], async ({ node, server }) => {
      const { why, text } = await whyNot(node)
      expect(why).toMatchObject({ kind: 'auth', detail: `the host rejected the key (HTTP ${status})` })
      expect(server.calls).toHaveLength(1)
      expect(text).not.toContain('CANARY')
    })
  })
})

describe('row 16: answers in another order', () => {
  test('no request is a batch, and each gets its own answer whatever the order', async () => {
    const bodies: string[] = []
    const waiting: (() => void)[] = []
    const node = await bareNode((socket) => {
      socket.on('data', (data: Buffer) => {
        const body = data.toString().split('\r\n\r\n')[1] ?? ''
        if (body === '') return
        bodies.push(body)
        const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: string[] }
        const number = params[0] ?? ''
        const block = { number, hash: `0x${number.slice(2).padStart(64, '0')}`, timestamp: number }
        const result = method === 'eth_chainId' ? hex(8453) : block
        const text = JSON.stringify({ jsonrpc: '2.0', id, result })
        const answer = () => socket.write(`${head}content-length: ${text.length}\r\n\r\n${text}`)
        if (method === 'eth_chainId') return answer()
        waiting.push(answer)
        // Two at a time are under way: the second is answered first.
        if (waiting.length === 2) for (const late of waiting.splice(0).reverse()) late()
      })
    })
    await node.chainId(live)
    const numbers = [5, 9]
    const seen = await Promise.all(numbers.map((number) => node.block(number, live)))
    expect(seen.map((one) => (one.seen ? one.value?.number : null))).toEqual(numbers)
    expect(bodies.every((body) => body.startsWith('{'))).toBe(true)
  })
})
