import type { SettleOrder } from '../../src/core/profile.ts'
import type { NodeScan } from '../../src/payments/chain-view.ts'
import type { PaymentPolicy } from '../../src/payments/policy.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { alice, genesis, hash, payment, scan, shop, transfer, used } from '../payments/world.ts'

/** One story of a payment: what the books and the nodes say, and the classes that follow. */
export type Scenario = {
  readonly name: string
  readonly records?: readonly PaymentRecord[]
  readonly chain?: readonly NodeScan[]
  readonly policy?: Partial<PaymentPolicy>
  /** `CLASS` or `CLASS +flag`, sorted. */
  readonly gives: readonly string[]
}

export const unusedKey = `${alice}/${hash(1)}`
export const paidOnce = payment(alice, hash(1))
export const nonceFalse = { nonces: { [unusedKey]: false } }
export const dead = scan(nonceFalse)

export const second = {
  requestId: 'r2',
  nonce: hash(2),
  tx: hash(0x7002),
  receivedAt: (genesis + 230) * 1000,
}
export const twoPayments = {
  authorizations: [used(alice, hash(1)), used(alice, hash(2), { tx: hash(0x7002), block: 110 })],
  transfers: [
    transfer(alice, shop, 10_000n),
    transfer(alice, shop, 10_000n, { tx: hash(0x7002), block: 110 }),
  ],
}
export const ordered = (order: SettleOrder) => ({ id: 'quote', method: 'GET', path: '/quote', order })
