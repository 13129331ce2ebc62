import { type Observation, saw } from '../core/observation.ts'
import type { Clock, Http, HttpAnswer } from '../core/ports.ts'
import { headerValue } from '../x402/headers.ts'
import { collectListing, type Ours } from './listing/collect.ts'
import type { CatalogueSeen } from './listing/shapes.ts'
import { ourPayTos } from './ours.ts'
import { maxDocumentBytes, offersIn, routesFound } from './read.ts'
import type {
  DiscoverExpected,
  DiscoverSeen,
  DocumentAnswer,
  DocumentPath,
  DocumentSeen,
  ExpectedRoute,
  LiveRoute,
  RouteDocumentsExpected,
  RouteDocumentsSeen,
} from './shapes.ts'

/** Asks routes without paying; gives one answer a route, in any order. Never throws. */
export type AskRoutes = (
  routes: readonly ExpectedRoute[],
  signal: AbortSignal,
) => Promise<readonly LiveRoute[]>

/** What discovery needs of the world. */
export type DiscoverPorts = {
  readonly http: Http
  readonly clock: Clock
  readonly ask: AskRoutes
  /** The catalogues to read. Not part of the expectation, which is saved: their queries may hold keys. */
  readonly catalogues: readonly string[]
}

function keep(observed: Observation<HttpAnswer>): Observation<DocumentAnswer> {
  if (!observed.seen) return observed
  const { at, source, ref } = observed
  const look = { at, source, ref }
  const { status, headers, body, bodyTruncated } = observed.value
  const contentType = headerValue(headers, 'content-type')
  return saw(look, { status, contentType, body: status === 200 ? body : null, bodyTruncated })
}

/** Asks for documents below the base URL and keeps what came. Never throws. */
export async function collectDocuments<Path extends DocumentPath>(
  { baseUrl, timeoutMs }: RouteDocumentsExpected,
  paths: readonly Path[],
  { http }: Pick<DiscoverPorts, 'http'>,
  signal: AbortSignal,
): Promise<RouteDocumentsSeen> {
  if (baseUrl === null) return { baseUrl, documents: [] }
  const base = baseUrl.endsWith('/') ? baseUrl.slice(0, -1) : baseUrl
  const seen: DocumentSeen[] = []
  // One after the other: a few requests are not worth two connections to a server that may be struggling.
  for (const path of paths) {
    const url = `${base}${path}`
    const headers = { accept: path === '/llms.txt' ? 'text/plain' : 'application/json' }
    const maxBodyBytes = maxDocumentBytes
    const request = { method: 'GET', url, headers, timeoutMs, maxBodyBytes, trust: 'operator' } as const
    seen.push({ path, url, answer: keep(await http.send(request, signal)) })
  }
  return { baseUrl, documents: seen }
}

const pathOf = (path: string) => path.split(/[?#]/, 1)[0] ?? path
const keyOf = ({ method, path }: ExpectedRoute) => `${method.toUpperCase()} ${pathOf(path)}`

/** At most this many routes are asked: a catalogue may name thousands. */
const maxRoutes = 200

/** The routes that have to be asked: the configured ones, and those that documents name. */
function routesToAsk(expected: DiscoverExpected, seen: RouteDocumentsSeen): readonly ExpectedRoute[] {
  const configured = new Map(expected.routes.map((route) => [keyOf(route), route]))
  const paths = new Set(expected.routes.map(({ path }) => pathOf(path)))
  // A bare URL says nothing about methods: where the profile knows the path, its method is asked.
  const found = routesFound(seen).filter(
    (route) => !configured.has(keyOf(route)) && (route.methodSaid || !paths.has(route.path)),
  )
  return [...configured.values(), ...found].slice(0, maxRoutes)
}

/** A bare URL that gives nothing to GET may be a route that is posted to. */
function secondTries(seen: RouteDocumentsSeen, live: readonly LiveRoute[]): readonly ExpectedRoute[] {
  const said = new Set(offersIn(seen).flatMap(({ methodSaid, path }) => (methodSaid ? [path] : [])))
  return live
    .filter(({ method, path, answer }) => {
      const isNothing = answer.seen && [404, 405].includes(answer.value.status)
      return method === 'GET' && isNothing && !said.has(path)
    })
    .map(({ path }) => ({ method: 'POST', path }))
}

/** Documents, live routes and catalogues, in this order. Never throws. */
export async function collectDiscovery(
  expected: DiscoverExpected,
  paths: readonly DocumentPath[],
  ports: DiscoverPorts,
  signal: AbortSignal,
): Promise<DiscoverSeen> {
  const seen = await collectDocuments(expected, paths, ports, signal)
  if (seen.baseUrl === null) return { ...seen, live: [], catalogues: [] }
  const first = await ports.ask(routesToAsk(expected, seen), signal)
  const configured = new Set(expected.routes.map(keyOf))
  const again = secondTries(seen, first).filter(
    (route) => !configured.has(keyOf({ ...route, method: 'GET' })),
  )
  const second = again.length === 0 ? [] : await ports.ask(again, signal)
  const live = [...first, ...second]
  const ours: Ours = { hosts: expected.hosts, payTos: ourPayTos({ live }, expected) }
  const catalogues: CatalogueSeen[] = []
  for (const url of ports.catalogues)
    catalogues.push(await collectListing(url, ours, expected.timeoutMs, ports, signal))
  return { ...seen, live, catalogues }
}
