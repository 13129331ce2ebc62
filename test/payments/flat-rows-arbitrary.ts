import fc from 'fast-check'
import { payTo, usdc } from './records-testkit.ts'

/** A value that hardly any field is written with. */
export const odd = fc.constantFrom<unknown>(
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
    ...['2026-11-20T24:00:01Z', '2026-11-20T09-01-00Z', '2026-1a-20T09:01:00Z', '0000-01-01T00:00:00Z'],
  ),
)
const word = (...words: readonly unknown[]) => fc.constantFrom(...words)
/** What each field may be written with, seldom oddly. */
export const flatValues: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
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
const usual = Object.keys(flatValues).slice(0, 26)
const names = fc.oneof(
  fc.constant(usual),
  fc.subarray(usual, { minLength: 1 }),
  fc.shuffledSubarray(Object.keys(flatValues), { minLength: 1, maxLength: 12 }),
)

const rows = names.chain((keys) =>
  fc.array(fc.record(Object.fromEntries(keys.map((key) => [key, oddly(flatValues[key] ?? odd)]))), {
    minLength: 1,
    maxLength: 8,
  }),
)
/** Rows of a few shapes, as a log has them; now and then a value is odd. */
export const flatLog = fc.array(rows, { minLength: 1, maxLength: 3 }).map((parts) => parts.flat())
