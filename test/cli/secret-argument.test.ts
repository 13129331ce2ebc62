import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashFlags, refuseSecrets } from '../../src/commands/argument-guard.ts'
import { looksLikeSecret } from '../../src/commands/secret-argument.ts'
import { isOpsError } from '../../src/core/errors.ts'

// Nothing here was ever in use: the hex repeats a pattern, the texts say CANARY.
const key = `0x${'c0ffee00'.repeat(8)}`
const signature = `0x${'c0ffee00'.repeat(16)}1b`
const phrase = 'canary canary canary canary canary canary canary canary canary canary canary canary'
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const payment = encode({ x402Version: 2, payload: { signature: 'CANARY', authorization: {} } })
const terms = encode({ x402Version: 2, accepts: [{ scheme: 'exact', amount: '10000' }] })

describe('what is refused', () => {
  test.each([
    ['a private key', key, 'key-or-hash'],
    ['a private key without 0x', key.slice(2).toUpperCase(), 'key-or-hash'],
    ['a key inside a longer text', `wallet=${key}`, 'key-or-hash'],
    ['a signature', signature, 'signature'],
    ['a compact signature', signature.slice(0, 130), 'signature'],
    ['a seed phrase', phrase, 'mnemonic'],
    ['a seed phrase of 24 words', `${phrase}\n${phrase}`, 'mnemonic'],
    ['a PEM key', '-----BEGIN EC PRIVATE KEY-----\nCANARY', 'pem'],
    ['a JWT', 'eyJhbGciOiJDQU5BUlkifQ.eyJzdWIiOiJDQU5BUlkifQ.CANARY', 'jwt'],
    ['a bearer header', 'Authorization: Bearer CANARY-CANARY', 'authorization'],
    ['a basic header', 'basic Q0FOQVJZOkNBTkFSWQ', 'authorization'],
    ['a GitHub token', 'ghp_CANARYCANARYCANARY', 'token'],
    ['a Stripe key', 'sk_live_CANARYCANARY', 'token'],
    ['a Slack token', 'xoxb-CANARY-CANARY', 'token'],
    ['a Slack webhook', 'https://hooks.slack.com/services/CANARY', 'token'],
    ['an npm token', `npm_${'CANARY'.repeat(6)}`, 'token'],
    ['a database URL', 'postgres://app:CANARY@127.0.0.1/pay', 'password-in-url'],
    ['a payment header', payment, 'payment'],
    ['a payment header by name', `X-PAYMENT: ${payment}`, 'payment'],
    ['a payment payload as JSON', '{"payload":{"signature":"CANARY"}}', 'payment'],
  ] as const)('%s', (_name, value, kind) => {
    expect(looksLikeSecret(value, 'other')).toBe(kind)
  })

  test.each([phrase, signature, payment, `postgres://a:CANARY@127.0.0.1/b`])(
    'a hash position takes one hash and nothing else (%#)',
    (value) => {
      expect(looksLikeSecret(value, 'hash')).not.toBeNull()
      expect(looksLikeSecret(key, 'hash')).toBeNull()
      expect(looksLikeSecret(`${key},${key}`, 'hash')).toBe('key-or-hash')
    },
  )
})

test.each([
  'mainnet',
  'https://api.example.dev/v1/quote?limit=10',
  'http://127.0.0.1:8545',
  `0x${'c0ffee00'.repeat(5)}`,
  'eip155:8453',
  'GET /v1/quote',
  'payments-2026-11-21.jsonl',
  '2026-11-20T10:00:00Z',
  'block:38123456',
  'env:RPC_URL',
  '20261121T074002Z-reconcile-k3f9',
  terms,
  'a note with a few words in it',
])('%s is an ordinary argument', (value) => {
  expect(looksLikeSecret(value, 'other')).toBeNull()
})

describe('where 64 hex digits may stand', () => {
  const taken = (argv: readonly string[], hashCommands: readonly string[] = []) => {
    try {
      refuseSecrets(argv, hashCommands)
      return true
    } catch (error) {
      if (isOpsError(error) && error.code === 'SECRET_AS_ARGUMENT') return false
      throw error
    }
  }

  test('these flags, and no other, hold a hash', () => {
    expect(hashFlags).toEqual(['--since', '--until', '--tx', '--nonce'])
  })

  test.each([
    [['reconcile', '--since', key], true],
    [['reconcile', `--since=${key}`], true],
    [['reconcile', '--until', key], true],
    [['reconcile', key], false],
    [['reconcile', '--pay-to', key], false],
    [['reconcile', `--pay-to=${key}`], false],
    [['reconcile', '--sincerely', key], false],
    [['--since', '24h', key], false],
    [[key], false],
  ])('%j', (argv, allowed) => {
    expect(taken(argv)).toBe(allowed)
  })

  test('a command that takes a hash says so in the list', () => {
    expect(taken(['settlement', 'show', key], ['settlement show'])).toBe(true)
    expect(taken(['settlement', 'list', key], ['settlement show'])).toBe(false)
    expect(taken(['settlement', 'show', '--rpc', key], ['settlement show'])).toBe(false)
    expect(taken(['settlement', 'show', signature], ['settlement show'])).toBe(false)
  })

  test('a nonce behind its payer is one hash, and nothing else behind an address is', () => {
    const payer = `0x${'c0ffee00'.repeat(5)}`
    const allowed = (value: string) => taken(['settlement', 'show', value], ['settlement show'])
    expect(allowed(`${payer}:${key}`)).toBe(true)
    expect(allowed(`${payer}:${signature}`)).toBe(false)
    expect(allowed(`${payer}:${key}:${key}`)).toBe(false)
    expect(taken(['reconcile', `${payer}:${key}`])).toBe(false)
  })

  test('a seed phrase without quotes is one, too', () => {
    expect(taken(['decode', ...phrase.split(' ')])).toBe(false)
    expect(taken(['decode', ...phrase.split(' ').slice(0, 10)])).toBe(true)
  })
})

test('the refusal names the position and never the value', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(key, signature, payment, phrase, 'ghp_CANARYCANARYCANARY'),
      fc.constantFrom('--pay-to', '--base-url', '-p', 'monitor', key),
      fc.boolean(),
      (value, before, joined) => {
        const argv = joined && before.startsWith('--') ? [`${before}=${value}`] : [before, value]
        let shown = ''
        try {
          refuseSecrets(argv, [])
        } catch (error) {
          if (isOpsError(error)) shown = `${error.message} ${error.why} ${error.hint}`
        }
        expect(shown).toContain('looks like a secret')
        expect(shown).not.toContain(value.slice(0, 12))
      },
    ),
  )
})

test('no text makes the patterns slow', () => {
  const long = ['eyJ'.repeat(20_000), 'a'.repeat(60_000), '0'.repeat(60_001), 'a:'.repeat(30_000)]
  const begin = performance.now()
  for (const text of long) looksLikeSecret(text, 'other')
  expect(performance.now() - begin).toBeLessThan(2_000)
  fc.assert(fc.property(fc.string(), (text) => typeof looksLikeSecret(text, 'hash') !== 'boolean'))
})

test('a plain word is none, and the shortest token is longer than the longest of them', () => {
  expect(looksLikeSecret('mainnet-2026.a', 'other')).toBeNull()
  expect(looksLikeSecret('xoxb-0123456789', 'other')).toBe('token')
})
