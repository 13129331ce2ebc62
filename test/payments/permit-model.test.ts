import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeScans, type NodeScan } from '../../src/payments/chain-view.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { PermitSeen } from '../../src/payments/permit2.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import type { Outcome } from '../../src/reconcile/outcome.ts'
import { expected } from '../reconcile/judging.ts'
import { alice, block, bob, genesis, hash, policy, record, scan, shop, transfer, usdc } from './world.ts'

/** One permit as it truly went: paid (directly or through another contract), invalidated, or never used. */
type Deed = {
  readonly payer: string
  readonly fate: 'paid' | 'wrapped' | 'invalidated' | 'never'
  readonly block: number
  readonly tx: string
  readonly nonce: string
  readonly deadline: number
}

type World = {
  readonly deeds: readonly Deed[]
  readonly records: readonly PaymentRecord[]
  readonly finalized: number
}

const isPaid = ({ fate }: Deed) => fate === 'paid' || fate === 'wrapped'

const draw = fc.record({
  payer: fc.constantFrom(alice, alice, bob),
  fate: fc.constantFrom<Deed['fate']>('paid', 'paid', 'wrapped', 'invalidated', 'never', 'never'),
  block: fc.integer({ min: 400, max: 1990 }),
  life: fc.constantFrom(60, 3000, 1_000_000),
  state: fc.constantFrom('settled', 'failed', 'failed', 'pending'),
  status: fc.constantFrom(200, 402, null),
  recorded: fc.constantFrom(true, true, true, false),
  // The transaction that the books name: its own, that of another payment, or none.
  names: fc.constantFrom('own', 'none', 'none', 'another'),
})

const worlds: fc.Arbitrary<World> = fc
  .record({
    draws: fc.array(draw, { minLength: 1, maxLength: 5 }),
    finalized: fc.integer({ min: 1000, max: 1980 }),
  })
  .map(({ draws, finalized }) => {
    const deeds = draws.map(
      (one, at): Deed => ({
        payer: one.payer,
        fate: one.fate,
        block: one.block,
        tx: hash(0x9000 + at),
        nonce: String(1000 + at),
        deadline: genesis + 2 * one.block + one.life,
      }),
    )
    const records = draws.flatMap((one, at) => {
      const deed = deeds[at]
      if (deed === undefined || !one.recorded) return []
      const other = deeds.find((candidate) => candidate !== deed && isPaid(candidate))?.tx ?? null
      const tx = one.names === 'own' ? deed.tx : one.names === 'another' ? other : null
      const source = { file: 'pay.jsonl', line: at + 1 }
      const seconds = genesis + 2 * deed.block
      return record({
        ...{ source, lines: [source], requestId: `r${at}`, transfer: 'permit2', nonce: deed.nonce, tx },
        ...{ payer: deed.payer, state: one.state, responseStatus: one.status, validBefore: deed.deadline },
        ...{ receivedAt: (seconds - 4) * 1000, respondedAt: (seconds - 1) * 1000 },
      })
    })
    return { deeds, records, finalized }
  })

function honest({ deeds, finalized }: World, label: string): NodeScan {
  const paid = deeds.filter(isPaid)
  const seen = ({ fate, payer: owner, nonce }: Deed): PermitSeen =>
    fate === 'paid' ? { kind: 'decoded', token: usdc, owner, nonce } : { kind: 'wrapped' }
  const spent = (deed: Deed) => deed.fate !== 'never' && deed.block <= finalized
  return {
    ...scan({
      label,
      finalized,
      safe: 1985,
      transfers: paid.map((deed) => transfer(deed.payer, shop, 10_000n, { tx: deed.tx, block: deed.block })),
      nonces: Object.fromEntries(deeds.map((deed) => [`${deed.payer}/${deed.nonce}`, spent(deed)])),
      txs: Object.fromEntries(paid.map(({ tx }) => [tx, 'success' as const])),
    }),
    marks: paid.map(({ tx }) => tx),
    permits: Object.fromEntries(paid.map((deed) => [deed.tx, seen(deed)])),
  }
}

const dead = (deed: Deed, world: World) =>
  deed.fate === 'never' && block(world.finalized).timestamp > deed.deadline

/** What must be true of a recorded payment before its class may be said. */
const laws: { readonly [K in Outcome]?: (deed: Deed, world: World) => boolean } = {
  MATCHED: isPaid,
  ORPHANED_PAYMENT: isPaid,
  UNBOOKED_DELIVERY: isPaid,
  CHARGED_NOT_DELIVERED: isPaid,
  SETTLED_UNACKNOWLEDGED: isPaid,
  PENDING_FINALITY: isPaid,
  NO_CHARGE: dead,
  PHANTOM_SETTLEMENT: dead,
  // What was invalidated behind the finalized block nobody can see yet.
  OPEN: ({ fate, block: at }, world) => fate === 'never' || (fate === 'invalidated' && at > world.finalized),
}

function judge(world: World, scans: readonly NodeScan[]) {
  const { cases } = pairPayments({ records: world.records, views: [mergeScans(scans)], policy })
  return cases.flatMap((item) => judgeCase(item, expected) ?? [])
}

function untrue(world: World, scans: readonly NodeScan[]): readonly string[] {
  return judge(world, scans).flatMap(({ item, outcome }) => {
    const [line] = item.lines
    const deed = line === undefined ? undefined : world.deeds[line.line - 1]
    if (deed === undefined) return []
    return (laws[outcome]?.(deed, world) ?? true) ? [] : [`${outcome} ${deed.fate} at ${deed.block}`]
  })
}

/** The ways to lie about Permit2, by name. */
const lies: Readonly<Record<string, (shown: NodeScan, world: World) => NodeScan>> = {
  'calls every nonce unspent': (shown) => ({
    ...shown,
    nonces: Object.fromEntries(Object.keys(shown.nonces).map((key) => [key, false])),
  }),
  'calls every nonce spent': (shown) => ({
    ...shown,
    nonces: Object.fromEntries(Object.keys(shown.nonces).map((key) => [key, true])),
  }),
  'tells no call data': (shown) => ({ ...shown, permits: {} }),
  'forges the call data of every transaction': (shown, { deeds }) => ({
    ...shown,
    permits: Object.fromEntries(
      Object.keys(shown.permits ?? {}).map((tx, at) => {
        const { payer: owner, nonce } = deeds[at % deeds.length] as Deed
        return [tx, { kind: 'decoded', token: usdc, owner, nonce }]
      }),
    ),
  }),
  'hides the marks and the call data': (shown) => ({ ...shown, marks: [], permits: {} }),
  'hides the transfers': (shown) => ({ ...shown, transfers: [] }),
}

const runs = { numRuns: 300 }

describe('Permit2: no case says what is not true', () => {
  test('one honest node', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(untrue(world, [honest(world, 'http://one/***')])).toEqual([])
      }),
      runs,
    )
  })

  test.each(Object.entries(lies))('an honest node beside one that %s', (_name, lie) => {
    fc.assert(
      fc.property(worlds, fc.boolean(), (world, first) => {
        const liar = lie(honest(world, 'http://two/***'), world)
        const truth = honest(world, 'http://one/***')
        expect(untrue(world, first ? [liar, truth] : [truth, liar])).toEqual([])
      }),
      runs,
    )
  })

  test('what honest nodes show in the open is decided: direct calls and final nonces', () => {
    fc.assert(
      fc.property(worlds, (any) => {
        const plain = any.deeds.every(({ fate }) => fate === 'paid' || fate === 'never')
        fc.pre(plain)
        const judged = judge(any, [honest(any, 'http://one/***'), honest(any, 'http://two/***')])
        const open = judged.filter(({ verdict, item }) => verdict === 'UNKNOWN' && item.claimedTx === null)
        const blamed = open.filter(({ item }) => !item.reasons.includes('TRANSACTION_OF_ANOTHER_PAYMENT'))
        expect(blamed.map(({ item }) => item.reasons)).toEqual([])
      }),
      runs,
    )
  })
})
