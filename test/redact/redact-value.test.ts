import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toJson } from '../../src/core/json.ts'
import { Secret } from '../../src/core/secret.ts'
import { createKnownValues } from '../../src/redact/known.ts'
import { createRedactor, redactValue } from '../../src/redact/redactor.ts'

const secret = 'CANARY-value-0123'
const redact = createRedactor(createKnownValues([{ label: 'TOKEN', value: secret }]))

test('texts and field names are masked, everything else keeps its type', () => {
  const shown = redactValue(
    {
      text: `with ${secret}`,
      [secret]: 1,
      list: [secret, 2n, true, null],
      amount: { atomic: 5000n, decimals: 6 },
      bytes: [...Buffer.from(secret)],
      numbers: [1, 2, 3, 4, 5, 6, 7, 8],
      handle: new Secret('env:TOKEN', secret),
    },
    redact,
  )
  expect(shown).toEqual({
    text: 'with [redacted:TOKEN]',
    '[redacted:TOKEN]': 1,
    list: ['[redacted:TOKEN]', 2n, true, null],
    amount: { atomic: 5000n, decimals: 6 },
    bytes: '[redacted:TOKEN]',
    numbers: [1, 2, 3, 4, 5, 6, 7, 8],
    handle: 'env:TOKEN',
  })
})

test('a text under the name of a secret goes, data under `authorization` and a token address stay', () => {
  const address = `0x${'ab'.repeat(20)}`
  const value = {
    cookie: 'CANARY',
    signature: 'CANARY',
    authorization: { from: address },
    token: address,
    secret: { env: 'A' },
  }
  expect(redactValue(value, redact)).toEqual({
    ...value,
    cookie: '[redacted:cookie]',
    signature: '[redacted:signature]',
  })
})

const names = fc.constantFrom(
  'authorization',
  'cookie',
  'password',
  'api_key',
  'X-PAYMENT',
  'privateKey',
  'text',
  'TOKEN',
  '"',
  '\\',
)
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    secret,
    `Bearer ${secret}`,
    '-----BEGIN PRIVATE KEY-----',
    `https://u:${secret}@h/v2/${secret}1`,
  ),
  fc.integer(),
  fc.integer({ min: 100_000_000 }),
  fc.boolean(),
  fc.constant(null),
)
const data = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(names, tie('node'), { maxKeys: 4 }),
  ),
})).node

test('structured output always parses, also behind the second net, and never holds the secret', () => {
  fc.assert(
    fc.property(data, (value) => {
      for (const layout of ['compact', 'pretty'] as const) {
        const text = redact(toJson(redactValue(value, redact), layout))
        expect(() => JSON.parse(text)).not.toThrow()
        expect(text).not.toContain('CANARY')
      }
      const nested = redact(toJson({ inside: toJson(value) }))
      expect(() => JSON.parse(redact(toJson(redactValue({ inside: nested }, redact))))).not.toThrow()
    }),
    { numRuns: 500 },
  )
})
