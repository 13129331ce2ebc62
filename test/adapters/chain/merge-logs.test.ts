import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeHoles, mergeLogs } from '../../../src/adapters/chain/merge-logs.ts'
import type { ChainLog } from '../../../src/core/ports.ts'
import { token, transfer, word } from './test-chain.ts'

function log(blockNumber: number, logIndex: number, story = 'one'): ChainLog {
  const blockHash = word(`block ${blockNumber}`)
  return { address: token, topics: [transfer], data: '0x', blockNumber, blockHash, tx: word(story), logIndex }
}

describe('logs of many pages', () => {
  test('come out once each and in chain order, whatever the order of the pages', () => {
    const places = fc.array(fc.tuple(fc.nat(20), fc.nat(3)))
    fc.assert(
      fc.property(places, (list) => {
        const { logs, holes } = mergeLogs(list.map(([block, index]) => log(block, index)))
        const expected = [...new Set(list.map(([block, index]) => block * 10 + index))].sort((a, b) => a - b)
        expect(logs.map((item) => item.blockNumber * 10 + item.logIndex)).toEqual(expected)
        expect(holes).toEqual([])
      }),
    )
  })

  test('two hashes of one block make it a hole without logs', () => {
    const other = { ...log(7, 1), blockHash: word('uncle') }
    const { logs, holes } = mergeLogs([log(6, 0), log(7, 0), other, log(8, 0)])
    expect(logs.map((item) => item.blockNumber)).toEqual([6, 8])
    expect(holes).toMatchObject([{ from: 7, to: 7 }])
  })

  test('two logs in one place make the block a hole', () => {
    const { logs, holes } = mergeLogs([log(7, 0, 'one'), log(7, 0, 'two')])
    expect(logs).toEqual([])
    expect(holes).toMatchObject([{ from: 7, to: 7 }])
  })
})

test('holes keep every block they cover and no other', () => {
  const hole = fc.record({ from: fc.nat(50), more: fc.nat(10), why: fc.constantFrom('a', 'b') })
  const covered = (list: readonly { from: number; to: number; why: string }[]) =>
    new Set(
      list.flatMap(({ from, to, why }) =>
        Array.from({ length: to - from + 1 }, (_, at) => `${why}${from + at}`),
      ),
    )
  fc.assert(
    fc.property(fc.array(hole), (list) => {
      const holes = list.map(({ from, more, why }) => ({ from, to: from + more, why }))
      expect(covered(mergeHoles(holes))).toEqual(covered(holes))
    }),
  )
})
