import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** A way to a server that counts what comes back over it. The caller owes `close`. */
export type CountingProxy = {
  readonly port: number
  /** Bytes that left the server so far. */
  readonly left: () => number
  /** Bytes that were sent to it. */
  readonly sent: () => number
  readonly close: () => void
}

/** Listens on loopback and passes everything on. */
export async function countingProxy(target: number): Promise<CountingProxy> {
  let [left, sent] = [0, 0]
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: target })
    for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', () => socket.destroy())
    upstream.on('data', (chunk) => {
      left += chunk.length
    })
    client.on('data', (chunk) => {
      sent += chunk.length
    })
    client.pipe(upstream).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { port, left: () => left, sent: () => sent, close: () => void server.close() }
}
