import type { Finding } from '../../core/finding.ts'
import { atomicFromDecimal, atomicFromText } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { tokenUnit } from '../../x402/token-unit.ts'
import { finding } from '../catalog.ts'
import { allDrifts, networkId } from '../compare.ts'
import type { LiveWay } from '../live.ts'
import type { Offer, Way } from '../offer.ts'
import { priceText } from '../price.ts'
import type { DiscoverExpected, DiscoverSeen } from '../shapes.ts'
import { type DocumentView, liveOf, routeId, viewOf } from '../view.ts'

type Said = { readonly view: DocumentView; readonly offer: Offer }

/** A way as if it were live, so that another document can be compared with it; null where it is too vague. */
function asLive({ rail, scheme, network, asset, payTo, price }: Way, expected: DiscoverExpected): LiveWay {
  const id = network === null ? null : networkId(network)
  const [pays] = expected.pays.filter((one) => id === null || one.network === id)
  const unit = tokenUnit(id, asset) ?? pays?.unit ?? null
  const decimals = unit?.decimals ?? 6
  const isFixed = price !== null && price.min === price.max
  const amountAtomic = !isFixed
    ? null
    : price.unit === 'atomic'
      ? (atomicFromText(price.min) ?? null)
      : price.unit === 'unsaid'
        ? null
        : (atomicFromDecimal(price.min, price.unit === 'cents' ? decimals - 2 : decimals) ?? null)
  const address = asset?.startsWith('0x') ? asset : null
  const symbol = address === null ? asset : (unit?.symbol ?? null)
  return { rail, scheme, network: id, asset: address, symbol, decimals, isDollar: true, payTo, amountAtomic }
}

function compared(first: Said, second: Said, expected: DiscoverExpected): Finding | null {
  const live = first.offer.ways.map((way) => asLive(way, expected))
  const [drift] = allDrifts(second.offer.ways, live)
  if (drift === undefined) return null
  const route = safe(routeId(second.offer), 200)
  const prices = first.offer.ways.flatMap(({ price }) => (price === null ? [] : [priceText(price)]))
  const other = drift.about === 'PRICE' ? (prices[0] ?? drift.live) : drift.live
  const args = {
    first: first.view.document,
    second: second.view.document,
    route,
    one: other,
    other: drift.said,
  }
  const subject = { kind: 'route', id: `${routeId(second.offer)} ${second.view.document}`, route } as const
  return finding('DISCOVER_DISAGREE', subject, args, [first.view.look, second.view.look])
}

/** Whether documents agree about routes of which no live terms were seen; live terms decide everywhere else. */
export const agreement: Check<DiscoverSeen, DiscoverExpected> = {
  id: 'discover.agreement',
  question: 'Do the documents agree where no live 402 decides?',
  judge: (seen, expected) => {
    const { documents, live } = viewOf(seen, expected)
    const byRoute = new Map<string, Said[]>()
    for (const view of documents)
      for (const offer of view.offers) {
        if ((liveOf(offer, live)?.ways.length ?? 0) > 0) continue
        const said = byRoute.get(offer.path) ?? []
        byRoute.set(offer.path, [...said, { view, offer }])
      }
    return [...byRoute.values()].flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : others
            .filter(({ offer }) => offer.method === first.offer.method || !offer.methodSaid)
            .map((other) => compared(first, other, expected))
            .filter((found) => found !== null),
    )
  },
}
