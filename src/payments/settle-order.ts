import type { SettleOrder } from '../core/profile.ts'
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

type Routed = Pick<PaymentRecord, 'route' | 'method'>
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

const routeKey = ({ method, route }: Routed) => (route === null ? undefined : `${method ?? ''} ${route}`)

function configuredFor({ route, method }: Routed, { all, routes }: SettleOrders): SettleOrder | null {
  const own = routes.filter(({ id, path, method: verb }) => {
    const named = route === id || route === `${verb} ${path}`
    return named || (route === path && (method === null || method === verb))
  })
  const orders = new Set(own.map(({ order }) => order))
  return (orders.size === 1 ? own[0]?.order : undefined) ?? all
}

function allGiven({ settleMode, settleOrders }: OrderPolicy): SettleOrders {
  const given = settleOrders ?? { all: null, routes: [] }
  return { ...given, all: given.all ?? (settleMode === 'async' ? 'async' : null) }
}

type OrderPolicy = Pick<PaymentPolicy, 'settleMode' | 'settleOrders'>

/** The settle order that the operator configured for a record's route; null = none. */
export function configuredOrder(record: Routed, policy: OrderPolicy): SettleOrder | null {
  return configuredFor(record, allGiven(policy))
}

/**
 * Tells the settle order of each record's route: as configured, else as all records of the route that show
 * one agree, else `after`, which is what the usual middleware does. `showAfter` are routes of which records that
 * are not among these show `after`.
 */
export function settleOrdersOf(
  records: readonly PaymentRecord[],
  policy: OrderPolicy,
  showAfter: readonly Routed[] = [],
): (record: Routed) => OrderKnown {
  const given = allGiven(policy)
  const shown = new Map<string, Set<SettleOrder>>()
  const show = (route: Routed, order: SettleOrder | null) => {
    const key = routeKey(route)
    if (key !== undefined && order !== null) shown.set(key, (shown.get(key) ?? new Set()).add(order))
  }
  for (const record of records) show(record, orderSeenIn(record))
  for (const route of showAfter) show(route, 'after')
  return (record) => {
    const orders = shown.get(routeKey(record) ?? '') ?? new Set()
    const [only = null] = orders
    const seen = orders.size === 1 ? only : null
    const configured = configuredFor(record, given)
    if (configured !== null) return { order: configured, by: 'configured', seen }
    return seen === null ? { order: 'after', by: 'assumed', seen } : { order: seen, by: 'seen', seen }
  }
}
