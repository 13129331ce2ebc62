import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { LiveView } from '../live.ts'
import type { DiscoverExpected, DiscoverSeen } from '../shapes.ts'
import { type DocumentView, liveOf, routeId, viewOf } from '../view.ts'

const withoutQuery = (path: string) => path.split(/[?#]/, 1)[0] ?? path

function isConfigured({ method, path }: LiveView, { routes }: DiscoverExpected): boolean {
  return routes.some((one) => one.method === method && withoutQuery(one.path) === path)
}

/** Documents that may leave routes out: a text for people, and a list of tools of which some cost money. */
const partial: readonly string[] = ['/llms.txt', '/.well-known/agent-tools.json']

/**
 * The paid routes that a document should name and does not: the configured ones, else those that another document
 * names; only what asks for money when it is live counts.
 */
export function missingFrom(
  { document, offers, leftOut }: DocumentView,
  seen: DiscoverSeen,
  expected: DiscoverExpected,
): readonly LiveView[] {
  if (offers.length === 0 && (partial.includes(document) || leftOut.length > 0)) return []
  const { live } = viewOf(seen, expected)
  const paid = live.filter(({ asks }) => asks)
  const due = expected.routes.length > 0 ? paid.filter((one) => isConfigured(one, expected)) : paid
  const named = new Set(offers.map(({ path }) => path))
  return due.filter(({ path }) => !named.has(path))
}

function driftedCount({ offers }: DocumentView, live: readonly LiveView[]): number {
  return offers.filter((offer) => [404, 410].includes(liveOf(offer, live)?.status ?? 0)).length
}

function missing(view: DocumentView, seen: DiscoverSeen, expected: DiscoverExpected): readonly Finding[] {
  const routes = missingFrom(view, seen, expected)
  // As many that lead nowhere: the finding about those names what is missing.
  if (routes.length <= driftedCount(view, viewOf(seen, expected).live)) return []
  const { document, look } = view
  const args = {
    document,
    routes: routes.slice(0, 20).map(({ name }) => name),
    count: routes.length,
    configured: expected.routes.length > 0,
  }
  return [finding('DISCOVER_ROUTE_MISSING', { kind: 'endpoint', id: document }, args, [look])]
}

function extra(view: DocumentView, seen: DiscoverSeen, expected: DiscoverExpected): readonly Finding[] {
  if (expected.routes.length === 0) return []
  const { live } = viewOf(seen, expected)
  const routes = view.offers.flatMap((offer) => {
    const there = liveOf(offer, live)
    return there === undefined || !there.asks || isConfigured(there, expected) ? [] : [there]
  })
  const unique = [...new Map(routes.map((one) => [routeId(one), one])).values()]
  if (unique.length === 0) return []
  const { document, look } = view
  const args = { document, routes: unique.slice(0, 20).map(({ name }) => name), count: unique.length }
  return [finding('DISCOVER_ROUTE_EXTRA', { kind: 'endpoint', id: document }, args, [look])]
}

/** Whether the documents name every paid route and no other. */
export const routes: Check<DiscoverSeen, DiscoverExpected> = {
  id: 'discover.routes',
  question: 'Do the documents name every paid route, and no other?',
  judge: (seen, expected) =>
    viewOf(seen, expected).documents.flatMap((view) => [
      ...missing(view, seen, expected),
      ...extra(view, seen, expected),
    ]),
}
