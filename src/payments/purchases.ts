import { paidWith } from './join.ts'
import type { PairingInput } from './pairing.ts'
import { siteOf } from './site.ts'
import { takenBy } from './strays.ts'

/** What one payment bought, as far as another could be a repeat of it. */
export type Bought = {
  readonly network: string
  readonly asset: string
  readonly route: string | null
  readonly payer: string
  readonly amountAtomic: bigint
  /** When the request came; of a record that does not say, the moment of the block. Unix ms. */
  readonly at: number
}

/**
 * The records that one movement of money paid. All purchases are among them that pairing finds, and some that it does not
 * call so in the end: second claims, duplicates, what the nodes dispute.
 */
export function boughtWith({
  records,
  views,
  policy,
}: Pick<PairingInput, 'records' | 'views' | 'policy'>): readonly Bought[] {
  const chargeable = records.filter(({ state }) => state !== 'not_charged')
  const sites = views.map((view) => siteOf(view, policy))
  const taken = takenBy(chargeable, sites)
  return chargeable.flatMap((record): Bought[] => {
    const { site, effects } = paidWith(record, sites, policy, taken)
    const [effect] = effects
    if (site === null || effect === undefined || effects.length > 1) return []
    const { transfer, authorization } = effect
    const moment = site.momentAt(transfer.block)
    const at = record.receivedAt ?? (moment === null ? null : moment * 1000)
    if (at === null) return []
    const { network, asset } = site.view
    const payer = authorization?.authorizer ?? transfer.from
    const amountAtomic = record.amountAtomic ?? transfer.value
    return [{ network, asset, route: record.route, payer, amountAtomic, at }]
  })
}
