import { safe } from '../core/safe.ts'
import type { PaymentCase } from '../payments/case.ts'

/** What an operator would search for in the books: request id, record id, else file and line; `-` without a record. */
export function recordName(item: PaymentCase): string {
  const [line] = item.lines
  const name = item.requestIds[0] ?? item.recordIds[0]
  if (name !== undefined) return safe(name, 64)
  return line === undefined ? '-' : safe(`${line.file}:${line.line}`, 120)
}
