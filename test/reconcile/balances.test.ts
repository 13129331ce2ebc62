import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChainLog } from '../../src/core/ports.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { balanceGaps } from '../../src/reconcile/account/figures.ts'
import { balanceOfCall, readBalance } from '../../src/reconcile/account/read-balances.ts'
import type { JudgedCase } from '../../src/reconcile/judge-case.ts'
import { reconcile } from '../../src/reconcile/room.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import { alice, genesis, hash, payment, record, shop, transfer } from '../payments/world.ts'
import { anyWorld, collectWorld, expected, type World } from './account-world.ts'
import type { Asked, NodeParts } from './chain-nodes.ts'
import { onLine } from './judging.ts'

const world: World = {
  ...payment(alice, hash(1), 10_000n, { tx: hash(0x7001), block: 300 }),
  records: [
    record({
      ...onLine(1),
      receivedAt: (genesis + 590) * 1000,
      state: 'failed',
      responseStatus: 402,
      tx: null,
    }),
  ],
}
const showLog = ({ tx }: ChainLog) => tx !== hash(0x7001)
const hides: NodeParts = { showLog, used: () => false }
const asksBalance = (asked: Asked) => asked.what === 'call'
const servesNoState: NodeParts = { fails: asksBalance }

const balanceFindings = (seen: ReconcileSeen, unreadable = expected.unreadable) =>
  judgeRoom(reconcile, seen, { ...expected, unreadable })
    .findings.filter(({ check }) => check === 'balance')
    .map(({ code, verdict, text }) => [code, verdict, text] as const)
const classOf = (judged: readonly JudgedCase[]) => judged.map(({ outcome }) => outcome).sort()

describe('the words on the wire', () => {
  test('the call names one address', () => {
    expect(balanceOfCall(shop)).toBe(`0x70a08231${'0'.repeat(24)}${'5'.repeat(40)}`)
  })

  test('any word is read, anything else is not', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), fc.string(), (value, other) => {
        expect(readBalance(`0x${value.toString(16).padStart(64, '0')}`)).toBe(value)
        if (!/^0x[0-9a-f]{64}$/.test(other)) expect(readBalance(other)).toBeUndefined()
      }),
    )
    expect(['0x', '0x0', `0x${'0'.repeat(63)}`].map(readBalance)).toEqual([undefined, undefined, undefined])
  })
})

describe('a balance beside the logs', () => {
  test('closes where nothing is hidden: nothing to say, and the numbers are kept', async () => {
    const { seen, judged } = await collectWorld(world)
    expect(balanceFindings(seen)).toEqual([])
    expect(classOf(judged)).toEqual(['ORPHANED_PAYMENT'])
    const [first] = seen.chains[0]?.movement?.balances ?? []
    expect(first).toMatchObject({ address: shop, inAtomic: 10_000n, outAtomic: 0n, why: null })
    expect((first?.after ?? 0n) - (first?.before ?? 0n)).toBe(10_000n)
  })

  test('a payment that the only node hides: FAIL with both numbers, a gap, and nobody is called unpaid', async () => {
    const { seen, judged } = await collectWorld(world, [hides])
    const [[code, verdict, text] = []] = balanceFindings(seen)
    expect([code, verdict]).toEqual(['RECONCILE_BALANCE_DIFFERS', 'FAIL'])
    expect(text).toContain('changed by 0.01 USDC over blocks 100..1900')
    expect(text).toContain('the transfers in the logs make 0 USDC. 0.01 USDC came without a log')
    expect(classOf(judged)).toEqual(['INDETERMINATE'])
    expect(judged[0]?.item.reasons).toContain('BALANCE_DIFFERS')
    expect(balanceGaps(seen).map(({ what }) => what)).toEqual([`eip155:8453 transfers of ${shop}`])
  })

  test('the same lie without balances would have cleared it: the failing case', async () => {
    const { judged } = await collectWorld(world, [
      { ...hides, fails: (asked) => asked.what === 'call' && asked.at === '99' },
    ])
    expect(classOf(judged)).toEqual(['NO_CHARGE'])
  })

  test('a hidden payment that is not final yet is no FAIL, but nobody is called unpaid either', async () => {
    const late: World = {
      ...payment(alice, hash(1), 10_000n, { tx: hash(0x7001), block: 1880 }),
      records: [
        record({
          ...onLine(1),
          ...{ receivedAt: (genesis + 3750) * 1000, validBefore: genesis + 9000 },
          ...{ state: 'failed', responseStatus: 402, tx: null },
        }),
      ],
    }
    const young = { safe: 1800, finalized: 1700 }
    const { seen, judged } = await collectWorld(late, [{ ...hides, ...young }])
    expect(balanceFindings(seen)).toEqual([])
    expect(seen.chains[0]?.movement?.balances[0]?.unsettled).toBe(10_000n)
    expect(classOf(judged)).toEqual(['INDETERMINATE'])
    expect(classOf((await collectWorld(late, [young])).judged)).toEqual(['PENDING_FINALITY'])
  })

  test('a hidden refund: the difference forbids to call it missing', async () => {
    const back = transfer(shop, alice, 10_000n, { tx: hash(0x7009), block: 400 })
    const refunded: World = {
      ...world,
      transfers: [...world.transfers, back],
      records: world.records.map((one) => ({ ...one, state: 'refunded' as const })),
    }
    const { seen, judged } = await collectWorld(refunded, [{ showLog: ({ tx }) => tx !== back.tx }])
    expect(balanceFindings(seen).map(([code]) => code)).toEqual(['RECONCILE_BALANCE_DIFFERS'])
    expect(classOf(judged)).toEqual(['INDETERMINATE'])
    expect(classOf((await collectWorld(refunded)).judged)).toEqual(['REFUNDED'])
  })

  test('a hidden refund of money that never came: the difference forbids to close the case', async () => {
    const back = transfer(shop, alice, 10_000n, { tx: hash(0x7009), block: 400 })
    const unpaid: World = {
      authorizations: [],
      transfers: [back],
      records: world.records.map((one) => ({ ...one, state: 'refunded' as const })),
    }
    expect(classOf((await collectWorld(unpaid)).judged)).toEqual(['REFUND_WITHOUT_PAYMENT'])
    const { judged } = await collectWorld(unpaid, [{ showLog: ({ tx }) => tx !== back.tx }])
    expect(classOf(judged)).toEqual(['INDETERMINATE'])
    expect(judged[0]?.item.reasons).toContain('BALANCE_BELOW_LOGS')
  })

  test('an invented transfer is a difference the other way', async () => {
    const { seen } = await collectWorld(world, [{ more: [inventedLog] }])
    const [[code, , text] = []] = balanceFindings(seen)
    expect(code).toBe('RECONCILE_BALANCE_DIFFERS')
    expect(text).toContain('make 0.03 USDC. 0.02 USDC left without a log, or a log is invented')
  })

  test('no old state: UNKNOWN, or SKIP when the operator knows it', async () => {
    const { seen, judged } = await collectWorld(world, [servesNoState])
    expect(balanceFindings(seen).map(([code, verdict]) => [code, verdict])).toEqual([
      ['RECONCILE_BALANCE_NOT_READ', 'UNKNOWN'],
      ['RECONCILE_BALANCE_NOT_READ', 'UNKNOWN'],
    ])
    expect(balanceFindings(seen)[0]?.[2]).toContain('no balance at block 99: no answer in time')
    expect(balanceFindings(seen, ['balance']).map(([, verdict]) => verdict)).toEqual(['SKIP', 'SKIP'])
    expect(classOf(judged)).toEqual(['ORPHANED_PAYMENT'])
    expect(balanceGaps(seen)).toEqual([])
  })

  test('one endpoint without old state does not silence the other', async () => {
    const { seen } = await collectWorld(world, [servesNoState, {}])
    expect(balanceFindings(seen)).toEqual([])
    expect(seen.chains[0]?.movement?.balances[0]?.why).toBeNull()
  })

  test('two endpoints that tell different balances: UNKNOWN with both', async () => {
    const { seen } = await collectWorld(world, [
      {},
      { balance: (held, at) => (at > 1000 ? held + 5n : held) },
    ])
    const [[code, verdict, text] = []] = balanceFindings(seen)
    expect([code, verdict]).toEqual(['RECONCILE_BALANCE_NOT_READ', 'UNKNOWN'])
    expect(text).toMatch(/the endpoints disagree: http:\/\/n0\/\*\*\* says \d+ and then \d+, http:\/\/n1/)
  })

  test('where one of two endpoints hides a log the union closes, and the balance says so', async () => {
    const { seen, judged } = await collectWorld(world, [{}, { showLog }])
    expect(balanceFindings(seen)).toEqual([])
    expect(classOf(judged)).toEqual(['INDETERMINATE'])
  })

  test('a token that only a record names is not asked: its contract could say anything', async () => {
    const strange = `0x${'e'.repeat(40)}`
    const named = record({ ...onLine(2), nonce: hash(2), asset: strange, receivedAt: (genesis + 590) * 1000 })
    const { seen } = await collectWorld({ ...world, records: [...world.records, named] })
    const [first, second] = seen.chains
    expect([first?.movement?.balances.length, second?.asset]).toEqual([2, strange])
    expect(second?.movement?.balances).toEqual([])
  })

  test('nothing of the window is final: UNKNOWN, never compared', async () => {
    const { seen } = await collectWorld(world, [{ safe: 90, finalized: 80 }])
    const [[code, , text] = []] = balanceFindings(seen)
    expect(code).toBe('RECONCILE_BALANCE_NOT_READ')
    expect(text).toContain('no block of the window is final yet')
  })
})

describe('whatever one node hides', () => {
  const clear = [
    'NO_CHARGE',
    'OPEN',
    'PHANTOM_SETTLEMENT',
    'CANCELLED_AFTER_SERVICE',
    'REFUND_WITHOUT_PAYMENT',
  ]

  test('a payment of which it shows nothing, state included, is never called unpaid', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, fc.nat(), async (any, which) => {
        const victim = any.records[which % Math.max(1, any.records.length)]
        const nonce = victim?.nonce ?? null
        const mark = any.authorizations.find((item) => item.nonce === nonce)
        const money = any.transfers.find(({ tx, to, value, block }) => {
          return tx === mark?.tx && to !== mark.authorizer && value > 0n && block > 99 && block <= 1900
        })
        fc.pre(nonce !== null && money?.to === shop)
        const { judged } = await collectWorld(any, [
          {
            showLog: ({ tx }) => tx !== mark?.tx,
            used: (key, at) =>
              !key.endsWith(nonce ?? '') &&
              any.authorizations.some(
                (item) => `${item.authorizer}/${item.nonce}` === key && item.block <= at,
              ),
          },
        ])
        const told = judged.filter(({ item }) => item.nonce === nonce && item.facts.isFirstClaim)
        expect(told.map(({ outcome }) => outcome).filter((outcome) => clear.includes(outcome))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('an honest node never makes a difference', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (any) => {
        expect(balanceFindings((await collectWorld(any)).seen)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

const inventedLog = (() => {
  const {
    asset: address,
    block: blockNumber,
    blockHash,
    tx,
    logIndex,
  } = transfer(alice, shop, 20_000n, { tx: hash(0x7666), block: 500 })
  const topic = (owner: string) => `0x${'0'.repeat(24)}${owner.slice(2)}`
  const topics = [
    '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    topic(alice),
    topic(shop),
  ]
  return {
    address,
    topics,
    data: `0x${(20_000).toString(16).padStart(64, '0')}`,
    blockNumber,
    blockHash,
    tx,
    logIndex,
  }
})()
