import type { PaymentRecord } from '../payments/record.ts'
import type { GivenPayment, SettlementSeen } from './shapes.ts'

const hour = 3600

type Facts = {
  readonly records: readonly PaymentRecord[]
  readonly given: readonly GivenPayment[]
  /** When the transaction that was named was mined. */
  readonly minedAt: number | null
  readonly nowSeconds: number
  /** What `--since` says, or its default. */
  readonly fallback: number
}

/** From when on a record's payment can have been made; null where it does not say. */
function startOf({ receivedAt, validBefore }: PaymentRecord, nowSeconds: number): number | null {
  if (receivedAt !== null) return Math.floor(receivedAt / 1000)
  // Without a beginning, an authorization that ended has lived at most an hour for all we know.
  return validBefore !== null && validBefore <= nowSeconds ? validBefore - hour : null
}

/**
 * Which part of the chain can hold the payments: as narrow as what is known allows, for that is what makes the answer
 * quick. An authorization cannot be used before it begins nor after it ends; `assumed` = nothing says when it was.
 * What lies outside is not called absent: the nonce itself is read, whatever the window.
 */
export function windowFor({
  records,
  given,
  minedAt,
  nowSeconds,
  fallback,
}: Facts): NonNullable<SettlementSeen['window']> {
  const begins = given.flatMap(({ validAfter }) =>
    validAfter !== null && validAfter > 0 && validAfter <= nowSeconds ? [validAfter] : [],
  )
  const known = [
    ...records.flatMap((record) => startOf(record, nowSeconds) ?? []),
    ...begins,
    ...(minedAt === null ? [] : [minedAt]),
  ]
  const assumed = known.length === 0
  const since = assumed ? fallback : Math.min(...known)
  const ends = records.map(({ validBefore }) => validBefore)
  const last = ends.includes(null) ? nowSeconds : Math.max(...ends.map((end) => (end ?? 0) + hour))
  const until = Math.max(since, Math.min(nowSeconds, Math.max(last, minedAt ?? 0)))
  return { since: Math.max(0, Math.min(since, nowSeconds)), until, assumed }
}
