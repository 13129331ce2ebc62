import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  answerOf,
  ask,
  blindOf,
  deadPort,
  httpServer,
  makeHttp,
  never,
  rawServer,
  transports,
  up,
} from './rig.ts'

const head = 'HTTP/1.1 200 OK\r\n'

describe.each(transports)('over %s', (transport) => {
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
})
