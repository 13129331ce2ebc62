import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeFlatReader } from '../../src/payments/records/flat-reader.ts'
import type { Mapping } from '../../src/payments/records/mapping.ts'
import { normaliseRows } from '../../src/payments/records/normalise.ts'
import { makeTally } from '../../src/payments/records/normalise-shown.ts'
import { makeDefaults } from '../../src/payments/records/normalise-token.ts'
import { flatLog, flatValues, odd } from './flat-rows-arbitrary.ts'
import { basePays, nonce, payer, tx } from './records-testkit.ts'

/** Says nothing, and by being there turns the short way off. */
const longWay: Mapping = {
  file: 'mapping.yaml',
  fields: {},
  states: {},
  amountUnit: null,
  timeZone: null,
  constants: { network: null, asset: null },
  where: {},
}

const otherPays = { ...basePays, network: 'eip155:137', unit: { ...basePays.unit, network: 'eip155:137' } }

function readBoth(rows: readonly unknown[], pays = [basePays]) {
  const raw = rows.map((data, index) => ({ source: { file: 'pay.jsonl', line: index + 1 }, data }))
  return [null, longWay].map((mapping) => {
    try {
      return normaliseRows(raw, { name: 'pay.jsonl', pays, mapping })
    } catch (error) {
      return String(error)
    }
  })
}

describe('rows that are plain lists of names and values', () => {
  test('give the same by the short way as by the long way', () => {
    fc.assert(
      fc.property(flatLog, fc.boolean(), (list, several) => {
        const [short, long] = readBoth(list, several ? [basePays, otherPays] : [basePays])
        expect(short).toEqual(long)
      }),
      { numRuns: 400 },
    )
  })

  test.each(Object.entries(flatValues))('one odd value of %s changes nothing else', (name, arbitrary) => {
    const row = { requestId: 'request-17', payer, nonce, tx, state: 'settled', receivedAt: 1795166760 }
    fc.assert(
      fc.property(fc.array(fc.oneof(arbitrary, odd), { minLength: 2, maxLength: 4 }), (oddOnes) => {
        const [short, long] = readBoth([row, ...oddOnes.map((value) => ({ ...row, [name]: value })), row])
        expect(short).toEqual(long)
      }),
      { numRuns: 20 },
    )
  })

  test('the second row of a shape goes the short way', () => {
    const tally = makeTally()
    const reader = makeFlatReader(makeDefaults([basePays], null), tally)
    const row = {
      requestId: 'request-17',
      payer,
      nonce,
      tx,
      state: 'settled',
      amountAtomic: '1000',
      note: 'x',
    }
    const source = { file: 'pay.jsonl', line: 1 }
    expect(reader.read(source, row)).toBeUndefined()
    expect(reader.read(source, row)).toMatchObject({ record: { payer, nonce, tx, amountAtomic: 1000n } })
    expect(reader.read(source, { ...row, payer: '', nonce: null, tx: null, state: 'unpaid' })).toBe('ignored')
    expect(reader.read(source, { ...row, nonce: 'x' })).toBeUndefined()
    expect(reader.read(source, { ...row, note: {} })).toBeUndefined()
    expect(reader.read(source, { other: 'x', ...row })).toBeUndefined()
    expect(tally.states()).toEqual([{ word: 'settled', count: 1, state: 'settled' }])
  })

  test('a name that held an object first is told as unread all the same', () => {
    const row = { payer, nonce, tx, state: 'settled' }
    const list = [row, { ...row, note: {} }, { ...row, note: '' }, { ...row, note: 'x' }]
    for (const read of readBoth(list)) expect(read).toMatchObject({ used: 4, mapping: { unread: ['note'] } })
  })

  test('an empty key is known in either way', () => {
    const row = { payer, nonce: '', tx: '', state: 'failed' }
    for (const read of readBoth([row, row])) expect(read).toMatchObject({ used: 2, rejected: [] })
    const without = { payer, state: 'failed' }
    for (const read of readBoth([without, without])) {
      expect(read).toBe('OpsError: pay.jsonl holds no field that could join a record to the chain')
    }
  })
})
