import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchBlock } from '../../../src/adapters/chain/search-block.ts'
import type { BlockRef } from '../../../src/core/ports.ts'
import { makeBlocks } from './test-chain.ts'

async function search(block: (number: number) => BlockRef, head: number, timestamp: number, budget = 40) {
  let requests = 0
  const read = async (number: number) => {
    requests += 1
    return { block: block(number), requests: 1 }
  }
  return { found: await searchBlock(block(head), timestamp, read, budget), requests }
}

describe('the last block at or before a time', () => {
  test('is exact on any rhythm of blocks, equal times included, within the budget', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(
        gaps,
        fc.integer({ min: 1, max: 4000 }),
        fc.double({ min: -0.1, max: 1.1, noNaN: true }),
        async (list, count, share) => {
          const blocks = makeBlocks(count, list)
          const [first, last] = [blocks[0]!, blocks.at(-1)!]
          const timestamp = Math.floor(first.timestamp + (last.timestamp - first.timestamp + 10) * share)
          const { found, requests } = await search((number) => blocks[number]!, count - 1, timestamp)
          expect(found).toEqual(blocks.findLast((block) => block.timestamp <= timestamp) ?? first)
          expect(requests).toBeLessThanOrEqual(40)
        },
      ),
      { numRuns: 300 },
    )
  })

  const pace = (number: number, jitter: number) => ({
    number,
    hash: '0x',
    timestamp: 1_600_000_000 + number * 2 + jitter,
  })

  test('takes few requests on 40 million blocks of two seconds', async () => {
    const { found, requests } = await search(
      (number) => pace(number, 0),
      40_000_000,
      1_600_000_000 + 61_234_567,
    )
    expect(found).toMatchObject({ number: 30_617_283 })
    expect(requests).toBeLessThanOrEqual(6)
  })

  test('takes few requests where slots were missed', async () => {
    const missed = (number: number) => pace(number, Math.floor(number / 97) * 12)
    const { requests } = await search(missed, 3_000_000, 1_600_000_000 + 2_345_678)
    expect(requests).toBeLessThanOrEqual(12)
  })

  test('survives a chain that stood still and then leapt', async () => {
    const leap = (number: number) => ({
      number,
      hash: '0x',
      timestamp: number < 900_000 ? number : number * 1000,
    })
    const { found, requests } = await search(leap, 1_000_000_000, 899_999)
    expect(found).toMatchObject({ number: 899_999 })
    expect(requests).toBeLessThanOrEqual(40)
  })

  test('says so when the budget is too small', async () => {
    const { found, requests } = await search((number) => pace(number, 0), 40_000_000, 1_600_012_345, 2)
    expect(found).toMatchObject({ kind: 'rpc' })
    expect(requests).toBe(2)
  })
})
