import type { PaymentRecord } from './record.ts'

/**
 * The normal form as JSON (`schemas/record.schema.json`): the amount a decimal text, times RFC 3339 in UTC.
 * Reading it back as a records file gives the same record.
 */
export type RecordDocument = Omit<PaymentRecord, 'amountAtomic' | 'receivedAt' | 'respondedAt'> & {
  readonly amountAtomic: string | null
  readonly receivedAt: string | null
  readonly respondedAt: string | null
}

function rfc3339(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** The document of a record. Throws `RangeError` for a time that no calendar has. */
export function recordDocument(record: PaymentRecord): RecordDocument {
  return {
    ...record,
    amountAtomic: record.amountAtomic?.toString() ?? null,
    receivedAt: rfc3339(record.receivedAt),
    respondedAt: rfc3339(record.respondedAt),
  }
}
