import { decimalFromAtomic } from '../core/money.ts'
import { safe } from '../core/safe.ts'
import type { RefundPlan } from './shown.ts'

const columns = [
  'id',
  'network',
  'asset',
  'symbol',
  'payee',
  'amount_atomic',
  'amount',
  'paid_atomic',
  'because',
  'class',
  'tx',
  'log_index',
  'other_parts',
  'block',
  'response_status',
  'request_ids',
  'state',
] as const

// What a spreadsheet takes for a formula, also in its full-width forms and behind a list separator. One class, and one
// character before it at most: linear.
const formula = /(?:^|;)[=+\-@\t\r'\uff1d\uff0b\uff0d\uff20]/

function cell(value: string | number | bigint | null): string {
  const text = value === null ? '' : safe(String(value), 400)
  const guarded = formula.test(text) ? `'${text.replaceAll(';', ' ')}` : text
  return /[",;\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** The rows of a plan as CSV, one line each, with a header. No cell can be taken for a formula. */
export function planCsv({ rows }: RefundPlan): string {
  const lines = rows.map(({ id, item, payee, amount, paid, because, outcome, tx, logIndex, state }) => [
    ...[id, amount.network, amount.asset, amount.symbol, payee],
    ...[amount.atomic, decimalFromAtomic(amount.atomic, amount.decimals), paid.atomic],
    ...[because, outcome, tx, logIndex, (item.otherParts ?? []).join(' ')],
    ...[item.block, item.responseStatus, item.requestIds.join(' '), state],
  ])
  return [[...columns], ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}
