import { couldNotSee, saw } from '../../../src/core/observation.ts'
import type { Clock, Http } from '../../../src/core/ports.ts'
import type { SimNode } from './sim-node.ts'

/** Where the node at this place of a list answers. */
export function urlOf(place: number): string {
  return `http://127.0.0.1:${9000 + place}/`
}

/** The Http port over simulated nodes, without a socket: an answer is there as soon as it is asked for. */
export function simHttp(nodes: readonly SimNode[], clock: Clock): Http {
  const byUrl = new Map(nodes.map((node, place) => [urlOf(place), node]))
  const timing = { dnsMs: null, connectMs: 0, tlsMs: null, firstByteMs: 0, totalMs: 0 }
  return {
    send: (request) => {
      const receivedAt = clock.now().toISOString()
      const look = { at: receivedAt, source: request.url, ref: request.method }
      const node = byUrl.get(request.url)
      if (node === undefined) {
        return Promise.resolve(couldNotSee(look, 'connect', 'nobody listens there', 'ECONNREFUSED'))
      }
      const wire = node.serve(request.body ?? '')
      return Promise.resolve(
        saw(look, { ...wire, bodyTruncated: false, timing, tlsValidUntil: null, receivedAt }),
      )
    },
  }
}
