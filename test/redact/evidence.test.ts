import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { ed25519 } from '@noble/curves/ed25519'
import { secp256k1 } from '@noble/curves/secp256k1'
import { wordlist } from '@scure/bip39/wordlists/english'
import { describe, expect, test } from 'vitest'
import { base58Text } from '../../src/redact/deep/base58.ts'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'
import { addressOfKey } from '../../src/redact/key-address.ts'

const key = new Uint8Array(32).fill(7)
const seedOf = (name: string) => createHash('sha256').update(`CANARY ${name}`).digest()
const redactorOf = (value = 'CANARY-s3cr3t/"quoted"+value&more') =>
  createEvidenceRedactor({ known: [{ label: 'env:NAME', value }], key })

const canary = 'CANARY-s3cr3t/"quoted"+value&more'
const bytes = Buffer.from(canary)
const hexOf = (list: Buffer) => [...list].map((byte) => byte.toString(16).padStart(2, '0'))
const json = (text: string) => JSON.stringify(text)
const wrapAt = (text: string, length: number) =>
  text.match(new RegExp(`.{1,${length}}`, 'g'))?.join('\n') ?? ''

/** Objects in base64 are hidden inside, so they are read here. */
const readable = (text: string) =>
  text.replace(/eyJ[A-Za-z0-9+/]{20,}=*/g, (run) => Buffer.from(run, 'base64').toString())

/** The forms in which a secret stands in logs, and how a careful reader gets it back. */
const forms: readonly (readonly [string, string])[] = [
  ['itself', canary],
  ['upper case', canary.toUpperCase()],
  ['JSON', json(canary)],
  ['JSON in JSON', json(json(canary))],
  ['JSON three times', json(json(json(canary)))],
  ['percent', encodeURIComponent(canary)],
  ['percent twice', encodeURIComponent(encodeURIComponent(canary))],
  [
    'percent of every sign',
    hexOf(bytes)
      .map((byte) => `%${byte}`)
      .join(''),
  ],
  ['base64', bytes.toString('base64')],
  ['base64 behind one sign', Buffer.from(`x${canary}`).toString('base64')],
  ['base64 behind two signs', Buffer.from(`xy${canary}`).toString('base64')],
  ['base64url', bytes.toString('base64url')],
  ['base64 of JSON', Buffer.from(json({ a: { b: canary } } as never)).toString('base64')],
  ['base64 of base64', Buffer.from(bytes.toString('base64')).toString('base64')],
  [
    'base64 three deep',
    Buffer.from(Buffer.from(bytes.toString('base64')).toString('base64')).toString('base64'),
  ],
  ['hex', bytes.toString('hex')],
  ['hex of base64', Buffer.from(bytes.toString('base64')).toString('hex')],
  ['gzip in base64', gzipSync(json({ secret: canary } as never)).toString('base64')],
  ['gzip in hex', gzipSync(`line one\n${canary}`).toString('hex')],
  ['character references', canary.replace(/[^A-Za-z0-9]/g, (sign) => `&#${sign.charCodeAt(0)};`)],
  ['all character references', [...canary].map((sign) => `&#x${sign.charCodeAt(0).toString(16)};`).join('')],
  [
    '\\x escapes',
    hexOf(bytes)
      .map((byte) => `\\x${byte}`)
      .join(''),
  ],
  [
    '\\u escapes',
    hexOf(bytes)
      .map((byte) => `\\u00${byte}`)
      .join(''),
  ],
  ['octal escapes', [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')],
  ['wrapped', wrapAt(canary, 11)],
  ['wrapped and indented', wrapAt(canary, 11).replaceAll('\n', '\n    ')],
  ['wrapped base64', wrapAt(bytes.toString('base64'), 10)],
  ['quoted-printable', wrapAt(canary.replaceAll('=', '=3D'), 12).replaceAll('\n', '=\n')],
  [
    'quoted-printable signs',
    [...canary].map((s) => (/\w/.test(s) ? s : `=${s.charCodeAt(0).toString(16).toUpperCase()}`)).join(''),
  ],
  ['concatenation', `'${canary.slice(0, 12)}' + '${canary.slice(12)}'`],
  ['concatenation over lines', `'${canary.slice(0, 12)}' +\n      '${canary.slice(12)}'`],
  ['byte list', `[${[...bytes].join(', ')}]`],
  [
    'byte list in hex',
    hexOf(bytes)
      .map((byte) => `0x${byte}`)
      .join(', '),
  ],
  ['buffer print', `<Buffer ${hexOf(bytes).join(' ')}>`],
  ['coloured', `${canary.slice(0, 9)}\u001b[31m${canary.slice(9)}\u001b[0m`],
  ['coloured, escaped', `${canary.slice(0, 9)}\\u001b[31m${canary.slice(9)}`],
  ['zero width', [...canary].join('\u200b')],
  ['UTF-16', [...canary].join('\0')],
  ['UTF-16 in base64', Buffer.from(canary, 'utf16le').toString('base64')],
  ['percent of base64', encodeURIComponent(bytes.toString('base64'))],
]

describe('a known value', () => {
  test.each(forms)('%s', (_name, form) => {
    const hidden = redactorOf().text(`before it ${form} behind it`)
    expect(hidden.value.startsWith('before it ')).toBe(true)
    expect(hidden.value.endsWith(' behind it')).toBe(true)
    expect(readable(hidden.value)).toContain('[redacted:')
    expect(readable(hidden.value).replace(/\[redacted:[^\]]*\]/g, '').length).toBeLessThan(60)
    expect(Object.keys(hidden.redactions).length).toBeGreaterThan(0)
  })
})

describe('keys without a name', () => {
  const secret = seedOf('evm')
  const address = addressOfKey(secret.toString('hex')) ?? ''
  const evmForms = [
    secret.toString('hex'),
    `0x${secret.toString('hex')}`,
    secret.toString('base64'),
    BigInt(`0x${secret.toString('hex')}`).toString(),
    [...secret].join(','),
  ]
  test.each(evmForms.map((form, index) => [index, form] as const))(
    'EVM form %i goes when its address was seen',
    (_i, form) => {
      const redactor = createEvidenceRedactor({ known: [], key, addresses: [address] })
      const { value, redactions } = redactor.text(`tx: ${form}`)
      expect(value).toMatch(/^tx: \[?\[redacted:private-key:[0-9a-f]{16}\]\]?$/)
      expect(redactions['private-key']).toBe(1)
    },
  )
  test('an address that only the same text names is enough', () => {
    const redactor = createEvidenceRedactor({ known: [], key })
    expect(redactor.text(`from ${address}\nnonce 0x${secret.toString('hex')}`).value).toContain(
      '[redacted:private-key',
    )
  })
  test('a nonce that is a key goes also when it was learned', () => {
    const redactor = createEvidenceRedactor({ known: [], key })
    const data = { from: address, nonce: `0x${secret.toString('hex')}` }
    redactor.learn(data)
    const shown = redactor.data(data).value
    expect(shown.from).toBe(address)
    expect(shown.nonce).toMatch(/^\[redacted:private-key/)
  })
  test('a Solana key pair goes, a transaction signature stays', () => {
    const seed = seedOf('solana')
    const pair = Buffer.concat([seed, ed25519.getPublicKey(seed)])
    const signature = base58Text(ed25519.sign(new Uint8Array(8), seed))
    const redactor = createEvidenceRedactor({ known: [], key })
    for (const form of [
      base58Text(pair),
      pair.toString('base64'),
      `[${[...pair].join(',')}]`,
      pair.toString('hex'),
    ]) {
      expect(redactor.text(`tx ${form}`).value).toMatch(/^tx \[redacted:private-key:[0-9a-f]{16}\]$/)
    }
    expect(redactor.text(`tx ${signature}`).value).toBe(`tx ${signature}`)
  })
})

describe('payments', () => {
  const authorization = {
    from: `0x${'a1'.repeat(20)}`,
    to: `0x${'b2'.repeat(20)}`,
    value: '1000',
    validAfter: '0',
    validBefore: '1900000000',
    nonce: `0x${'07'.repeat(32)}`,
  }
  const payment = {
    x402Version: 1,
    scheme: 'exact',
    network: 'base',
    payload: { signature: `0x${'5a'.repeat(64)}1b`, authorization },
  }
  const header = Buffer.from(json(payment as never)).toString('base64')
  test('stay decodable without their signature', () => {
    const shown = redactorOf().text(`X-PAYMENT: ${header}`).value
    const decoded = JSON.parse(Buffer.from(shown.slice('X-PAYMENT: '.length), 'base64').toString())
    expect(decoded.payload.authorization).toEqual(authorization)
    expect(decoded.payload.signature).toMatch(/^\[redacted:/)
    expect(redactorOf().text(shown).value).not.toContain('5a5a')
  })
  test('terms and receipts stay as they are', () => {
    const receipt = Buffer.from(
      json({ success: true, transaction: `0x${'c3'.repeat(32)}`, network: 'eip155:8453' } as never),
    ).toString('base64')
    expect(redactorOf().text(`PAYMENT-RESPONSE: ${receipt}`).value).toBe(`PAYMENT-RESPONSE: ${receipt}`)
  })
})

describe('markers', () => {
  test('imitations are escaped and counted', () => {
    const { value, redactions } = redactorOf().text(
      'user [redacted:private-key:0123456789abcdef] and [redacted:token]',
    )
    expect(value).not.toContain('[redacted:private-key')
    expect(redactions['forged-marker']).toBe(2)
  })
  test('equal values have equal tags under one key, other tags under another', () => {
    const first = redactorOf()
      .text(`${canary} and ${bytes.toString('hex')}`)
      .value.match(/[0-9a-f]{16}\]/g)
    expect(new Set(first).size).toBe(1)
    const other = createEvidenceRedactor({
      known: [{ label: 'env:NAME', value: canary }],
      key: new Uint8Array(32).fill(8),
    })
    expect(other.text(canary).value.slice(-17)).not.toBe(first?.[0])
  })
  test('samples show what stands around, never the value', () => {
    const { samples } = redactorOf().text(`the password of the shop was ${canary}, it said`)
    expect(samples).toEqual([{ rule: 'known-value', before: 'hop was ', after: ', it sai' }])
  })
})

describe('over several lines', () => {
  const words = wordlist.slice(100, 112)
  test.each([
    ['one per line', words.join('\n')],
    ['numbered', words.map((word, index) => `${index + 1}. ${word}`).join('\r\n')],
    ['a list in code', `[\n  "${words.join('",\n  "')}"\n]`],
  ])('a seed phrase: %s', (_name, form) => {
    const { value } = redactorOf().text(`before\n${form}\nbehind`)
    for (const word of words) expect(value).not.toMatch(new RegExp(`\\b${word}\\b`))
    expect(value.split('\n').length).toBe(form.split('\n').length + 2)
  })
  test('a key in armour behind a prefix on every line', () => {
    const body = wrapAt(Buffer.concat([seedOf('a'), seedOf('b'), seedOf('c')]).toString('base64'), 64)
    const text = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`.replaceAll(
      '\n',
      '\n2026-11-21 INFO ',
    )
    const { value } = redactorOf().text(`start\n${text}\nend`)
    for (const line of body.split('\n')) expect(value).not.toContain(line.slice(0, 12))
    expect(value.startsWith('start\n')).toBe(true)
    expect(value.endsWith('\nend')).toBe(true)
  })
})

test('a secret key of the curve is what the tests say it is', () => {
  expect(secp256k1.utils.isValidPrivateKey(seedOf('evm'))).toBe(true)
})
