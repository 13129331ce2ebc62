import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePairs } from '../../src/commands/decode/pairs.ts'
import { toJson } from '../../src/core/json.ts'
import { takeIn } from '../../src/x402/intake.ts'

const tx = `0x${'7a'.repeat(32)}`
const payer = '0x1111222233334444555566667777888899990000'
const claim = {
  ...{ version: 1, network: 'eip155:8453', resourceUrl: 'https://api.example/v1/quote?key=CANARY' },
  ...{ payer, issuedAt: 1_795_000_100, transaction: tx },
}
const signature = `0x${'ca'.repeat(65)}`
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jws = (value: unknown) => `${part({ alg: 'ES256' })}.${part(value)}.${'CANARY-'.repeat(12)}`

const answer = (receipt: unknown, more = {}) => ({
  ...{ success: true, transaction: tx, network: 'eip155:8453', payer },
  ...more,
  extensions: { 'offer-receipt': { info: { receipt } } },
})

function decoded(json: unknown) {
  const header = Buffer.from(JSON.stringify(json)).toString('base64')
  const taken = takeIn(Buffer.from(`PAYMENT-RESPONSE: ${header}`))
  const [intake] = taken.found
  if (intake?.kind !== 'settle-answer') throw new Error('no settlement answer was found')
  const pairs = Object.fromEntries(decodePairs(intake, new Date('2026-11-21T07:40:02Z')))
  return { ...intake, pairs, printed: toJson(taken) }
}

describe('a signed receipt beside a settlement answer', () => {
  const shown = {
    ...{ network: 'eip155:8453', payer, tx, issuedAt: 1_795_000_100 },
    resource: 'https://api.example/v1/quote',
  }

  test.each([
    ['eip712', { format: 'eip712', payload: claim, signature }],
    ['jws', { format: 'jws', signature: jws(claim) }],
  ])('%s: what it claims, never the signature, never a query', (format, receipt) => {
    const { value, hidden, problems, pairs, printed } = decoded(answer(receipt))
    expect(value.receipt).toEqual({ format, ...shown })
    expect(hidden).toEqual([{ what: 'receipt signature', bytes: expect.any(Number) }])
    expect(problems).toEqual([])
    expect(pairs.receipt).toBe(
      'eip155:8453 (Base), https://api.example/v1/quote, issued 2026-11-18 11:08:20Z',
    )
    expect(pairs.claims).toContain('not checked')
    expect(printed).not.toMatch(/CANARY|cacaca/)
  })

  test('what it claims otherwise than the answer beside it is told', () => {
    const other = {
      ...claim,
      transaction: `0x${'7b'.repeat(32)}`,
      payer: `0x${'22'.repeat(20)}`,
      network: 'eip155:1',
    }
    expect(decoded(answer({ format: 'eip712', payload: other, signature })).problems).toEqual([
      'the signed receipt names another transaction',
      'the signed receipt names another payer',
      'the signed receipt names another network',
    ])
  })

  test('it may keep the transaction to itself', () => {
    const { transaction: _kept, ...rest } = claim
    for (const payload of [rest, { ...rest, transaction: '' }]) {
      const { value, problems } = decoded(answer({ format: 'eip712', payload, signature }))
      expect([value.receipt?.tx, problems]).toEqual([null, []])
    }
  })

  test.each([
    ['no receipt', undefined, []],
    ['a jws of nothing', { format: 'jws', signature: 'a.b.c' }, ['the signed receipt cannot be read']],
    ['a jws in one piece', { format: 'jws', signature: 'CANARY' }, ['the signed receipt cannot be read']],
    ['no payload', { format: 'eip712', signature }, ['the signed receipt cannot be read']],
    ['a form that nobody knows', { format: 'x509', payload: claim }, ['the signed receipt cannot be read']],
    ['a text', 'CANARY', ['the signed receipt cannot be read']],
  ])('%s: nothing is claimed', (_name, receipt, problems) => {
    const read = decoded(answer(receipt))
    expect([read.value.receipt, read.problems]).toEqual([undefined, problems])
    expect(read.printed).not.toContain('CANARY')
  })

  test('whatever stands there, nothing is thrown and no signature comes back', () => {
    const anything = fc.jsonValue({ maxDepth: 3 })
    const forms = fc.oneof(
      anything,
      fc.record({
        format: fc.constantFrom('jws', 'eip712'),
        payload: anything,
        signature: fc.constant(signature),
      }),
      anything.map((payload) => ({ format: 'jws', signature: jws(payload) })),
      fc
        .constantFrom('network', 'resourceUrl', 'payer', 'transaction')
        .map((name) => ({ format: 'eip712', payload: { ...claim, [name]: signature }, signature })),
    )
    fc.assert(
      fc.property(forms, (receipt) => {
        expect(decoded(answer(receipt)).printed).not.toMatch(/cacacaca|CANARY-CANARY/)
      }),
      { numRuns: 300 },
    )
  })
})
