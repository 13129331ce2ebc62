import { expect, test } from 'vitest'
import { createDataHider } from '../../../src/redact/structured/data.ts'
import { keepOfHeader } from '../../../src/redact/structured/header-names.ts'
import { smallRedactor } from './small-redactor.ts'

const address = `0x${'c3'.repeat(20)}`
const payment = {
  x402Version: 1,
  scheme: 'exact',
  network: 'base',
  payload: { signature: '0xCANARY', authorization: { from: address, nonce: `0x${'07'.repeat(32)}` } },
}
const encoded = Buffer.from(JSON.stringify(payment)).toString('base64')
const decoded = JSON.stringify({
  ...payment,
  payload: { ...payment.payload, signature: '[redacted:signature]' },
})
const receipt = Buffer.from(JSON.stringify({ success: true, payer: address })).toString('base64')

const given: readonly (readonly [string, string])[] = [
  ['Content-Type', 'application/json'],
  ['X-Request-Id', '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['Set-Cookie', 'session=CANARY; Path=/'],
  ['Authorization', 'Bearer CANARY'],
  ['User-Agent', 'CANARY/1.0'],
  ['X-PAYMENT', encoded],
  ['PAYMENT-RESPONSE', receipt],
  ['access-control-expose-headers', 'PAYMENT-RESPONSE'],
]
const kept: readonly (readonly [string, string])[] = [
  ['Content-Type', 'application/json'],
  ['X-Request-Id', '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['Set-Cookie', 'present'],
  ['Authorization', 'present'],
  ['User-Agent', 'present'],
  ['X-PAYMENT', decoded],
  ['PAYMENT-RESPONSE', receipt],
  ['access-control-expose-headers', 'PAYMENT-RESPONSE'],
]
const named = (list: typeof given) => list.map(([name, value]) => ({ name, value, comment: '' }))
const lines = (list: typeof given) => list.map(([name, value]) => `${name}: ${value}`)

test.each([
  ['pairs', 'headers', given, kept],
  ['an object', 'req.headers', Object.fromEntries(given), Object.fromEntries(kept)],
  ['names and values', 'headers', named(given), named(kept)],
  ['a flat list', 'rawHeaders', given.flat(), kept.flat()],
  ['lines', 'requestHeaders', lines(given), lines(kept)],
])('headers as %s', (_name, field, value, expected) => {
  const { hide, counts } = smallRedactor()
  expect(createDataHider(hide).data({ [field]: value })).toEqual({ [field]: expected })
  expect(counts).toEqual({ header: 3, signature: 1 })
  expect(createDataHider(hide).data({ [field]: expected })).toEqual({ [field]: expected })
})

test('several values of one header, and a field that only sounds like headers', () => {
  const { hide } = smallRedactor(['CANARY-value'])
  const value = {
    headers: { 'set-cookie': ['a=CANARY', 'b=CANARY'], 'cache-control': ['no-store', 'CANARY-value'] },
    'csv.headers': ['time', 'route', 'amount'],
  }
  expect(createDataHider(hide).data(value)).toEqual({
    headers: { 'set-cookie': 'present', 'cache-control': ['no-store', '[redacted:known]'] },
    'csv.headers': ['time', 'route', 'amount'],
  })
})

test('the constant that the matrix sends is no payment', () => {
  const { hide } = smallRedactor()
  const value = { headers: [['payment-signature', 'not-a-payment']] }
  expect(createDataHider(hide).data(value)).toEqual(value)
})

test.each([
  ['x-payment-response', 'value'],
  ['sent_http_payment_response', 'value'],
  ['http_x_payment', 'payment'],
  ['X-RateLimit-Remaining', 'value'],
  ['x-refund-credit-balance', 'value'],
  ['sign-in-with-x', 'payment'],
  ['x-api-key', 'name'],
  ['cookie', 'name'],
  ['host', 'name'],
  ['', 'name'],
] as const)('of %s the %s is kept', (name, keep) => {
  expect(keepOfHeader(name)).toBe(keep)
})
