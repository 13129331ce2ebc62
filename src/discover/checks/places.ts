import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import type { LiveView } from '../live.ts'
import type { Offer } from '../offer.ts'
import type { DiscoverExpected, DiscoverSeen } from '../shapes.ts'
import { type DocumentView, liveOf, routeId, viewOf } from '../view.ts'
import { missingFrom } from './routes.ts'

/** Nothing is there under this method. */
function isNothing({ status }: LiveView): boolean {
  return status === 404 || status === 405 || status === 410
}

/** The methods under which a path asks for money. */
function paidMethods(path: string, live: readonly LiveView[]): readonly string[] {
  return live.filter((one) => one.path === path && one.asks).map(({ method }) => method)
}

function judgeOffer(
  offer: Offer,
  view: DocumentView,
  live: readonly LiveView[],
  missing: readonly string[],
): readonly Finding[] {
  const there = liveOf(offer, live)
  if (there === undefined || !isNothing(there)) return []
  const { document, look } = view
  const id = routeId(offer)
  const subject = { kind: 'route', id: `${id} ${document}`, route: id } as const
  const evidence = [look, there.look]
  const methods = paidMethods(offer.path, live)
  const status = there.status ?? 0
  if (methods.length > 0 || status === 405) {
    const right = methods.length > 0 ? methods.join(', ') : 'another method'
    const args = { document, route: there.name, said: offer.method, live: right }
    return [finding('DISCOVER_DRIFT_METHOD', subject, args, evidence)]
  }
  const args = { document, route: there.name, status, instead: missing }
  return [finding('DISCOVER_DRIFT_PATH', subject, args, evidence)]
}

function judgeBazaar(live: LiveView): readonly Finding[] {
  const said = live.bazaar?.method ?? null
  if (said === null || said === live.method) return []
  const subject = { kind: 'route', id: `${routeId(live)} bazaar`, route: routeId(live) } as const
  const args = {
    document: 'the bazaar extension of its 402',
    route: live.name,
    said: safe(said, 20),
    live: live.method,
  }
  return [finding('DISCOVER_DRIFT_METHOD', subject, args, [live.look])]
}

/** Whether something is there where the documents say, under the method that they say. */
export const places: Check<DiscoverSeen, DiscoverExpected> = {
  id: 'discover.places',
  question: 'Is every route where the documents say it is?',
  judge: (seen, expected) => {
    const { documents, live } = viewOf(seen, expected)
    const found = documents.flatMap((view) => {
      const missing = missingFrom(view, seen, expected).map(({ name }) => name)
      return view.offers.flatMap((offer) => judgeOffer(offer, view, live, missing))
    })
    return [...found, ...live.flatMap(judgeBazaar)]
  },
}
