import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeFlatReader } from '../../src/payments/records/flat-reader.ts'
import type { Mapping } from '../../src/payments/records/mapping.ts'
import { normaliseRows } from '../../src/payments/records/normalise.ts'
import { makeTally } from '../../src/payments/records/normalise-shown.ts'
import { makeDefaults } from '../../src/payments/records/normalise-token.ts'
import { basePays, nonce, payer, payTo, tx, usdc } from './records-testkit.ts'

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

const odd = fc.constantFrom<unknown>(
  ...[
    '',
    ' ',
    '-',
    'null',
    'N/A',
    'x',
    'none',
    'permit2',
    'success',
    '202',
    'payment required',
    'a/b?c=d',
    {},
  ],
  ...[0, 1, 2, -1, 0.5, 1e21, 200, 402, true, false, null, [], '2', 'v2', '0x', 'ü', ' 200', 'x'.repeat(600)],
)
const oddly = (usual: fc.Arbitrary<unknown>) => fc.oneof({ weight: 9, arbitrary: usual }, odd)
const hex = (bytes: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)).map((text) => `0x${text}`)
const cased = (text: fc.Arbitrary<string>) =>
  fc.oneof(
    text,
    text,
    text.map((one) => `0x${one.slice(2).toUpperCase()}`),
    text.map((one) => one.slice(2)),
    text.map((one) => ` ${one} `),
  )
const time = fc.oneof(
  fc
    .date({ min: new Date('1969-12-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  fc
    .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((at) => `${at.toISOString().slice(0, 19)}Z`),
  fc.constantFrom<unknown>(
    ...['2024-02-29T00:00:00Z', '2023-02-29T00:00:00Z', '2026-11-20T24:00:00Z', '2026-11-31T00:00:00Z'],
    ...[
      '2026-11-20T09:01:60Z',
      '2026-13-01T00:00:00Z',
      '2026-11-20T09:01:00.1Z',
      '2026-11-20 09:01:00+02:00',
    ],
    ...['20/Nov/2026:09:01:00 +0000', 1795166760, 1795166760123, 1795166760.5, '1795166760', '1795166760.25'],
    ...['2026-11-20T09-01-00Z', '2026-1a-20T09:01:00Z', '0000-01-01T00:00:00Z'],
  ),
)
const word = (...words: readonly unknown[]) => fc.constantFrom(...words)
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  requestId: fc.string({ maxLength: 14 }),
  recordId: fc.oneof(fc.integer(), fc.uuid()),
  route: word('/v1/quote', 'https://api.example/v1?x=1', 'GET /v1 HTTP/1.1'),
  method: word('POST', 'get', 'GET /v1 HTTP/1.1'),
  received_at: time,
  respondedAt: time,
  workStartedAt: time,
  x402Version: word(1, 2),
  scheme: word('exact', 'upto', 'Exact'),
  transfer: word('eip3009', 'permit2', null),
  network: word('eip155:8453', 'base', 8453, 'eip155:137', null),
  asset: word(usdc, 'USDC', 'usdc', null),
  payTo: word(payTo, payTo.toUpperCase().replace('0X', '0x')),
  amountAtomic: fc.oneof(fc.bigInt({ min: 0n, max: 1n << 257n }).map(String), fc.nat()),
  settledAtomic: fc.oneof(fc.constant(null), fc.nat().map(String)),
  payer: cased(hex(20)),
  nonce: fc.oneof(cased(hex(32)), fc.constant(''), fc.nat().map(String)),
  validBefore: word(1795166760, '1795166760', 60, 1795166760123, '2026-11-20T09:01:00Z'),
  verify: word('valid', 'invalid', 'unknown', 'whatever', true),
  state: word('settled', 'failed', 'Refunded', 'unpaid', '', null, 'not charged', 'credit'),
  responseStatus: word(200, 402, '200', 202, 500, 99, 1000),
  settleReason: word(null, 'unexpected_error', 'settlement_pending'),
  facilitator: word('https://facilitator.example/key/CANARY', 'own'),
  tx: fc.oneof(cased(hex(32)), fc.constantFrom('', null)),
  paymentResponsePresent: word(true, false, 'yes', null),
  refundTx: fc.oneof(fc.constant(null), hex(32)),
  status: word('settled', 200, '402'),
  httpMethod: word('POST', 'GET'),
  amount: word('0.01', '5', 0.5),
  time: word('2026-11-20T09:01:00Z', 1795166760),
  success: word(true, false),
  note: fc.string({ maxLength: 4 }),
  'payment.payer': hex(20),
  constructor: fc.string({ maxLength: 4 }),
}
const usual = Object.keys(values).slice(0, 26)
const names = fc.oneof(
  fc.constant(usual),
  fc.subarray(usual, { minLength: 1 }),
  fc.shuffledSubarray(Object.keys(values), { minLength: 1, maxLength: 12 }),
)

/** Rows of a few shapes, as a log has them; now and then a value is odd. */
const rows = names.chain((keys) =>
  fc.array(fc.record(Object.fromEntries(keys.map((key) => [key, oddly(values[key] ?? odd)]))), {
    minLength: 1,
    maxLength: 8,
  }),
)
const log = fc.array(rows, { minLength: 1, maxLength: 3 }).map((parts) => parts.flat())

describe('rows that are plain lists of names and values', () => {
  test('give the same by the short way as by the long way', () => {
    fc.assert(
      fc.property(log, fc.boolean(), (list, several) => {
        const [short, long] = readBoth(list, several ? [basePays, otherPays] : [basePays])
        expect(short).toEqual(long)
      }),
      { numRuns: 400 },
    )
  })

  test.each(Object.entries(values))('one odd value of %s changes nothing else', (name, arbitrary) => {
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
