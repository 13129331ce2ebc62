import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEvidenceRedactor } from '../../../src/redact/evidence.ts'

const key = new Uint8Array(32).fill(7)

const secret = fc
  .string({ unit: fc.constantFrom(...'abcdefXYZ0123456789-_/+=!&"<%. '), minLength: 6, maxLength: 40 })
  .map((text) => `CANARY${text.trim()}Z`)

type Encoding = (text: string) => string
const hex = (text: string) => Buffer.from(text).toString('hex')
const encodings: readonly (readonly [string, Encoding])[] = [
  ['plain', (text) => text],
  ['upper case', (text) => text.toUpperCase()],
  ['JSON', (text) => JSON.stringify({ a: text })],
  ['JSON in JSON', (text) => JSON.stringify(JSON.stringify([text]))],
  ['JSON three deep', (text) => JSON.stringify(JSON.stringify(JSON.stringify(text)))],
  ['percent', encodeURIComponent],
  ['percent twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['percent of each byte', (text) => hex(text).replace(/../g, '%$&')],
  ['form', (text) => new URLSearchParams([['q', text]]).toString()],
  ['base64', (text) => Buffer.from(text).toString('base64')],
  ['base64, moved by one', (text) => Buffer.from(`x${text}yz`).toString('base64')],
  ['base64, moved by two', (text) => Buffer.from(`xy${text}z`).toString('base64')],
  ['base64url', (text) => Buffer.from(text).toString('base64url')],
  ['base64 of JSON', (text) => Buffer.from(JSON.stringify({ deep: [text] })).toString('base64')],
  ['base64 twice', (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64')],
  ['gzip, base64', (text) => gzipSync(`{"a":${JSON.stringify(text)}}`).toString('base64')],
  ['gzip, hex', (text) => gzipSync(`note: ${text}`).toString('hex')],
  ['hex', hex],
  ['hex, upper case', (text) => hex(text).toUpperCase()],
  ['hex in pairs', (text) => hex(text).replace(/..(?!$)/g, '$& ')],
  ['hex of base64', (text) => hex(Buffer.from(text).toString('base64'))],
  ['byte list', (text) => JSON.stringify([...Buffer.from(text)])],
  ['byte list in hex', (text) => hex(text).replace(/../g, '0x$&, ')],
  ['\\x', (text) => hex(text).replace(/../g, '\\x$&')],
  ['\\u', (text) => hex(text).replace(/../g, '\\u00$&')],
  ['references', (text) => [...text].map((sign) => `&#${sign.charCodeAt(0)};`).join('')],
  ['zero width', (text) => [...text].join('\u200b')],
  ['coloured', (text) => `\u001b[1m${text.slice(0, 5)}\u001b[0m${text.slice(5)}`],
  ['UTF-16', (text) => [...text].map((sign) => `${sign}\0`).join('')],
  ['over lines', (text) => `${text.slice(0, 7)}\n${text.slice(7)}`],
  ['base64 over lines', (text) => Buffer.from(text).toString('base64').replace(/.{9}/g, '$&\n')],
  ['concatenated', (text) => `"${text.slice(0, 6)}" + "${text.slice(6)}"`],
  ['soft line end', (text) => `${text.slice(0, 8)}=\n${text.slice(8)}`],
]

test.each(encodings)('a known value goes: %s', (_name, encode) => {
  fc.assert(
    fc.property(secret, fc.constantFrom('', 'password ', '{"msg":"', 'GET /x?y='), (value, before) => {
      const redactor = createEvidenceRedactor({ known: [{ label: 'env:CANARY_NAME', value }], key })
      const text = `${before}${encode(value)}`
      const { value: shown, redactions } = redactor.text(text)
      const piece = encode(value)
      expect(shown).not.toContain(piece)
      expect(Object.values(redactions).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
      // Twice is no more than once.
      expect(redactor.text(shown).value).toBe(shown)
    }),
    { numRuns: 25, seed: 4 },
  )
})

const hash = fc.nat().map((index) => `0x${createHash('sha256').update(`${index}`).digest('hex')}`)
const publicWord = fc.oneof(
  hash.map((text) => `tx ${text}`),
  hash.map((text) => `{"nonce":"${text}","logIndex":7}`),
  hash.map((text) => `blockHash: ${text}`),
  hash.map((text) => `"transactionHash":"${text}"`),
  hash.map((text) => text.slice(0, 42)),
  hash.map((text) => `commit ${text.slice(2, 42)}`),
  hash.map((text) => `sha256:${text.slice(2)}`),
  hash.map((text) => `https://basescan.org/tx/${text}`),
  hash.map((text) => `00-${text.slice(2, 34)}-${text.slice(40, 56)}-01`),
  fc.uuid(),
  fc.uuid().map((id) => `x-request-id: ${id}`),
  fc.constantFrom(
    'eip155:8453',
    '0xa9059cbb',
    '402',
    '0.005 USDC',
    'https://api.example/v1/quote',
    '/srv/app/src/main.ts:10:3',
  ),
)

test('public ids behind their name or of a public shape survive in any order', () => {
  const redactor = createEvidenceRedactor({ known: [], key, addresses: [`0x${'a1'.repeat(20)}`] })
  fc.assert(
    fc.property(fc.array(publicWord, { maxLength: 12 }), fc.constantFrom(' ', '\n', '\t'), (words, joint) => {
      const text = words.join(joint)
      expect(redactor.text(text).value).toBe(text)
    }),
    { numRuns: 200, seed: 5 },
  )
})

test('JSON stays JSON of the same shape, and redacting it again changes nothing', () => {
  const redactor = createEvidenceRedactor({ known: [{ label: 'env:K', value: 'CANARY-abcdef' }], key })
  const leaf = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constant('CANARY-abcdef'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  )
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(fc.string({ maxLength: 12 }), tie('node'), { maxKeys: 4 }),
    ),
  })).node
  fc.assert(
    fc.property(tree, (value) => {
      const text = JSON.stringify({ value })
      const shown = redactor.file(text).value
      expect(() => JSON.parse(shown)).not.toThrow()
      expect(shown).not.toContain('CANARY-abcdef')
      expect(redactor.file(shown).value).toBe(shown)
    }),
    { numRuns: 300, seed: 6 },
  )
})

test('no text makes it throw, and line ends stay', () => {
  const redactor = createEvidenceRedactor({ known: [], key })
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const { value } = redactor.text(text)
      expect(value.split('\n').length).toBe(text.split('\n').length)
      expect(redactor.text(value).value).toBe(value)
    }),
    { numRuns: 500, seed: 7 },
  )
})
