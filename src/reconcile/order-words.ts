import type { SettleOrder } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PlainSums } from '../payments/plain/sums.ts'
import type { OrderKnown } from '../payments/settle-order.ts'

/** When a route settles, in words. */
export const orderWords: Readonly<Record<SettleOrder, string>> = {
  after: 'after the work',
  before: 'before the work',
  async: 'after the answer',
}

/** How the order of a route is known, in words. */
export function orderReason({ order, by, seen }: OrderKnown): string {
  if (by === 'seen') return 'seen in the records'
  if (by === 'assumed') return 'assumed: neither configured nor visible in the records'
  return seen === null || seen === order ? 'configured' : `configured; the records show ${orderWords[seen]}`
}

/** How findings name the route of a payment. */
export function routeName({ route }: Pick<PaymentCase, 'route'>): string {
  return route === null ? 'an unnamed route' : safe(route, 80)
}

const routesShown = 3

/** The settle order of every route with a record in the window and how it is known: lines for the head of a screen. */
export function orderPairs(
  cases: readonly PaymentCase[],
  plain: PlainSums['orders'] = [],
): [string, string][] {
  const routes = new Map<string, Set<string>>()
  const note = (order: OrderKnown, name: string) => {
    const text = `${orderWords[order.order]} (${orderReason(order)})`
    routes.set(text, (routes.get(text) ?? new Set()).add(name))
  }
  for (const item of cases) {
    const { settleOrder, facts } = item
    if (settleOrder === undefined || !facts.inWindow) continue
    note(settleOrder, routeName(item))
  }
  for (const { route, order } of plain) note(order, routeName({ route }))
  return [...routes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, names], index) => {
      const shown = [...names].sort().slice(0, routesShown)
      const more = names.size - shown.length
      const list = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
      return [index === 0 ? 'settles' : '', `${text}: ${list}`]
    })
}
