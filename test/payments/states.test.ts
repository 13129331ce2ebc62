import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meaningOf, noStateWords, stateOf, stateWords } from '../../src/payments/records/states.ts'

const nothing = {
  written: null,
  settleSuccess: null,
  settleReason: null,
  responseStatus: null,
  scheme: null,
  settledAtomic: null,
} as const

describe('meaningOf', () => {
  test.each(
    Object.entries(stateWords).flatMap(([state, words]) => words.map((word) => [word, state] as const)),
  )('%s is %s', (word, state) => {
    expect(meaningOf(word, {})).toBe(state)
    expect(meaningOf(` ${word.toUpperCase().replaceAll('_', '-')} `, {})).toBe(state)
  })

  test('one letter decides', () => {
    expect([meaningOf('credit', {}), meaningOf('credited', {})]).toEqual(['not_charged', 'refunded'])
  })

  test.each(noStateWords)('"%s" is no state', (word) => {
    expect(meaningOf(word, {})).toBe('none')
  })

  test('the mapping file is asked first', () => {
    expect(meaningOf('Requires Review', { requires_review: 'pending' })).toBe('pending')
    expect(meaningOf('paid', { paid: 'none' })).toBe('none')
  })

  test('no word is guessed', () => {
    const known = new Set([...noStateWords, ...Object.values(stateWords).flat()])
    fc.assert(
      fc.property(fc.string(), (word) => {
        const normal = word.trim().toLowerCase().replace(/[\s-]/g, '_')
        expect(meaningOf(word, {}) === 'unknown').toBe(!known.has(normal))
      }),
    )
  })
})

describe('stateOf', () => {
  test.each([
    [{ written: 'failed', settleSuccess: true, responseStatus: 200 }, 'failed', false],
    [{ settleSuccess: true, responseStatus: 402 }, 'settled', false],
    [{ settleSuccess: false, responseStatus: 200 }, 'failed', false],
    [{ settleSuccess: false, settleReason: 'settlement_pending' }, 'pending', false],
    [{ responseStatus: 200 }, 'settled', true],
    [{ responseStatus: 204 }, 'settled', true],
    [{ responseStatus: 202 }, 'pending', true],
    [{ responseStatus: 402 }, 'failed', true],
    [{ responseStatus: 503 }, 'failed', true],
    [{ responseStatus: 404 }, null, false],
    [{}, null, false],
    [{ settleSuccess: true, scheme: 'upto', settledAtomic: 0n }, 'not_charged', false],
    [{ settleSuccess: false, scheme: 'upto', settledAtomic: 0n }, 'failed', false],
    [{ settleSuccess: true, scheme: 'exact', settledAtomic: 0n }, 'settled', false],
  ] as const)('case %#', (input, state, derived) => {
    expect(stateOf({ ...nothing, ...input })).toEqual({ state, derived })
  })
})
