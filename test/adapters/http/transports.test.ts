import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { answerOf, ask, blindOf, httpServer, makeHttp, never, rawServer, transports, up } from './rig.ts'

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
