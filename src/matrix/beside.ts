import type { HttpRequest } from '../core/ports.ts'
import type { MatrixPlan, MatrixPorts } from './collect.ts'
import { keepAnswer, keepHead } from './keep.ts'
import {
  type Asking,
  garbageRequest,
  hasBody,
  preflightRequest,
  unpaidRequest,
  variantRequests,
} from './requests.ts'
import type { Asked, MatrixRoute, RouteSeen, Sample } from './shapes.ts'

/** A route after its unpaid answer is there. */
export type Answered = {
  readonly plan: MatrixPlan
  readonly asking: Asking
  readonly route: MatrixRoute
  readonly asked: readonly Asked[]
}

async function takeSamples(
  { plan, asking, route }: Answered,
  first: Asked,
  { http }: MatrixPorts,
  signal: AbortSignal,
): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  const note = ({ answer }: Pick<Asked, 'answer'>, totalMs: number) =>
    samples.push({ status: answer.seen ? answer.value.status : null, totalMs })
  if (plan.samples > 0) note(first, first.answer.seen ? first.answer.value.totalMs : 0)
  // One after the other: what is timed is the server and not a queue of our own making.
  while (samples.length < plan.samples && !signal.aborted) {
    const answer = keepHead(await http.send(unpaidRequest(asking, route), signal))
    if (signal.aborted) break
    note({ answer }, answer.seen ? answer.value.totalMs : 0)
  }
  return samples
}

async function askInstances(
  { plan, asking, route }: Answered,
  ports: MatrixPorts,
  signal: AbortSignal,
): Promise<NonNullable<RouteSeen['instances']>> {
  const payload = hasBody(route.method) && route.sample !== null ? 'sample' : 'none'
  const found: NonNullable<RouteSeen['instances']>[number][] = []
  for (const instance of plan.instances) {
    const request = unpaidRequest({ ...asking, baseUrl: instance }, route)
    const answer = keepAnswer(await ports.http.send(request, signal))
    found.push({ instance, method: request.method, url: request.url, payload, answer })
  }
  return found
}

/**
 * Asks what the plan wants to know of a route beside its unpaid answer: preflight, other spellings, garbage,
 * times, other instances. Nothing of it where the route gave no answer, but the other instances are asked.
 */
export async function askBeside(
  answered: Answered,
  ports: MatrixPorts,
  signal: AbortSignal,
): Promise<RouteSeen> {
  const { plan, asking, route, asked } = answered
  const { id, method, path } = route
  const unpaid = asked.at(-1) as Asked
  const instances =
    plan.instances.length === 0 ? {} : { instances: await askInstances(answered, ports, signal) }
  const base = { id, method, path, unpaid, earlier: asked.slice(0, -1), ...instances }
  if (!unpaid.answer.seen) return { ...base, preflight: null, variants: [], garbage: null }
  const wantsPreflight = plan.preflights === 'every route' || route === plan.routes[0]
  // Nothing more to ask, which is so of nearly every route of a plain run.
  if (!wantsPreflight && !plan.variants && !plan.garbage && plan.samples === 0)
    return { ...base, preflight: null, variants: [], garbage: null }
  const payload = hasBody(method) && route.sample !== null ? 'sample' : 'none'
  const send = async (request: HttpRequest, sent: Asked['payload'] = 'none'): Promise<Asked> => {
    const answer = keepHead(await ports.http.send(request, signal))
    return { method: request.method, url: request.url, payload: sent, answer }
  }
  const preflight = wantsPreflight ? await send(preflightRequest(asking, route)) : null
  const variants: RouteSeen['variants'][number][] = []
  for (const [variant, request] of plan.variants ? variantRequests(asking, route) : [])
    variants.push({ ...(await send(request, payload)), variant })
  const garbage = plan.garbage ? await send(garbageRequest(asking, route), payload) : null
  const samples = plan.samples > 0 ? { samples: await takeSamples(answered, unpaid, ports, signal) } : {}
  return { ...base, preflight, variants, garbage, ...samples }
}
