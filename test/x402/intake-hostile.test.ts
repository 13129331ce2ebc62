import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toJson } from '../../src/core/json.ts'
import { takeIn } from '../../src/x402/intake.ts'
import { bytesOf, forms } from './forms.ts'
import { hostileInput } from './hostile.ts'
import { mutateJson, randomOf } from './mutate.ts'
import { documents, offer, payment } from './samples.ts'

const seeds = fc.integer({ min: 0, max: 0xffffffff })

describe('whatever bytes come', () => {
  test('mutated documents in every form: never a throw, always data that can be printed', {
    timeout: 120_000,
  }, () => {
    let decoded = 0
    fc.assert(
      fc.property(seeds, (seed) => {
        const taken = takeIn(hostileInput(randomOf(seed)))
        decoded += taken.found.length
        const printed = JSON.parse(toJson(taken)) as typeof taken
        const hashed = taken.found.every(({ sha256 }) => sha256 === null || /^[0-9a-f]{64}$/.test(sha256))
        return hashed && printed.found.length === taken.found.length
      }),
      { numRuns: 10_000 },
    )
    // Or the mutations would leave nothing to read.
    expect(decoded).toBeGreaterThan(3000)
  })

  test('raw bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(Array.isArray(takeIn(bytes).found)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('more than the limit is not looked into', () => {
    const { found, problems } = takeIn(new Uint8Array(16_777_217))
    expect([found, problems]).toEqual([[], ['longer than 16777216 bytes']])
  })

  test('more candidates than a call takes arguments', () => {
    for (const text of ['eyJ4NDAy\n', 'X-PAYMENT: e ', 'eyJ4NDAyVmVyc2lvbiI6Mn0eyJ4NDAyVmVyc2lvbiI6Mn0.']) {
      const { found, problems } = takeIn(Buffer.from(text.repeat(150_000)))
      expect([found, problems.length]).toEqual([[], 1000])
      expect(problems[0]).toBe('more than 20000 candidates: the others were not read')
    }
  })

  test('deep nesting, and a list of many documents', () => {
    expect(takeIn(Buffer.from('['.repeat(200_000))).found).toEqual([])
    const many = takeIn(Buffer.from(JSON.stringify(Array.from({ length: 1500 }, () => offer))))
    expect([many.found.length, many.problems]).toEqual([
      1000,
      ['more than 1000 documents: the others were not read'],
    ])
  })
})

/** The secret of a payment, and pieces of it that would still be too much. */
function secretsOf(seed: number) {
  const random = randomOf(seed)
  const digits = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
  const signature = digits(130)
  const transaction = Buffer.from(`CANARY${digits(300)}`).toString('base64')
  const voucher = digits(130)
  return { signature, transaction, voucher, all: [signature, transaction, voucher] }
}

/** Every text that a secret could leave as: itself, parts of it, and the base64 of them. */
function needlesOf(secret: string): readonly string[] {
  const pieces = [0, 1, 2].map((part) => secret.slice(part * 40, part * 40 + 24))
  return pieces.flatMap((piece) => [
    piece,
    piece.toUpperCase(),
    Buffer.from(piece).toString('base64').slice(2, -4),
  ])
}

describe('no secret comes back', () => {
  test('signatures, transactions and vouchers, in every form, in every field, mutated', {
    timeout: 120_000,
  }, () => {
    const misplaced = ['from', 'to', 'nonce', 'value'] as const
    let hidden = 0
    fc.assert(
      fc.property(seeds, fc.constantFrom(...forms), fc.nat(9), (seed, form, place) => {
        const { signature, transaction, voucher, all } = secretsOf(seed)
        const authorization = { ...payment.payload.authorization }
        const wrong = misplaced[place]
        if (wrong !== undefined) authorization[wrong] = `0x${signature}`
        const secret = {
          signature: `0x${signature}`,
          transaction: place > 6 ? transaction : undefined,
          voucher: { signature: `0x${voucher}` },
        }
        const sample = documents[place % 2 === 0 ? 0 : 3]
        if (sample === undefined) throw new Error('no sample')
        const payload = place > 6 ? secret : { ...secret, authorization }
        const resource = { url: `https://a.example/v1?sig=0x${signature}#${voucher}` }
        const json = { ...(sample.json as object), payload, resource, error: `0x${signature}` }
        const random = randomOf(seed + 1)
        const sent = place === 9 ? mutateJson(random, json, 0.02) : json
        const taken = takeIn(bytesOf(form.text({ ...sample, json: sent })))
        hidden += taken.found.filter((intake) => intake.hidden.length > 0).length
        const shown = toJson(taken)
        expect(all.flatMap(needlesOf).filter((needle) => shown.includes(needle))).toEqual([])
      }),
      { numRuns: 1000 },
    )
    expect(hidden).toBeGreaterThan(600)
  })

  test.each([
    ['the error of a 402', { ...offer, error: `bad signature 0x${'ca'.repeat(65)}` }],
    [
      'the query of a resource',
      { ...offer, resource: { url: `https://a.example/q?key=${'ca'.repeat(65)}` } },
    ],
    ['a recipient', { ...offer, accepts: [{ ...offer.accepts[0], payTo: `0x${'ca'.repeat(65)}` }] }],
    [
      'a voucher of a corrective 402',
      {
        ...offer,
        accepts: [{ ...offer.accepts[0], extra: { voucherState: { signature: `0x${'ca'.repeat(65)}` } } }],
      },
    ],
    [
      'the reason of a settlement',
      { success: false, transaction: '', network: 'base', errorReason: `0x${'ca'.repeat(65)}` },
    ],
    [
      'a transaction that is a signature',
      { success: true, transaction: `0x${'ca'.repeat(65)}`, network: 'base' },
    ],
    [
      'an MPP credential',
      {
        challenge: { id: 'a' },
        payload: { signature: `0x${'ca'.repeat(65)}` },
        source: `0x${'ca'.repeat(65)}`,
      },
    ],
    [
      'a transaction that is the most of a signature',
      { success: true, transaction: 'ca'.repeat(44), network: 'base' },
    ],
    [
      'half a signature as a scheme',
      { ...offer, accepts: [{ ...offer.accepts[0], scheme: 'ca'.repeat(29) }] },
    ],
    ['half a signature as a network', { ...payment, accepted: { network: 'ca'.repeat(30) } }],
    ['a name of a field', { headers: { [`0x${'ca'.repeat(65)}`]: payment } }],
  ])('%s', (_name, json) => {
    const taken = takeIn(Buffer.from(JSON.stringify(json)))
    expect(taken.found).toHaveLength(1)
    expect(toJson(taken)).not.toContain('cacacacacacaca')
  })

  test.each([
    `half of one: ${'ca'.repeat(29)}`,
    'cookie=CANARYvalue0123456789',
    'Set-Cookie: sid=CANARYvalue0123456789; Path=/',
    '{"api_key": "CANARYvalue0123456789"}',
    'apiKey=CANARYvalue0123456789 was refused',
    'Authorization: Bearer CANARYvalue0123456789',
    'authorization: Payment CANARYvalue0123456789',
    'Bearer CANARYvalue0123456789 has expired',
    "password = 'CANARYvalue0123456789'",
    'rpc https://rpc.example/v2/CANARYvalue0123456789 failed',
    'rpc wss://user:CANARYvalue0123456789@rpc.example failed',
  ])('a server that repeats a credential: %s', (sentence) => {
    const answer = { success: false, transaction: '', network: 'base', errorReason: sentence }
    for (const json of [answer, { ...offer, error: sentence }, { isValid: false, invalidReason: sentence }]) {
      const taken = takeIn(Buffer.from(JSON.stringify(json)))
      expect(taken.found).toHaveLength(1)
      expect(toJson(taken)).not.toMatch(/CANARYvalue|cacacacacaca/)
    }
  })

  test('what is no credential stays in the sentence', () => {
    const ids = `0x${'ab'.repeat(32)} ${'ab'.repeat(32)} 0x${'ab'.repeat(20)}`
    const sentence = `invalid token: USDC at https://docs.example/errors, authorization is used, ${ids}`
    const taken = takeIn(Buffer.from(JSON.stringify({ ...offer, error: sentence })))
    expect(taken.found).toMatchObject([{ value: { error: sentence } }])
  })
})
