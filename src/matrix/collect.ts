import { couldNotSee } from '../core/observation.ts'
import type { ChainNode, Clock, Http, HttpRequest } from '../core/ports.ts'
import type { SignatureCheck } from '../core/signature-check.ts'
import { askBeside } from './beside.ts'
import { keepAnswer } from './keep.ts'
import { lookAgain, type Waiting } from './look-again.ts'
import { type Asking, emptyObjectRequest, hasBody, unpaidRequest } from './requests.ts'
import type { Asked, MatrixRoute, MatrixSeen, Payload, RouteSeen } from './shapes.ts'
import { sideBySide } from './side-by-side.ts'

/** What the matrix needs of the world. `chain` only where tokens are to be read. */
export type MatrixPorts = {
  readonly http: Http
  readonly clock: Clock
  readonly chain?: {
    readonly nodes: (network: string) => readonly ChainNode[]
    readonly separator: SignatureCheck['separator']
  }
}

/** What will be asked. `asking` is null when there is no base URL. */
export type MatrixPlan = {
  readonly asking: Asking | null
  readonly routes: readonly MatrixRoute[]
  readonly concurrency: number
  readonly variants: boolean
  readonly garbage: boolean
  readonly preflights: 'every route' | 'first route'
  readonly lookAgainWithinMs: number
  readonly samples: number
  readonly instances: readonly string[]
  readonly readsTokens: boolean
}

/** Sends one request and keeps what may be kept of its answer. */
export type Send = (request: HttpRequest, payload?: Payload, from?: string) => Promise<Asked>

function sender(route: MatrixRoute, ports: MatrixPorts, signal: AbortSignal): Send {
  const expected = Object.keys(route.expect?.headers ?? {})
  return async (request, payload = 'none', from) => {
    const answer = keepAnswer(await ports.http.send(request, signal), expected)
    const asked = { method: request.method, url: request.url, payload, answer }
    return from === undefined ? asked : { ...asked, from }
  }
}

/** The body that the plain unpaid request of a route carries. */
export function payloadOf(route: MatrixRoute): Payload {
  return hasBody(route.method) && route.sample !== null ? 'sample' : 'none'
}

function wasRejected({ answer }: Asked): boolean {
  return answer.seen && [400, 415, 422].includes(answer.value.status)
}

type Open = Waiting & { readonly route: MatrixRoute; readonly send: Send }

// Loaded only when an input was refused: most services ask for money first.
async function askWithBodies(
  asking: Asking,
  open: readonly Open[],
  ports: MatrixPorts,
  signal: AbortSignal,
): Promise<void> {
  const rejected = open.filter(({ asked, route }) => {
    const last = asked.at(-1)
    return route.sample === null && last !== undefined && wasRejected(last)
  })
  if (rejected.length === 0 || signal.aborted) return
  const { readDeclared } = await import('./declared.ts')
  const declared = await readDeclared(
    asking,
    rejected.map(({ route }) => route),
    ports.http,
    signal,
  )
  for (const one of rejected) {
    const found = declared.get(one.route.id)
    if (found !== undefined)
      one.asked = [...one.asked, await one.send(found.request, 'declared schema', found.from)]
    const last = one.asked.at(-1)
    if (!hasBody(one.route.method) || last === undefined || !wasRejected(last)) continue
    one.asked = [...one.asked, await one.send(emptyObjectRequest(asking, one.route), 'empty object')]
  }
}

function notAsked(route: MatrixRoute, ports: MatrixPorts): RouteSeen {
  const { id, method, path } = route
  const look = { at: ports.clock.now().toISOString(), source: 'profile', ref: 'baseUrl' }
  const answer = couldNotSee(look, 'not-configured', 'no base URL is configured')
  const unpaid = { method, url: path, payload: 'none', answer } as const
  return { id, method, path, unpaid, earlier: [], preflight: null, variants: [], garbage: null }
}

/**
 * Asks every route without paying, a few at a time, and writes down what came back, in the order of the
 * plan. What answers "later" is asked again within the time of the plan. Never throws; an abort leaves
 * observations that say so.
 */
export async function collectMatrix(
  plan: MatrixPlan,
  ports: MatrixPorts,
  signal: AbortSignal,
): Promise<MatrixSeen> {
  const { asking, concurrency } = plan
  if (asking === null) return { routes: plan.routes.map((route) => notAsked(route, ports)) }
  const startedMs = ports.clock.monotonicMs()
  const open = await sideBySide(plan.routes, concurrency, async (route): Promise<Open> => {
    const send = sender(route, ports, signal)
    const again = () => send(unpaidRequest(asking, route), payloadOf(route))
    return { route, send, again, asked: [await again()] }
  })
  await lookAgain(open, ports.clock, { startedMs, withinMs: plan.lookAgainWithinMs }, signal)
  await askWithBodies(asking, open, ports, signal)
  const routes = await sideBySide(open, concurrency, ({ route, asked }) =>
    askBeside({ plan, asking, route, asked }, ports, signal),
  )
  if (!plan.readsTokens || ports.chain === undefined) return { routes }
  const { readTokens } = await import('./tokens.ts')
  return { routes, tokens: await readTokens(routes, ports.chain, signal) }
}
