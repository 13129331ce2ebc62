import { type Amount, formatAmount } from '../core/money.ts'
import type { RunDocument } from '../core/report.ts'

/** What paid traffic brings in an hour, by the books of one run. `received` one amount for each token. */
export type BreakdownRate = {
  readonly hours: number
  readonly payments: number
  readonly received: readonly Amount[]
}

const hourMs = 3_600_000

/** The payments and the money of a window by its hours; null when the run has no such figures. */
export function rateOf({ figures, window, totals }: RunDocument): BreakdownRate | null {
  if (figures === undefined || window === undefined) return null
  const hours = (Date.parse(window.to) - Date.parse(window.from)) / hourMs
  if (!(hours > 0)) return null
  const payments = totals.reduce((sum, { count, name }) => (name === 'out_of_window' ? sum : sum + count), 0)
  return { hours, payments, received: figures.accounts.map(({ received }) => received) }
}

const perHour = ({ atomic, ...unit }: Amount, hours: number): Amount => ({
  ...unit,
  atomic: (atomic * 1000n) / BigInt(Math.max(1, Math.round(hours * 1000))),
})

/** `2.50 payments and 0.06 USDC an hour (over 24.0 h)`; what is stopped by switching off. */
export function rateText({ hours, payments, received }: BreakdownRate): string {
  const money = received.map((amount) => formatAmount(perHour(amount, hours)))
  const hourly = payments / hours
  const count = hourly.toFixed(hourly < 10 ? 2 : 0)
  return `${count} payments and ${money.length === 0 ? 'no money' : money.join(' + ')} an hour (over ${hours.toFixed(1)} h)`
}
