import { afterEach, describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { answerOf, ask, blindOf, httpServer, type Listening, makeHttp, never } from './rig.ts'

const open: Listening[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

const token = new Secret('env:ADMIN_METRICS_TOKEN', 'CANARY-admin-token')

/** A service that writes down the Authorization header of every request. */
async function listening(redirectTo?: string) {
  const seen: (string | undefined)[] = []
  const server = await httpServer((request, response) => {
    seen.push(request.headers.authorization)
    if (redirectTo !== undefined) response.writeHead(302, { location: redirectTo })
    response.end('{}')
  })
  open.push(server)
  return { ...server, seen }
}

describe.each(['node', 'undici'] as const)('a token over %s', (transport) => {
  test('goes to the service that the operator names', async () => {
    const server = await listening()
    answerOf(await makeHttp(transport).send(ask(`${server.url}/admin/metrics`, { token }), never))
    expect(server.seen).toEqual(['Bearer CANARY-admin-token'])
  })

  test('does not follow a redirect to another port', async () => {
    const other = await listening()
    const server = await listening(other.url)
    const answer = answerOf(await makeHttp(transport).send(ask(server.url, { token }), never))
    expect(answer.status).toBe(302)
    expect(other.seen).toEqual([])
  })

  test('is never sent to an address that a server named, nor in clear over the net', async () => {
    const stranger = makeHttp(transport, { allowHttp: true, allowPrivate: true })
    const server = await listening()
    const named = blindOf(await stranger.send(ask('http://service.example/', { token }), never))
    expect(named.code).toBe('TOKEN_IN_CLEAR')
    const elsewhere = ask('https://service.example/', { token, trust: 'server' })
    expect(blindOf(await stranger.send(elsewhere, never)).code).toBe('TOKEN_TO_STRANGER')
    expect(server.seen).toEqual([])
  })

  test('that could smuggle a header is refused, and what is said does not hold it', async () => {
    const bad = new Secret('env:BAD', 'CANARY\r\nx-payment: 1')
    const server = await listening()
    const blind = blindOf(await makeHttp(transport).send(ask(server.url, { token: bad }), never))
    expect(blind).toEqual({
      kind: 'refused',
      code: 'TOKEN_UNUSABLE',
      detail: 'env:BAD holds characters that no header may carry',
    })
    expect(server.seen).toEqual([])
  })
})
