// What tables of cases share: their shape, how one is judged, and a few worlds of one payment.
import { expect } from 'vitest'
import type { NodeScan } from '../../src/payments/chain-view.ts'
import type { PermitSeen } from '../../src/payments/permit2.ts'
import type { PaymentPolicy } from '../../src/payments/policy.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import {
  alice,
  genesis,
  hash,
  payment,
  pays,
  scan,
  shop,
  transfer,
  usdc,
  used,
  view,
} from '../payments/world.ts'
import { judgeWorld } from './judging.ts'

export type Case = {
  readonly name: string
  readonly records: readonly PaymentRecord[]
  /** The scans of each view. */
  readonly views: readonly (readonly NodeScan[])[]
  readonly policy?: Partial<PaymentPolicy>
  /** `CLASS` or `CLASS REASON`. */
  readonly gives: readonly string[]
}

export const two = 'http://two/***'
export const eurc = `0x${'e'.repeat(40)}`
export const paid = payment(alice, hash(1))
export const unused = { nonces: { [`${alice}/${hash(1)}`]: false } }
export const cancelled = { ...used(alice, hash(1)), kind: 'cancelled' as const }
export const failed = { state: 'failed', responseStatus: 402 } as const
export const live = { ...failed, validBefore: genesis + 100_000 }
export const bothTokens = { pays: [pays, { ...pays, unit: { ...pays.unit, asset: eurc, symbol: 'EURC' } }] }
export const onEurc = (parts: Parameters<typeof scan>[0]): NodeScan => ({ ...scan(parts), asset: eurc })

export const permit2 = { transfer: 'permit2', nonce: '12345' } as const
export const permitKey = `${alice}/12345`
export const unspent = { nonces: { [permitKey]: false } }
export const decoded = (nonce: string) => ({ kind: 'decoded', token: usdc, owner: alice, nonce }) as const
export const permitScan = (permit: PermitSeen): NodeScan => ({
  ...scan({ transfers: [transfer(alice, shop, 10_000n)], txs: { [hash(0x7001)]: 'success' } }),
  marks: [hash(0x7001)],
  permits: { [hash(0x7001)]: permit },
})
export const plain = scan({ transfers: [transfer(alice, shop, 10_000n)] })

/** Pairs and judges one case as a run does. */
export function judge({ records, views, policy }: Case) {
  return judgeWorld(
    records,
    views.map((scans) => view(...scans)),
    policy,
  )
}

/** Every class and mark that a case must give, and nothing else. */
export function expectGiven(one: Case): void {
  const judged = judge(one)
  expect(judged.map(({ outcome }) => outcome).sort()).toEqual(
    one.gives.map((text) => text.split(' ')[0]).sort(),
  )
  for (const text of one.gives) {
    const [outcome, mark = ''] = text.split(' ')
    const told = judged.filter((found) => found.outcome === outcome).flatMap(({ item }) => item.reasons)
    if (mark.startsWith('+')) expect(judged.flatMap(({ item }) => item.flags)).toContain(mark.slice(1))
    else if (mark !== '') expect(told).toContain(mark)
  }
  expect(new Set(judged.map(({ item }) => item.caseId)).size).toBe(judged.length)
}
