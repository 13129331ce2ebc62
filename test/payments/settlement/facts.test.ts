import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseFacts, CaseFlag, PaymentCase } from '../../../src/payments/case.ts'
import { advise } from '../../../src/payments/settlement/advice.ts'
import { givenSource, readState } from '../../../src/payments/settlement/from-case.ts'
import { isDead, isEnded, isPaid } from '../../../src/payments/settlement/states.ts'
import { type Outcome, outcomeOf } from '../../../src/reconcile/outcome.ts'
import { everyCombination } from '../every-facts.ts'
import { caseWith } from './case-with.ts'

/** The classes in which the reconciler holds that nothing moved, and nothing can where the authorization is over. */
const nothingMoved: readonly (Outcome | null)[] = [
  'NO_CHARGE',
  'PHANTOM_SETTLEMENT',
  'CANCELLED_AFTER_SERVICE',
  'REVERTED_SETTLEMENT',
  'REFUND_WITHOUT_PAYMENT',
]

const look = { nowMs: 1_790_000_000_000, settleTimeoutMs: 60_000 }
const pooled = { ...look, waitsInPool: true }
const timing = { finalAfterMs: 1_080_000 }

describe('the state and the advice, over every combination of the facts', () => {
  const states = new Set<string>()
  const advices = new Set<string>()
  const broken = new Map<string, string>()
  const note = (law: string, holds: boolean, facts: CaseFacts) => {
    if (!holds && !broken.has(law)) broken.set(law, JSON.stringify(facts))
  }

  function check(item: PaymentCase, given: typeof look): void {
    const { facts } = item
    const outcome = outcomeOf(facts)
    const reading = readState(item, given)
    const advice = advise(item, reading, timing)
    const isSafe = advice.retry === 'SAFE_TO_RETRY'
    states.add(reading.state)
    advices.add(`${advice.action} ${advice.retry}`)
    const absence = facts.nonce === 'cancelled' || (facts.nonce === 'unused' && facts.expired)
    note('safe only where absence is proven', !isSafe || (absence && facts.effect === 'none'), facts)
    note('safe only where reconcile says that nothing moved', !isSafe || isKnownDead(outcome, facts), facts)
    note('safe only from a dead state', isSafe ? isDead(reading.state) : true, facts)
    note('a dead state is finalized', !isDead(reading.state) || reading.firmness === 'finalized', facts)
    note(
      'failed needs a revert and the end',
      reading.state !== 'failed' || (facts.reverted && facts.expired),
      facts,
    )
    note('paid needs one movement of money', !isPaid(reading.state) || facts.effect === 'one', facts)
    note('money seen is never called absent', facts.effect === 'none' || !isDead(reading.state), facts)
    note('no retry after money moved', !isPaid(reading.state) || advice.retry === 'DO_NOT_RETRY', facts)
    const counts = isPaid(reading.state) && isEnded(reading)
    const terms = facts.sameAsset && facts.sameRecipient && facts.amount !== 'short'
    note('deliver only for money that counts', advice.action !== 'deliver' || (counts && terms), facts)
    note('reject only what is dead', advice.action !== 'reject' || isDead(reading.state), facts)
    note('what ended is not waited for', !isEnded(reading) || advice.action !== 'wait', facts)
    note('wait says until when, or for its block', advice.retry !== 'WAIT' || advice.until !== null, facts)
    note('removed is reversed', facts.finality !== 'removed' || reading.state === 'reversed', facts)
  }

  beforeAll(() => {
    const plain = caseWith({})
    const item = { ...plain, facts: plain.facts }
    everyCombination((facts) => {
      item.facts = facts
      check(item, look)
      if (facts.marked) check(item, pooled)
    })
  }, 60_000)

  function isKnownDead(outcome: Outcome | null, facts: CaseFacts): boolean {
    // Money without a record has no class; no record claims it either.
    if (outcome === null) return facts.books === 'absent' && facts.covered
    return nothingMoved.includes(outcome) && (facts.expired || facts.nonce === 'cancelled')
  }

  test('no law is broken', () => {
    expect(Object.fromEntries(broken)).toEqual({})
  })

  test('every state that one look can show occurs', () => {
    expect([...states].sort()).toEqual([
      'cancelled',
      'confirmed',
      'confirmed_late',
      'expired_unused',
      'failed',
      'not_found',
      'pending',
      'reversed',
      'unresolved',
    ])
  })

  test('every pair of answers that makes sense occurs, and no other', () => {
    expect([...advices].sort()).toEqual([
      'deliver DO_NOT_RETRY',
      'reject SAFE_TO_RETRY',
      'unknown DO_NOT_RETRY',
      'unknown UNKNOWN',
      'wait DO_NOT_RETRY',
      'wait WAIT',
    ])
  })
})

describe('what stands beside the facts', () => {
  const unused = {
    nonce: 'unused',
    effect: 'none',
    covered: true,
    books: 'failed',
    response: 'error',
  } as const
  const usable: readonly CaseFlag[] = ['authorization_still_usable', 'never_submitted']
  const rows: readonly [name: string, item: PaymentCase, state: string, action: string, reasons: string[]][] =
    [
      [
        'a reverted transaction alone ends nothing',
        caseWith({ facts: { ...unused, reverted: true } }),
        'unresolved',
        'wait',
        ['REVERTED_ALONE'],
      ],
      [
        'a reverted sibling of a used nonce is paid by the other transaction',
        caseWith({ facts: { nonce: 'used', effect: 'one', reverted: true, books: 'failed' }, nonce: '0x01' }),
        'confirmed_late',
        'deliver',
        ['MONEY_MOVED', 'BOOKS_SAID_OTHERWISE', 'REVERTED_SIBLING'],
      ],
      [
        'verification failed: it was never submitted, and can be until it ends',
        caseWith({ facts: unused, flags: usable }),
        'idle',
        'wait',
        ['NEVER_SUBMITTED', 'AUTHORIZATION_USABLE'],
      ],
      [
        'a fresh request without an answer',
        caseWith({
          facts: { ...unused, books: 'pending', response: 'unknown' },
          receivedAt: look.nowMs - 59_000,
        }),
        'pending',
        'wait',
        ['WITHIN_SETTLE_TIME'],
      ],
      [
        'the same a minute later',
        caseWith({
          facts: { ...unused, books: 'pending', response: 'unknown' },
          receivedAt: look.nowMs - 60_000,
        }),
        'not_found',
        'wait',
        ['NOTHING_FOUND', 'AUTHORIZATION_USABLE'],
      ],
      [
        'mined after the answer, as the books have it',
        caseWith({
          facts: { nonce: 'used', effect: 'one', books: 'settled', response: 'ok' },
          flags: ['late'],
        }),
        'confirmed_late',
        'deliver',
        ['MONEY_MOVED', 'MINED_AFTER_ANSWER'],
      ],
      [
        'money for an authorization that was only named on the command line',
        caseWith({
          facts: { nonce: 'used', effect: 'one', books: 'pending' },
          lines: [{ file: givenSource, line: 1 }],
        }),
        'confirmed',
        'unknown',
        ['MONEY_MOVED'],
      ],
      [
        'the word of one node is said to be that',
        caseWith({ facts: { ...unused, expired: true }, flags: ['one_source'] }),
        'expired_unused',
        'reject',
        ['AUTHORIZATION_EXPIRED_UNUSED', 'ONE_SOURCE'],
      ],
    ]

  test.each(rows)('%s', (_name, item, state, action, reasons) => {
    const reading = readState(item, look)
    expect([reading.state, advise(item, reading, timing).action]).toEqual([state, action])
    expect(reading.reasons).toEqual(reasons)
  })

  test('a wait ends when the block after the authorization is final; without an end it is no wait', () => {
    const item = caseWith({ facts: unused, validBefore: 1_790_000_300 })
    expect(advise(item, readState(item, look), timing).until).toBe(1_790_000_300 + 1080)
    const endless = caseWith({ facts: { ...unused, nonce: 'unknown' }, validBefore: null })
    expect(advise(endless, readState(endless, look), timing)).toMatchObject({
      action: 'unknown',
      retry: 'UNKNOWN',
    })
  })

  test('a block that is not final yet is waited for, and never paid again', () => {
    const facts = { nonce: 'used', effect: 'one', finality: 'below' } as const
    const item = caseWith({ facts, finalityLevel: 'latest', blockTime: 1_790_000_000 })
    const reading = readState(item, look)
    expect(reading.firmness).toBe('provisional')
    expect(advise(item, reading, timing)).toEqual({
      action: 'wait',
      until: 1_790_001_080,
      retry: 'DO_NOT_RETRY',
      reasons: ['NOT_FINAL_YET'],
    })
  })
})
