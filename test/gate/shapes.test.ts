import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'
import { shapes } from '../../src/gate/shapes/index.ts'
import { drawnHex } from './drawn.ts'
import { encodings } from './encodings.ts'
import { secrets } from './secrets.ts'

const gate = createGate([])

async function rulesAt(text: string): Promise<readonly string[]> {
  const hits = await (await gate).scan([{ path: 'a.log', bytes: Buffer.from(text) }])
  return hits.map(({ line, rule }) => `${line} ${rule}`)
}

describe('forms that only secrets have', () => {
  test('every rule has an example', () => {
    const missing = shapes.map(({ rule }) => rule).filter((rule) => secrets[rule] === undefined)
    expect(missing).toEqual(['signature-6492'])
  })

  test.each(Object.keys(secrets))('%s', async (rule) => {
    for (const secret of secrets[rule]!) {
      const found = await rulesAt(`first line\nsecond: nothing\nlog ${secret}\n`)
      expect(
        found.map((hit) => hit.split(' ')[1]),
        secret.slice(0, 12),
      ).toContain(rule)
      expect(found.every((hit) => Number(hit.split(' ')[0]) >= 3)).toBe(true)
    }
  })

  test('ERC-6492', async () => {
    expect(await rulesAt(`x 0x${drawnHex('6492', 96).slice(2)}${'6492'.repeat(16)}`)).toContain(
      '1 signature-6492',
    )
  })

  test.each(['base64', 'hex', 'percent', 'unicode', 'html', 'gzip', 'utf16'])('inside %s', async (name) => {
    for (const rule of ['vendor-token', 'jwt', 'url-password', 'mnemonic', 'pem-private-key']) {
      const found = await rulesAt(`a\n${encodings[name]!(`x ${secrets[rule]![0]!}`)}\n`)
      expect(
        found.some((hit) => hit.endsWith(rule)),
        rule,
      ).toBe(true)
    }
  })

  test('the second net finds what it knows', async () => {
    const found = await rulesAt(`url: postgres://pay:${'CANARY1x'.repeat(2)}@db.example.dev/pay\n`)
    expect(found).toContain('1 secretlint-database-connection-string')
  })
})

describe('what only resembles them', () => {
  test.each([
    [
      'a list of header names',
      '["access-control-allow-headers","payment-signature, x-payment, access-control-expose-headers"]',
    ],
    ['a header name behind a sign', 'vary: x-payment: Access-Control-Request-Headers'],
    [
      'packed text that a line follows',
      `body ${gzipSync('nothing in this line!').toString('base64')}\nnext line\n`,
    ],
    ['names beside names', '{"fields":["username","password","remember-me","apiKey","accessToken","email"]}'],
    ['a word inside an id', '{"signature":"3CwXMkc5sEYXaPwDmF62MdwXBf","payer":"somebody"}'],
    [
      'prose about secrets',
      'the token is base64-encoded; the password is 12 characters; the pin was ed25519-signed',
    ],
    ['a topic', '{"signature":"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"}'],
    ['a selector', '"signature":"0xa9059cbb"'],
    ['two hashes in a row', `${drawnHex('a', 32)}${drawnHex('b', 32).slice(2)}`],
    ['call data', `0xa9059cbb${drawnHex('words', 64).slice(2)}`],
    ['a leaf of 65 bytes', `0xf83f${drawnHex('leaf', 62).slice(2)}01`],
    ['a token contract', '"token":"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"'],
    ['the name of a secret', 'apiKey: {secret: {env: ALCHEMY_API_KEY_1}}'],
    ['a masked password', 'password: ******** token=<token> secret=$SECRET_1 PASSWORD=[redacted:password]'],
    [
      'our own marks',
      '[redacted:api-token:0011223344556677] [redacted:password] [redacted:bearer:8899aabbccddeeff] [redacted:url-key:0123456789abcdef]',
    ],
    ['a hidden header', 'X-PAYMENT: [redacted:payment-header:0011223344556677]'],
    ['a present header', '"authorization":"present","set-cookie":"present","x-payment":"present"'],
    ['prose', 'The token was rejected: bearer authentication is needed, basic access failed.'],
    ['an API path', 'https://api.example.dev/v1/payments-and-refunds-explained?limit=50'],
    ['a finding', '"code":"SECRET_IN_EXPORT","token":"USDC","password":null'],
    ['words of a phrase', 'abandon ability able about above absent absorb abstract absurd abuse access'],
  ])('%s', async (_name, text) => {
    expect(await rulesAt(`${text}\n`)).toEqual([])
  })
})
