import { formatAmount } from '../core/money.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import { safe } from '../core/safe.ts'
import { type Verdict, worst } from '../core/verdict.ts'
import { findNetwork } from '../networks/lookup.ts'
import { compareResource } from './checks/resource.ts'
import { amountIn, paysOf } from './compare.ts'
import type { MatrixExpected, MatrixSeen } from './shapes.ts'
import { type RouteView, routeViews } from './view.ts'

/** One line of the screen's table. Texts are safe to print; "-" where nothing was seen. */
export type RouteRow = {
  readonly id: string
  readonly verdict: Verdict
  readonly method: string
  readonly path: string
  /** HTTP status, or why there was none. */
  readonly http: string
  /** The network's name, or its id where the list does not know it. */
  readonly network: string
  /** "0.01 USDC"; "-" where the token is not known. */
  readonly price: string
  /** The same in atomic units. */
  readonly atomic: string
  /** In full; renderers may shorten. */
  readonly payTo: string
  /** "ok", or what differs. */
  readonly resource: string
}

// The entry that a configured payer would use, else the first one.
function shownEntry(view: RouteView, expected: MatrixExpected) {
  return view.entries.find((entry) => paysOf(expected, entry.terms) !== undefined) ?? view.entries[0]
}

function priceOf(view: RouteView, expected: MatrixExpected): Pick<RouteRow, 'price' | 'atomic'> {
  const terms = shownEntry(view, expected)?.terms
  if (terms === undefined || terms.amountAtomic === null) return { price: '-', atomic: '-' }
  const amount = amountIn(expected, terms)
  return {
    price: amount === undefined ? '-' : formatAmount(amount),
    atomic: terms.amountAtomic.toString(),
  }
}

function rowOf(view: RouteView, expected: MatrixExpected, about: readonly PhrasedFinding[]): RouteRow {
  const { answer } = view.seen.unpaid
  const terms = shownEntry(view, expected)?.terms
  const difference = terms === undefined ? null : compareResource(terms.resource, view.seen.unpaid.url)
  const network = terms?.network ?? null
  return {
    id: view.route.id,
    verdict: about.length === 0 ? 'UNKNOWN' : worst(about.map((found) => found.verdict)),
    method: view.route.method,
    path: safe(view.route.path, 200),
    http: answer.seen ? String(answer.value.status) : answer.why.kind,
    network: network === null ? '-' : safe(findNetwork(network)?.name ?? network, 60),
    ...priceOf(view, expected),
    atomic: terms?.amountAtomic?.toString() ?? '-',
    payTo: safe(terms?.payTo ?? '-', 120),
    resource: terms === undefined ? '-' : (difference?.why ?? 'ok'),
  }
}

/**
 * The matrix as a table: one row per expected route that was asked, in the order of the expectation.
 * `findings` are those of this room's judgement; a route's verdict is the worst of what was said about it.
 */
export function routeRows(
  seen: MatrixSeen,
  expected: MatrixExpected,
  findings: readonly PhrasedFinding[],
): readonly RouteRow[] {
  // One pass: with thousands of routes, looking through all findings for each would grow with the square.
  const byRoute = new Map<string, PhrasedFinding[]>()
  for (const found of findings) {
    const { route } = found.subject
    if (route === undefined) continue
    const about = byRoute.get(route)
    if (about === undefined) byRoute.set(route, [found])
    else about.push(found)
  }
  return routeViews(seen, expected).map((view) => rowOf(view, expected, byRoute.get(view.route.id) ?? []))
}
