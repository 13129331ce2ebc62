import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on a free loopback port. `close` also ends the connections that are still open. */
export type Served = { readonly url: string; readonly close: () => Promise<void> }

/** Starts a listener on 127.0.0.1; port 0 takes a free one. */
export function listen(handler: RequestListener, port = 0): Promise<Served> {
  return listenOn(createServer(handler), port)
}

/** As `listen`, for a server that exists already. */
export async function listenOn(server: Server, port = 0): Promise<Served> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
