import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { givenSource } from '../../src/payments/settlement/from-case.ts'
import { madeRecord } from '../../src/settlement/made-record.ts'
import { recordsBeside, recordsNamed, rivalsAmong } from '../../src/settlement/match.ts'
import { referenceOf, referenceText } from '../../src/settlement/reference.ts'
import { paymentInCall } from '../../src/settlement/transaction.ts'
import { windowFor } from '../../src/settlement/window.ts'
import { given } from './seen.ts'

const tx = `0x${'4d'.repeat(32)}`
const token = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits })

describe('a reference', () => {
  test('is a transaction, an authorization or an id, whatever its case', () => {
    expect(referenceOf(tx.toUpperCase().replace('0X', '0x'))).toEqual({ kind: 'transaction', tx })
    expect(referenceOf(`${given.payer?.toUpperCase().replace('0X', '0x')}:${given.nonce}`)).toEqual({
      ...{ kind: 'authorization', payer: given.payer, nonce: given.nonce },
    })
    expect(referenceOf('req_8f3a')).toEqual({ kind: 'id', text: 'req_8f3a' })
    expect(referenceOf('  ')).toBeNull()
    expect(referenceOf('x'.repeat(513))).toBeNull()
  })

  test('never throws, and what it prints holds no payload', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 600 }), (text) => {
        const reference = referenceOf(text)
        if (reference !== null) expect(referenceText(reference).length).toBeLessThanOrEqual(512)
      }),
    )
    expect(referenceText({ kind: 'payment', payments: [given] })).toBe('the payment given')
  })
})

describe('the authorization in call data', () => {
  const words = (...list: readonly string[]) => list.map((word) => word.padStart(64, '0')).join('')
  const call = (selector: string, tail = '') =>
    `${selector}${words('11'.repeat(20), '22'.repeat(20), '2710', '0', (1_790_000_060).toString(16), '33'.repeat(32))}${tail}`

  test('is read whatever follows it, and its signature is not', () => {
    for (const selector of ['0xe3ee160e', '0xcf092995']) {
      const read = paymentInCall({ tx, to: token, input: call(selector, 'ff'.repeat(97)) }, 'eip155:8453')
      expect(read).toEqual({ ...given, tx, validAfter: 0, endFrom: 'nobody' })
    }
  })

  test('is nothing where the call is another one, or of no token', () => {
    expect(paymentInCall({ tx, to: token, input: call('0xa9059cbb') }, 'eip155:8453')).toBeNull()
    expect(paymentInCall({ tx, to: null, input: call('0xe3ee160e') }, 'eip155:8453')).toBeNull()
    expect(paymentInCall({ tx, to: token, input: '0xe3ee160e00' }, 'eip155:8453')).toBeNull()
  })

  test('of any data never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom('0xe3ee160e', '0xcf092995', '0x'), hex(400), (selector, body) => {
        const read = paymentInCall({ tx, to: token, input: `${selector}${body}` }, 'eip155:8453')
        if (read !== null) expect(read.payer).toMatch(/^0x[0-9a-f]{40}$/)
      }),
      { numRuns: 200 },
    )
  })
})

describe('the records that are meant', () => {
  const record = (change: Partial<ReturnType<typeof madeRecord>>, line: number) => {
    const source = { file: 'payments.jsonl', line }
    return { ...madeRecord(given, line), source, lines: [source], ...change }
  }
  const own = record({ requestId: 'req_1', recordId: 'rec_1', tx }, 1)
  const other = record({ requestId: 'req_1', recordId: 'rec_2', nonce: `0x${'44'.repeat(32)}` }, 2)
  const far = record({ requestId: 'req_9', nonce: `0x${'55'.repeat(32)}` }, 3)
  const all = [own, other, far]

  test('are found by key, by hash and by every name', () => {
    expect(recordsNamed(all, { kind: 'transaction', tx }, [])).toEqual([own])
    expect(recordsNamed(all, { kind: 'id', text: 'rec_2' }, [])).toEqual([other])
    expect(recordsNamed(all, { kind: 'payment', payments: [given] }, [])).toEqual([own])
    expect(recordsNamed(all, { kind: 'transaction', tx: `0x${'00'.repeat(32)}` }, [given])).toEqual([own])
  })

  test('of two payments with one name none is picked; another payment for the purchase stands beside', () => {
    const named = recordsNamed(all, { kind: 'id', text: 'req_1' }, [])
    expect(rivalsAmong(named, { kind: 'id', text: 'req_1' }).map(({ name }) => name)).toEqual([
      'rec_1',
      'rec_2',
    ])
    expect(rivalsAmong([own], { kind: 'id', text: 'req_1' })).toEqual([])
    expect(recordsBeside(all, [own])).toEqual([other])
  })

  test('what was only named says so in its source', () => {
    expect(madeRecord(given, 1).lines).toEqual([{ file: givenSource, line: 1 }])
  })
})

describe('the window', () => {
  const base = { given: [], minedAt: null, nowSeconds: 2000, fallback: 100 }
  const record = { ...madeRecord(given, 1), receivedAt: null, validBefore: null }

  test('begins where something begins, and is assumed only where nothing says', () => {
    const received = { ...record, receivedAt: 1_500_000, validBefore: 1800 }
    expect(windowFor({ ...base, records: [received] })).toEqual({ since: 1500, until: 2000, assumed: false })
    expect(windowFor({ ...base, records: [record] })).toEqual({ since: 100, until: 2000, assumed: true })
    const begun = [{ ...given, validAfter: 900 }]
    expect(windowFor({ ...base, records: [record], given: begun })).toMatchObject({
      since: 900,
      assumed: false,
    })
    expect(windowFor({ ...base, records: [record], minedAt: 700 })).toMatchObject({ since: 700, until: 2000 })
  })

  test('never runs backwards nor into the future, whatever the records say', () => {
    const any = fc.option(fc.integer({ min: -5, max: 10_000 }))
    fc.assert(
      fc.property(any, any, any, (received, end, mined) => {
        const one = { ...record, receivedAt: received === null ? null : received * 1000, validBefore: end }
        const { since, until } = windowFor({ ...base, records: [one], minedAt: mined })
        expect(since).toBeGreaterThanOrEqual(0)
        expect(since).toBeLessThanOrEqual(until)
        expect(since).toBeLessThanOrEqual(base.nowSeconds)
      }),
      { numRuns: 300 },
    )
  })
})
