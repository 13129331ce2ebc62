import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  parseSettlements,
  type Settlement,
  settlementId,
  settlementsText,
  updateSettlements,
} from '../../src/runs/settlements.ts'

const now = new Date('2026-11-21T07:40:02Z')
const day = 86_400_000
const ago = (days: number) => new Date(now.getTime() - days * day).toISOString()
const hash = (n: number) => `0x${n.toString(16).padStart(64, '0')}`

function settlement(n: number, part: Partial<Settlement> = {}): Settlement {
  return {
    ...{ target: 't', network: 'eip155:8453', asset: `0x${'a'.repeat(40)}`, payer: `0x${'b'.repeat(40)}` },
    ...{ to: `0x${'c'.repeat(40)}`, nonce: hash(n), valueAtomic: 10_000n, caseId: `case-${n}` },
    ...{ tx: hash(n), logIndex: 1, block: n, blockHash: hash(n + 1), blockTime: 1_795_000_000 },
    ...{ recordIds: [], requestIds: [`req-${n}`], code: 'MATCHED', firstSeen: ago(0), removedAt: null },
    ...part,
  }
}

const some: fc.Arbitrary<Settlement> = fc
  .record({
    n: fc.nat(1_000_000),
    valueAtomic: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
    requestIds: fc.array(fc.string({ maxLength: 40 }), { maxLength: 3 }),
    nonce: fc.option(fc.nat(99).map(hash)),
    blockTime: fc.option(fc.nat()),
    removedAt: fc.option(fc.constant(ago(1))),
  })
  .map(({ n, ...part }) => settlement(n, part))

describe('the file', () => {
  test('holds what was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(some), (list) => {
        expect(parseSettlements(settlementsText(list))).toEqual(list)
      }),
    )
  })

  test('is one settlement a line, so that people can read it', () => {
    expect(settlementsText([settlement(1), settlement(2)]).split('\n')).toHaveLength(5)
  })

  test('that was damaged anywhere is refused, and never read as less than it was', () => {
    const list = [settlement(1), settlement(2)]
    const text = settlementsText(list)
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('', '\u0000', '"', '}', '9'), (at, put) => {
        let read: readonly Settlement[] | undefined
        try {
          read = parseSettlements(text.slice(0, at) + put + text.slice(at + 1))
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
        expect(read?.length ?? 2).toBe(2)
      }),
    )
  })

  test.each([
    ['null'],
    ['[]'],
    ['{"schema":"x402ops.settlements/v2","settlements":[]}'],
    ['{"schema":"x402ops.settlements/v1"}'],
    ['{"schema":"x402ops.settlements/v1","settlements":[null]}'],
    [settlementsText([settlement(1)]).replace('"10000"', '"1e4"')],
    [settlementsText([settlement(1)]).replace('"logIndex":1', '"logIndex":-1')],
    [settlementsText([settlement(1, { firstSeen: 'yesterday' })])],
    [settlementsText([settlement(1, { blockHash: 'latest' })])],
  ])('%s is refused', (text) => {
    expect(() => parseSettlements(text)).toThrow(SyntaxError)
  })
})

describe('after a run', () => {
  const known = [settlement(1), settlement(2)]

  test('what it settled is gone, what it found is there, what others added stays', () => {
    const update = { forget: [settlementId(settlement(1))], keep: [settlement(3)] }
    expect(updateSettlements(known, update, now)).toEqual({
      settlements: [settlement(2), settlement(3)],
      dropped: 0,
    })
  })

  test('what is kept replaces what was known of it', () => {
    const removed = settlement(1, { removedAt: ago(1) })
    expect(updateSettlements(known, { forget: [], keep: [removed] }, now).settlements[0]).toEqual(removed)
  })

  test('nothing older than 30 days stays; a reversal counts from when it was noticed', () => {
    const list = [
      settlement(1, { firstSeen: ago(31) }),
      settlement(2, { firstSeen: ago(31), removedAt: ago(29) }),
      settlement(3, { firstSeen: ago(29) }),
    ]
    const { settlements } = updateSettlements(list, { forget: [], keep: [] }, now)
    expect(settlements.map(({ block }) => block)).toEqual([2, 3])
  })

  test('at most 20,000 stay, the newest, and the others are counted', () => {
    const list = Array.from({ length: 20_005 }, (_, n) =>
      settlement(n, { firstSeen: new Date(now.getTime() - n * 1000).toISOString() }),
    )
    const { settlements, dropped } = updateSettlements([], { forget: [], keep: list }, now)
    expect([settlements.length, dropped]).toEqual([20_000, 5])
    expect(Math.max(...settlements.map(({ block }) => block))).toBe(19_999)
  })

  test('the same update twice gives the same as once, in any order', () => {
    fc.assert(
      fc.property(fc.array(some), fc.array(some), (before, keep) => {
        const update = { forget: before.slice(0, 1).map(settlementId), keep }
        const once = updateSettlements(before, update, now).settlements
        expect(updateSettlements(once, update, now).settlements.map(settlementId)).toEqual(
          once.map(settlementId),
        )
        const turned = updateSettlements([...before].reverse(), update, now).settlements
        expect(turned.map(settlementId)).toEqual(once.map(settlementId))
      }),
    )
  })
})
