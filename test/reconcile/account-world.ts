import fc from 'fast-check'
import type { Clock } from '../../src/core/ports.ts'
import type { Authorization, Transfer } from '../../src/payments/effect.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { type JudgedCase, judgeCase } from '../../src/reconcile/judge-case.ts'
import { reconcile } from '../../src/reconcile/room.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import { alice, bob, genesis, hash, pays, record, router, shop, transfer, used } from '../payments/world.ts'
import { type NodeParts, nodeOver } from './chain-nodes.ts'
import { onLine, expected as usual } from './judging.ts'

/** A second receiving address and a wallet that only pays refunds. */
export const till = `0x${'6'.repeat(40)}`
export const purse = `0x${'4'.repeat(40)}`

/** The expectation of these worlds: two addresses of ours, one refund wallet, blocks 100 to 1900. */
export const expected: ReconcileExpected = {
  ...usual,
  since: { kind: 'time', seconds: genesis + 200 },
  until: { kind: 'time', seconds: genesis + 3800 },
  pays: [
    {
      ...pays,
      payTo: [shop, till].map((address) => ({ address, from: null, until: null })),
      refundFrom: [purse],
    },
  ],
}

/** What happened: transfers and marks on chain, and what the books say. */
export type World = {
  readonly transfers: readonly Transfer[]
  readonly authorizations: readonly Authorization[]
  readonly records: readonly PaymentRecord[]
}

type Happening = {
  readonly what: 'paid' | 'unrecorded' | 'not paid' | 'plain' | 'refund' | 'purse' | 'sweep' | 'own' | 'batch'
  readonly payer: string
  readonly to: string
  readonly value: bigint
  readonly block: number
  readonly state: PaymentRecord['state']
  readonly status: number | null
  readonly asked: bigint
}

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom(
    ...(['paid', 'paid', 'paid', 'unrecorded', 'not paid', 'plain'] as const),
    ...(['refund', 'purse', 'sweep', 'own', 'batch'] as const),
  ),
  payer: fc.constantFrom(alice, bob),
  to: fc.constantFrom(shop, shop, till, router),
  value: fc.bigInt({ min: 0n, max: 30_000n }),
  block: fc.integer({ min: 1, max: 1999 }),
  state: fc.constantFrom('settled', 'settled', 'failed', 'pending', 'refunded', null),
  status: fc.constantFrom(200, 200, 402, 500, null),
  asked: fc.constantFrom(10_000n, 20_000n),
})

function worldOf(list: readonly Happening[]): World {
  const transfers: Transfer[] = []
  const authorizations: Authorization[] = []
  const records: PaymentRecord[] = []
  list.forEach(({ what, payer, to, value, block, state, status, asked }, i) => {
    const [tx, nonce] = [hash(0x7000 + i), hash(i + 1)]
    const place = { tx, block }
    const mine = to === router ? shop : to
    const pay = (amount: bigint) => {
      authorizations.push(used(payer, nonce, { ...place, logIndex: 0 }))
      transfers.push(transfer(payer, to, amount, { ...place, logIndex: 1 }))
    }
    const receivedAt = (genesis + 2 * block - 5) * 1000
    const book = () =>
      records.push(
        record({
          ...onLine(i + 1),
          ...{ requestId: `req-${i}`, payer, nonce, payTo: to, amountAtomic: asked, state, receivedAt },
          ...{ respondedAt: receivedAt + 4000, validBefore: genesis + 2 * block + 60 },
          ...{ responseStatus: status, tx: state === 'settled' ? tx : null },
        }),
      )
    if (what === 'paid' || what === 'unrecorded') pay(value % 2n === 0n ? asked : value)
    if (what === 'paid' || what === 'not paid') book()
    if (what === 'plain') transfers.push(transfer(payer, mine, value, { ...place, logIndex: 1 }))
    if (what === 'refund') transfers.push(transfer(shop, payer, asked, { ...place, logIndex: 1 }))
    if (what === 'purse') transfers.push(transfer(purse, payer, asked, { ...place, logIndex: 1 }))
    if (what === 'sweep') transfers.push(transfer(mine, router, value, { ...place, logIndex: 1 }))
    if (what === 'own') transfers.push(transfer(shop, till, value, { ...place, logIndex: 1 }))
    if (what === 'batch') {
      // Two marks and two transfers that cannot be told apart, named by a record without a nonce.
      const at = (logIndex: number) => ({ ...place, logIndex })
      authorizations.push(used(payer, nonce, at(0)), used(payer, hash(0x900 + i), at(1)))
      transfers.push(transfer(payer, mine, value, at(3)), transfer(payer, mine, value, at(5)))
      records.push(
        record({ ...onLine(i + 1), ...{ requestId: `req-${i}`, payer, nonce: null, tx, receivedAt } }),
      )
    }
  })
  return { transfers, authorizations, records }
}

/** Any day of a shop with two addresses: payments, gifts, refunds, sweeps, and books that may be wrong. */
export const anyWorld: fc.Arbitrary<World> = fc.array(happening, { maxLength: 25 }).map(worldOf)

const clock: Clock = {
  now: () => new Date((genesis + 4000) * 1000),
  monotonicMs: () => 0,
  sleep: async () => {},
}

/** Collects a world through its nodes (one honest one when none is described) and judges every case. */
export async function collectWorld(
  world: World,
  nodes: readonly NodeParts[] = [{}],
): Promise<{ readonly seen: ReconcileSeen; readonly judged: readonly JudgedCase[] }> {
  const { records } = world
  const ports = nodes.map((parts, i) => nodeOver(world, { label: `http://n${i}/***`, ...parts }).node)
  const read = {
    ...{ name: 'pay.jsonl', rows: records.length, used: records.length, ignored: 0, rejected: [], records },
    mapping: { fields: [], states: [], amountUnit: 'atomic' as const, firstRows: [] },
  }
  const seen = await reconcile.collect(
    expected,
    { chain: { nodes: () => ports }, records: { read: async () => [read] }, clock },
    new AbortController().signal,
  )
  return { seen, judged: seen.cases.flatMap((item) => judgeCase(item, expected) ?? []) }
}
