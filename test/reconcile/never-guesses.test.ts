import { describe, expect, test } from 'vitest'
import { record, scan, usdc } from '../payments/world.ts'
import { onLine } from './judging.ts'
import { type Case, eurc, expectGiven, failed, judge, paid, unused } from './unproven.ts'
import { otherCases } from './unproven-cases.ts'
import { permit2Cases } from './unproven-permit2.ts'

const cases: readonly Case[] = [...permit2Cases, ...otherCases]

describe('what is not proven is not said', () => {
  test.each(cases)('$name', (one) => {
    expectGiven(one)
  })

  test('a scheme that the operator lists as unreadable is skipped, not unknown', () => {
    const [known] = judge(cases.find(({ name }) => name.startsWith('a scheme that cannot be read')) as Case)
    expect(known).toMatchObject({ outcome: 'INDETERMINATE', verdict: 'SKIP' })
  })

  test('the money of a second claim is not counted again', () => {
    const records = [
      record({ ...onLine(1), instance: 'a', requestId: 'r1' }),
      record({ ...onLine(2), instance: 'b', requestId: 'r2' }),
    ]
    const judged = judge({ name: '', records, views: [[scan(paid)]], gives: [] })
    expect(judged.filter(({ moneyMoved }) => moneyMoved === true)).toHaveLength(1)
  })

  test('absence names the block at which the nonce was read', () => {
    const [one] = judge({ name: '', records: [record(failed)], views: [[scan(unused)]], gives: [] })
    expect(one?.item.evidence.map(({ source, ref }) => `${source} ${ref}`)).toEqual([
      'record pay.jsonl:1',
      'http://one/*** nonce unused at block 1900',
    ])
  })

  test('money counts in the token in which it moved, and the case says what was asked for', () => {
    const mismatch = cases.find(({ name }) => name === 'asked for one token, paid with the other') as Case
    const { item } = judge(mismatch)[0] ?? {}
    expect([item?.asset, item?.asked?.asset, item?.movedAtomic]).toEqual([eurc, usdc, 10_000n])
  })
})
