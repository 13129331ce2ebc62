import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One JSON-RPC call as it passes through. */
export type RpcCall = { readonly id: unknown; readonly method: string; readonly params: readonly unknown[] }

type Answer = { readonly result?: unknown; readonly error?: unknown }

/** What an endpoint makes of the true answer to a call. */
export type Alter = (call: RpcCall, answer: Answer) => Answer

/** The error of an endpoint that does not offer a method. */
export const notOffered: Answer = { error: { code: -32601, message: 'the method does not exist' } }

/** An endpoint that passes everything on to another one and alters what it likes. The caller owes `close`. */
export async function startAlteringRpc(target: string, alter: Alter) {
  const server = createServer((req, res) => {
    const pass = async () => {
      let body = ''
      for await (const chunk of req) body += String(chunk)
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(target, { method: 'POST', headers, body })
      const call = JSON.parse(body) as RpcCall
      const { result, error } = alter(call, (await answer.json()) as Answer)
      const told = error === undefined ? { result } : { error }
      res.writeHead(200, headers).end(JSON.stringify({ jsonrpc: '2.0', id: call.id, ...told }))
    }
    void pass().catch(() => req.socket.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
