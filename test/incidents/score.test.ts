import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addTallies, emptyTally, type Score, score } from '../../bench/incidents/score.ts'
import type { Answer, Scenario, Subject, Truth } from '../../bench/incidents/shapes.ts'
import { percent, renderTable } from '../../bench/incidents/table.ts'
import { classes, classWords, wordsOf } from '../../bench/incidents/words.ts'

const record = (recordId: string): Subject => ({ by: 'record', recordId })

const truth = (outcome: string, decidable = true, recordId = 'a'): Truth => ({
  story: 'story',
  subject: record(recordId),
  outcome,
  decidable,
  movedAtomic: null,
})

const answer = (outcome: string, recordId = 'a'): Answer => ({ subject: record(recordId), outcome })

const scored = (truths: readonly Truth[], answers: readonly Answer[], words = classWords): Score =>
  score({ name: 'test', seed: 1, truths } as unknown as Scenario, answers, words)

describe('one truth and one answer', () => {
  test.each([
    ['orphaned_payment', true, 'orphaned_payment', []],
    ['orphaned_payment', true, 'no_charge', ['false clear']],
    ['orphaned_payment', true, 'open', ['false clear']],
    ['orphaned_payment', true, 'amount_short', ['wrong']],
    ['orphaned_payment', true, 'indeterminate', ['unknown']],
    ['orphaned_payment', true, null, ['silent']],
    ['matched', true, 'no_charge', ['false clear']],
    ['no_charge', true, 'matched', ['false clear']],
    ['no_charge', true, 'open', ['wrong']],
    ['open', true, 'no_charge', ['false clear']],
    ['matched', true, 'charged_not_delivered', ['wrong']],
    ['indeterminate', false, 'indeterminate', []],
    ['indeterminate', false, 'invalid_record', []],
    ['indeterminate', false, 'ambiguous', []],
    ['indeterminate', false, 'no_charge', ['false clear']],
    ['indeterminate', false, 'orphaned_payment', ['overclaimed']],
    ['indeterminate', false, null, ['silent']],
    ['ambiguous', true, 'indeterminate', ['unknown']],
  ] as const)('%s (decidable: %s) called %s', (outcome, decidable, said, kinds) => {
    const answers = said === null ? [] : [answer(said)]
    expect(scored([truth(outcome, decidable)], answers).misses.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('a finding about money that is none of ours is a false alarm, a note about it is not', () => {
    expect(scored([], [answer('unrecorded_receipt')]).tally.falseAlarms).toBe(1)
    expect(scored([], [answer('unrelated_inflow')]).tally.falseAlarms).toBe(0)
  })

  test('two truths of one subject take the answers that fit them', () => {
    const truths = [truth('matched'), truth('duplicate_claim')]
    const both = scored(truths, [answer('duplicate_claim'), answer('matched')])
    expect(both.tally.right).toBe(2)
    expect(scored(truths, [answer('duplicate_claim')]).misses).toMatchObject([
      { expected: 'matched', got: null, kind: 'silent' },
    ])
  })

  test('"unknown" under the name of a record answers for a payment that could not be named', () => {
    const payment = { ...truth('matched'), subject: { by: 'log', tx: '0x1', logIndex: 0 } } as const
    expect(scored([payment], [answer('indeterminate')]).misses.map(({ kind }) => kind)).toEqual(['unknown'])
    expect(scored([payment], [answer('no_charge')]).misses.map(({ kind }) => kind)).toEqual(['silent'])
  })

  test('addresses and nonces are the same in any case', () => {
    const subject = (text: string): Subject => ({ by: 'authorization', payer: text, nonce: text })
    const one = { ...truth('matched'), subject: subject('0xab') }
    expect(scored([one], [{ subject: subject('0xAB'), outcome: 'matched' }]).tally.right).toBe(1)
  })
})

describe('words of other tools', () => {
  const words = wordsOf.x402trace!

  test.each([
    ['orphaned_payment', 'settled_on_chain', []],
    ['charged_not_delivered', 'settled_on_chain', []],
    ['no_charge', 'not_settled', []],
    ['open', 'not_settled', []],
    ['orphaned_payment', 'not_settled', ['false clear']],
    ['orphaned_payment', 'recipient_mismatch', ['wrong']],
    ['matched', null, []],
    ['phantom_settlement', null, ['silent']],
    ['unrecorded_receipt', null, ['silent']],
  ] as const)('%s called %s', (outcome, said, kinds) => {
    const answers = said === null ? [] : [answer(said)]
    expect(scored([truth(outcome)], answers, words).misses.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('every class that a word stands for exists', () => {
    const named = Object.values(wordsOf).flatMap(({ accepts, silence }) => [
      ...Object.values(accepts).flat(),
      ...silence,
    ])
    expect(named.filter((name) => !(classes as readonly string[]).includes(name))).toEqual([])
  })
})

describe('sums', () => {
  const outcome = fc.constantFrom(...classes)
  const cases = fc.array(fc.tuple(outcome, fc.boolean(), fc.option(outcome)), { maxLength: 30 })
  const scoreAll = (list: readonly (readonly [string, boolean, string | null])[]) =>
    scored(
      list.map(([name, decidable], index) => truth(name, decidable, String(index))),
      list.flatMap(([, , said], index) => (said === null ? [] : [answer(said, String(index))])),
    ).tally

  test('every decidable truth ends in exactly one count, and parts add up to the whole', () => {
    fc.assert(
      fc.property(cases, cases, (some, others) => {
        const tally = scoreAll(some)
        const { decidable, undecidable, right, wrong, unknown } = tally
        const silent = some.filter(([, known, said]) => known && said === null).length
        expect(right + wrong + unknown + silent).toBe(decidable)
        expect(decidable + undecidable).toBe(some.length)
        const truths = Object.values(tally.classes).reduce((sum, one) => sum + one.truths, 0)
        expect(truths).toBe(decidable)
        const sum = addTallies(tally, scoreAll(others))
        expect(sum.decidable).toBe([...some, ...others].filter(([, known]) => known).length)
        expect(addTallies(tally, emptyTally)).toEqual(tally)
      }),
    )
  })
})

describe('the table', () => {
  test.each([
    [1, 1, '100'],
    [999, 1000, '99.9'],
    [9999, 10_000, '99.9'],
    [0, 5, '0'],
    [0, 0, '-'],
  ])('%s of %s is %s', (part, whole, text) => {
    expect(percent(part, whole)).toBe(text)
  })

  test('shows recall and precision of the classes that occurred', () => {
    const tally = scored(
      [truth('matched', true, 'a'), truth('orphaned_payment', true, 'b')],
      [answer('matched', 'a'), answer('matched', 'b')],
    ).tally
    expect(renderTable([{ name: 'one', tally }])).toMatchInlineSnapshot(`
      "| recall % / precision %       | truths |      one |
      | ---------------------------- | -----: | -------: |
      | matched                      |      1 | 100 / 50 |
      | orphaned_payment             |      1 |    0 / - |
      | right                        |      2 |     50 % |
      | wrong                        |        |        1 |
      | said nothing                 |        |        0 |
      | said "unknown"               |        |        0 |
      | false clears                 |        |        1 |
      | false alarms                 |        |        0 |
      | undecidable, claimed to know |      0 |        0 |
      "
    `)
  })
})
