import { request as send } from 'node:http'
import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { requestText } from '../../../src/adapters/http/light.ts'
import { type PlainAnswer, readPlainAnswer } from '../../../src/adapters/http/plain-answer.ts'
import { checkTarget } from '../../../src/adapters/http/target.ts'
import { headerPairs } from '../../../src/adapters/http/wire.ts'

const read = (text: string, method = 'GET') => readPlainAnswer(Buffer.from(text, 'latin1'), method)
const head = 'HTTP/1.1 200 OK\r\n'

test('a length and chunks are read, with names in lower case and their order', () => {
  const lengthy = `HTTP/1.1 402 Payment Required\r\nX-B: 1\r\nx-a:2 3\r\nX-B:\r\nContent-Length: 3\r\n\r\npay`
  expect(read(lengthy)).toEqual({
    status: 402,
    headers: [
      ['x-b', '1'],
      ['x-a', '2 3'],
      ['x-b', ''],
      ['content-length', '3'],
    ],
    body: Buffer.from('pay'),
  })
  const chunks = `${head}Transfer-Encoding: chunked\r\n\r\n3\r\npay\r\nA\r\n0123456789\r\n0\r\n\r\n`
  expect(read(chunks)).toMatchObject({ body: Buffer.from('pay0123456789') })
})

test.each([
  ['HEAD', `${head}Content-Length: 10\r\n\r\n`],
  ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n'],
])('an answer without a body (%s) is whole', (method, text) => {
  expect(read(text, method)).toMatchObject({ body: Buffer.alloc(0) })
})

test.each([
  ['two lengths', `${head}Content-Length: 2\r\nContent-Length: 2\r\n\r\nok`],
  ['two lengths and no body', 'HTTP/1.1 204 None\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n'],
  ['a length and chunks', `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['a length with a sign', `${head}Content-Length: +2\r\n\r\nok`],
  ['no length', `${head}\r\nok`],
  ['gzip on the wire', `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
  ['a byte too many', `${head}Content-Length: 2\r\n\r\nok!`],
  ['something after the last chunk', `${head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nx`],
  ['a trailer', `${head}Transfer-Encoding: chunked\r\n\r\n0\r\nX-A: 1\r\n\r\n`],
  ['a chunk with an extension', `${head}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nok\r\n0\r\n\r\n`],
  ['a chunk of words', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n`],
  ['a chunk that is longer', `${head}Transfer-Encoding: chunked\r\n\r\n1\r\nokay\r\n0\r\n\r\n`],
  ['a chunk without an end of its size', `${head}Transfer-Encoding: chunked\r\n\r\n000000002`],
  ['a folded line', `${head}X-A: 1\r\n 2\r\nContent-Length: 0\r\n\r\n`],
  ['space before the colon', `${head}X-A : 1\r\nContent-Length: 0\r\n\r\n`],
  ['space at the end', `${head}X-A: 1 \r\nContent-Length: 0\r\n\r\n`],
  ['a byte above ASCII', `${head}X-A: \xe9\r\nContent-Length: 0\r\n\r\n`],
  ['a bare line feed', `${head}X-A: 1\nX-B: 2\r\nContent-Length: 0\r\n\r\n`],
  ['a bare carriage return', `${head}X-A: 1\rX-B: 2\r\nContent-Length: 0\r\n\r\n`],
  ['information', 'HTTP/1.1 103 Early Hints\r\nContent-Length: 0\r\n\r\n'],
  ['a switch of protocols', `${head}Upgrade: x\r\nConnection: upgrade\r\nContent-Length: 0\r\n\r\n`],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ['no reason', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n'],
  ['a head without an end', `${head}${'X-A: 1\r\n'.repeat(3000)}`],
  ['a head that is too long', `${head}${'X-A: 1\r\n'.repeat(3000)}Content-Length: 0\r\n\r\n`],
])('%s is for another parser', (_name, text) => {
  expect(read(text)).toBe('other')
})

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/)
const value = fc.stringMatching(/^(?:[!-~](?:[ -~]{0,20}[!-~])?)?$/)
const status = fc.constantFrom(200, 204, 302, 304, 402, 404, 500, 503)

/** Bytes of an answer as a server writes them, and its parts. */
const answers = fc
  .record({
    status,
    headers: fc.array(fc.tuple(token, value), { maxLength: 5 }),
    chunks: fc.array(fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }), { maxLength: 4 }),
    isChunked: fc.boolean(),
    method: fc.constantFrom('GET', 'HEAD', 'POST'),
  })
  .map(({ status, headers, chunks, isChunked, method }) => {
    const parts = chunks.map((chunk) => Buffer.from(chunk))
    const isBare = method === 'HEAD' || status === 204 || status === 304
    const body = isBare ? Buffer.alloc(0) : Buffer.concat(parts)
    const framed: readonly Uint8Array[] = isChunked
      ? [
          ...parts.flatMap((p) => [Buffer.from(`${p.length.toString(16)}\r\n`), p, Buffer.from('\r\n')]),
          Buffer.from('0\r\n\r\n'),
        ]
      : [Buffer.concat(parts)]
    const framing = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`
    const lines = [...headers.map(([name, text]) => `${name}: ${text}`), framing]
    const start = Buffer.from(`HTTP/1.1 ${status} Reason\r\n${lines.join('\r\n')}\r\n\r\n`)
    return { method, status, body, start, bytes: Buffer.concat([start, ...(isBare ? [] : framed)]) }
  })

test('what a server writes plainly is read, and no part of it is taken for the whole or for another form', () => {
  fc.assert(
    fc.property(answers, ({ method, status, body, start, bytes }) => {
      const whole = readPlainAnswer(bytes, method)
      // A name that was made up may be one that asks for more, such as a second length.
      fc.pre(whole !== 'other')
      expect(whole).toMatchObject({ status, body })
      for (let end = 0; end < bytes.length; end += 1)
        expect(readPlainAnswer(bytes.subarray(0, end), method)).toBe(end < start.length ? 'head' : 'body')
    }),
    { numRuns: 60 },
  )
})

type Outcome = PlainAnswer | { readonly failed: true }

/** The same bytes, read by node:http. */
function byNode(bytes: Buffer, method: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const stream = new Duplex({
      read: () => {},
      write: (_bytes, _encoding, done) => {
        stream.push(bytes)
        stream.push(null)
        done()
      },
    })
    const failed = () => resolve({ failed: true })
    const request = send({ createConnection: () => stream, method, headers: { host: 'api.example' } })
    request.on('error', failed)
    request.on('upgrade', failed)
    request.on('response', async (response) => {
      const chunks: Buffer[] = []
      try {
        for await (const chunk of response) chunks.push(chunk as Buffer)
      } catch {
        return failed()
      }
      const { statusCode = 0, rawHeaders } = response
      return resolve({ status: statusCode, headers: headerPairs(rawHeaders), body: Buffer.concat(chunks) })
    })
    request.end()
  })
}

const splices = fc.array(
  fc.record({
    at: fc.nat(400),
    cut: fc.nat(3),
    put: fc.constantFrom(
      '',
      '\r\n',
      '\n',
      '\r',
      ' ',
      ':',
      '0',
      '5',
      'a',
      ';',
      ',',
      '\t',
      '\xe9',
      '\0',
      'chunked',
      '\r\nContent-Length: 1',
    ),
  }),
  { maxLength: 3 },
)

test('whatever it takes for a whole answer node:http reads in the same way', async () => {
  let wholes = 0
  await fc.assert(
    fc.asyncProperty(answers, splices, async ({ bytes, method }, changes) => {
      const text = changes.reduce((old, { at, cut, put }) => {
        const from = at % (old.length + 1)
        return old.slice(0, from) + put + old.slice(from + cut)
      }, bytes.toString('latin1'))
      const changed = Buffer.from(text, 'latin1')
      const plain = readPlainAnswer(changed, method)
      if (typeof plain === 'string') return
      wholes += 1
      expect(await byNode(changed, method)).toEqual(plain)
    }),
    { numRuns: 400 },
  )
  expect(wholes).toBeGreaterThan(60)
})

test('a request is written as node:http writes it', async () => {
  const url = 'https://api.example:8443/v1/quote%20x?b=c&d'
  const checked = checkTarget(url, 'operator', { allowPrivate: false, allowHttp: false })
  if (!checked.ok) throw new Error(checked.code)
  const { target } = checked
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE', 'POST', 'PUT', 'PATCH']) {
    for (const body of ['POST', 'PUT', 'PATCH'].includes(method) ? [undefined, '{"é":1}'] : [undefined]) {
      const headers = { accept: '*/*', 'user-agent': 'x402ops/test (+unpaid-probe)', 'x-a': 'b c' }
      const written: Buffer[] = []
      await new Promise<void>((resolve) => {
        const stream = new Duplex({
          read: () => {},
          write: (bytes: Buffer, _encoding, done) => {
            written.push(bytes)
            done()
          },
        })
        const { pathname, search, host } = target.url
        const path = `${pathname}${search}`
        const request = send({ createConnection: () => stream, method, path, headers: { ...headers, host } })
        request
          .on('finish', resolve)
          .on('error', () => {})
          .end(body)
      })
      expect(requestText({ method, target, headers, body, mostBodyBytes: 0 })).toBe(
        Buffer.concat(written).toString(),
      )
    }
  }
})
