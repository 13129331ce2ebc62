import type { Finding } from '../../core/finding.ts'
import { type Amount, amountOf } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { sameId } from '../../x402/fields.ts'
import { finding } from '../catalog.ts'
import { amountIn, judgeEntries, notCompared, paysOf } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type Entry, placeOf, type RouteView, subjectOf } from '../view.ts'

/**
 * The configured price in the token of an entry: as it is for the same token, scaled to its decimals for a
 * token of the same symbol on another configured network; undefined where the two cannot be compared.
 */
function priceFor(price: Amount, got: Amount): Amount | undefined {
  if (price.network === got.network && sameId(price.asset, got.asset)) return price
  if (price.symbol.toLowerCase() !== got.symbol.toLowerCase()) return undefined
  const scaled = price.atomic * 10n ** BigInt(got.decimals)
  const unit = 10n ** BigInt(price.decimals)
  return scaled % unit === 0n ? amountOf(scaled / unit, got) : undefined
}

function judgeEntry(view: RouteView, entry: Entry, expected: MatrixExpected): readonly Finding[] {
  const { price } = view.route
  if (price === null || paysOf(expected, entry.terms) === undefined) return []
  const got = amountIn(expected, entry.terms)
  const wanted = got === undefined ? undefined : priceFor(price, got)
  if (got === undefined || wanted === undefined || wanted.atomic === got.atomic) return []
  const args = { route: placeOf(view, entry), expected: wanted, got }
  return [finding('WRONG_AMOUNT', subjectOf(view, entry.label), args, [view.look])]
}

/** Whether every route asks for its configured price. */
export const amount: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.amount',
  question: 'Does every route ask for its price?',
  judge: (seen, expected) => {
    const unpriced = expected.routes.filter((route) => route.price === null).map((route) => route.id)
    const absent = unpriced.length === 0 ? [] : [notCompared('the price', unpriced)]
    const judged = judgeEntries('price', seen, expected, (view, entry) => judgeEntry(view, entry, expected))
    return [...judged, ...absent]
  },
}
