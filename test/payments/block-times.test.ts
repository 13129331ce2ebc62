import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { momentsOf, timesOf } from '../../src/payments/site.ts'
import { genesis, scan, view } from './world.ts'

const whole = view(scan())
const chain = (times: Record<number, number>, network = 'eip155:8453') => ({ ...whole, network, times })

describe('the time of a block that was not read', () => {
  test('is told where the chain kept its beat of two seconds', () => {
    const times = { 100: genesis, 200: genesis + 200 }
    expect(momentsOf(chain(times))(130)).toBe(genesis + 60)
  })

  test('is told where both neighbours show the same second', () => {
    expect(momentsOf(chain({ 100: genesis, 200: genesis }))(130)).toBe(genesis)
  })

  test('is not known where the line between two blocks would be a guess of hours', () => {
    const uneven = { 2: genesis, 98: genesis + 86_400 }
    expect(momentsOf(chain(uneven))(72)).toBeNull()
    expect(momentsOf(chain({ 1: genesis, 3: genesis + 4 }, 'eip155:50'))(2)).toBeNull()
  })

  test('is not known outside of what was read; a block that was read says its own', () => {
    const times = { 100: genesis, 200: genesis + 999 }
    expect([99, 100, 200, 201].map(momentsOf(chain(times)))).toEqual([null, genesis, genesis + 999, null])
  })

  test('what is told never differs from the line, and on an even chain it is the truth', () => {
    const marks = fc.uniqueArray(fc.nat(5000), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(marks, fc.nat(5000), fc.boolean(), (blocks, asked, uneven) => {
        const truth = (block: number) => genesis + 2 * block + (uneven && block > 2500 ? 700 : 0)
        const known = chain(Object.fromEntries(blocks.map((block) => [block, truth(block)])))
        const told = momentsOf(known)(asked)
        if (told === null) return
        expect(told).toBe(truth(asked))
        expect(told).toBe(timesOf(known)(asked))
      }),
    )
  })
})
