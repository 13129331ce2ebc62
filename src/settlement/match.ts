import type { PaymentRecord, RowSource } from '../payments/record.ts'
import type { GivenPayment, Reference, Rival } from './shapes.ts'

const isKeyOf = (record: PaymentRecord, { payer, nonce }: Pick<GivenPayment, 'payer' | 'nonce'>) =>
  payer !== null && nonce !== null && record.payer === payer && record.nonce === nonce

const placeOf = ({ file, line }: RowSource) => `${file}:${line}`

function isNamedBy(record: PaymentRecord, reference: Reference): boolean {
  switch (reference.kind) {
    case 'transaction':
      return record.tx === reference.tx || record.refundTx === reference.tx
    case 'authorization':
      return isKeyOf(record, reference)
    case 'payment':
      return reference.payments.some(
        (given) => isKeyOf(record, given) || (given.tx !== null && record.tx === given.tx),
      )
    case 'id': {
      const ids = [record.recordId, record.requestId, record.paymentIdentifier]
      return [...ids, ...record.lines.map(placeOf)].includes(reference.text)
    }
  }
}

/** The records that a reference names; `also` are payments that its transaction turned out to hold. */
export function recordsNamed(
  records: readonly PaymentRecord[],
  reference: Reference,
  also: readonly GivenPayment[],
): readonly PaymentRecord[] {
  return records.filter(
    (record) => isNamedBy(record, reference) || also.some((given) => isKeyOf(record, given)),
  )
}

/**
 * Records that tell of the same payment or the same purchase: one of them may already have what the payment paid for,
 * know a later end, or be the payment that counts.
 */
export function recordsBeside(
  records: readonly PaymentRecord[],
  named: readonly PaymentRecord[],
): readonly PaymentRecord[] {
  const texts = (pick: (record: PaymentRecord) => string | null) =>
    new Set(named.flatMap((record) => pick(record) ?? []))
  const shared = [
    ({ requestId }: PaymentRecord) => requestId,
    ({ paymentIdentifier }: PaymentRecord) => paymentIdentifier,
    ({ tx }: PaymentRecord) => tx,
    ({ payer, nonce }: PaymentRecord) => (payer === null || nonce === null ? null : `${payer}/${nonce}`),
  ].map((pick) => ({ pick, known: texts(pick) }))
  const own = new Set(named.flatMap(({ lines }) => lines.map(placeOf)))
  return records.filter((record) => {
    if (record.lines.some((line) => own.has(placeOf(line)))) return false
    return shared.some(({ pick, known }) => {
      const text = pick(record)
      return text !== null && known.has(text)
    })
  })
}

/** Records of the same payers in a window (Unix seconds): what they paid otherwise is none of the payments named. */
export function recordsOfPayers(
  records: readonly PaymentRecord[],
  named: readonly PaymentRecord[],
  { since, until }: { readonly since: number; readonly until: number },
): readonly PaymentRecord[] {
  const payers = new Set(named.flatMap(({ payer }) => payer ?? []))
  return records.filter(({ payer, receivedAt }) => {
    if (payer === null || !payers.has(payer)) return false
    return receivedAt === null || (receivedAt >= (since - 600) * 1000 && receivedAt <= (until + 600) * 1000)
  })
}

/** What makes two records tell of different payments; null where a record does not say. */
function keyOf({ payer, nonce, tx }: PaymentRecord): string | null {
  if (payer !== null && nonce !== null) return `${payer}/${nonce}`
  return tx
}

/** The payments that one name could mean; empty when there is only one. */
export function rivalsAmong(named: readonly PaymentRecord[], reference: Reference): readonly Rival[] {
  if (reference.kind !== 'id') return []
  const keys = new Set(named.map((record, index) => keyOf(record) ?? `record ${index}`))
  if (keys.size < 2) return []
  return named.map(({ recordId, requestId, source, payer, nonce, tx, receivedAt }) => ({
    name: recordId ?? requestId ?? placeOf(source),
    place: placeOf(source),
    ...{ payer, nonce, tx, receivedAt },
  }))
}
