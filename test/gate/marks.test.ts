import { describe, expect, test } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'
import { drawn } from './drawn.ts'
import { encodings } from './encodings.ts'
import { secrets } from './secrets.ts'

const gate = createGate([
  { label: 'KEYSTORE', value: secrets.keystore?.[0] ?? '' },
  { label: 'PRINTED', value: `Uint8Array(64) [ ${[...drawn('printed', 64)].join(', ')} ]` },
])

async function rulesIn(text: string): Promise<readonly string[]> {
  const hits = await (await gate).scan([{ path: 'a.log', bytes: Buffer.from(text) }])
  return hits.map(({ rule }) => rule)
}

const tag = drawn('tag', 8).toString('hex')
const letters = drawn('half', 60)
  .toString('base64')
  .replace(/[^A-Za-z0-9]/g, '')

const bytesOf = (text: string) => [...Buffer.from(text)].join(', ')
const packedPayment = Buffer.from(
  JSON.stringify({ x402Version: 2, payload: { signature: `[redacted:signature:${tag}]`, nonce: '0x07' } }),
).toString('base64')

/** Our own marks where they stand in bundles. */
const marked: readonly string[] = [
  `EVM_PRIVATE_KEY=[redacted:EVM_PRIVATE_KEY:${tag}]`,
  `EVM_PRIVATE_KEY=[redacted:env:EVM_PRIVATE_KEY:${tag}] next`,
  `{"mnemonic":["[redacted:mnemonic:${tag}]"],"accessToken":"[redacted:env:accessToken:${tag}]"}`,
  'https://[redacted:userinfo]@base.core.example.org/',
  'see rediss://[redacted:userinfo]@cache.shop.example:6380 for it',
  'seen rediss%3A%2F%2F[redacted:userinfo]%40cache.shop.example%3A6380 there',
  `postgres://books:[redacted:env:${tag}]@db.example.dev/pay`,
  `?key=[redacted:SHOP_API_KEY:${tag}]&token=[redacted:token:${tag}]&x=1`,
  `Authorization: Bearer [redacted:bearer:${tag}]`,
  `password: [redacted:secret] is what he typed; "password": "[redacted:secret] was refused"`,
  `SVM_PRIVATE_KEY: Uint8Array(64) [redacted:private-key:${tag}]`,
  `https://hooks.slack.com/services/T2G5YPFIVX/BEMDX0ELFN/[redacted:url-key:${tag}]`,
  `{"version":3,"crypto":{"cipher":"aes-128-ctr","ciphertext":"[redacted:dense:${tag}]","kdf":"scrypt","mac":"[redacted:dense:${tag}]"}}`,
  `-----BEGIN PRIVATE KEY-----\n[redacted:private-key:${tag}]\n-----END PRIVATE KEY-----\ntx 0x${drawn('tx', 32).toString('hex')}`,
  `[redacted:private-key:${tag}]\n-----END PRIVATE KEY-----`,
  `68747470733a2f2f6170692e6578616d706c652e646576[redacted:dense:${tag}]`,
  `https://api.example.dev/v2/[redacted:url-key:${tag}]/transactions/12345678`,
  'secret: [REDACTED], token = <redacted>, apiKey: "[Redacted by pino]"',
  `the [redacted:payment:${tag}] [redacted:SIGN_IN_TOKEN:${tag}] there`,
  `${bytesOf('https://node:')}, [redacted:SHOP_URL], ${bytesOf('@base.core.example.org/')}`,
  `given as \\[redacted:GITHUB_TOKEN:${tag}\\].log`,
  `{"PAYMENT_TOKEN_V2":"${packedPayment}"}`,
]

describe('our own marks are no secrets', () => {
  test.each(marked)('%s', async (text) => {
    expect(await rulesIn(text)).toEqual([])
  })

  test.each(['json', 'base64', 'base64inside', 'hex', 'percent', 'unicode', 'hexEscapes', 'html', 'utf16'])(
    'nor written as %s',
    async (name) => {
      const wrong: string[] = []
      for (const text of marked) {
        if ((await rulesIn(`a ${encodings[name]!(text)} b`)).length > 0) wrong.push(text)
      }
      expect(wrong).toEqual([])
    },
  )
})

describe('what is read again beside an escape', () => {
  const mark = `[redacted:SHOP_PRIVATE_KEY:${tag}]`
  const packedMark = Buffer.from(`{"error":"SHOP_PRIVATE_KEY=${mark}, says he"}`).toString('base64')

  test.each([
    ['a mark', mark],
    ['a mark in base64', packedMark],
  ])('does not begin or end in %s', async (_name, middle) => {
    const wrong: string[] = []
    for (let gap = 384 - middle.length - 4; gap <= 388; gap += 1) {
      const far = ', '.repeat(gap / 2) + (gap % 2 === 1 ? '-' : '')
      const rest = ', '.repeat(500)
      for (const text of [`\\u0041 ${rest}${middle}${far}\\u0041`, `\\u0041${far}${middle}${rest}\\u0041`]) {
        if ((await rulesIn(text)).length > 0) wrong.push(text)
      }
    }
    expect(wrong).toEqual([])
  })

  test('still ends in a run of letters that nothing bounds', async () => {
    const text = `\\u0041${'a'.repeat(60_000)} password=h7nt3r2x9CANARY ${'a'.repeat(60_000)}\\u0041`
    expect(await rulesIn(text)).toContain('labelled-secret')
  })
})

describe('a mark does not cover what stands beside or inside it', () => {
  test.each([
    ['the tail of a secret', `seen [redacted:dense:${tag}]${letters.slice(0, 12)}7x9`],
    ['the head of a secret', `seen 4k${letters.slice(0, 12)}7[redacted:dense:${tag}]`],
    ['the tail of a short password', `password=[redacted:secret]t7p9`],
    ['the tail in quotes', `"password": "[redacted:secret]t7p9"`],
    ['the tail of a password in a URL', `postgres://pay:[redacted:secret]t7p9@db.example.dev/pay`],
    ['the password behind a hidden user', 'postgres://[redacted:user]:CANARYpass9@db.example.dev/pay'],
    ['the rest of a list of bytes', `[redacted:secret:${tag}], ${[...drawn('list', 24)].join(', ')}]`],
    ['the start of a list of bytes', `[${[...drawn('list', 24)].join(', ')}, [redacted:secret:${tag}]]`],
    [
      'the rest of a token as bytes',
      `[redacted:secret:${tag}], ${bytesOf(letters.slice(0, 12))}, ${bytesOf('7x9')}]`,
    ],
    [
      'the rest of a phrase',
      `[redacted:mnemonic:${tag}] ${secrets.mnemonic![0]!.split(' ').slice(0, 9).join(' ')}`,
    ],
    ['a token as the name of a mark', `[redacted:${secrets['vendor-token']![0]}]`],
    ['a password as the name of a mark', 'password=[redacted:h7nt3r2x9CANARY]'],
    ['hex as the name of a mark', `secret=[redacted:${drawn('forged', 16).toString('hex')}]`],
    [
      'the rest of a key',
      `-----BEGIN PRIVATE KEY-----\n[redacted:dense:${tag}]\n${drawn('pem', 48).toString('base64')}\n`,
    ],
    [
      'a piece of a key between marks',
      `[redacted:dense:${tag}]\nUzCANARYvtmS/[redacted:dense:${tag}]\n[redacted:dense:${tag}]\n-----END PRIVATE KEY-----`,
    ],
  ])('%s', async (_name, text) => {
    expect(await rulesIn(text)).not.toEqual([])
  })

  test.each(['json', 'base64', 'percent', 'unicode', 'html'])('also written as %s', async (name) => {
    const text = `seen [redacted:dense:${tag}]${letters.slice(0, 14)}7x9 there`
    expect(await rulesIn(encodings[name]!(text))).not.toEqual([])
  })

  test('what is secret in a known keystore is found, its names are not', async () => {
    const { ciphertext } = JSON.parse(secrets.keystore![0]!).crypto as { ciphertext: string }
    expect(await rulesIn(`x ${ciphertext.slice(3, 40)} y`)).toEqual(['known-fragment'])
    const list = [...drawn('printed', 64)].join(',')
    expect(await rulesIn(`x [${list}] y`)).toContain('known-value')
  })
})
