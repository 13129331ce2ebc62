import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import {
  answerOf,
  ask,
  blindOf,
  deadPort,
  httpServer,
  type Listening,
  makeHttp,
  never,
  rawServer,
  silentServer,
  transports,
} from './rig.ts'

const open: Listening[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})
async function up(server: Promise<Listening>): Promise<Listening> {
  const listening = await server
  open.push(listening)
  return listening
}

const head = 'HTTP/1.1 200 OK\r\n'

describe.each(transports)('over %s', (transport) => {
  test('an answer comes back with status, body, timing and a time of arrival', async () => {
    const { url } = await up(httpServer((_request, response) => response.writeHead(402).end('pay')))
    const before = Date.now()
    const seen = await makeHttp(transport).send(ask(`${url}/v1/quote?x=1`), never)
    const answer = answerOf(seen)
    expect(answer).toMatchObject({ status: 402, body: 'pay', bodyTruncated: false, tlsValidUntil: null })
    expect(answer.timing.dnsMs).toBeNull()
    expect(answer.timing.tlsMs).toBeNull()
    expect(answer.timing.connectMs).toBeGreaterThanOrEqual(0)
    expect(answer.timing.firstByteMs).toBeLessThanOrEqual(answer.timing.totalMs)
    expect(Date.parse(answer.receivedAt)).toBeGreaterThanOrEqual(before - 1)
    expect(seen).toMatchObject({ source: 'http', ref: `GET ${url}` })
  })

  test('the request carries our name, the given headers and body, and no cookie or credential', async () => {
    const got: { headers: NodeJS.Dict<string | string[]>; body: string; method: string; url: string }[] = []
    const { url, port } = await up(
      httpServer((request, response) => {
        let body = ''
        request.on('data', (chunk) => {
          body += String(chunk)
        })
        request.on('end', () => {
          got.push({ headers: request.headers, body, method: request.method ?? '', url: request.url ?? '' })
          response.setHeader('set-cookie', 'session=CANARY-cookie')
          response.end('ok')
        })
      }),
    )
    const http = makeHttp(transport)
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
    for (let i = 0; i < 2; i += 1) {
      answerOf(await http.send(ask(`${url}/a/b?c=d`, { method: 'POST', body: '{"é":1}', headers }), never))
    }
    expect(got[1]).toMatchObject({ method: 'POST', url: '/a/b?c=d', body: '{"é":1}' })
    expect(got[1]?.headers).toMatchObject({
      host: `127.0.0.1:${port}`,
      'user-agent': 'x402ops/test (+unpaid-probe)',
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': '8',
    })
    expect(Object.keys(got[1]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|authorization|payment/)]),
    )
  })

  test('header names are lower case, duplicates and their order are kept, bytes are latin1', async () => {
    const raw = `${head}X-B: 1\r\nx-a: caf\xe9\r\nX-B: 2\r\nContent-Length: 0\r\n\r\n`
    const { url } = await up(rawServer((socket) => socket.end(Buffer.from(raw, 'latin1'))))
    const { headers } = answerOf(await makeHttp(transport).send(ask(url), never))
    expect(headers).toEqual([
      ['x-b', '1'],
      ['x-a', 'café'],
      ['x-b', '2'],
      ['content-length', '0'],
    ])
  })

  test('a redirect is reported and not followed', async () => {
    const paths: string[] = []
    const { url } = await up(
      httpServer((request, response) => {
        paths.push(request.url ?? '')
        response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
      }),
    )
    const answer = answerOf(await makeHttp(transport).send(ask(`${url}/here`), never))
    expect(answer.status).toBe(302)
    expect(answer.headers).toContainEqual(['location', 'http://169.254.169.254/latest'])
    expect(paths).toEqual(['/here'])
  })

  const text = '{"status":"ok"}'.repeat(50)
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ])('content encoding %s is taken off', async (encoding, bytes) => {
    const { url } = await up(
      httpServer((_request, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end(bytes),
      ),
    )
    expect(answerOf(await makeHttp(transport).send(ask(url), never)).body).toBe(text)
  })

  test('an empty body with a content encoding is empty, not damaged', async () => {
    const { url } = await up(
      httpServer((_request, response) => response.writeHead(204, { 'content-encoding': 'gzip' }).end()),
    )
    expect(answerOf(await makeHttp(transport).send(ask(url), never))).toMatchObject({ status: 204, body: '' })
  })

  test('a gzip bomb costs no more than the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    const { url } = await up(
      httpServer((_request, response) => {
        response.on('error', () => {})
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
      }),
    )
    const before = process.memoryUsage().rss
    const answer = answerOf(await makeHttp(transport).send(ask(url, { maxBodyBytes: 1_048_576 }), never))
    expect(answer.body).toHaveLength(1_048_576)
    expect(answer.bodyTruncated).toBe(true)
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024)
  })

  test('a body of exactly the cap that its packing made longer is whole', async () => {
    const plain = Buffer.from('no packing makes it smaller, for it is not tried'.repeat(1000))
    const stored = gzipSync(plain, { level: 0 })
    expect(stored.length).toBeGreaterThan(plain.length)
    const { url } = await up(
      httpServer((request, response) => {
        const bytes = request.url === '/more' ? gzipSync(Buffer.concat([plain, plain]), { level: 0 }) : stored
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes)
      }),
    )
    const http = makeHttp(transport)
    const capped = { maxBodyBytes: plain.length }
    for (const path of ['/more', '/whole', '/more']) {
      const answer = answerOf(await http.send(ask(`${url}${path}`, capped), never))
      expect(answer.body).toBe(plain.toString())
      expect(answer.bodyTruncated).toBe(path === '/more')
    }
  })

  test('a body of exactly the cap is whole; one byte more is cut and the connection is closed', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    const { url } = await up(
      httpServer((request, response) => {
        closed = new Promise((resolve) => request.socket.once('close', resolve))
        const chunk = 'x'.repeat(request.url === '/whole' ? 100 : 101)
        if (request.url === '/endless') {
          const timer = setInterval(() => response.write(chunk), 5)
          response.on('close', () => clearInterval(timer))
        } else response.end(chunk)
      }),
    )
    const http = makeHttp(transport)
    const small = { maxBodyBytes: 100 }
    expect(answerOf(await http.send(ask(`${url}/whole`, small), never))).toMatchObject({
      body: 'x'.repeat(100),
      bodyTruncated: false,
    })
    expect(answerOf(await http.send(ask(`${url}/more`, small), never)).bodyTruncated).toBe(true)
    const endless = answerOf(await http.send(ask(`${url}/endless`, small), never))
    expect(endless.body).toHaveLength(100)
    await closed
    expect(answerOf(await http.send(ask(`${url}/whole`, small), never)).status).toBe(200)
  })

  test('a shorter answer after a longer one holds nothing of it, with or without a length', async () => {
    const { url } = await up(
      httpServer((request, response) => {
        const text = request.url?.slice(1) ?? ''
        if (text.startsWith('chunked')) response.write('')
        response.end(text)
      }),
    )
    const http = makeHttp(transport)
    for (const text of [
      'x'.repeat(5000),
      'short',
      `chunked${'y'.repeat(9000)}`,
      'chunked',
      'z'.repeat(6000),
    ]) {
      expect(answerOf(await http.send(ask(`${url}/${text}`), never)).body).toBe(text)
    }
  })

  test('many small headers under the cap all arrive', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `a:${i}\r\n`).join('')
    const { url } = await up(rawServer((socket) => socket.end(`${head}${lines}Content-Length: 0\r\n\r\n`)))
    expect(answerOf(await makeHttp(transport).send(ask(url), never)).headers).toHaveLength(5001)
  })

  test('more than 64 KiB of headers has its own word', async () => {
    const { url } = await up(rawServer((socket) => socket.end(`${head}X-Big: ${'a'.repeat(70_000)}\r\n\r\n`)))
    expect(blindOf(await makeHttp(transport).send(ask(url), never))).toMatchObject({
      kind: 'too-large',
      code: 'HEADERS_TOO_LARGE',
      detail: expect.stringContaining('64 KiB of headers'),
    })
  })

  test('a single header of 60 KiB arrives', async () => {
    const { url } = await up(
      rawServer((socket) => socket.end(`${head}X-Big: ${'a'.repeat(60_000)}\r\nContent-Length: 0\r\n\r\n`)),
    )
    expect(answerOf(await makeHttp(transport).send(ask(url), never)).headers[0]?.[1]).toHaveLength(60_000)
  })

  const broken: readonly [string, string, string, RegExp][] = [
    [
      'two content lengths',
      `${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
      'headers',
      /^HTTP_MALFORMED$/,
    ],
    [
      'a length and chunks',
      `${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      'headers',
      /^HTTP_MALFORMED$/,
    ],
    ['no status line', 'hello there\r\n\r\n', 'headers', /^HTTP_MALFORMED$/],
    ['a status of words', 'HTTP/1.1 abc OK\r\n\r\n', 'headers', /^HTTP_MALFORMED$/],
    [
      'a bad chunk size',
      `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n`,
      'body',
      /^HTTP_MALFORMED$/,
    ],
    ['nothing', '', 'headers', /^ECONNRESET$/],
    ['half a head', 'HTTP/1.1 200 OK\r\nX-A: ', 'headers', /^(ECONNRESET|HTTP_MALFORMED)/],
    ['less than it promised', `${head}Content-Length: 10\r\n\r\nabc`, 'body', /^ECONNRESET$/],
    [
      'chunks without an end',
      `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`,
      'body',
      /^(ECONNRESET|HTTP_MALFORMED)/,
    ],
  ]
  test.each(broken)('%s: the step is named', async (_name, bytes, kind, code) => {
    const { url, port } = await up(rawServer((socket) => socket.end(bytes)))
    const blind = blindOf(await makeHttp(transport).send(ask(`${url}/CANARY-path?key=CANARY`), never))
    expect(blind).toMatchObject({ kind, code: expect.stringMatching(code) })
    expect(blind.detail).toContain(`127.0.0.1:${port}`)
    expect(JSON.stringify(blind)).not.toContain('CANARY')
  })

  test('a reset in the middle of the body is a broken body', async () => {
    const { url } = await up(
      rawServer((socket) => {
        socket.write(`${head}Content-Length: 1000\r\n\r\nabc`)
        setTimeout(() => socket.resetAndDestroy(), 30)
      }),
    )
    expect(blindOf(await makeHttp(transport).send(ask(url), never))).toMatchObject({
      kind: 'body',
      code: 'ECONNRESET',
    })
  })

  test('a damaged and a cut off gzip body are broken bodies', async () => {
    const whole = gzipSync('hello '.repeat(1000))
    for (const bytes of [Buffer.from('not gzip at all'), whole.subarray(0, whole.length - 12)]) {
      const { url } = await up(
        httpServer((_request, response) =>
          response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes),
        ),
      )
      const blind = blindOf(await makeHttp(transport).send(ask(url), never))
      expect(blind).toMatchObject({ kind: 'body', code: expect.stringMatching(/^Z_/) })
    }
  })

  test.each(['zstd', 'gzip, gzip, gzip, gzip', 'toString'])(
    'encoding %s is not guessed at',
    async (encoding) => {
      const { url } = await up(
        httpServer((_request, response) =>
          response.writeHead(200, { 'content-encoding': encoding }).end('abc'),
        ),
      )
      expect(blindOf(await makeHttp(transport).send(ask(url), never)).code).toBe('ENCODING_UNKNOWN')
    },
  )

  test('a switch of protocols that nobody asked for is no answer', async () => {
    const { url } = await up(
      rawServer((socket) =>
        socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhi'),
      ),
    )
    expect(blindOf(await makeHttp(transport).send(ask(url, { timeoutMs: 500 }), never)).kind).toBe('headers')
  })

  test('information before the answer is passed over', async () => {
    const { url } = await up(
      rawServer((socket) =>
        socket.end(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${head}Content-Length: 2\r\n\r\nok`),
      ),
    )
    expect(answerOf(await makeHttp(transport).send(ask(url), never))).toMatchObject({
      status: 200,
      body: 'ok',
    })
  })

  test('a refused connection says so', async () => {
    const port = await deadPort()
    expect(blindOf(await makeHttp(transport).send(ask(`http://127.0.0.1:${port}/`), never))).toEqual({
      kind: 'connect',
      code: 'ECONNREFUSED',
      detail: `127.0.0.1:${port} refused the connection`,
    })
  })

  describe('the deadline covers the whole exchange', () => {
    const within = async (url: string, code: string) => {
      const begin = performance.now()
      const blind = blindOf(await makeHttp(transport).send(ask(url, { timeoutMs: 600 }), never))
      const tookMs = performance.now() - begin
      expect(blind).toMatchObject({ kind: 'deadline', code })
      expect(tookMs).toBeGreaterThan(540)
      expect(tookMs).toBeLessThan(700)
    }

    test('a peer that accepts and is silent', async () => {
      const { url } = await up(silentServer())
      await within(url, 'DEADLINE_HEADERS')
    })

    test('one byte of a header at a time', async () => {
      const { url } = await up(
        rawServer((socket) => {
          socket.write(head)
          const timer = setInterval(() => socket.write('a'), 20)
          socket.on('close', () => clearInterval(timer))
        }),
      )
      await within(url, 'DEADLINE_HEADERS')
    })

    test('one byte of the body at a time', async () => {
      const { url } = await up(
        rawServer((socket) => {
          socket.write(`${head}Content-Length: 1000000\r\n\r\n`)
          const timer = setInterval(() => socket.write('a'), 20)
          socket.on('close', () => clearInterval(timer))
        }),
      )
      await within(url, 'DEADLINE_BODY')
    })

    test('chunks that never end', async () => {
      const { url } = await up(
        httpServer((_request, response) => {
          const timer = setInterval(() => response.write('x'), 10)
          response.on('close', () => clearInterval(timer))
        }),
      )
      await within(url, 'DEADLINE_BODY')
    })

    test('endless information instead of an answer', async () => {
      const { url } = await up(
        rawServer((socket) => {
          const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 10)
          socket.on('close', () => clearInterval(timer))
        }),
      )
      await within(url, 'DEADLINE_HEADERS')
    })

    test('a name that is never resolved', async () => {
      const http = makeHttp(transport, { resolve: () => new Promise(() => {}) })
      const begin = performance.now()
      const blind = blindOf(await http.send(ask('https://slow.example/', { timeoutMs: 300 }), never))
      expect(blind).toMatchObject({ kind: 'deadline', code: 'DEADLINE_DNS' })
      expect(performance.now() - begin).toBeLessThan(400)
    })
  })

  test('an abort ends it at once and closes the connection', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    const { url } = await up(
      rawServer((socket) => {
        closed = new Promise((resolve) => socket.once('close', resolve))
      }),
    )
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 100)
    const begin = performance.now()
    expect(blindOf(await makeHttp(transport).send(ask(url), controller.signal)).kind).toBe('aborted')
    expect(performance.now() - begin).toBeLessThan(400)
    await closed
    expect(blindOf(await makeHttp(transport).send(ask(url), controller.signal)).kind).toBe('aborted')
  })

  test('many requests at once are answered each with its own', async () => {
    const { url } = await up(httpServer((request, response) => response.end(request.url)))
    const http = makeHttp(transport)
    const paths = Array.from({ length: 60 }, (_, i) => `/route/${i}`)
    const answers = await Promise.all(paths.map((path) => http.send(ask(`${url}${path}`), never)))
    expect(answers.map((answer) => answerOf(answer).body)).toEqual(paths)
  })

  test('a kept connection that the server dropped is no failure of the server', async () => {
    const { url } = await up(
      httpServer((request, response) => {
        response.on('finish', () => setTimeout(() => request.socket.destroy(), 1))
        response.setHeader('connection', 'keep-alive')
        response.end('ok')
      }),
    )
    const http = makeHttp(transport)
    for (let i = 0; i < 30; i += 1) {
      expect(answerOf(await http.send(ask(url), never)).body).toBe('ok')
      await new Promise((resolve) => setTimeout(resolve, i % 4))
    }
  })
})
