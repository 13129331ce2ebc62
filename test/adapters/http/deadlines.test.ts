import { describe, expect, test } from 'vitest'
import { ask, blindOf, httpServer, makeHttp, never, rawServer, silentServer, transports, up } from './rig.ts'

const head = 'HTTP/1.1 200 OK\r\n'

describe.each(transports)('over %s the deadline covers the whole exchange', (transport) => {
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
