import { shortHash } from '../core/id.ts'
import { freeze } from '../core/json.ts'
import { type Claim, delivered } from './build-case.ts'
import type { Effect } from './claim.ts'
import { joins, siteFor } from './home.ts'
import { methodOf } from './method.ts'
import { permitNonce } from './permit2.ts'
import type { PaymentPolicy } from './policy.ts'
import type { PaymentRecord } from './record.ts'
import { connected } from './records/fold-groups.ts'
import { recordLabel } from './records/record-label.ts'
import type { Site } from './site.ts'
import { strayOf } from './strays.ts'

function claimKey(record: PaymentRecord, site: Site | null, effects: readonly Effect[]): string {
  const [only] = effects
  const authorization = effects.length === 1 ? only?.authorization : undefined
  const payer = authorization?.authorizer ?? record.payer
  const told = methodOf(record) === 'hash' ? permitNonce(record) : record.nonce
  const nonce = authorization?.nonce ?? told
  if (payer !== null && nonce !== null) {
    const network = record.network ?? site?.view.network ?? 'unknown'
    const asset = record.asset ?? site?.view.asset ?? 'unknown'
    return shortHash(`${network}/${asset}/${payer}/${nonce}`)
  }
  if (effects.length !== 1 || only === undefined) {
    return shortHash('record', recordLabel(record), record.tx ?? '')
  }
  const { network, tx, logIndex } = only.transfer
  return shortHash(network, tx, String(logIndex))
}

/**
 * Finds what a record could have been paid with. The site is null when no node could be asked about its
 * token, or when it names no token and the payment could stand in more than one. `taken` are the effects
 * that records name by payer and nonce.
 */
export function paidWith(
  record: PaymentRecord,
  sites: readonly Site[],
  policy: PaymentPolicy,
  taken: ReadonlySet<string>,
): Pick<Claim, 'site' | 'effects' | 'doubt'> {
  const home = siteFor(record, sites, policy)
  const own = home === null ? [] : joins(record, home)
  const stray = home === null || own.length > 0 ? undefined : strayOf(record, home, sites, taken)
  return stray ?? { site: home, effects: own, doubt: null }
}

/** The claim of a record to what it could have been paid with; see `paidWith`. */
export function claimOf(
  record: PaymentRecord,
  sites: readonly Site[],
  policy: PaymentPolicy,
  taken: ReadonlySet<string>,
): Claim {
  const { site, effects, doubt } = paidWith(record, sites, policy, taken)
  return { record, site, effects, doubt, key: claimKey(record, site, effects) }
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

/** A receipt that was delivered for a payment: its id is the transaction, and it tells of no request and no answer. */
function isReceipt({ record }: Claim): boolean {
  const { recordId, tx, nonce, responseStatus } = record
  return tx !== null && recordId === tx && nonce === null && responseStatus === null
}

/**
 * Where the operator's own log tells of a payment, its receipts are evidence beside it and no claims of their own:
 * they would say "settled" where the log knows that the buyer got an error.
 */
function withoutReceipts<C extends Claim>(group: readonly C[]): readonly C[] {
  const [owner, ...others] = group.filter((claim) => !isReceipt(claim))
  if (owner === undefined || others.length + 1 === group.length) return group
  const lines = group.filter(isReceipt).flatMap(({ record }) => record.lines)
  const record = { ...owner.record, lines: [...owner.record.lines, ...lines] }
  return [{ ...owner, record }, ...others]
}

/**
 * Groups the claims of one payment, its owner first: claims with one key, and claims of one transfer, for a
 * transaction named by two records is still one payment.
 */
export function groupClaims<C extends Claim>(claims: readonly C[]): readonly (readonly C[])[] {
  const labels = ({ key, effects }: C) => [
    `key ${key}`,
    ...(effects.length === 1 ? effects.map(({ id }) => `effect ${id}`) : []),
  ]
  return connected(claims, labels).map((group) =>
    group.length === 1 ? group : withoutReceipts([...group].sort(byPrecedence)),
  )
}
