import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { showPayment } from '../../../src/redact/structured/payment-header.ts'
import { readPaymentProof } from '../../../src/x402/read-payment-proof.ts'
import { smallRedactor } from './small-redactor.ts'

const wire = resolve(import.meta.dirname, '../../fixtures/wire')
const hide = () => smallRedactor().hide
const tag = '[redacted:signature]'

type Exchange = { readonly request?: { readonly headers?: Readonly<Record<string, string>> } }

/** Every payment that a real client sent in the wire fixtures. */
const payments = readdirSync(wire)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const { request } = JSON.parse(readFileSync(join(wire, name), 'utf8')) as Exchange
    return Object.entries(request?.headers ?? {})
      .filter(([header]) => /^(?:x-payment|payment-signature)$/i.test(header))
      .map(([, value]) => [name, Buffer.from(value, 'base64').toString()] as const)
      .filter(([, text]) => text.startsWith('{"'))
      .map(([, text]) => [name, JSON.parse(text) as unknown] as const)
  })

/** Every text of 80 and more characters in a row: what a signature is made of. */
function denseIn(value: unknown): readonly string[] {
  return JSON.stringify(value).match(/[A-Za-z0-9+/=]{80,}/g) ?? []
}

describe('payments that real clients sent', () => {
  test('there are some of both versions and of Permit2', () => {
    const names = payments.map(([name]) => name)
    expect(names.some((name) => name.startsWith('v1'))).toBe(true)
    expect(names.some((name) => name.startsWith('v2-permit2'))).toBe(true)
  })

  test.each(payments)('%s: who, how much, when and where stay, the signature goes', (_name, payment) => {
    const shown = showPayment(payment, hide())
    expect(readPaymentProof(shown)).toEqual(readPaymentProof(payment))
    expect(readPaymentProof(payment).ok).toBe(true)
    expect(denseIn(payment)).not.toEqual([])
    expect(denseIn(shown)).toEqual([])
    expect(JSON.stringify(shown)).toContain(tag)
  })
})

const address = (byte: string) => `0x${byte.repeat(20)}`
const accepted = {
  scheme: 'upto',
  network: 'eip155:8453',
  amount: '1000',
  asset: address('a1'),
  payTo: address('b2'),
  maxTimeoutSeconds: 60,
  extra: { name: 'USD Coin', version: '2', facilitatorAddress: address('d4') },
}

test('upto: the witness stays whole', () => {
  const payment = {
    x402Version: 2,
    accepted,
    resource: {
      url: 'https://api.example/v1/quote',
      description: 'Price quote',
      mimeType: 'application/json',
    },
    payload: {
      signature: `0x${'5a'.repeat(65)}`,
      permit2Authorization: {
        from: address('c3'),
        permitted: { token: address('a1'), amount: '1000' },
        spender: address('e5'),
        nonce: '85111596036710188308764448753942960689410045306636067895935508814824196684410',
        deadline: '1795247100',
        witness: { to: address('b2'), facilitator: address('d4'), validAfter: '0' },
      },
    },
  }
  expect(showPayment(payment, hide())).toEqual({
    ...payment,
    payload: { ...payment.payload, signature: tag },
  })
})

test.each([
  [
    'Solana: the signed transaction',
    { x402Version: 2, accepted, payload: { transaction: `AQAA${'CANARY'.repeat(40)}` } },
    { x402Version: 2, accepted, payload: { transaction: '[redacted:payment]' } },
  ],
  [
    'ERC-7710: the permission',
    {
      x402Version: 2,
      accepted,
      payload: { delegationManager: address('f6'), permissionContext: '0xCANARY' },
    },
    {
      x402Version: 2,
      accepted,
      payload: { delegationManager: address('f6'), permissionContext: '[redacted:payment]' },
    },
  ],
  [
    'batch: the signature of the voucher',
    {
      x402Version: 2,
      accepted,
      payload: { type: 'voucher', voucher: { channelId: `0x${'07'.repeat(32)}`, signature: '0xCANARY' } },
    },
    {
      x402Version: 2,
      accepted,
      payload: { type: 'voucher', voucher: { channelId: `0x${'07'.repeat(32)}`, signature: tag } },
    },
  ],
  [
    'SIGN-IN-WITH-X',
    {
      domain: 'api.example',
      address: address('c3'),
      statement: 'Sign in',
      uri: 'https://api.example',
      version: '1',
      chainId: 'eip155:8453',
      nonce: 'a1B2c3D4e5F6',
      issuedAt: '2026-11-21T07:40:02.000Z',
      signature: '0xCANARY',
    },
    {
      domain: 'api.example',
      address: address('c3'),
      statement: 'Sign in',
      uri: 'https://api.example',
      version: '1',
      chainId: 'eip155:8453',
      nonce: 'a1B2c3D4e5F6',
      issuedAt: '2026-11-21T07:40:02.000Z',
      signature: tag,
    },
  ],
  [
    'what is dense under a name that nobody knows',
    {
      x402Version: 2,
      accepted,
      extensions: {
        gas: { permit: `0x${'5a'.repeat(40)}`, hash: `0x${'5b'.repeat(32)}`, note: 'CANARY-17/+a=' },
      },
      payload: { signature: '0xCANARY', blob: 'Q0FOQVJZQ0FOQVJZ0' },
    },
    {
      x402Version: 2,
      accepted,
      extensions: {
        gas: { permit: '[redacted:payment]', hash: '[redacted:payment]', note: 'CANARY-17/+a=' },
      },
      payload: { signature: tag, blob: '[redacted:payment]' },
    },
  ],
])('%s goes', (_name, payment, expected) => {
  expect(showPayment(payment, hide())).toEqual(expected)
})

test.each([
  ['terms', { x402Version: 2, accepts: [accepted] }],
  ['a receipt', { success: true, transaction: `0x${'c3'.repeat(32)}`, network: 'eip155:8453' }],
  ['a list', [1, 2]],
  ['a text', 'payload'],
  ['nothing', undefined],
])('%s is no payment', (_name, value) => {
  expect(showPayment(value, hide())).toBeUndefined()
})

test('whatever stands in a payment, nothing is thrown and no signature comes back', () => {
  const signature = fc.uint8Array({ minLength: 65, maxLength: 65 }).map((bytes) => {
    return `0x${Buffer.from(bytes).toString('hex')}`
  })
  const place = fc.constantFrom(
    'signature',
    'sig',
    'eip712Signature',
    'payerSignature',
    'unknown',
    'data',
    'hash',
  )
  fc.assert(
    fc.property(signature, place, fc.jsonValue(), (text, name, other) => {
      const payment = {
        x402Version: 2,
        payload: { signature: text, [name]: text, other: { deep: [text], other } },
      }
      expect(JSON.stringify(showPayment(payment, hide()))).not.toContain(text)
    }),
  )
})
