import { connect, type Socket } from 'node:net'

/** Where a server may listen: `path` is that of a socket file. */
export type Place =
  | { readonly host: string; readonly port: number }
  | { readonly path: string; readonly host: null }

function dialOne(place: Place, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { host } = place
    const socket = host === null ? connect(place.path) : connect({ host, port: place.port })
    // Statements and their data go out in small pieces: held back for 40 ms each, a load would take as long again.
    socket.setNoDelay(true)
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('no answer'), { code: 'CONNECT_TIMEOUT' }))
    }, timeoutMs)
    socket.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      // The driver takes the name that the certificate must have from here.
      resolve(Object.assign(socket, { host: host ?? 'localhost' }))
    })
  })
}

/** Connects to the first of several places that answers. Rejects with the failure of the last one. */
export async function dial(places: readonly Place[], timeoutMs: number): Promise<Socket> {
  let failure: unknown = new Error('no place to connect to')
  for (const place of places) {
    try {
      return await dialOne(place, timeoutMs)
    } catch (error) {
      failure = error
    }
  }
  throw failure
}
