import type { Finding } from '../../core/finding.ts'
import { amountOf } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { allSubject } from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen, Target, WantedPrice } from '../shapes.ts'

/** The published minimum is about tokens with six decimals; a configured one is about whatever is sold. */
function applies({ minimum }: Target, { unit, atomic }: WantedPrice): boolean {
  return minimum !== null && atomic > 0n && (minimum.from === 'config' || unit.decimals === 6)
}

function judge(_seen: FacilitatorSeen, { targets, prices }: FacilitatorExpected): readonly Finding[] {
  const subject = allSubject('minimum')
  const skip = (why: string) => [finding('FACILITATOR_MINIMUM_UNKNOWN', subject, { why })]
  if (targets.every(({ minimum }) => minimum === null)) return skip('none is known of these facilitators')
  const compared = targets.flatMap((target) =>
    prices.filter((price) => applies(target, price)).map((price) => ({ target, price })),
  )
  if (compared.length === 0) return skip('no price is known')
  const low = compared.flatMap(({ target, price }) => {
    const { label: of, minimum } = target
    if (minimum === null || price.atomic >= minimum.atomic) return []
    const args = {
      ...{ of, route: price.route, price: amountOf(price.atomic, price.unit) },
      ...{ minimum: String(minimum.atomic), published: minimum.from === 'known' },
    }
    const about = {
      kind: 'route',
      id: `${price.route} ${price.unit.network} at ${of}`,
      route: price.route,
    } as const
    return [finding('FACILITATOR_MINIMUM', about, args)]
  })
  if (low.length > 0) return low
  const done = new Set(compared.map(({ price }) => price)).size
  const left = prices.filter(({ atomic }) => atomic > 0n).length - done
  return [finding('FACILITATOR_MINIMUM_OK', subject, { prices: done, left })]
}

/** Every price against what the facilitators take at least. */
export const minimum: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'minimum',
  question: 'Is every price large enough for the facilitator?',
  judge,
}
