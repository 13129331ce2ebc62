import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64Json, maxHeaderChars } from '../../src/x402/base64-json.ts'
import type { PaymentProof } from '../../src/x402/payment-proof.ts'
import { decodePaymentProof, readPaymentProof } from '../../src/x402/read-payment-proof.ts'
import { decodeSettleAnswer, readSettleAnswer } from '../../src/x402/read-settle-answer.ts'
import { header, headersOf, wire, wireNames } from './wire.ts'

function proofIn(name: string): PaymentProof {
  const sent = Object.values(wire(name).request.headers ?? {})[0] ?? ''
  const decoded = decodePaymentProof(sent)
  if (!decoded.ok) throw new Error(decoded.problem)
  expect(decoded.problems).toEqual([])
  return decoded.value
}

const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
const payTo = '0x90f79bf6eb2c4f870365e785982e1f101e93b906'

describe('base64 of JSON', () => {
  const value = { amount: '25000', note: 'żółw ¿?~~~' }
  const standard = header(value)

  test('standard base64 has no problems', () => {
    expect(decodeBase64Json(standard)).toEqual({ ok: true, value, problems: [] })
  })

  test.each([
    ['base64url', Buffer.from('{"a":"~~~~????"}').toString('base64url'), 'base64url instead of base64'],
    ['no padding', 'e30', 'base64 padding is missing or wrong'],
    ['too much padding', 'e30==', 'base64 padding is missing or wrong'],
    ['white space', ' e30=\r\n', 'surrounded by white space'],
    ['double quotes', '"e30="', 'wrapped in quotes'],
    ['single quotes', "'e30='", 'wrapped in quotes'],
    ['stray bits', 'e31=', 'base64 ends in bits that mean nothing'],
    ['byte order mark', Buffer.from('\ufeff{}').toString('base64'), 'starts with a byte order mark'],
  ])('%s is read and named', (_name, text, problem) => {
    const decoded = decodeBase64Json(text)
    expect(decoded.ok && decoded.problems).toContain(problem)
  })

  test.each([
    ['nothing', '', 'empty'],
    ['quotes only', '""', 'empty'],
    ['plain text', 'not-a-payment!', 'not base64'],
    ['inner space', 'e3 0=', 'not base64'],
    ['an impossible length', 'e30aa', 'base64 of an impossible length'],
    ['other bytes', Buffer.from([0xff, 0xfe, 0xfd]).toString('base64'), 'base64 of bytes that are not UTF-8'],
    ['a sentence', Buffer.from('hello').toString('base64'), 'base64 of text that is not JSON'],
    ['too long', 'a'.repeat(maxHeaderChars + 1), `longer than ${maxHeaderChars} characters`],
    [
      'too deep',
      Buffer.from(`${'['.repeat(65)}${']'.repeat(65)}`).toString('base64'),
      'base64 of text that is nested deeper than 64 levels',
    ],
  ])('%s is refused', (_name, text, problem) => {
    expect(decodeBase64Json(text)).toEqual({ ok: false, problem })
  })

  test('any JSON survives the way there and back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => {
        const text = JSON.stringify(json)
        const decoded = decodeBase64Json(Buffer.from(text).toString('base64'))
        expect(decoded.ok && JSON.stringify(decoded.value)).toBe(text)
      }),
    )
  })
})

describe('a payment', () => {
  test('v2, EIP-3009', () => {
    expect(proofIn('v2-200-paid')).toEqual({
      x402Version: 2,
      scheme: 'exact',
      network: 'eip155:8453',
      transfer: 'eip3009',
      asset: usdc,
      payTo,
      amountAtomic: 1000n,
      payer: '0xbcd4042de499d14e55001ccbb24a551f3b954096',
      nonce: '0xed33b574c2870ab3a763d3ce9d8d49ffeb50bd74584cea543d8f8775ed4d73ae',
      validAfter: 0,
      validBefore: 1795247093,
      resource: 'http://127.0.0.1:33819/x402/v1/quote',
    })
  })

  test('v1 names no asset and no resource', () => {
    expect(proofIn('v1-200-paid')).toMatchObject({
      x402Version: 1,
      network: 'eip155:8453',
      transfer: 'eip3009',
      asset: null,
      payTo,
      amountAtomic: 1000n,
      resource: null,
    })
  })

  test('v2, Permit2', () => {
    expect(proofIn('v2-permit2-200-paid')).toMatchObject({
      transfer: 'permit2',
      asset: usdc,
      payTo,
      amountAtomic: 1000n,
      nonce: '85111596036710188308764448753942960689410045306636067895935508814824196684410',
      validAfter: 0,
      validBefore: 1795247100,
    })
  })

  test('v2, Solana: the terms stand in the echo', () => {
    const decoded = readPaymentProof({
      x402Version: 2,
      accepted: { scheme: 'exact', network: 'solana', amount: '5', asset: 'So1Mint', payTo: 'PayToKey' },
      payload: { transaction: 'CANARYCANARY' },
    })
    expect(decoded).toMatchObject({
      ok: true,
      value: {
        network: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
        transfer: 'svm',
        asset: 'So1Mint',
        payTo: 'PayToKey',
        amountAtomic: 5n,
        payer: null,
        nonce: null,
      },
    })
  })

  test('a scheme that we do not know has no transfer', () => {
    const decoded = readPaymentProof({
      x402Version: 1,
      scheme: 'onchain-proof',
      network: 'base',
      payload: { txHash: '0x' },
    })
    expect(decoded).toMatchObject({ ok: true, value: { transfer: 'none', scheme: 'onchain-proof' } })
  })

  const authorization = (extra: object) => ({
    x402Version: 1,
    scheme: 'exact',
    network: 'base',
    payload: { signature: 'CANARY', authorization: { from: `0X${'AB'.repeat(20)}`, ...extra } },
  })

  test('upper case is normalised, so that one authorization has one key', () => {
    const read = readPaymentProof(authorization({ nonce: `0X${'CD'.repeat(32)}` }))
    expect(read).toMatchObject({
      ok: true,
      value: { payer: `0x${'ab'.repeat(20)}`, nonce: `0x${'cd'.repeat(32)}` },
    })
  })

  test.each([
    [{ value: '1e3' }, 'authorization.value is not an unsigned decimal integer of at most 256 bits'],
    [{ value: ' 10' }, 'authorization.value is not an unsigned decimal integer of at most 256 bits'],
    [{ value: '-1' }, 'authorization.value is not an unsigned decimal integer of at most 256 bits'],
    [
      { value: (1n << 256n).toString() },
      'authorization.value is not an unsigned decimal integer of at most 256 bits',
    ],
    [{ value: 0.5 }, 'authorization.value is a number instead of a decimal text'],
    [{ value: 10 }, 'authorization.value is a number instead of a decimal text'],
    [{ nonce: '0x12' }, 'authorization.nonce is not 32 bytes of hex'],
    [{ validBefore: (1n << 200n).toString() }, 'authorization.validBefore lies beyond any calendar'],
    [{ to: 5 }, 'authorization.to is a number instead of a text'],
  ])('%j is named', (extra, problem) => {
    const read = readPaymentProof(authorization(extra))
    expect(read.ok && read.problems).toContain(problem)
  })

  test('what was signed wins over the echo, and the difference is named', () => {
    const read = readPaymentProof({
      x402Version: 2,
      accepted: { scheme: 'exact', network: 'base', amount: '9', asset: usdc, payTo: `0x${'22'.repeat(20)}` },
      payload: { authorization: { from: payTo, to: `0x${'11'.repeat(20)}`, value: '8' } },
    })
    expect(read).toMatchObject({ ok: true, value: { amountAtomic: 8n, payTo: `0x${'11'.repeat(20)}` } })
    expect(read.ok && read.problems).toEqual([
      'the signed amount differs from accepted.amount',
      'the signed recipient differs from accepted.payTo',
    ])
  })

  test.each([
    ['an empty object', {}, 'x402Version is neither 1 nor 2'],
    ['version 3', { x402Version: 3, payload: {} }, 'x402Version is neither 1 nor 2'],
    ['no payload', { x402Version: 1 }, 'payload is not an object'],
    ['null', null, 'a payment is null'],
    ['a list', [], 'a payment is a list'],
    ['inherited names', Object.create({ x402Version: 1, payload: {} }), 'x402Version is neither 1 nor 2'],
  ])('%s is refused', (_name, json, problem) => {
    expect(readPaymentProof(json)).toEqual({ ok: false, problem })
  })

  test('__proto__ in the text pollutes nothing', () => {
    const text = '{"__proto__":{"x402Version":1,"payload":{}},"constructor":{"prototype":{"polluted":1}}}'
    expect(decodePaymentProof(Buffer.from(text).toString('base64')).ok).toBe(false)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('no signature comes back', () => {
    const shown = JSON.stringify(proofIn('v2-200-paid'), (_key, item) =>
      typeof item === 'bigint' ? `${item}` : item,
    )
    expect(shown).not.toContain('5a5a5a5a')
  })
})

describe('a settlement answer', () => {
  test.each(['v2-200-paid', 'v1-200-paid', 'v2-permit2-200-paid'])('%s: settled', (name) => {
    const sent = headersOf(wire(name)).find(([key]) => key.endsWith('payment-response'))?.[1] ?? ''
    expect(decodeSettleAnswer(sent)).toMatchObject({
      ok: true,
      problems: [],
      value: {
        success: true,
        network: 'eip155:8453',
        tx: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        reason: null,
      },
    })
  })

  test('pending: no success, a hash and a reason', () => {
    const sent =
      headersOf(wire('v2-settle-pending-slow-chain')).find(([key]) => key === 'payment-response')?.[1] ?? ''
    expect(decodeSettleAnswer(sent)).toMatchObject({
      ok: true,
      value: {
        success: false,
        reason: 'settlement_pending',
        tx: '0xc0225288205d9713704ebefab2a8cffcfa0da2f3cee1d819674c888baeba3ce4',
      },
    })
  })

  test('an empty hash is no hash', () => {
    const read = readSettleAnswer(JSON.parse(wire('facilitator-settle-v2-phantom-empty-tx').body))
    expect(read).toMatchObject({ ok: true, value: { success: true, tx: null } })
  })

  test('zero is an amount, the empty text is none', () => {
    const base = { success: true, transaction: '', network: 'base' }
    expect(readSettleAnswer({ ...base, amount: '0' })).toMatchObject({ value: { amountAtomic: 0n } })
    expect(readSettleAnswer({ ...base, amount: '' })).toMatchObject({ value: { amountAtomic: null } })
  })

  test.each([[{}], [{ success: 'true' }], [null], ['ok']])('%j says nothing', (json) => {
    expect(readSettleAnswer(json).ok).toBe(false)
  })
})

describe('hostile bytes', () => {
  test('no text makes a decoder throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.base64String(),
          fc.json().map((text) => Buffer.from(text).toString('base64')),
        ),
        (text) => {
          for (const decode of [decodeBase64Json, decodePaymentProof, decodeSettleAnswer])
            expect(typeof decode(text).ok).toBe('boolean')
        },
      ),
      { numRuns: 500 },
    )
  })

  test('no JSON makes a reader throw, and readers are blind to prototypes', () => {
    const keys = fc.constantFrom(
      'x402Version',
      'payload',
      'authorization',
      'accepted',
      'success',
      'nonce',
      '__proto__',
      'value',
      'network',
    )
    const json = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(1, 2, null, true, '1', -1, 1e308),
        fc.string(),
        fc.dictionary(keys, tie('node')),
        fc.array(tie('node')),
      ),
    })).node
    fc.assert(
      fc.property(json, (value) => {
        for (const read of [readPaymentProof, readSettleAnswer]) expect(typeof read(value).ok).toBe('boolean')
      }),
      { numRuns: 500 },
    )
  })

  test('the time grows no faster than the text', () => {
    const time = (size: number): number => {
      const texts = [
        'a'.repeat(size),
        `${'a'.repeat(size - 1)}!`,
        ' '.repeat(size),
        `${'='.repeat(size)}`,
        Buffer.from('['.repeat((size * 3) / 4)).toString('base64'),
      ]
      const start = performance.now()
      for (let i = 0; i < 60; i += 1) for (const text of texts) decodePaymentProof(text)
      return performance.now() - start
    }
    time(16_000)
    const [short, long] = [time(16_000), time(64_000)]
    expect(long / Math.max(short, 1)).toBeLessThan(16)
  })
})

test('every recorded payment and settlement header can be decoded', () => {
  let decoded = 0
  for (const name of wireNames()) {
    const exchange = wire(name)
    const sent = Object.entries(exchange.request.headers ?? {})
    for (const [key, value] of [...sent, ...headersOf(exchange)]) {
      if (/^(payment-signature|x-payment)$/i.test(key) && decodeBase64Json(value).ok && value.length > 60) {
        expect(decodePaymentProof(value).ok).toBe(true)
        decoded += 1
      }
      if (/payment-response$/i.test(key)) {
        expect(decodeSettleAnswer(value).ok).toBe(true)
        decoded += 1
      }
    }
  }
  expect(decoded).toBeGreaterThan(8)
})
