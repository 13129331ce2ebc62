import type { PaymentRecord } from '../record.ts'

type Amounts = 'amountAtomic' | 'settledAtomic'
type Times = 'receivedAt' | 'respondedAt' | 'verifiedAt' | 'workStartedAt' | 'workEndedAt' | 'settledAt'

/**
 * The normal form as JSON (`schemas/record.schema.json`): amounts decimal texts, times RFC 3339 in UTC.
 * Reading it back as a records file gives the same record.
 */
export type RecordDocument = Omit<PaymentRecord, Amounts | Times> & {
  readonly [field in Amounts | Times]: string | null
}

function rfc3339(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** The document of a record. Throws `RangeError` for a time that no calendar has. */
export function recordDocument(record: PaymentRecord): RecordDocument {
  return {
    ...record,
    amountAtomic: record.amountAtomic?.toString() ?? null,
    settledAtomic: record.settledAtomic?.toString() ?? null,
    receivedAt: rfc3339(record.receivedAt),
    respondedAt: rfc3339(record.respondedAt),
    verifiedAt: rfc3339(record.verifiedAt),
    workStartedAt: rfc3339(record.workStartedAt),
    workEndedAt: rfc3339(record.workEndedAt),
    settledAt: rfc3339(record.settledAt),
  }
}
