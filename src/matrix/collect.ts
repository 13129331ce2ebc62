import { couldNotSee } from '../core/observation.ts'
import type { Clock, Http, HttpRequest } from '../core/ports.ts'
import { keepAnswer, keepHead } from './keep.ts'
import {
  type Asking,
  emptyObjectRequest,
  garbageRequest,
  hasBody,
  preflightRequest,
  unpaidRequest,
  variantRequests,
} from './requests.ts'
import { retryAfterMs } from './retry-after.ts'
import type { Asked, MatrixRoute, MatrixSeen, RouteSeen } from './shapes.ts'

/** What the matrix needs of the world. */
export type MatrixPorts = { readonly http: Http; readonly clock: Clock }

/** What will be asked. `asking` is null when there is no base URL. */
export type MatrixPlan = {
  readonly asking: Asking | null
  readonly routes: readonly MatrixRoute[]
  readonly concurrency: number
  readonly variants: boolean
  readonly garbage: boolean
  readonly preflights: 'every route' | 'first route'
}

const maxWaitMs = 5000

type Send = (request: HttpRequest, payload?: Asked['payload']) => Promise<Asked>

function sender(ports: MatrixPorts, signal: AbortSignal, keep: typeof keepAnswer): Send {
  return async (request, payload = 'none') => {
    const answer = keep(await ports.http.send(request, signal))
    return { method: request.method, url: request.url, payload, answer }
  }
}

function statusOf(asked: Asked): number | null {
  return asked.answer.seen ? asked.answer.value.status : null
}

function payloadOf(route: MatrixRoute): Asked['payload'] {
  return hasBody(route.method) && route.sample !== null ? 'sample' : 'none'
}

// A closed gate says when to come back. Asked once more, because two looks tell "closed" from "closing".
async function askAgain(
  first: Asked,
  again: () => Promise<Asked>,
  ports: MatrixPorts,
  signal: AbortSignal,
): Promise<readonly Asked[]> {
  if (!first.answer.seen || first.answer.value.status !== 503) return [first]
  const waitMs = retryAfterMs(first.answer.value.headers, ports.clock.now())
  if (waitMs === null) return [first]
  await ports.clock.sleep(Math.min(waitMs, maxWaitMs), signal)
  return signal.aborted ? [first] : [first, await again()]
}

async function askUnpaid(
  asking: Asking,
  route: MatrixRoute,
  send: Send,
  ports: MatrixPorts,
  signal: AbortSignal,
): Promise<readonly Asked[]> {
  const ask = () => send(unpaidRequest(asking, route), payloadOf(route))
  const asked = await askAgain(await ask(), ask, ports, signal)
  const last = asked.at(-1)
  const rejected = last !== undefined && [400, 415, 422].includes(statusOf(last) ?? 0)
  if (!rejected || !hasBody(route.method) || route.sample !== null) return asked
  return [...asked, await send(emptyObjectRequest(asking, route), 'empty object')]
}

async function askRoute(
  plan: MatrixPlan,
  asking: Asking,
  route: MatrixRoute,
  ports: MatrixPorts,
  signal: AbortSignal,
): Promise<RouteSeen> {
  const asked = await askUnpaid(asking, route, sender(ports, signal, keepAnswer), ports, signal)
  const unpaid = asked.at(-1) ?? notAsked(route, ports)
  const { id, method, path } = route
  const base = { id, method, path, unpaid, earlier: asked.slice(0, -1) }
  if (!unpaid.answer.seen) return { ...base, preflight: null, variants: [], garbage: null }
  const send = sender(ports, signal, keepHead)
  const wantsPreflight = plan.preflights === 'every route' || route === plan.routes[0]
  const preflight = wantsPreflight ? await send(preflightRequest(asking, route)) : null
  const variants: RouteSeen['variants'][number][] = []
  for (const [variant, request] of plan.variants ? variantRequests(asking, route) : [])
    variants.push({ ...(await send(request, payloadOf(route))), variant })
  const garbage = plan.garbage ? await send(garbageRequest(asking, route), payloadOf(route)) : null
  return { ...base, preflight, variants, garbage }
}

function notAsked(route: MatrixRoute, ports: MatrixPorts): Asked {
  const look = { at: ports.clock.now().toISOString(), source: 'profile', ref: 'baseUrl' }
  const answer = couldNotSee(look, 'not-configured', 'no base URL is configured')
  return { method: route.method, url: route.path, payload: 'none', answer }
}

/**
 * Asks every route without paying, a few at a time, and writes down what came back, in the order of the
 * plan. Never throws; an abort leaves observations that say so.
 */
export async function collectMatrix(
  plan: MatrixPlan,
  ports: MatrixPorts,
  signal: AbortSignal,
): Promise<MatrixSeen> {
  const { asking } = plan
  const seen = new Map<number, RouteSeen>()
  const waiting = [...plan.routes.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, route] = next
      if (asking !== null) seen.set(at, await askRoute(plan, asking, route, ports, signal))
      else {
        const { id, method, path } = route
        const unpaid = notAsked(route, ports)
        seen.set(at, { id, method, path, unpaid, earlier: [], preflight: null, variants: [], garbage: null })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, plan.concurrency) }, worker))
  return { routes: plan.routes.flatMap((_route, at) => seen.get(at) ?? []) }
}
