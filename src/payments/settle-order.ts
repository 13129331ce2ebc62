import type { SettleOrder } from '../core/profile.ts'
import { groupBy } from './group-by.ts'
import type { PaymentPolicy } from './policy.ts'
import type { PaymentRecord } from './record.ts'

/** The settle orders that the operator configured: of single routes, and of all others (null = not said). */
export type SettleOrders = {
  readonly all: SettleOrder | null
  readonly routes: readonly {
    readonly id: string
    readonly method: string
    readonly path: string
    readonly order: SettleOrder
  }[]
}

/**
 * In which order a route settles and works, and how that is known: `after` is assumed where neither the
 * operator nor the records say. `seen` is what the times in the records of the route show, whoever decides;
 * null when they show nothing, or both.
 */
export type OrderKnown = {
  readonly order: SettleOrder
  readonly by: 'configured' | 'seen' | 'assumed'
  readonly seen: SettleOrder | null
}

type Timed = Pick<PaymentRecord, 'settledAt' | 'workStartedAt' | 'workEndedAt' | 'respondedAt'>

/** The order that the times of one record show; null when they show none, or fit several. */
export function orderSeenIn({
  settledAt,
  workStartedAt,
  workEndedAt,
  respondedAt,
}: Timed): SettleOrder | null {
  if (settledAt === null) return null
  if (respondedAt !== null && settledAt > respondedAt) return 'async'
  const before = workStartedAt !== null && settledAt <= workStartedAt
  const after = workEndedAt !== null && settledAt >= workEndedAt
  if (before === after) return null
  return before ? 'before' : 'after'
}

const routeKey = ({ method, route }: PaymentRecord) =>
  route === null ? undefined : `${method ?? ''} ${route}`

function configuredFor(record: PaymentRecord, { all, routes }: SettleOrders): SettleOrder | null {
  const { route, method } = record
  const own = routes.filter(({ id, path, method: verb }) => {
    const named = route === id || route === `${verb} ${path}`
    return named || (route === path && (method === null || method === verb))
  })
  const orders = new Set(own.map(({ order }) => order))
  return (orders.size === 1 ? own[0]?.order : undefined) ?? all
}

/**
 * Tells the settle order of each record's route: as configured, else as all records of the route that show
 * one agree, else `after`, which is what the usual middleware does.
 */
export function settleOrdersOf(
  records: readonly PaymentRecord[],
  policy: Pick<PaymentPolicy, 'settleMode' | 'settleOrders'>,
): (record: PaymentRecord) => OrderKnown {
  const given = policy.settleOrders ?? { all: null, routes: [] }
  const all = given.all ?? (policy.settleMode === 'async' ? 'async' : null)
  const shown = new Map(
    [...groupBy(records, routeKey)].map(([key, group]) => {
      const orders = new Set(group.map(orderSeenIn).filter((order) => order !== null))
      const [only = null] = orders
      return [key, orders.size === 1 ? only : null] as const
    }),
  )
  return (record) => {
    const seen = shown.get(routeKey(record) ?? '') ?? null
    const configured = configuredFor(record, { all, routes: given.routes })
    if (configured !== null) return { order: configured, by: 'configured', seen }
    return seen === null ? { order: 'after', by: 'assumed', seen } : { order: seen, by: 'seen', seen }
  }
}
