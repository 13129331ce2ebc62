import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeScans, type NodeScan } from '../../src/payments/chain-view.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { type JudgedCase, judgeCase } from '../../src/reconcile/judge-case.ts'
import type { Outcome } from '../../src/reconcile/outcome.ts'
import { type Deed, honestScan, lies, type World, worlds } from './model.ts'
import { block, network, pays, policy, shop, usdc } from './world.ts'

const expected: ReconcileExpected = {
  since: { kind: 'time', seconds: policy.since },
  until: { kind: 'time', seconds: policy.until },
  pays: [pays],
  finality: 'safe',
  settleMode: 'sync',
  unreadable: [],
  lateAfterSeconds: 2,
  skewSeconds: 600,
}

function judge({ records }: World, scans: readonly NodeScan[]): readonly JudgedCase[] {
  const { cases } = pairPayments({ records, views: [mergeScans(scans)], policy })
  return cases.flatMap((item) => judgeCase(item, expected) ?? [])
}

const paid = ({ fate }: Deed) => fate === 'paid'
const unpaid = ({ fate }: Deed) => fate === 'never' || fate === 'cancelled'

/** Can this authorization move nothing any more, as the finalized block proves? */
function dead(deed: Deed, world: World): boolean {
  if (deed.fate === 'cancelled' && deed.block <= world.finalized) return true
  return unpaid(deed) && block(world.finalized).timestamp >= deed.validBefore
}

type Law = (deed: Deed, world: World) => boolean
const moved: Law = (deed, world) => paid(deed) && deed.block <= world.safe

// The table alarms about wrong terms before it asks for finality, so above the head of the other node an alarm
// may rest on one node. It is never a clear.
const oneNodesWord: Law = (deed, world) => deed.block > world.head

/** What must be true of a recorded payment before its class may be said. */
const laws: { readonly [K in Outcome]?: Law } = {
  MATCHED: (deed, world) => moved(deed, world) && deed.value === 10_000n,
  CHARGED_NOT_DELIVERED: moved,
  ORPHANED_PAYMENT: moved,
  UNBOOKED_DELIVERY: moved,
  SETTLED_UNACKNOWLEDGED: moved,
  DUPLICATE_CHARGE: moved,
  REFUND_MISSING: moved,
  REFUNDED: moved,
  AMOUNT_SHORT: (deed, world) => oneNodesWord(deed, world) || (paid(deed) && deed.value < 10_000n),
  AMOUNT_OVER: (deed, world) => oneNodesWord(deed, world) || (paid(deed) && deed.value > 10_000n),
  RECIPIENT_MISMATCH: (deed, world) => oneNodesWord(deed, world) || deed.fate === 'paid-elsewhere',
  PENDING_FINALITY: (deed) => !unpaid(deed),
  // Open as of the newest block that every node knows; heads may differ by seconds.
  OPEN: (deed, world) => unpaid(deed) || deed.block > world.head,
  NO_CHARGE: dead,
  PHANTOM_SETTLEMENT: dead,
  REVERTED_SETTLEMENT: unpaid,
  CANCELLED_AFTER_SERVICE: (deed, world) => deed.fate === 'cancelled' && dead(deed, world),
  UNRECORDED_RECEIPT: () => false,
  UNRELATED_INFLOW: () => false,
}

/** What must be true of money without a record. */
function inflowIsTrue({ item, outcome }: JudgedCase, world: World): boolean {
  const deed = world.deeds.find((one) => paid(one) && one.tx === item.tx && one.nonce === item.nonce)
  const plain = world.plain.find(({ tx }) => tx === item.tx)
  if (outcome === 'UNRECORDED_RECEIPT') return deed !== undefined && deed.block <= world.safe
  if (outcome === 'UNRELATED_INFLOW') return plain !== undefined && plain.block <= world.safe
  return true
}

function deedOf({ item }: JudgedCase, world: World): Deed | undefined {
  const [line] = item.lines
  return line === undefined ? undefined : world.deeds[line.line - 1]
}

function untrue(judged: readonly JudgedCase[], world: World): readonly string[] {
  return judged.flatMap((one) => {
    const deed = deedOf(one, world)
    const holds = deed === undefined ? inflowIsTrue(one, world) : (laws[one.outcome]?.(deed, world) ?? true)
    const wrongMoney = deed !== undefined && one.moneyMoved !== null && one.moneyMoved === unpaid(deed)
    return holds && !wrongMoney ? [] : [`${one.outcome} ${deed?.fate} at ${deed?.block ?? one.item.block}`]
  })
}

const runs = { numRuns: 300 }

describe('no case says what is not true', () => {
  test('one honest node', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(untrue(judge(world, [honestScan(world, 'http://one/***')]), world)).toEqual([])
      }),
      runs,
    )
  })

  test.each(Object.entries(lies))('an honest node beside one that %s', (_name, lie) => {
    fc.assert(
      fc.property(worlds, fc.boolean(), fc.integer({ min: 0, max: 20 }), (world, first, behind) => {
        const honest = honestScan(world, 'http://one/***', behind)
        const liar = lie(honestScan(world, 'http://two/***'), world)
        const judged = judge(world, first ? [liar, honest] : [honest, liar])
        expect(untrue(judged, { ...world, head: world.head - behind })).toEqual([])
      }),
      runs,
    )
  })

  test('two honest nodes, each with a part of the chain that it did not answer', () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 800 }))
    const cut = (shown: NodeScan, [from, length]: readonly [number, number]): NodeScan => {
      const outside = ({ block: at }: { readonly block: number }) => at < from || at > from + length
      return {
        ...shown,
        transfers: shown.transfers.filter(outside),
        authorizations: shown.authorizations.filter(outside),
        holes: [{ from, to: Math.min(2000, from + length), why: 'rate' }],
        txs: {},
      }
    }
    fc.assert(
      fc.property(worlds, part, part, (world, one, two) => {
        const scans = [
          cut(honestScan(world, 'http://one/***'), one),
          cut(honestScan(world, 'http://two/***'), two),
        ]
        expect(untrue(judge(world, scans), world)).toEqual([])
      }),
      runs,
    )
  })
})

describe('nothing is lost and nothing counted twice', () => {
  test('every record stands in exactly one case, and every case has an id of its own', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const judged = judge(world, [honestScan(world, 'http://one/***')])
        const lines = judged.flatMap(({ item }) => item.lines.map(({ file, line }) => `${file}:${line}`))
        const all = world.records.map(({ source }) => `${source.file}:${source.line}`)
        expect([...lines].sort()).toEqual([...all].sort())
        expect(new Set(judged.map(({ item }) => item.caseId)).size).toBe(judged.length)
      }),
      runs,
    )
  })

  test('what moved adds up to what truly came in, and each inflow stands in one case', () => {
    fc.assert(
      fc.property(worlds, (any) => {
        const world = { ...any, records: any.records.filter(({ nonce }) => nonce !== null) }
        const judged = judge(world, [
          honestScan(world, 'http://one/***'),
          honestScan(world, 'http://two/***'),
        ])
        const ours = judged.filter(({ item, moneyMoved }) => moneyMoved === true && item.payTo === shop)
        const final = [...world.deeds.filter(paid), ...world.plain].filter((one) => one.block <= world.safe)
        const sum = (values: readonly (bigint | null)[]) => values.reduce<bigint>((a, b) => a + (b ?? 0n), 0n)
        expect(sum(ours.map(({ item }) => item.movedAtomic))).toBe(sum(final.map(({ value }) => value)))
        const places = ours.map(({ item }) => `${item.tx}/${item.logIndex}`)
        expect(new Set(places).size).toBe(places.length)
      }),
      runs,
    )
  })

  test('what honest nodes prove is said: complete books and two nodes leave nothing undecided', () => {
    fc.assert(
      fc.property(worlds, (any) => {
        const whole = (field: 'nonce' | 'validBefore' | 'transfer') => (r: World['records'][number]) =>
          r[field] !== null
        const records = any.records.filter((r) =>
          (['nonce', 'validBefore', 'transfer'] as const).every((f) => whole(f)(r)),
        )
        const world = { ...any, records }
        const judged = judge(world, [
          honestScan(world, 'http://one/***'),
          honestScan(world, 'http://two/***'),
        ])
        expect(judged.filter(({ verdict }) => verdict === 'UNKNOWN').map(({ item }) => item.reasons)).toEqual(
          [],
        )
      }),
      runs,
    )
  })
})

describe('the same payment is the same case tomorrow', () => {
  test('no order of records, logs or nodes changes a case', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...Object.values(lies)), (world, lie) => {
        const turn = (shown: NodeScan): NodeScan => ({
          ...shown,
          transfers: [...shown.transfers].reverse(),
          authorizations: [...shown.authorizations].reverse(),
        })
        const honest = honestScan(world, 'http://one/***')
        const liar = lie(honestScan(world, 'http://two/***'), world)
        const turned = { ...world, records: [...world.records].reverse() }
        expect(judge(turned, [turn(liar), turn(honest)])).toEqual(judge(world, [honest, liar]))
      }),
      runs,
    )
  })

  test('more payments leave the others as they are', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const last = world.deeds.at(-1)
        fc.pre(last !== undefined && world.deeds.filter(({ tx }) => tx === last.tx).length === 1)
        const count = world.deeds.length
        const smaller: World = {
          ...world,
          deeds: world.deeds.slice(0, -1),
          records: world.records.filter(({ source }) => source.line < count),
        }
        const before = judge(smaller, [honestScan(smaller, 'http://one/***')])
        const after = judge(world, [honestScan(world, 'http://one/***')])
        const kept = (list: readonly JudgedCase[]) =>
          list.map(({ item, outcome }) => `${item.caseId} ${outcome}`)
        expect(kept(after)).toEqual(expect.arrayContaining([...kept(before)]))
      }),
      runs,
    )
  })

  test('the id of a payment does not depend on whether its money has been seen', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const records = world.records.filter(({ nonce }) => nonce !== null)
        const ids = (scans: readonly NodeScan[]) =>
          judge({ ...world, records }, scans).flatMap(({ item }) =>
            item.lines.length > 0 ? [item.caseId] : [],
          )
        const whole = honestScan(world, 'http://one/***')
        const empty = { ...whole, transfers: [], authorizations: [], nonces: {}, txs: {} }
        const named = records.filter((r) => r.network === network && r.asset === usdc)
        fc.pre(named.length === records.length)
        expect(ids([empty])).toEqual(ids([whole]))
      }),
      runs,
    )
  })
})
