import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonDepth, parseJsonText } from '../../src/x402/json-text.ts'
import { readChallenge } from '../../src/x402/payment-required.ts'
import { header, headersOf, wire } from './wire.ts'

const requirement = {
  scheme: 'exact',
  network: 'eip155:8453',
  amount: '25000',
  asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  payTo: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  maxTimeoutSeconds: 120,
  extra: { name: 'USD Coin', version: '2' },
}
const v2 = {
  x402Version: 2,
  error: 'Payment required',
  resource: { url: 'http://127.0.0.1/a' },
  accepts: [requirement],
}
const v1 = {
  x402Version: 1,
  accepts: [
    {
      ...requirement,
      amount: undefined,
      network: 'base',
      maxAmountRequired: '25000',
      resource: 'http://127.0.0.1/a',
    },
  ],
}

const inHeader = (json: unknown, body = '{}') =>
  readChallenge({ headers: [['payment-required', header(json)]], body })
const inBody = (json: unknown) => readChallenge({ headers: [], body: JSON.stringify(json) })
const recorded = (name: string) => readChallenge({ headers: headersOf(wire(name)), body: wire(name).body })

const price = {
  scheme: 'exact',
  network: 'eip155:8453',
  amountAtomic: 1000n,
  asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  payTo: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  maxTimeoutSeconds: 60,
  eip712: { name: 'USD Coin', version: '2' },
  problems: [],
  unreadable: [],
}

describe('recorded servers', () => {
  test('version 2', () => {
    const challenge = recorded('v2-402-unpaid-get')
    expect(challenge).toMatchObject({
      unreadable: [],
      html: false,
      offers: [{ dialect: 'v2', where: 'header', x402Version: 2, error: 'Payment required', problems: [] }],
    })
    expect(challenge.offers[0]?.accepts).toMatchObject([
      { ...price, resource: 'http://127.0.0.1:33819/x402/v1/quote', networkSent: 'eip155:8453' },
    ])
  })

  test('version 1', () => {
    const challenge = recorded('v1-402-unpaid-get')
    expect(challenge).toMatchObject({
      unreadable: [],
      offers: [
        { dialect: 'v1', where: 'body', x402Version: 1, error: 'X-PAYMENT header is required', problems: [] },
      ],
    })
    expect(challenge.offers[0]?.accepts).toMatchObject([
      { ...price, resource: 'http://127.0.0.1:37335/x402/v1/quote', networkSent: 'base' },
    ])
  })

  test('a page for people: v2 keeps its header, v1 has nothing for machines', () => {
    expect(recorded('v2-402-unpaid-browser')).toMatchObject({ html: true, offers: [{ dialect: 'v2' }] })
    expect(recorded('v1-402-unpaid-browser')).toMatchObject({ html: true, offers: [] })
  })

  test('Permit2 is named', () => {
    expect(recorded('v2-permit2-402-unpaid').offers[0]?.accepts[0]?.transfer).toBe('permit2')
  })

  test.each(['v2-503-disabled', 'v2-unpaid-facilitator-down'])('%s asks for nothing', (name) => {
    expect(recorded(name)).toMatchObject({ offers: [], unreadable: [] })
  })
})

describe('dialects and defects', () => {
  test('v1 in the v2 header', () => {
    expect(inHeader(v1).offers).toMatchObject([
      { dialect: 'v1', where: 'header', problems: ['version 1 terms in the version 2 header'] },
    ])
  })

  test('a bare requirement', () => {
    expect(inHeader(requirement).offers).toMatchObject([
      { dialect: 'bare', x402Version: null, problems: ['one requirement without its envelope'] },
    ])
  })

  test('v2 in the body only, and as a copy beside the header', () => {
    expect(inBody(v2).offers[0]?.problems).toEqual([
      'version 2 terms in the body, where stock clients do not look',
    ])
    const both = inHeader(v2, JSON.stringify(v2)).offers
    expect(both.map((offer) => [offer.where, offer.problems])).toEqual([
      ['header', []],
      ['body', []],
    ])
  })

  test('both versions at once are both reported', () => {
    expect(inHeader(v2, JSON.stringify(v1)).offers.map((offer) => offer.dialect)).toEqual(['v2', 'v1'])
  })

  test('T402, MPP, sign-in and a version of the future', () => {
    expect(inHeader({ ...v2, x402Version: undefined, t402Version: 2 }).offers[0]).toMatchObject({
      dialect: 't402',
      x402Version: 2,
    })
    const mpp = readChallenge({
      headers: [['www-authenticate', 'Basic realm="a", Payment id="1", method="tempo"']],
      body: '{"type":"https://127.0.0.1/problem"}',
    })
    expect(mpp.offers).toMatchObject([{ dialect: 'mpp', accepts: [] }])
    expect(
      readChallenge({ headers: [['www-authenticate', 'Bearer realm="Payment"']], body: '' }).offers,
    ).toEqual([])
    expect(
      inHeader({ x402Version: 2, accepts: [], extensions: { 'sign-in-with-x': {} } }).offers[0]?.dialect,
    ).toBe('sign-in')
    expect(inHeader({ ...v2, x402Version: 3 }).offers[0]).toMatchObject({
      dialect: 'unknown',
      x402Version: 3,
    })
  })

  test('resource.path is read and named', () => {
    expect(inHeader({ ...v2, resource: { path: '/a' } }).offers[0]).toMatchObject({
      resource: '/a',
      problems: ['resource.path instead of resource.url'],
    })
  })

  test('a v1 network name in v2 terms is mapped and named', () => {
    const offer = inHeader({ ...v2, accepts: [{ ...requirement, network: 'base' }] }).offers[0]
    expect(offer?.accepts[0]?.network).toBe('eip155:8453')
    expect(offer?.problems).toEqual(['version 2 terms with a version 1 network name'])
  })

  test('recipients in extensions are found', () => {
    const extensions = { bridge: { info: [{ payTo: '0xAA' }, { deep: { payTo: '0xBB' } }] }, payTo: 5 }
    expect(inHeader({ ...v2, extensions }).offers[0]?.otherPayTo).toEqual(['0xAA', '0xBB'])
  })

  test('a header that cannot be read is named with its place', () => {
    expect(readChallenge({ headers: [['payment-required', '!!']], body: '{}' }).unreadable).toEqual([
      { where: 'header', problem: 'not base64' },
    ])
    expect(inHeader(null).unreadable).toEqual([
      { where: 'header', problem: 'JSON without a list of accepted payments' },
    ])
    expect(readChallenge({ headers: [], body: '{"x402Version":1,"accepts":[' }).unreadable).toEqual([
      { where: 'body', problem: 'not JSON' },
    ])
  })

  test('a broken body beside a good header does not matter', () => {
    expect(inHeader(v2, '{"broken":').unreadable).toEqual([])
  })
})

describe('lint of raw JSON', () => {
  test.each([
    ['an exponent', { amount: '1e3' }, 'amount is not an unsigned decimal integer of at most 256 bits'],
    ['a space', { amount: ' 10' }, 'amount is not an unsigned decimal integer of at most 256 bits'],
    ['a sign', { amount: '-1' }, 'amount is not an unsigned decimal integer of at most 256 bits'],
    [
      '2^256',
      { amount: (1n << 256n).toString() },
      'amount is not an unsigned decimal integer of at most 256 bits',
    ],
    ['a fraction', { amount: '0.01' }, 'amount is not an unsigned decimal integer of at most 256 bits'],
    ['a number', { amount: 1000 }, 'amount is a number instead of a decimal text'],
    ['nothing', { amount: undefined }, 'amount is missing'],
    ['two amounts', { maxAmountRequired: '1' }, 'amount and maxAmountRequired differ'],
  ])('the amount is %s', (_name, extra, problem) => {
    const terms = inHeader({ ...v2, accepts: [{ ...requirement, ...extra }] }).offers[0]?.accepts[0]
    expect(terms).toMatchObject({ amountAtomic: null, unreadable: [problem] })
  })

  test.each([
    ['scheme', { scheme: 5 }],
    ['network', { network: null }],
    ['asset', { asset: '' }],
    ['payTo', { payTo: ['0x1'] }],
  ])('%s cannot be read', (name, extra) => {
    const terms = inHeader({ ...v2, accepts: [{ ...requirement, ...extra }] }).offers[0]?.accepts[0]
    expect(terms?.unreadable).toEqual([`${name} is missing or no text`])
  })

  test('a list of a million entries is cut and named', () => {
    const accepts = Array.from({ length: 1200 }, () => 0)
    const [offer] = inBody({ x402Version: 1, accepts }).offers
    expect(offer).toMatchObject({
      sent: 1200,
      problems: ['accepts has 1200 entries, the first 100 were read'],
    })
    expect(offer?.accepts).toHaveLength(100)
    expect(offer?.accepts[0]?.unreadable).toEqual(['the entry is a number'])
  })

  test('nesting is capped without recursion', () => {
    const deep = '{"a":'.repeat(100_000)
    expect(jsonDepth(deep)).toBe(100_000)
    expect(readChallenge({ headers: [], body: deep }).unreadable).toEqual([
      { where: 'body', problem: 'nested deeper than 64 levels' },
    ])
    expect(jsonDepth('{"a":"[[[[\\"[[["}')).toBe(1)
  })

  test('inherited names are no fields', () => {
    const body =
      '{"__proto__":{"x402Version":1},"accepts":[{"__proto__":{"payTo":"0x1"},"constructor":"x","toString":1}]}'
    const [offer] = readChallenge({ headers: [], body }).offers
    expect(offer).toMatchObject({ dialect: 'unknown', accepts: [{ payTo: null }] })
  })
})

test('no answer makes the reader throw', () => {
  const json = fc.json({ maxDepth: 4 })
  const parts = fc.record({
    head: fc.oneof(
      json.map((text) => Buffer.from(text).toString('base64')),
      fc.string(),
      fc.constant(header(v2)),
    ),
    body: fc.oneof(json, fc.string({ unit: 'binary' }), fc.constant(JSON.stringify(v1))),
    authenticate: fc.string(),
  })
  fc.assert(
    fc.property(parts, ({ head, body, authenticate }) => {
      const challenge = readChallenge({
        headers: [
          ['payment-required', head],
          ['www-authenticate', authenticate],
        ],
        body,
      })
      expect(Array.isArray(challenge.offers)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('JSON text: any value survives, nothing throws', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const parsed = parseJsonText(JSON.stringify(value), 1e6)
      expect(parsed.ok && JSON.stringify(parsed.value)).toBe(JSON.stringify(value))
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(typeof parseJsonText(text, 1000).ok).toBe('boolean')
    }),
  )
})
