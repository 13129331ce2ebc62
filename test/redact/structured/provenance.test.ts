import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createProvenance, hasDenyShape } from '../../../src/redact/structured/provenance.ts'

const address = `0x${'ab'.repeat(20)}`
const hash = `0x${'c3'.repeat(32)}`
const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'

function learned(value: unknown, denied: readonly string[] = []) {
  const provenance = createProvenance((text) => denied.includes(text))
  provenance.learn(value)
  return provenance
}

describe('what is learned', () => {
  test.each([
    ['a transaction', { tx: hash }, hash, 'service'],
    ['a nonce', { authorization: { nonce: hash } }, hash, 'payer'],
    ['both, whichever comes first', [{ nonce: hash }, { tx: hash }], hash, 'payer'],
    ['hex in capitals', { tx: hash.toUpperCase().replace('0X', '0x') }, hash, 'service'],
    ['hex without 0x', { tx: hash.slice(2) }, hash, 'service'],
    ['a request id', { requestIds: [uuid] }, uuid.toUpperCase(), 'payer'],
    ['a header in a list of pairs', { headers: [['x-request-id', 'req-17']] }, 'req-17', 'payer'],
    ['a header in HAR', { headers: [{ name: 'x-request-id', value: 'req-17' }] }, 'req-17', 'payer'],
    ['a map of transactions', { txs: { [hash]: 1 } }, hash, 'service'],
    ['a big number of ours', { nonce: { $bigint: '9'.repeat(70) } }, '9'.repeat(70), 'payer'],
    ['JSON in a body', { body: JSON.stringify({ transactionHash: hash }) }, hash, 'service'],
    [
      'a payment in base64',
      {
        headers: {
          'x-payment': Buffer.from(JSON.stringify({ payload: { nonce: hash } })).toString('base64'),
        },
      },
      hash,
      'payer',
    ],
    [
      'a Solana transaction',
      {
        signature: '5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW',
      },
      '5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW',
      'payer',
    ],
  ] as const)('%s', (_name, value, id, origin) => {
    expect(learned(value).originOf(id)).toBe(origin)
  })

  test('addresses, wherever they stand, also as a topic; accounts of Solana under their names', () => {
    const account = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
    const { addresses } = learned({
      payTo: address.toUpperCase().replace('0X', '0x'),
      msg: `paid by 0x${'cd'.repeat(20)}, thanks`,
      topics: [`0x${'0'.repeat(24)}${'ef'.repeat(20)}`],
      mint: account,
      tx: hash,
    })
    expect([...addresses.keys()].sort()).toEqual(
      [`0x${'ab'.repeat(20)}`, `0x${'cd'.repeat(20)}`, `0x${'ef'.repeat(20)}`, account].sort(),
    )
  })
})

describe('what is not', () => {
  test.each([
    [
      'a token of a vendor',
      { requestId: 'ghp_CANARYCANARYCANARYCANARY12' },
      'ghp_CANARYCANARYCANARYCANARY12',
    ],
    ['a hash under no public name', { other: hash }, hash],
    ['a wrong shape', { tx: 'CANARY CANARY' }, 'CANARY CANARY'],
    ['what stands below the name of a secret', { credentials: { id: uuid } }, uuid],
    ['text', { msg: hash }, hash],
  ])('%s', (_name, value, id) => {
    expect(learned(value).originOf(id)).toBeUndefined()
  })

  test('a known secret under a public name', () => {
    expect(learned({ nonce: hash, tx: hash }, [hash]).originOf(hash)).toBeUndefined()
  })
})

test.each([
  ['-----BEGIN PRIVATE KEY-----\nCANARY', true],
  ['https://rpc.example/v2/CANARY0123456789abcdef', true],
  ['0x1234', false],
  [hash, false],
  ['req-17', false],
])('deny shape of %s: %s', (value, expected) => {
  expect(hasDenyShape(value)).toBe(expected)
})

test('learning from any data never throws', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
      expect(() => learned(value)).not.toThrow()
    }),
  )
})
