import { shortHash } from '../core/id.ts'
import { freeze } from '../core/json.ts'
import { type Claim, delivered } from './build-case.ts'
import { authorizationKey, type Effect } from './claim.ts'
import { connected } from './fold-groups.ts'
import { methodOf } from './method.ts'
import type { PaymentPolicy } from './policy.ts'
import type { PaymentRecord } from './record.ts'
import { recordLabel } from './record-label.ts'
import type { Site } from './site.ts'

/** The effects that could be this record's payment: by nonce exactly, else by the transaction it names. */
function joins(record: PaymentRecord, site: Site): readonly Effect[] {
  const { payer, nonce, tx } = record
  const byHash = methodOf(record) === 'hash'
  if (payer !== null && nonce !== null && !byHash) {
    return site.effectsByKey.get(authorizationKey({ authorizer: payer, nonce })) ?? []
  }
  if (tx === null) return []
  // A hash is a hint: what contradicts the record is not its payment, whatever stands in that transaction.
  return (site.effectsByTx.get(tx) ?? []).filter(({ authorization, transfer }) => {
    if (payer !== null && payer !== (authorization?.authorizer ?? transfer.from)) return false
    if (authorization === null) return true
    return record.transfer !== 'permit2' && (nonce === null || nonce === authorization.nonce)
  })
}

/** Can this record have been paid nowhere but here? */
function isOnlyPlace(record: PaymentRecord, { view }: Site, policy: PaymentPolicy): boolean {
  return policy.pays.every(
    ({ network, unit }) =>
      (network === view.network && unit.asset === view.asset) ||
      (record.network !== null && record.network !== network) ||
      (record.asset !== null && record.asset !== unit.asset),
  )
}

function siteFor(record: PaymentRecord, sites: readonly Site[], policy: PaymentPolicy): Site | null {
  const fits = sites.filter(
    ({ view }) =>
      (record.network === null || record.network === view.network) &&
      (record.asset === null || record.asset === view.asset),
  )
  const [only] = fits
  if (only !== undefined && fits.length === 1 && isOnlyPlace(record, only, policy)) return only
  const joined = fits.filter((site) => joins(record, site).length > 0)
  return joined.length === 1 ? (joined[0] ?? null) : null
}

function claimKey(record: PaymentRecord, site: Site | null, effects: readonly Effect[]): string {
  const [only] = effects
  const authorization = effects.length === 1 ? only?.authorization : undefined
  const payer = authorization?.authorizer ?? record.payer
  const nonce = authorization?.nonce ?? record.nonce
  if (payer !== null && nonce !== null) {
    const network = record.network ?? site?.view.network ?? 'unknown'
    const asset = record.asset ?? site?.view.asset ?? 'unknown'
    const own = authorization == null && methodOf(record) === 'hash' ? '/permit2' : ''
    return shortHash(`${network}/${asset}/${payer}/${nonce}${own}`)
  }
  if (effects.length !== 1 || only === undefined) {
    return shortHash('record', recordLabel(record), record.tx ?? '')
  }
  const { network, tx, logIndex } = only.transfer
  return shortHash(network, tx, String(logIndex))
}

/**
 * Finds what a record could have been paid with. The site is null when no node could be asked about its
 * token, or when it names no token and the payment could stand in more than one.
 */
export function claimOf(record: PaymentRecord, sites: readonly Site[], policy: PaymentPolicy): Claim {
  const site = siteFor(record, sites, policy)
  const effects = site === null ? [] : joins(record, site)
  return { record, site, effects, key: claimKey(record, site, effects) }
}

// A claimed refund must be proven; then what was booked and served outweighs what only tried, so that a refused
// retry neither makes a served payment look lost nor an unpaid service look closed.
function weight({ record }: Claim): number {
  if (record.state === 'refunded') return 0
  const served = delivered(record)
  if (record.state === 'settled') return served ? 1 : 2
  return served ? 3 : 4
}

function byPrecedence(a: Claim, b: Claim): number {
  const [one, two] = [a.record, b.record]
  const [first, second] = [recordLabel(one), recordLabel(two)]
  if (weight(a) !== weight(b)) return weight(a) - weight(b)
  const [early, late] = [one.receivedAt ?? Number.MAX_SAFE_INTEGER, two.receivedAt ?? Number.MAX_SAFE_INTEGER]
  if (early !== late) return early - late
  if (first !== second) return first < second ? -1 : 1
  return freeze(one) < freeze(two) ? -1 : 1
}

/**
 * Groups the claims of one payment, its owner first: claims with one key, and claims of one transfer, for a
 * transaction named by two records is still one payment.
 */
export function groupClaims(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const labels = ({ key, effects }: Claim) => [
    `key ${key}`,
    ...(effects.length === 1 ? effects.map(({ id }) => `effect ${id}`) : []),
  ]
  return connected(claims, labels).map((group) => [...group].sort(byPrecedence))
}
