import { describe, expect, test } from 'vitest'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { advise } from '../../src/payments/settlement/advice.ts'
import { readState } from '../../src/payments/settlement/from-case.ts'
import { withDoubts } from '../../src/settlement/doubts.ts'
import { completed, joinGiven } from '../../src/settlement/given.ts'
import { madeRecord } from '../../src/settlement/made-record.ts'
import { recordsBeside, recordsOfPayers } from '../../src/settlement/match.ts'
import type { GivenPayment } from '../../src/settlement/shapes.ts'
import { caseWith } from '../payments/settlement/case-with.ts'
import { given } from './seen.ts'

const end = given.validBefore ?? 0
const ends = (all: readonly GivenPayment[]) =>
  joinGiven(all).map(({ validBefore, endFrom }) => [validBefore, endFrom])

function row(line: number, more: Partial<PaymentRecord> = {}): PaymentRecord {
  const source = { file: 'pay.jsonl', line }
  return { ...madeRecord(given, line), source, lines: [source], ...more }
}

describe('when a payment that was given ends', () => {
  test('nobody lends his word to the end that somebody else names', () => {
    const saved: GivenPayment = { ...given, validBefore: null, endFrom: 'books' }
    const called: GivenPayment = { ...given, validBefore: end - 900, endFrom: 'nobody' }
    expect(ends([saved, called])).toEqual([[end - 900, 'nobody']])
    expect(ends([called, saved])).toEqual([[end - 900, 'nobody']])
  })

  test('of several ends the latest counts', () => {
    const short: GivenPayment = { ...given, validBefore: end - 900, endFrom: 'signature' }
    const long: GivenPayment = { ...given, validBefore: end + 900, endFrom: 'nobody' }
    expect(ends([short, long])).toEqual([[end + 900, 'signature']])
    expect(ends([long, short])).toEqual([[end + 900, 'signature']])
  })

  test('the same authorization on another network is another payment', () => {
    expect(joinGiven([given, { ...given, network: 'eip155:137' }])).toHaveLength(2)
    expect(joinGiven([{ ...given, network: null }, given])).toHaveLength(1)
  })

  test('a record takes a later end from it, never an earlier one, and none of another network', () => {
    const early = row(1, { validBefore: end - 900 })
    expect(completed(early, [{ ...given, endFrom: 'nobody' }]).validBefore).toBe(end)
    expect(completed(row(1), [{ ...given, validBefore: end - 900 }]).validBefore).toBe(end)
    const open = row(1, { validBefore: null })
    expect(completed(open, [{ ...given, endFrom: 'nobody' }]).validBefore).toBeNull()
    expect(completed(open, [{ ...given, network: 'eip155:137' }]).validBefore).toBeNull()
    expect(completed(open, [given]).validBefore).toBe(end)
  })
})

describe('what the books tell beside a payment', () => {
  test('are the other records of its key, transaction, request and purchase', () => {
    const own = row(1, { requestId: 'req_a', tx: '0x7a' })
    const same = [
      row(2, { requestId: 'req_b' }),
      row(3, { nonce: '0x01', tx: '0x7a' }),
      row(4, { nonce: '0x02', requestId: 'req_a' }),
    ]
    const others = [row(5, { nonce: '0x03', requestId: 'req_c' }), row(6, { payer: null, nonce: null })]
    expect(recordsBeside([own, ...same, ...others], [own])).toEqual(same)
  })

  test('and what the payer paid otherwise in that time', () => {
    const at = (line: number, receivedAt: number | null) => row(line, { receivedAt })
    const rows = [at(1, 5_000_000), at(2, 90_000_000), at(3, null), row(4, { payer: '0xe1' })]
    expect(recordsOfPayers(rows, [row(9)], { since: 4900, until: 5100 })).toEqual([rows[0], rows[2]])
  })
})

describe('a nonce that the books may have wrong', () => {
  const dead = caseWith({
    ...{ payer: '0xb0', tx: '0x7a', requiredAtomic: 10_000n },
    facts: { books: 'failed', nonce: 'unused', effect: 'none', covered: true, expired: true },
  })
  const money = (more: object) =>
    caseWith({ payer: '0xb0', lines: [], facts: { books: 'absent', effect: 'one' }, ...more })
  const retry = (other: object, others: readonly PaymentRecord[] = []) => {
    const [item = dead] = withDoubts([dead], [dead, money(other)], others)
    const reading = readState(item, { nowMs: 0, settleTimeoutMs: 0 })
    return advise(item, reading, { finalAfterMs: 0 }).retry
  }

  test('clears nothing while its payer made a payment that no record tells of', () => {
    expect(retry({ tx: '0x7a', movedAtomic: 7n })).toBe('UNKNOWN')
    expect(retry({ tx: '0x7b', movedAtomic: 10_000n })).toBe('UNKNOWN')
  })

  test('is believed beside the money of others, and beside other amounts', () => {
    expect(retry({ tx: '0x7b', movedAtomic: 7n })).toBe('SAFE_TO_RETRY')
    expect(retry({ tx: '0x7a', movedAtomic: 10_000n, payer: '0xe1' })).toBe('SAFE_TO_RETRY')
    expect(retry({ tx: '0x7b', movedAtomic: 10_000n, network: 'eip155:137' })).toBe('SAFE_TO_RETRY')
    const fits = { tx: '0x7b', nonce: '0x0f', movedAtomic: 10_000n }
    expect(retry(fits, [row(1, { payer: '0xb0', nonce: '0x0f' })])).toBe('SAFE_TO_RETRY')
    expect(retry(fits, [row(1, { payer: '0xb0', nonce: '0x0e' })])).toBe('UNKNOWN')
  })
})
