import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { networkId } from '../../src/discover/compare.ts'
import {
  decimalText,
  fits,
  fixedPrice,
  type PriceUnit,
  priceText,
  rangePrice,
} from '../../src/discover/price.ts'
import { readPaymentInfo } from '../../src/discover/readers/payment-info.ts'
import { pricesIn, writtenPrice } from '../../src/discover/terms-said.ts'

const usdc = (atomic: bigint) => ({ atomic, decimals: 6, isDollar: true })
const price = (value: unknown, unit: PriceUnit) => fixedPrice(value, unit)!

describe('units', () => {
  test.each([
    ['10000', 'atomic', true],
    ['0.01', 'usd', true],
    ['0.01', 'token', true],
    ['1', 'cents', true],
    ['0.01', 'unsaid', true],
    ['10000', 'unsaid', true],
    ['10000', 'usd', false],
    ['0.01', 'cents', false],
    ['1', 'unsaid', false],
    ['0.0100001', 'usd', false],
  ] as const)('%s %s against 0.01 USDC: %s', (value, unit, fit) => {
    expect(fits(price(value, unit), usdc(10_000n))).toBe(fit)
  })

  test('what cannot be compared is neither right nor wrong', () => {
    const unknown = { atomic: 10_000n, decimals: null, isDollar: false }
    const euro = { atomic: 10_000n, decimals: 6, isDollar: false }
    expect(fits(price('0.01', 'usd'), unknown)).toBeNull()
    expect(fits(price('0.01', 'usd'), euro)).toBeNull()
    expect(fits(price('0.01', 'token'), euro)).toBe(true)
    expect(fits(price('5', 'atomic'), unknown)).toBe(false)
  })

  test('a range holds its ends', () => {
    const range = rangePrice('0.01', '0.05', 'usd')!
    expect([9_999n, 10_000n, 50_000n, 50_001n].map((atomic) => fits(range, usdc(atomic)))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(priceText(range)).toBe('$0.01 to $0.05')
  })

  test('every amount fits its own text in every unit, and no other amount does', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n })
    fc.assert(
      fc.property(amounts, amounts, (atomic, other) => {
        const tokens = `${atomic / 1_000_000n}.${String(atomic % 1_000_000n).padStart(6, '0')}`
        const cents = `${atomic / 10_000n}.${String(atomic % 10_000n).padStart(4, '0')}`
        const said = [
          price(String(atomic), 'atomic'),
          price(tokens, 'usd'),
          price(tokens, 'token'),
          price(cents, 'cents'),
        ]
        expect(said.map((one) => fits(one, usdc(atomic)))).toEqual([true, true, true, true])
        expect(said.map((one) => fits(one, usdc(other)))).toEqual(said.map(() => other === atomic))
      }),
      { numRuns: 200 },
    )
  })
})

describe('how people write prices', () => {
  test.each([
    ['$0.01', { unit: 'usd', min: '0.01', max: '0.01' }],
    ['0.01 USDC', { unit: 'token', min: '0.01', max: '0.01' }],
    ['USD 0.01', { unit: 'usd', min: '0.01', max: '0.01' }],
    ['1 cent', { unit: 'cents', min: '1', max: '1' }],
    ['10000 atomic', { unit: 'atomic', min: '10000', max: '10000' }],
    ['0.01', { unit: 'unsaid', min: '0.01', max: '0.01' }],
    ['from $1 per call', null],
    ['1e3', null],
    ['-1', null],
    ['$$1', null],
  ])('%s', (text, read) => {
    expect(writtenPrice(text, 'unsaid')).toEqual(read)
  })

  test('numbers of JSON keep their digits', () => {
    expect([0.005, 1e-7, 100, 0.1 + 0.2, -1, Number.NaN, 1e300].map(decimalText)).toEqual([
      '0.005',
      '0.0000001',
      '100',
      '0.30000000000000004',
      null,
      null,
      null,
    ])
  })

  test('an amount beside a currency', () => {
    expect(pricesIn({ amount: '0.025', currency: 'USD' }, 'unsaid')).toEqual([price('0.025', 'usd')])
    expect(pricesIn({ amount: '25000', asset: '0xabc' }, 'unsaid')).toEqual([price('25000', 'atomic')])
    expect(pricesIn({ amount: '25000', currency: 'USDC' }, 'unsaid')).toEqual([price('25000', 'unsaid')])
    expect(pricesIn({ amount: '0.025', currency: 'USDC' }, 'unsaid')).toEqual([price('0.025', 'token')])
  })
})

describe('the dialects of x-payment-info', () => {
  const said = (info: unknown) =>
    readPaymentInfo(info).flatMap((way) => (way.price === null ? [] : [priceText(way.price)]))

  test.each([
    ['structured', { price: { mode: 'fixed', amount: '0.025', currency: 'USD' } }, ['$0.025']],
    ['structured, dynamic', { price: { mode: 'dynamic', min: '0', max: '1' } }, ['$0 to $1']],
    ['flat: whole dollars are dollars', { pricingMode: 'fixed', price: '10000' }, ['$10000']],
    ['flat, a range', { pricingMode: 'range', minPrice: '0.01', maxPrice: '1' }, ['$0.01 to $1']],
    ['flat, a quote', { pricingMode: 'quote' }, []],
    [
      'MPP',
      { offers: [{ intent: 'charge', method: 'tempo', amount: '25000', currency: '0x1' }] },
      ['25000 atomic'],
    ],
    ['MPP, flat', { intent: 'charge', method: 'tempo', amount: '25000', currency: '0x1' }, ['25000 atomic']],
    ['MPP, dynamic', { offers: [{ intent: 'charge', method: 'tempo', amount: null, currency: '0x1' }] }, []],
    ['home-made', { scheme: 'exact', network: 'base', amount: '25000' }, ['25000 atomic']],
    ['home-made, dynamic', { scheme: 'exact', network: 'base', amount: '1', amountMode: 'dynamic' }, []],
    ['PipRail', { x402Version: 2, accepts: [{ amount: '100', scheme: 'exact' }] }, ['100 atomic']],
    ['nothing', null, []],
  ])('%s', (_name, info, prices) => {
    expect(said(info)).toEqual(prices)
  })
})

test('networks by id and by name', () => {
  const said = [
    'eip155:8453',
    'base',
    'Base',
    'Base Mainnet',
    'base-sepolia',
    'Base Sepolia',
    'eip155:1234567',
    'Moon',
  ]
  expect(said.map(networkId)).toEqual([
    'eip155:8453',
    'eip155:8453',
    'eip155:8453',
    'eip155:8453',
    'eip155:84532',
    'eip155:84532',
    'eip155:1234567',
    null,
  ])
})
