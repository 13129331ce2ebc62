import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readVerify } from '../../src/verify/read.ts'
import { network } from '../rig/token.ts'
import { changed, good, look } from './look.ts'
import {
  asHeader,
  asJson,
  extra,
  type Loose,
  nowSeconds,
  payer,
  payment,
  payTo,
  required,
  requirement,
} from './payment.ts'

describe('what a facilitator reads otherwise is no conforming payload', () => {
  const authorization = (change: Loose) =>
    changed((c) => {
      Object.assign(c.payload.authorization, change)
    })
  const v1 = { x402Version: 1, scheme: 'exact', network: 'base', payload: good.payload }
  const { amount, ...plain } = requirement
  const v1Entry = { ...plain, network: 'base', maxAmountRequired: amount }

  test.each<[string, Loose]>([
    ['zeros before the amount', authorization({ value: '0010000' })],
    ['zeros before a time', authorization({ validBefore: `00${nowSeconds + 120}` })],
    ['an address with the letters of another', authorization({ to: `0x${payTo.slice(2).toUpperCase()}` })],
    ['0X before an address', authorization({ to: `0X${payTo.slice(2)}` })],
    [
      'a transaction beside the authorization',
      { ...good, payload: { ...good.payload, transaction: 'AQID' } },
    ],
    ['a permit that is null', { ...good, payload: { ...good.payload, permit2Authorization: null } }],
    ['the terms of version 1 at the top', { ...good, scheme: 'exact', network: 'eip155:1' }],
    ['a resource of version 1', { ...good, resource: 'https://shop.example/v1' }],
  ])('%s', async (_name, paid) => {
    expect(await look(paid, required(requirement))).toMatchObject({ not: ['shape'] })
  })

  test('a network named as the other version names it', async () => {
    const asked = { x402Version: 1, accepts: [v1Entry] }
    expect((await look({ ...v1, network }, asked)).not).toEqual(['shape'])
    const base = { ...requirement, network: 'base' }
    expect((await look({ ...good, accepted: base }, required(base))).not).toEqual(['shape'])
  })

  test('a key that stands twice: readers differ in which one they take', async () => {
    const twice = JSON.stringify(good).replace('"to":', `"to":"${payer.address}","t\\u006f":`)
    for (const payment of [Buffer.from(twice), Buffer.from(Buffer.from(twice).toString('base64'))]) {
      const about = { nowSeconds, minimumAtomic: null }
      const read = readVerify({ payment, requirements: asJson(required(requirement)) }, about)
      expect(read).toMatchObject({ expected: { problems: ['a key stands twice in one object'] } })
    }
  })

  test('any other field in accepted makes it another requirement', async () => {
    const more = { ...good, accepted: { ...good.accepted, maxAmountRequired: '1' } }
    expect((await look(more, required(requirement))).not).toEqual(['accepted'])
  })

  test('a payment by another method than the one that was asked for', async () => {
    const permits = { ...requirement, extra: { ...extra, assetTransferMethod: 'permit2' } }
    expect((await look(await payment(permits), required(permits))).not).toEqual(['scheme'])
  })

  test('of two entries the one that the payment repeats, in version 1 the first that a server finds', async () => {
    const twin = { ...requirement, maxTimeoutSeconds: 60 }
    expect((await look(good, required(twin, requirement))).not).toEqual([])
    const other = { ...v1Entry, asset: payTo }
    const found = await look(v1, { x402Version: 1, accepts: [other, v1Entry] })
    expect(found.read).toMatchObject({ expected: { required: { entry: 1 } } })
    expect(found.rows).toMatchObject({ signature: 'FAIL' })
  })
})

test('the order of keys is no difference, their values are', async () => {
  const nested = (route: object) => ({ ...requirement, extra: { ...extra, route } })
  const paid = await payment(nested({ a: 1, b: [1, { c: 2 }] }))
  const at = async (route: object) => (await look(paid, required(nested(route)))).rows
  expect(await at({ b: [1, { c: 2 }], a: 1 })).toMatchObject({ accepted: 'PASS' })
  expect(await at({ b: [1, { c: 3 }], a: 1 })).toMatchObject({ accepted: 'FAIL' })
})

describe('hostile inputs', () => {
  test('any change of one field never passes everything', async () => {
    const paths: readonly (readonly string[])[] = [
      ['x402Version'],
      ...Object.keys(requirement).map((key) => ['accepted', key]),
      ['accepted', 'extra', 'name'],
      ['accepted', 'extra', 'version'],
      ['payload', 'signature'],
      ...Object.keys(good.payload.authorization).map((key) => ['payload', 'authorization', key]),
    ]
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.nat().map(String), fc.constant(undefined))
    const flip = fc.record({ at: fc.nat({ max: 400 }), to: fc.constantFrom(...'0123456789abcdef') })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        value,
        flip,
        fc.boolean(),
        async (path, other, { at, to }, replace) => {
          const copy = structuredClone(good)
          const holder = path.slice(0, -1).reduce((json, key) => json[key], copy)
          const last = path.at(-1) ?? ''
          const before = holder[last]
          const text = String(before)
          const edited = `${text.slice(0, at % text.length)}${to}${text.slice((at % text.length) + 1)}`
          holder[last] = replace || typeof before !== 'string' ? other : edited
          // Two spellings of one address are one address.
          fc.pre(String(holder[last]).toLowerCase() !== text.toLowerCase())
          const found = await look(copy, required(requirement))
          expect(found.not).not.toEqual([])
          expect(found.printed).not.toContain(good.payload.signature.slice(2, 30))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('any bytes are read or refused, and a signature in the wrong place stays hidden', async () => {
    const secret = good.payload.signature.slice(2)
    for (const key of ['scheme', 'network', 'asset', 'payTo']) {
      const copy = changed((c) => {
        c.accepted[key] = secret
      })
      const found = await look(copy, required({ ...requirement, [key]: secret }))
      expect(found.printed.slice(found.printed.indexOf('"checks"'))).not.toContain(secret.slice(0, 30))
    }
    await fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (a, b) => {
        const read = readVerify({ payment: a, requirements: b }, { nowSeconds, minimumAtomic: null })
        expect(read).toMatchObject({ part: 'payment' })
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    ['nothing', '', '{}', 'payment'],
    ['two payments', null, '{}', 'payment'],
    ['no requirement', undefined, '{"a":1}', 'requirements'],
    ['an empty list', undefined, '{"x402Version":2,"accepts":[]}', 'requirements'],
  ])('%s is said so', async (_name, paid, asked, part) => {
    const twice = `${asHeader(good)}\n${asHeader(
      changed((c) => {
        c.x402Version = 1
      }),
    )}`
    const bytes = paid === null ? Buffer.from(twice) : paid === undefined ? asJson(good) : Buffer.from(paid)
    const read = readVerify(
      { payment: bytes, requirements: Buffer.from(asked) },
      { nowSeconds, minimumAtomic: null },
    )
    expect(read).toMatchObject({ part })
  })
})
