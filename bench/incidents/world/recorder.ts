import type { Exchange } from '../shapes.ts'
import type { Booked, BookWord } from './booked.ts'
import { type Authorization, freshId, payToAt, type World } from './world.ts'

/** What one request was like. What is not said follows from the authorization. */
export type Visit = Partial<Booked> & {
  readonly state: BookWord | null
  readonly status: number | null
  /** Seconds from signing to the answer. */
  readonly took?: number
}

/** The first of the shop's servers; its clock is right. */
export const goodClock = 'shop-a'
/** All servers of the shop and how far their clocks are off. */
export const clockErrors: Readonly<Record<string, number>> = {
  [goodClock]: 0,
  'shop-b': 75,
  'shop-c': -140,
}

/** A request with a payment: what the proxy would see of it, and the row that the server writes. */
export function book(world: World, paid: Authorization, visit: Visit): Booked {
  const { random, history } = world
  const receivedAt = visit.receivedAt ?? paid.signedAt + 1
  const respondedAt = visit.respondedAt === undefined ? paid.signedAt + (visit.took ?? 4) : visit.respondedAt
  const { took: _took, ...said } = visit
  const row: Booked = {
    recordId: freshId(world, 'rec'),
    requestId: freshId(world, 'req'),
    paymentIdentifier: null,
    instance: random.pick(Object.keys(clockErrors)),
    x402Version: 2,
    scheme: 'exact',
    transfer: 'eip3009',
    network: 'eip155:8453',
    asset: paid.token,
    payTo: payToAt(world, paid.signedAt),
    amountAtomic: paid.value,
    payer: paid.payer,
    nonce: paid.nonce,
    validBefore: paid.validBefore,
    settleReason: null,
    tx: null,
    refundTx: null,
    plain: false,
    ...said,
    receivedAt,
    respondedAt,
  }
  history.booked.push(row)
  const exchange: Exchange = {
    requestId: row.requestId,
    paidAt: receivedAt,
    closedAt: respondedAt ?? receivedAt + 30,
    status: row.status,
    payer: paid.payer,
    nonce: paid.nonce,
    payTo: row.payTo ?? payToAt(world, paid.signedAt),
    amountAtomic: row.amountAtomic ?? paid.value,
    tx: row.tx,
  }
  history.exchanges.push(exchange)
  return row
}
