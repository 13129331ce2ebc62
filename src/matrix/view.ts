import type { Subject } from '../core/finding.ts'
import type { Look } from '../core/observation.ts'
import { safe } from '../core/safe.ts'
import type { Challenge, Offer, Terms } from '../x402/challenge.ts'
import { readChallenge } from '../x402/payment-required.ts'
import type { Asked, MatrixExpected, MatrixRoute, MatrixSeen, RouteSeen } from './shapes.ts'

/** One entry of one offer of one route. `label` is empty when the route advertises nothing else. */
export type Entry = { readonly label: string; readonly offer: Offer; readonly terms: Terms }

/** A route as the checks look at it: what was asked, what came back, what it says. */
export type RouteView = {
  readonly route: MatrixRoute
  readonly seen: RouteSeen
  /** "GET /v1/quote", safe to print. */
  readonly name: string
  readonly look: Look
  /** Null unless the route answered 402 or 412. */
  readonly challenge: Challenge | null
  /** Entries of offers that speak x402 in a version we know. */
  readonly entries: readonly Entry[]
}

const spoken = new Set<Offer['dialect']>(['v1', 'v2', 't402', 'bare'])

function entriesOf(challenge: Challenge): readonly Entry[] {
  const offers = challenge.offers.filter((offer) => spoken.has(offer.dialect))
  const several = offers.length > 1 || offers.some((offer) => offer.accepts.length > 1)
  return offers.flatMap((offer) =>
    offer.accepts.map((terms, at) => {
      return { label: several ? `${offer.where} accepts[${at}]` : '', offer, terms }
    }),
  )
}

/** Did the server ask for payment? 412 is what v2 answers when an allowance is missing. */
export function asksForPayment(status: number): boolean {
  return status === 402 || status === 412
}

/** When and where an answer was seen. */
export function lookAt(asked: Asked): Look {
  const { at, source, ref } = asked.answer
  return { at, source, ref }
}

/** Every way of paying that an answer advertises in x402 terms of a version we know; empty for other answers. */
export function termsIn({ answer }: Asked): readonly Terms[] {
  if (!answer.seen || !asksForPayment(answer.value.status)) return []
  const { headers, body } = answer.value
  return entriesOf(readChallenge({ headers, body: body ?? '' })).map(({ terms }) => terms)
}

function viewOf(route: MatrixRoute, seen: RouteSeen): RouteView {
  const { answer } = seen.unpaid
  const asking = answer.seen && asksForPayment(answer.value.status)
  const challenge = asking
    ? readChallenge({ headers: answer.value.headers, body: answer.value.body ?? '' })
    : null
  const name = safe(`${route.method} ${route.path}`, 200)
  const entries = challenge === null ? [] : entriesOf(challenge)
  return { route, seen, name, look: lookAt(seen.unpaid), challenge, entries }
}

type Viewed = { readonly expected: MatrixExpected; readonly views: readonly RouteView[] }

// Some twenty checks look at the same answers: decoding them for each check was half of the time of a run.
const viewed = new WeakMap<MatrixSeen, Viewed>()

/** Every expected route that was asked, in the order of the expectation. The caller changes nothing of it. */
export function routeViews(seen: MatrixSeen, expected: MatrixExpected): readonly RouteView[] {
  const known = viewed.get(seen)
  if (known?.expected === expected) return known.views
  const byId = new Map(seen.routes.map((route) => [route.id, route]))
  const views = expected.routes.flatMap((route) => {
    const found = byId.get(route.id)
    return found === undefined ? [] : [viewOf(route, found)]
  })
  viewed.set(seen, { expected, views })
  return views
}

/** The subject of a finding about a route, or about one entry of it. */
export function subjectOf(view: RouteView, part = ''): Subject {
  const id = view.route.id
  return { kind: 'route', id: part === '' ? id : `${id} ${part}`, route: id }
}

/** "GET /v1/quote" or "GET /v1/quote, body accepts[1],": where a sentence begins. */
export function placeOf(view: RouteView, entry: Entry): string {
  return entry.label === '' ? view.name : `${view.name}, ${entry.label},`
}
