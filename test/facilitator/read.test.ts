import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { saw } from '../../src/core/observation.ts'
import { keep } from '../../src/facilitator/keep.ts'
import { covers, listed } from '../../src/facilitator/kinds.ts'
import { bodyKind, readHealth, readSupported, readVerify, retryInBody } from '../../src/facilitator/read.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
const hostile = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/

const kind = fc.record(
  {
    x402Version: fc.oneof(fc.constantFrom(1, 2, '2', -1, 1e300), fc.anything()),
    scheme: fc.oneof(fc.constantFrom('exact', 'upto', '', '\u001b[2J'), fc.anything()),
    network: fc.oneof(fc.constantFrom('base', 'eip155:*', 'eip155:8453', '__proto__'), fc.anything()),
  },
  { requiredKeys: [] },
)
const lists = fc.record(
  {
    kinds: fc.oneof(fc.array(kind), fc.anything()),
    extensions: fc.oneof(fc.array(fc.string()), fc.anything()),
    signers: fc.oneof(fc.dictionary(fc.string(), fc.array(fc.string())), fc.anything()),
  },
  { requiredKeys: [] },
)
const json = (value: unknown) =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? `${item}` : item)) ?? ''
const body = fc.oneof(fc.string(), fc.json(), lists.map(json))

describe('what a facilitator answers', () => {
  test('whatever it is, reading never throws and gives bounded, harmless text', () => {
    fc.assert(
      fc.property(body, fc.boolean(), (text, cut) => {
        const said = readSupported(text, cut)
        const all = [said, readHealth(text), readVerify(text), retryInBody(text), bodyKind(text, '')]
        const shown = JSON.stringify(all).replaceAll(/\\\\u|\\\\x/g, '')
        expect(shown).not.toMatch(hostile)
        if (said.kind !== 'supported') return
        expect(said.value.kinds.length).toBeLessThanOrEqual(500)
        for (const { version, scheme, network } of said.value.kinds) {
          expect(Number.isSafeInteger(version)).toBe(true)
          expect(scheme.length * network.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('sentences are no names: what a key reads like is not kept', () => {
    const told = 'backup: 1. canary 2. canary'
    const said = readSupported(
      JSON.stringify({
        kinds: [
          { x402Version: 2, scheme: 'exact', network: 'base' },
          { x402Version: 2, scheme: 'exact', network: told },
          { x402Version: 2, scheme: told, network: 'base' },
        ],
        extensions: [told, 'bazaar'],
        signers: { [told]: [told, '0xCANARY'] },
      }),
      false,
    )
    expect(said).toEqual({
      kind: 'supported',
      value: {
        kinds: [{ version: 2, scheme: 'exact', network: 'base' }],
        extensions: ['bazaar'],
        signers: [{ pattern: '', addresses: ['0xCANARY'] }],
        odd: 2,
        more: 0,
      },
    })
  })

  test('every kind that is one is read, however many odd entries stand beside it', () => {
    const good = fc.record({
      x402Version: fc.constantFrom(1, 2),
      scheme: fc.constantFrom('exact', 'upto', 'batch-settlement'),
      network: fc.constantFrom('base', 'eip155:8453', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'),
    })
    const odd = fc.constantFrom(
      null,
      7,
      'exact',
      [],
      { scheme: 'exact' },
      { network: 'base', x402Version: 2 },
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(good, odd), { minLength: 1, maxLength: 40 }), (mixed) => {
        const wanted = mixed.filter(
          (item) => Object.hasOwn(Object(item), 'x402Version') && Object.hasOwn(Object(item), 'scheme'),
        )
        const said = readSupported(JSON.stringify({ kinds: mixed }), false)
        if (wanted.length === 0) {
          expect(said.kind).toBe('wrong-shape')
          return
        }
        expect(said).toMatchObject({ value: { odd: mixed.length - wanted.length, more: 0 } })
        expect(said.kind === 'supported' && said.value.kinds.length).toBe(wanted.length)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['{"kinds":[]}', 'json'],
    ['<!DOCTYPE html><title>x</title>', 'html'],
    ['\n<html>', 'html'],
    ['Bad gateway', 'text'],
    ['{"kinds":[', 'text'],
  ])('%j is %s', (text, said) => expect(bodyKind(text, '')).toBe(said))

  test('an old list without extensions and signers is whole; an empty list is a list', () => {
    expect(readSupported('{"kinds":[]}', false)).toEqual({
      kind: 'supported',
      value: { kinds: [], extensions: [], signers: [], odd: 0, more: 0 },
    })
    expect(readSupported('[]', false).kind).toBe('wrong-shape')
    expect(readSupported('{"kinds":[{"x402Version":2', true).kind).toBe('wrong-shape')
    expect(readSupported('oops', false).kind).toBe('not-json')
  })
})

describe('what is kept', () => {
  const answer = (headers: Record<string, string>, status = 200, text = '{}') =>
    keep(
      saw(
        { at: '2026-11-21T07:40:02.000Z', source: 'http', ref: 'GET' },
        {
          status,
          headers: Object.entries(headers),
          body: text,
          bodyTruncated: false,
          timing: { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 1, totalMs: 2 },
          tlsValidUntil: null,
          receivedAt: '2026-11-21T07:40:02.000Z',
        },
      ),
      () => null,
    )
  const value = (...args: Parameters<typeof answer>) => {
    const look = answer(...args)
    if (!look.seen) throw new Error('not seen')
    return look.value
  }

  test.each([
    ['30', 30_000],
    ['Sat, 21 Nov 2026 07:41:02 GMT', 60_000],
    ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
    ['-1', null],
    ['1e9', null],
    ['9999999999', null],
    ['', null],
  ])('Retry-After %j asks for %s ms', (text, ms) =>
    expect(value({ 'retry-after': text }, 429).retryAfterMs).toBe(ms),
  )

  test('the body of T402 says it, too, and the header counts first', () => {
    const said = '{"error":"rate limit exceeded","retryAfter":30}'
    expect(value({}, 429, said).retryAfterMs).toBe(30_000)
    expect(value({ 'retry-after': '5' }, 429, said).retryAfterMs).toBe(5000)
    expect(value({}, 200, said).retryAfterMs).toBeNull()
  })

  test.each([
    ['60', 60_000],
    ['1795246862', 60_000],
    ['1795246862000', 60_000],
    ['1', 1000],
  ])('a reset of %s is %s ms away', (reset, resetMs) => {
    const headers = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': reset }
    expect(value(headers).rate).toEqual({ limit: 1000, remaining: 7, resetMs })
  })

  test.each([
    ['https://new.example/in?token=CANARY', 'https://new.example'],
    ['/login?next=CANARY', 'the same host'],
    ['//evil.example/CANARY', 'elsewhere'],
    ['javascript:CANARY', 'null'],
  ])('of a redirect to %s only where it leads is kept', (location, kept) =>
    expect(value({ location }, 302).location).toBe(kept),
  )
})

describe('kinds', () => {
  test.each([
    ['*', 'eip155:8453', true],
    ['eip155:*', 'eip155:8453', true],
    ['eip155:*', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', false],
    ['base', 'eip155:8453', true],
    ['eip155:8453', 'eip155:84532', false],
    ['eip155:845*', 'eip155:8453', false],
    ['', 'eip155:8453', false],
  ])('%s covers %s: %s', (pattern, network, said) => expect(covers(pattern, network)).toBe(said))

  test('a scheme of another network is not listed', () => {
    const wanted = { version: 2, scheme: 'exact', network: 'eip155:8453', from: 'profile' } as const
    expect(listed([{ version: 2, scheme: 'exact', network: 'eip155:137' }], wanted)).toBe('no')
    expect(listed([{ version: 2, scheme: 'upto', network: 'eip155:8453' }], wanted)).toBe('no')
    expect(listed([{ version: 1, scheme: 'exact', network: 'base' }], wanted)).toBe('other-version')
  })
})
