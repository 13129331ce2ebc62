import { createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { answerOf, ask, blindOf, httpServer, type Listening, listening, makeHttp, never } from './rig.ts'

const open: Listening[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

/** A server that answers each request on a connection by `script`, and what it saw of connections and requests. */
async function talking(script: (socket: Socket, request: string, at: number) => void) {
  const heard: { readonly connection: number; readonly request: string }[] = []
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    const connection = connections
    socket.on('data', (bytes) => {
      heard.push({ connection, request: String(bytes) })
      script(socket, String(bytes), heard.length)
    })
  })
  const up = await listening(server)
  open.push(up)
  return { url: up.url, heard, connections: () => connections }
}

const plain = (body: string, more = '') =>
  `HTTP/1.1 402 Payment Required\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`

test('a plain answer leaves its connection for the next request, and each answer is its own', async () => {
  const { url, heard, connections } = await talking((socket, _request, at) => socket.write(plain(`no ${at}`)))
  const http = makeHttp('undici')
  for (let at = 1; at <= 5; at += 1) {
    const { body, timing } = answerOf(await http.send(ask(`${url}/${at}`), never))
    expect(body).toBe(`no ${at}`)
    expect(timing.connectMs === null).toBe(at > 1)
  }
  expect(connections()).toBe(1)
  expect(heard[4]?.request).toMatch(/^GET \/5 HTTP\/1\.1\r\n/)
  expect(heard[4]?.request.toLowerCase()).toContain('\r\nconnection: keep-alive\r\n')
})

test.each([
  ['says that it closes', plain('a', 'Connection: close\r\n')],
  ['gives it no time', plain('a', 'Keep-Alive: timeout=1\r\n')],
  ['says more than its answer', `${plain('a')}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen`],
  ['ends its answer by closing', 'HTTP/1.1 402 Payment Required\r\n\r\na'],
])('a connection is not used again when the server %s', async (_name, answer) => {
  const { url, connections } = await talking((socket) => {
    socket.write(answer)
    if (!answer.includes('Content-Length')) socket.end()
  })
  const http = makeHttp('undici')
  for (let at = 1; at <= 3; at += 1) {
    const seen = await http.send(ask(url), never)
    if (seen.seen) expect(seen.value.body).toBe('a')
    expect(connections()).toBe(at)
  }
})

test('what a server says out of turn never becomes the answer to the next request', async () => {
  const { url } = await talking((socket, request) => {
    socket.write(plain(request.slice(4, 6)))
    setTimeout(() => socket.write(plain('stolen')), 5)
  })
  const http = makeHttp('undici')
  for (let at = 1; at <= 6; at += 1) {
    expect(answerOf(await http.send(ask(`${url}/${at}`), never)).body).toBe(`/${at}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
})

test('a kept connection that is dropped without a word costs a GET nothing, and is told of a POST', async () => {
  const { url, heard } = await talking((socket, _request, at) => {
    if (at % 2 === 1) socket.write(plain('ok'))
    else socket.destroy()
  })
  const http = makeHttp('undici')
  expect(answerOf(await http.send(ask(url), never)).body).toBe('ok')
  expect(answerOf(await http.send(ask(url), never)).body).toBe('ok')
  const post = await http.send(ask(url, { method: 'POST', body: '{}' }), never)
  expect(blindOf(post)).toMatchObject({ kind: 'headers', code: 'ECONNRESET' })
  // The GET was sent twice, the POST once.
  expect(heard.map(({ request }) => request.slice(0, 4))).toEqual(['GET ', 'GET ', 'GET ', 'POST'])
})

test('an answer after a deadline leaves the next request a connection of its own', async () => {
  const { url, connections } = await talking((socket, request) => {
    if (request.startsWith('GET /late')) setTimeout(() => socket.write(plain('late')), 80)
    else socket.write(plain('ok'))
  })
  const http = makeHttp('undici')
  expect(answerOf(await http.send(ask(url), never)).body).toBe('ok')
  expect(connections()).toBe(1)
  const late = await http.send(ask(`${url}/late`, { timeoutMs: 30 }), never)
  expect(blindOf(late).code).toBe('DEADLINE_HEADERS')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(answerOf(await http.send(ask(url), never)).body).toBe('ok')
  expect(connections()).toBe(2)
})

test('URLs of different trust share no connection', async () => {
  const { url, connections } = await talking((socket) => socket.write(plain('ok')))
  const http = makeHttp('undici', { allowPrivate: true })
  answerOf(await http.send(ask(url), never))
  await http.send(ask(url, { trust: 'server' }), never)
  answerOf(await http.send(ask(url), never))
  expect(connections()).toBe(1)
})

test('a thousand answers over fifty connections are each the answer to its own request', async () => {
  const up = await httpServer((request, response) => response.writeHead(402).end(request.url))
  open.push(up)
  const http = makeHttp('undici', { limits: { concurrency: 50, ratePerSecond: 100_000, burst: 100_000 } })
  const paths = Array.from({ length: 1000 }, (_, at) => `/route/${at}`)
  const answers = await Promise.all(paths.map((path) => http.send(ask(`${up.url}${path}`), never)))
  expect(answers.map((answer) => answerOf(answer).body)).toEqual(paths)
})
