import type { PaymentRecord } from '../record.ts'

/** A name for a record that people can find and that stays the same between runs. */
export function recordLabel(record: PaymentRecord): string {
  return record.recordId ?? record.requestId ?? `${record.source.file}:${record.source.line}`
}
