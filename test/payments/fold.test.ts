import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeze } from '../../src/core/json.ts'
import { paymentKeyOf } from '../../src/payments/key.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { foldRecords } from '../../src/payments/records/fold.ts'
import { isDelivered } from '../../src/payments/records/fold-groups.ts'
import { nonce, payer, record, tx } from './records-testkit.ts'

const key = { payer, nonce }
const otherKey = { payer, nonce: `0x${'99'.repeat(32)}` }

describe('foldRecords', () => {
  test('the latest state wins, gaps are filled, all lines are kept', () => {
    const folded = foldRecords([
      record(1, { recordId: 'r', state: 'pending', receivedAt: 1000, payer, nonce }),
      record(2, {
        recordId: 'r',
        state: 'settled',
        respondedAt: 3000,
        receivedAt: 1500,
        tx,
        responseStatus: 200,
      }),
    ])
    expect(folded).toHaveLength(1)
    expect(folded[0]).toMatchObject({
      state: 'settled',
      payer,
      nonce,
      tx,
      receivedAt: 1000,
      respondedAt: 3000,
    })
    expect(folded[0]?.lines.map(({ line }) => line)).toEqual([1, 2])
    expect(folded[0]?.source.line).toBe(1)
  })

  test('of two ends of one authorization the later one counts, whichever was written last', () => {
    const rows = [
      record(1, { ...key, validBefore: 500, receivedAt: 1000 }),
      record(2, { ...key, validBefore: 900, receivedAt: 2000 }),
      record(3, { ...key, validBefore: 300, receivedAt: 3000 }),
    ]
    expect(foldRecords(rows).map(({ validBefore }) => validBefore)).toEqual([900])
  })

  test('one request id folds an access log into the application log', () => {
    const folded = foldRecords([
      record(1, { requestId: 'q', state: 'pending', receivedAt: 1, ...key }),
      record(2, { requestId: 'q', state: 'failed', stateDerived: true, receivedAt: 2, responseStatus: 402 }),
    ])
    expect(folded).toHaveLength(1)
    expect(folded[0]).toMatchObject({ state: 'pending', stateDerived: false, responseStatus: 402 })
  })

  test('one payment key folds within one instance, not across instances or unnamed files', () => {
    const row = (line: number, parts: Partial<PaymentRecord>) => record(line, { ...key, ...parts })
    expect(foldRecords([row(1, { instance: 'a' }), row(2, { instance: 'a' })])).toHaveLength(1)
    expect(foldRecords([row(1, { instance: 'a' }), row(2, { instance: 'b' })])).toHaveLength(2)
    expect(foldRecords([row(1, {}), row(2, { source: { file: 'b.jsonl', line: 2 } })])).toHaveLength(2)
  })

  test('different payment keys are never folded, and a row without one joins the payment its id points to', () => {
    const rows = [
      record(1, { requestId: 'q', recordId: 'r1', ...key }),
      record(2, { requestId: 'q', recordId: 'r2', ...otherKey }),
      record(3, { recordId: 'r2', tx }),
      record(4, { requestId: 'q', responseStatus: 402 }),
    ]
    const lines = foldRecords(rows).map((one) => one.lines.map(({ line }) => line))
    expect(lines).toEqual([[1], [2, 3], [4]])
  })

  test('a request id given to two buyers folds neither into the other, with a nonce or without', () => {
    const other = `0x${'77'.repeat(20)}`
    const rows = [
      record(1, { requestId: 'q', ...key }),
      record(2, { requestId: 'q', payer: other, state: 'settled', tx }),
      record(3, { requestId: 'q', payer: other, state: 'failed' }),
    ]
    const lines = foldRecords(rows).map((one) => one.lines.map(({ line }) => line))
    expect(lines).toEqual([[1], [2, 3]])
    expect(foldRecords(rows.slice(0, 2))).toHaveLength(2)
  })

  test('two deliveries under different record ids stay two records', () => {
    const folded = foldRecords([
      record(1, { recordId: 'r1', responseStatus: 200, ...key }),
      record(2, { recordId: 'r2', responseStatus: 200, ...key }),
      record(3, { recordId: 'r2', state: 'refunded', ...key }),
      record(4, { recordId: 'r3', responseStatus: 402, ...key }),
    ])
    expect(folded.map((one) => one.lines.map(({ line }) => line))).toEqual([[1], [2, 3], [4]])
  })

  test('an access log replayed: two requests answered 2xx for one payment are two claims', () => {
    const row = (line: number, requestId: string) => record(line, { requestId, responseStatus: 200, ...key })
    expect(foldRecords([row(1, 'q1'), row(2, 'q2')])).toHaveLength(2)
  })

  test('a record without request and a request without record are one delivery', () => {
    const rows = [
      record(1, { recordId: 'r1', responseStatus: 200, ...key }),
      record(2, { requestId: 'q1', responseStatus: 200, ...key }),
    ]
    expect(foldRecords(rows)).toHaveLength(1)
  })

  test('a later refusal of the same proof does not take the delivery back', () => {
    const [folded] = foldRecords([
      record(1, {
        requestId: 'q1',
        state: 'settled',
        stateDerived: true,
        responseStatus: 200,
        receivedAt: 1,
        ...key,
      }),
      record(2, {
        requestId: 'q2',
        state: 'failed',
        stateDerived: true,
        responseStatus: 402,
        receivedAt: 2,
        ...key,
      }),
    ])
    expect(folded).toMatchObject({ state: 'settled', responseStatus: 200, requestId: 'q1' })
  })

  test('without keys, different transactions are different payments', () => {
    const other = `0x${'77'.repeat(32)}`
    expect(
      foldRecords([record(1, { requestId: 'q', tx }), record(2, { requestId: 'q', tx: other })]),
    ).toHaveLength(2)
  })

  test('a request id that everybody shares does not slow folding down', () => {
    const rows = Array.from({ length: 20_000 }, (_, line) =>
      record(line + 1, { requestId: 'same', responseStatus: 402 }),
    )
    const started = performance.now()
    expect(foldRecords(rows)).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

const few = <T>(...values: readonly T[]) => fc.constantFrom(...values)

const rows = fc
  .array(
    fc.record({
      file: few('a', 'b'),
      recordId: few(null, 'r1', 'r2', 'r3'),
      requestId: few(null, 'q1', 'q2', 'q3'),
      instance: few(null, 'i1', 'i2'),
      nonce: few(null, nonce, otherKey.nonce),
      tx: few(null, tx),
      state: few(null, 'pending', 'settled', 'failed'),
      stateDerived: fc.boolean(),
      responseStatus: few(null, 200, 202, 402),
      receivedAt: few(null, 1000, 2000, 3000),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.map(({ file, ...parts }, index) =>
      record(index + 1, { ...parts, payer, source: { file, line: index + 1 } } as Partial<PaymentRecord>),
    ),
  )

describe('properties of folding', () => {
  test('any permutation gives the same result', () => {
    const shuffled = rows.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(freeze(foldRecords(other))).toBe(freeze(foldRecords(list)))
      }),
      { numRuns: 500 },
    )
  })

  test('no row is lost or used twice, no two keys meet, no two delivered record ids meet', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const folded = foldRecords(list)
        const lines = folded.flatMap((one) => one.lines.map(({ line }) => line)).sort((a, b) => a - b)
        expect(lines).toEqual(list.map(({ source }) => source.line))
        for (const one of folded) {
          const members = list.filter((row) => one.lines.some(({ line }) => line === row.source.line))
          const keys = new Set(members.map(paymentKeyOf).filter((found) => found !== null))
          expect(keys.size).toBeLessThanOrEqual(1)
          const ids = members.filter(isDelivered).flatMap(({ recordId }) => recordId ?? [])
          expect(new Set(ids).size).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('paymentKeyOf', () => {
  test('is lower case and needs every part', () => {
    const whole = record(1, { payer: payer.toUpperCase(), nonce })
    expect(paymentKeyOf(whole)).toBe(`eip155:8453/${whole.asset}/${payer}/${nonce}`)
    for (const field of ['network', 'asset', 'payer', 'nonce'] as const) {
      expect(paymentKeyOf({ ...whole, [field]: null })).toBeNull()
    }
    expect(paymentKeyOf({ ...whole, transfer: 'svm' })).toBeNull()
    expect(paymentKeyOf({ ...whole, transfer: null })).not.toBeNull()
  })
})
