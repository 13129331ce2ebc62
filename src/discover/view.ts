import type { Look } from '../core/observation.ts'
import { type LiveView, liveView } from './live.ts'
import type { DocumentRead, Offer } from './offer.ts'
import { readDocument } from './read.ts'
import type { DiscoverExpected, DiscoverSeen } from './shapes.ts'

/** A document that could be read, and when it was seen. */
export type DocumentView = Omit<DocumentRead, 'problem'> & { readonly document: string; readonly look: Look }

/** What discovery saw, decoded. */
export type DiscoverView = {
  readonly documents: readonly DocumentView[]
  readonly live: readonly LiveView[]
}

const decoded = new WeakMap<DiscoverSeen, DiscoverView>()

/** Decodes what was seen, once for all checks. Pure: the same seen and expected give the same. Never throws. */
export function viewOf(seen: DiscoverSeen, expected: DiscoverExpected): DiscoverView {
  const known = decoded.get(seen)
  if (known !== undefined) return known
  const { baseUrl } = seen
  const documents = seen.documents.flatMap((document) => {
    const read = baseUrl === null ? null : readDocument(document, baseUrl)
    if (read === null || read.problem !== null) return []
    const { at, source, ref } = document.answer
    const { offers, leftOut } = read
    return [{ document: document.path, look: { at, source, ref }, offers, leftOut }]
  })
  const view = { documents, live: seen.live.map((route) => liveView(route, expected.pays)) }
  decoded.set(seen, view)
  return view
}

/** The live routes that an offer may mean: its method where it says one, else every method of its path. */
export function liveOf(offer: Offer, live: readonly LiveView[]): LiveView | undefined {
  const there = live.filter(({ path }) => path === offer.path)
  if (offer.methodSaid) return there.find(({ method }) => method === offer.method)
  return there.find(({ asks }) => asks) ?? there[0]
}

/** What a route is called in the ids of findings. */
export function routeId(route: { readonly method: string; readonly path: string }): string {
  return `${route.method} ${route.path}`
}

/**
 * Did a document name only a URL, and GET was let in for nothing? Then another method may be the one that is sold:
 * nothing is proven. A route that the profile names is what it is.
 */
export function isOpenToGet(offer: Offer, there: LiveView, { routes }: DiscoverExpected): boolean {
  const { method, path, status } = there
  const isConfigured = routes.some(
    (one) => one.method === method && (one.path.split(/[?#]/, 1)[0] ?? one.path) === path,
  )
  return !offer.methodSaid && !isConfigured && status !== null && status >= 200 && status < 300
}
