import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { allDrifts, type Drift } from '../compare.ts'
import type { LiveView } from '../live.ts'
import type { Offer } from '../offer.ts'
import { isFree, priceText } from '../price.ts'
import type { DiscoverExpected, DiscoverSeen } from '../shapes.ts'
import { type DocumentView, isOpenToGet, liveOf, routeId, viewOf } from '../view.ts'

/** The differences of one offer. What is served for nothing differs from every price but zero. */
function driftsOfOffer(offer: Offer, live: LiveView): readonly Drift[] {
  const { status } = live
  if (status === null || status < 200 || status >= 300 || live.isFreeTier)
    return allDrifts(offer.ways, live.ways)
  const priced = offer.ways.find(({ price }) => price !== null && !isFree(price))?.price
  if (priced === undefined || priced === null) return []
  return [{ about: 'PRICE', said: priceText(priced), live: `nothing: it answered ${status}` }]
}

function judgeDocument(
  { document, look, offers }: DocumentView,
  live: readonly LiveView[],
  expected: DiscoverExpected,
): readonly Finding[] {
  return offers.flatMap((offer) => {
    const there = liveOf(offer, live)
    if (there === undefined || isOpenToGet(offer, there, expected)) return []
    return driftsOfOffer(offer, there).map((drift) => {
      const subject = { kind: 'route', id: `${routeId(there)} ${document}`, route: routeId(there) } as const
      const args = { document, route: there.name, said: drift.said, live: drift.live }
      return finding(`DISCOVER_DRIFT_${drift.about}`, subject, args, [look, there.look])
    })
  })
}

/** Whether the documents name the price, payTo, network and asset that the live 402s ask for. */
export const terms: Check<DiscoverSeen, DiscoverExpected> = {
  id: 'discover.terms',
  question: 'Do the documents name the terms that the live 402s ask for?',
  judge: (seen, expected) => {
    const { documents, live } = viewOf(seen, expected)
    return documents.flatMap((document) => judgeDocument(document, live, expected))
  },
}
