import { authorizationKey, type Effect } from './claim.ts'
import { methodOf } from './method.ts'
import { permitJoins } from './permit-readings.ts'
import type { PaymentPolicy } from './policy.ts'
import { isCovered, readNonce } from './readings.ts'
import type { PaymentRecord } from './record.ts'
import type { Site } from './site.ts'

/** The effects that could be this record's payment: by nonce exactly, else by the transaction it names. */
export function joins(record: PaymentRecord, site: Site): readonly Effect[] {
  const { payer, nonce, tx } = record
  if (methodOf(record) === 'hash') return permitJoins(record, site)
  if (payer !== null && nonce !== null) {
    return site.effectsByKey.get(authorizationKey({ authorizer: payer, nonce })) ?? []
  }
  if (tx === null) return []
  // A hash is a hint: what contradicts the record is not its payment, whatever stands in that transaction.
  return (site.effectsByTx.get(tx) ?? []).filter(({ authorization, transfer }) => {
    if (payer !== null && payer !== (authorization?.authorizer ?? transfer.from)) return false
    return authorization === null || nonce === null || nonce === authorization.nonce
  })
}

function couldBeOn(record: PaymentRecord, network: string, asset: string): boolean {
  return (
    (record.network === null || record.network === network) &&
    (record.asset === null || record.asset === asset)
  )
}

/**
 * Where to judge a record that names no token and was paid with none: the token where it was cancelled; else,
 * when its nonce is proven unused with every token taken, the one whose chain is final to the earliest time.
 */
function restingPlace(record: PaymentRecord, fits: readonly Site[], until: number): Site | null {
  const read = fits.map((site) => {
    const joined = { record, site, effects: [], isFirstClaim: true, served: false }
    const { state } = readNonce(joined)
    const finalAt = site.view.finalized?.timestamp ?? Number.NEGATIVE_INFINITY
    const expired = record.validBefore !== null && finalAt >= record.validBefore
    return { site, state, finalAt, proven: isCovered(joined, expired, state, until) }
  })
  const cancelled = read.filter(({ state }) => state === 'cancelled')
  if (cancelled.length === 1) return cancelled[0]?.site ?? null
  if (!read.every(({ state, proven }) => state === 'unused' && proven)) return null
  const name = ({ site: { view } }: { readonly site: Site }) => `${view.network}/${view.asset}`
  const [first] = read.sort((a, b) => a.finalAt - b.finalAt || (name(a) < name(b) ? -1 : 1))
  return first?.site ?? null
}

/**
 * The site on which to judge a record: the only one it can have been paid on; else, for a record that names no
 * token or no network, the one that shows its payment. Null when no such site was read, or when several
 * show one.
 */
export function siteFor(record: PaymentRecord, sites: readonly Site[], policy: PaymentPolicy): Site | null {
  const fits = sites.filter(({ view }) => couldBeOn(record, view.network, view.asset))
  const isRead = (network: string, asset: string) =>
    fits.some(({ view }) => view.network === network && view.asset === asset)
  const allRead = policy.pays.every(
    ({ network, unit }) => !couldBeOn(record, network, unit.asset) || isRead(network, unit.asset),
  )
  const [only] = fits
  if (only !== undefined && fits.length === 1 && allRead) return only
  const joined = fits.filter((site) => joins(record, site).length > 0)
  if (joined.length > 0) return joined.length === 1 ? (joined[0] ?? null) : null
  return allRead && fits.length > 0 ? restingPlace(record, fits, policy.until) : null
}
