import type { createServer } from 'node:http'
import { createServer as createTcp, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChunks, joinChunks, newChunks } from '../../../src/adapters/http/chunks.ts'
import { ask, type Listening, listening, makeHttp, never } from './rig.ts'

/** How an answer is written: its framing, and in which pieces it is sent. */
type Script = {
  readonly size: number
  readonly seed: number
  readonly chunks: readonly number[]
  readonly framing: 'length' | 'chunks' | 'extended' | 'trailer' | 'until closed'
  readonly pieces: readonly number[]
  readonly gzip: boolean
  readonly close: boolean
}

function bodyOf({ size, seed }: Script): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, at) => at * 31 + seed * 7 + (at >> 8)))
}

function chunked(bytes: Buffer, { chunks, framing }: Script): Buffer {
  const parts: Buffer[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.min(chunks[turn % chunks.length] ?? 1, bytes.length - at)
    const extension = framing === 'extended' && turn === 1 ? ';a=b' : ''
    parts.push(
      Buffer.from(`${size.toString(16)}${extension}\r\n`),
      bytes.subarray(at, at + size),
      Buffer.from('\r\n'),
    )
    at += size
  }
  return Buffer.concat([...parts, Buffer.from(framing === 'trailer' ? '0\r\nx-end: 1\r\n\r\n' : '0\r\n\r\n')])
}

function answer(script: Script): Buffer {
  const plain = bodyOf(script)
  const bytes = script.gzip ? gzipSync(plain) : plain
  const isChunked = script.framing !== 'length' && script.framing !== 'until closed'
  const framing = isChunked ? 'Transfer-Encoding: chunked\r\n' : `Content-Length: ${bytes.length}\r\n`
  const encoding = script.gzip ? 'Content-Encoding: gzip\r\n' : ''
  const connection = script.close || script.framing === 'until closed' ? 'Connection: close\r\n' : ''
  const how = script.framing === 'until closed' ? '' : framing
  const head = Buffer.from(`HTTP/1.1 200 OK\r\n${how}${encoding}${connection}\r\n`)
  return Buffer.concat([head, isChunked ? chunked(bytes, script) : bytes])
}

async function send(socket: Socket, bytes: Buffer, pieces: readonly number[]): Promise<void> {
  let at = 0
  for (const size of pieces) {
    socket.write(bytes.subarray(at, at + size))
    at += size
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (at < bytes.length) socket.write(bytes.subarray(at))
}

const pathOf = (script: Script) => `/${encodeURIComponent(JSON.stringify(script))}`
const connections = new Set<Socket>()
let server: Listening
beforeAll(async () => {
  const tcp = createTcp((socket) => {
    connections.add(socket)
    socket.on('data', (bytes) => {
      const [, path = ''] = /^[A-Z]+ \/(\S+) /.exec(bytes.toString('latin1')) ?? []
      const script = JSON.parse(decodeURIComponent(path)) as Script
      void send(socket, answer(script), script.pieces).then(() => {
        if (script.close || script.framing === 'until closed') socket.end()
      })
    })
  })
  server = await listening(tcp as ReturnType<typeof createServer>)
})
afterAll(() => server.close())

const script: fc.Arbitrary<Script> = fc.record({
  size: fc.oneof(fc.nat(40), fc.nat(40_000), fc.integer({ min: 200_000, max: 600_000 })),
  seed: fc.nat(250),
  chunks: fc.array(fc.oneof(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 10_000, max: 300_000 })), {
    minLength: 1,
    maxLength: 4,
  }),
  framing: fc.constantFrom('length', 'length', 'chunks', 'chunks', 'extended', 'trailer', 'until closed'),
  pieces: fc.array(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.nat(100_000)), { maxLength: 4 }),
  gzip: fc.boolean(),
  close: fc.boolean(),
})

const http = makeHttp('undici')
type Seen = { readonly body: Buffer; readonly isCut: boolean }

async function read(wanted: Script, mostBytes = 1_000_000): Promise<Seen> {
  const request = ask(`${server.url}${pathOf(wanted)}`, {
    method: 'POST',
    body: 'x',
    maxBodyBytes: mostBytes,
  })
  const seen = await http.sendForBytes!(request, never, ({ body, bodyTruncated }) => ({
    body: Buffer.from(body),
    isCut: bodyTruncated,
  }))
  if (!seen.seen) throw new Error(seen.why.detail)
  return seen.value
}

test('bytes come as they were sent, however they are framed, packed and cut to pieces, side by side', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 5 }), async (scripts) => {
      const seen = await Promise.all(scripts.map((one) => read(one)))
      for (const [at, { body, isCut }] of seen.entries()) {
        expect(isCut).toBe(false)
        expect(body.equals(bodyOf(scripts[at]!))).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})

test('no more than was asked for comes back, and whether there was more', async () => {
  await fc.assert(
    fc.asyncProperty(script, fc.nat(60_000), async (one, most) => {
      const { body, isCut } = await read(one, most)
      expect(isCut).toBe(one.size > most)
      expect(body.equals(bodyOf(one).subarray(0, most))).toBe(true)
    }),
    { numRuns: 30 },
  )
})

describe('one connection', () => {
  const plain: Script = {
    size: 300_000,
    seed: 1,
    chunks: [70_000],
    framing: 'chunks',
    pieces: [],
    gzip: false,
    close: false,
  }
  test('serves one exchange after the other, and not one byte stays of the one before', async () => {
    const fresh = makeHttp('undici')
    const before = connections.size
    for (const size of [300_000, 12, 400_000, 0]) {
      const wanted = { ...plain, size, framing: size === 12 ? ('length' as const) : plain.framing }
      const request = ask(`${server.url}${pathOf(wanted)}`, { maxBodyBytes: 500_000 })
      const seen = await fresh.sendForBytes!(request, never, ({ body }) => Buffer.from(body))
      expect(seen.seen && seen.value.equals(bodyOf(wanted))).toBe(true)
    }
    expect(connections.size).toBe(before + 1)
  })

  test('that says something out of turn is never asked again', async () => {
    const fresh = makeHttp('undici')
    const request = ask(`${server.url}${pathOf(plain)}`, { maxBodyBytes: 500_000 })
    const readIt = () => fresh.sendForBytes!(request, never, ({ body }) => Buffer.from(body))
    await readIt()
    const used = [...connections].at(-1)!
    used.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged')
    await new Promise((resolve) => used.once('close', resolve))
    const seen = await readIt()
    expect(seen.seen && seen.value.equals(bodyOf(plain))).toBe(true)
  })
})

test('chunks are found in whatever pieces they come, and joined to the bytes that they hold', () => {
  fc.assert(
    fc.property(script, fc.array(fc.nat(5000), { maxLength: 20 }), (drawn, steps) => {
      const one: Script = { ...drawn, size: drawn.size % 20_000, framing: 'chunks' }
      const bytes = chunked(bodyOf(one), one)
      const chunks = newChunks(0)
      let come = 0
      for (const step of steps) {
        come = Math.min(come + step, bytes.length - 1)
        expect(findChunks(bytes.subarray(0, come), chunks)).toBe('more')
        expect(chunks.size + chunks.open).toBeLessThanOrEqual(one.size)
      }
      expect(findChunks(bytes, chunks)).toBe('end')
      expect(joinChunks(bytes, chunks).equals(bodyOf(one))).toBe(true)
    }),
    { numRuns: 100 },
  )
})
