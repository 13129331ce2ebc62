import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDataHider } from '../../../src/redact/structured/data.ts'
import { smallRedactor } from './small-redactor.ts'

const secret = 'CANARY-value-0123'
const address = `0x${'ab'.repeat(20)}`
const hash = `0x${'c3'.repeat(32)}`

function hidden<T>(value: T, secrets: readonly string[] = [secret], addresses: readonly string[] = []): T {
  return createDataHider(smallRedactor(secrets, addresses).hide).data(value)
}

describe('values', () => {
  test('ids under their names stay, with numbers, bigints, booleans and null', () => {
    const value = {
      schema: 'x402ops.case/v1',
      caseId: '0123456789abcdef',
      requestIds: ['0f8fad5b-d9cb-469f-a165-70867728950e', 'req-17'],
      network: 'eip155:8453',
      payer: address,
      nonce: hash,
      tx: hash,
      logIndex: 3,
      amountAtomic: '5000',
      movedAtomic: 5000n,
      at: '2026-11-21T07:40:02.000Z',
      ok: true,
      nothing: null,
      missing: undefined,
      facts: { inWindow: true, amount: 'equal' },
      signatures: [
        '5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW',
      ],
    }
    expect(hidden(value)).toEqual(value)
  })

  test.each([
    ['text', `with ${secret}`, 'with [redacted:known]'],
    ['nonce', secret, '[redacted:known]'],
    ['requestId', 'ghp_CANARYCANARYCANARYCANARY12', '[redacted:shape]'],
    ['password', 'short', '[redacted:password]'],
    ['password', 12345678, '[redacted:password]'],
    ['pass', 12, 12],
    ['PASS', 1234567, 1234567],
    ['authorization', 'Custom CANARY', '[redacted:credential]'],
    ['adminToken', 'CANARY', '[redacted:token]'],
    ['token', 'USDC', 'USDC'],
    ['token', address, address],
    ['token', 'CANARY-0123', '[redacted:token]'],
    ['signature', `0x${'1b'.repeat(65)}`, '[redacted:signature]'],
    ['cookie', ['a=CANARY', 'b=CANARY'], ['[redacted:cookie]', '[redacted:cookie]']],
    ['secret', { env: 'ADMIN_TOKEN' }, { env: 'ADMIN_TOKEN' }],
    ['secret', { value: 'CANARY' }, { value: '[redacted:secret]' }],
    [
      'credentials',
      { user: 'CANARY', pin: 1234 },
      { user: '[redacted:credential]', pin: '[redacted:password]' },
    ],
    ['private_key', '', ''],
    ['paymentSignature', 'not base64', '[redacted:payment]'],
    ['words', { r: hash, s: hash, v: 27 }, { r: '[redacted:signature]', s: '[redacted:signature]', v: 27 }],
    ['text', 'a THROW in a rule', '[withheld]'],
  ])('%s: %j', (name, value, expected) => {
    expect(hidden({ [name]: value })).toEqual({ [name]: expected })
  })

  test('the key of an address that was seen goes from a nonce, in hex and as a number; a transaction stays', () => {
    // The first key that everybody knows: 1.
    const key = `0x${'0'.repeat(63)}1`
    const owner = '0x7e5f4552091a69125d5dfcb7b8c2659029395bdf'
    const largest = BigInt('0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140')
    const ownerOfLargest = '0x80c0dbf239224071c59dd8970ab9d542e3414ab2'
    const value = { nonce: key, tx: key, topics: [key], big: largest, value: largest.toString() }
    expect(hidden(value, [], [owner, ownerOfLargest])).toEqual({
      nonce: '[redacted:private-key]',
      tx: key,
      topics: ['[redacted:private-key]'],
      big: '[redacted:private-key]',
      value: '[redacted:private-key]',
    })
  })
})

describe('lists and names', () => {
  test('bytes and words that spell a secret become one text', () => {
    const bytes = [...Buffer.from(secret)]
    const words = Array.from({ length: 12 }, () => 'canary')
    const mnemonic = words.join(' ')
    expect(
      hidden(
        { a: bytes, b: { ...bytes }, c: new Uint8Array(bytes), d: words, e: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
        [secret, mnemonic],
      ),
    ).toEqual({
      a: '[[redacted:known]]',
      b: '[[redacted:known]]',
      c: '[[redacted:known]]',
      d: '[redacted:known]',
      e: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    })
    expect(hidden({ mnemonic: words }, [])).toEqual({ mnemonic: ['[redacted:mnemonic]'] })
    const numbered = Object.fromEntries(words.map((word, index) => [`word${index}`, word]))
    expect(hidden({ a: numbered, b: ['the phrase:', 17, ...words] }, [mnemonic])).toEqual({
      a: '[redacted:known]',
      b: 'the phrase: 17 [redacted:known]',
    })
    expect(hidden({ a: words }, [])).toEqual({ a: words })
  })

  test('a name is a text, too, and names that become equal stay two', () => {
    const upper = secret.toUpperCase()
    expect(hidden({ [secret]: 1, [upper]: 2, other: 3 })).toEqual({
      '[redacted:known]': 1,
      '[redacted:known]#2': 2,
      other: 3,
    })
  })

  test('a value has the name that stands beside it', () => {
    const list = [
      { name: 'ADMIN_TOKEN', value: 'CANARY' },
      { name: 'LOG_LEVEL', value: 'info' },
      { key: 'password', value: 'CANARY' },
    ]
    expect(hidden(list).map(({ value }) => value)).toEqual([
      '[redacted:token]',
      'info',
      '[redacted:password]',
    ])
  })

  test('what is nested below all reason is withheld', () => {
    let deep: unknown = secret
    for (let level = 0; level < 100_000; level += 1) deep = [deep]
    const shown = JSON.stringify(hidden({ deep }))
    expect(shown).toContain('[withheld]')
    expect(shown).not.toContain('CANARY')
  })
})

describe('texts that are JSON themselves', () => {
  test('are edited field by field and stay JSON; an encoded one stays encoded', () => {
    const inner = { password: 'CANARY', tx: hash }
    const encoded = Buffer.from(JSON.stringify(inner)).toString('base64')
    const shown = hidden({ body: JSON.stringify(inner), terms: encoded })
    expect(JSON.parse(shown.body)).toEqual({ password: '[redacted:password]', tx: hash })
    expect(JSON.parse(Buffer.from(shown.terms, 'base64').toString())).toEqual(JSON.parse(shown.body))
  })

  test('a name that comes twice hides nothing', () => {
    const shown = hidden({ body: `{"a":"${secret}","a":1}` })
    expect(shown.body).toBe('{"a":"[redacted:known]","a":1}')
  })

  test('stay as they were written when nothing was hidden', () => {
    const body = `{ "tx" : "${hash}" }`
    const terms = Buffer.from(JSON.stringify({ accepts: [{ payTo: address, amount: '1000' }] })).toString(
      'base64',
    )
    expect(hidden({ body, 'payment-required': terms })).toEqual({ body, 'payment-required': terms })
  })

  test('a known secret that is JSON itself goes whole', () => {
    const account = '{"type":"service_account","project":"CANARY-project"}'
    expect(hidden({ body: account }, [account])).toEqual({ body: '[redacted:known]' })
  })
})

describe('for any data', () => {
  // Written and read once, because JSON knows no -0.
  const json = fc.json({ maxDepth: 5 }).map((text) => JSON.parse(text) as unknown)

  test('the shape stays and what comes out parses', () => {
    const shape = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shape)
      if (typeof value !== 'object' || value === null) return typeof value
      return Object.values(value).map(shape)
    }
    fc.assert(
      fc.property(json, (value) => {
        const shown = hidden(value)
        expect(JSON.parse(JSON.stringify(shown))).toEqual(shown)
        expect(shape(shown)).toEqual(shape(value))
      }),
    )
  })

  test('a known secret survives under no name, at no depth', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'tx',
        'nonce',
        'requestId',
        'payTo',
        'amount',
        'at',
        'id',
        'data',
        'signature',
        'body',
        'x',
      ),
      fc.string({ maxLength: 12 }),
    )
    const wrap = fc.constantFrom(
      (text: string) => text,
      (text: string) => `before ${text} behind`,
      (text: string) => JSON.stringify({ inner: text }),
      (text: string) => Buffer.from(JSON.stringify({ inner: text })).toString('base64'),
      (text: string) => [...Buffer.from(text)],
      (text: string) => [['x-request-id', text]],
      (text: string) => ({ [text]: text }),
    )
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), wrap, (path, form) => {
        const value = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), form(secret))
        const shown = JSON.stringify(hidden(value))
        expect(shown).not.toContain('CANARY')
        expect(shown).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12))
        expect(shown).not.toContain([...Buffer.from(secret)].slice(0, 6).join(','))
      }),
      { numRuns: 500 },
    )
  })

  test('hiding twice is hiding once', () => {
    const value = fc.oneof(json, fc.dictionary(fc.constantFrom('password', 'tx', 'token', 'headers'), json))
    fc.assert(
      fc.property(value, (given) => {
        const once = hidden({ given })
        expect(hidden(once)).toEqual(once)
      }),
    )
  })

  test('public ids survive under their names, more than 999 of 1000', () => {
    const hex = (bytes: number) =>
      fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((all) => Buffer.from(all).toString('hex'))
    const id = fc.oneof(
      fc.tuple(fc.constantFrom('tx', 'blockHash', 'nonce', 'hash', 'transactionHash'), hex(32)),
      fc.tuple(fc.constantFrom('payer', 'payTo', 'asset', 'from', 'token'), hex(20)),
    )
    let kept = 0
    const total = 4_000
    fc.assert(
      fc.property(id, ([name, text]) => {
        const value = { [name]: `0x${text}` }
        if (JSON.stringify(hidden(value)) === JSON.stringify(value)) kept += 1
      }),
      { numRuns: total },
    )
    fc.assert(
      fc.property(fc.constantFrom('requestId', 'recordId', 'id'), fc.uuid(), (name, uuid) => {
        if (hidden({ [name]: uuid })[name] === uuid) kept += 1
      }),
      { numRuns: total },
    )
    expect(kept).toBeGreaterThanOrEqual(total * 2 * 0.999)
  })
})
