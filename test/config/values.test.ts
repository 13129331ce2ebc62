import fc from 'fast-check'
import { getAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { addressProblem, evmAddressProblem } from '../../src/config/address.ts'
import { pathText } from '../../src/config/problem.ts'
import { instantText, parsePrice, priceIn } from '../../src/config/quantity.ts'
import { endpointLabel, holdsKey, httpUrl, isLoopback, printableUrl } from '../../src/config/url.ts'
import { checksummed } from '../../src/core/checksum.ts'
import { nearest } from '../../src/core/nearest.ts'

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((c) => c.join(''))

describe('addresses', () => {
  test('the checksum is that of EIP-55', () => {
    fc.assert(
      fc.property(hex(40), (digits) => checksummed(`0x${digits}`) === getAddress(`0x${digits}`)),
      { numRuns: 60 },
    )
  })

  test('one wrong digit in a mixed-case address is found', () => {
    const flipped = fc.tuple(hex(40), fc.nat(39), fc.constantFrom(...'0123456789abcdefABCDEF'))
    fc.assert(
      fc.property(flipped, ([digits, at, digit]) => {
        const right = checksummed(`0x${digits}`)
        expect(evmAddressProblem(right)).toBeUndefined()
        const typed = `${right.slice(0, at + 2)}${digit}${right.slice(at + 3)}`
        const oneCase = [typed.toLowerCase(), `0x${typed.slice(2).toUpperCase()}`].includes(typed)
        // EIP-55 itself lets one typo in about 4000 through, so the oracle is asked, not the intention.
        const fits = checksummed(typed.toLowerCase()) === typed
        expect(evmAddressProblem(typed) === undefined).toBe(oneCase || fits)
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['0xabc', 'eip155:1', false],
    ['EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', true],
    ['EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', 'eip155:1', false],
    ['0x00000000000000000000000000000000000000aa', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', false],
    ['0OIl', null, false],
  ])('%s on %s: %s', (text, network, fine) => {
    expect(addressProblem(text, network) === undefined).toBe(fine)
  })
})

describe('prices', () => {
  const usdc = { network: 'eip155:8453', asset: '0x', decimals: 6, symbol: 'USDC' }
  test.each([
    ['0.01 usdc', 10_000n],
    ['10000 atomic', 10_000n],
    ['0 usdc', 0n],
    ['1.500000000 USDC', 1_500_000n],
    ['0.0000001 usdc', 'more decimals'],
    ['1e-2 usdc', undefined],
    ['-1 usdc', undefined],
    ['1,5 usdc', undefined],
    ['0.5 atomic', undefined],
    ['.5 usdc', undefined],
    ['0.01', undefined],
    ['usdc 0.01', undefined],
    ['0x10 usdc', undefined],
  ])('%s', (text, wanted) => {
    const price = parsePrice(text)
    const found = price === undefined ? undefined : priceIn(price, usdc)
    if (typeof wanted === 'string') expect(found).toMatchObject({ problem: expect.stringContaining(wanted) })
    else expect(found).toBe(wanted)
  })

  test('every whole number of atomic units survives the way through the text', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 30n), (atomic) => {
        const price = parsePrice(
          `${atomic / 1_000_000n}.${(atomic % 1_000_000n).toString().padStart(6, '0')} usdc`,
        )
        expect(price && priceIn(price, usdc)).toBe(atomic)
      }),
    )
  })
})

describe('moments', () => {
  test.each([
    ['2026-01-31', '2026-01-31T00:00:00Z'],
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z'],
    ['2026-01-31T10:00:00.250+02:00', '2026-01-31T08:00:00.250Z'],
    ['2026-02-30', undefined],
    ['2026-02-30T10:00:00Z', undefined],
    ['2026-01-31T10:00:00', undefined],
    ['2026-01-31T25:00:00Z', undefined],
    ['31.01.2026', undefined],
  ])('%s', (text, wanted) => {
    expect(instantText(text)).toBe(wanted)
  })
})

describe('addresses of services', () => {
  test.each([
    ['http://127.0.0.1:1', true],
    ['http://127.9.9.9', true],
    ['http://localhost', true],
    ['http://[::1]:1', true],
    ['http://127.1', true],
    ['http://0x7f000001', true],
    ['http://localhost.example', false],
    ['http://127.0.0.1.example', false],
    ['http://10.0.0.1', false],
    ['http://0.0.0.0', false],
  ])('%s is this machine: %s', (text, wanted) => {
    expect(isLoopback(httpUrl(text)!)).toBe(wanted)
  })

  test('no key survives printing, wherever in the URL it stands', () => {
    const key = fc
      .array(fc.constantFrom(...'CANARYcanary0123456789'), { minLength: 20, maxLength: 40 })
      .map((c) => c.join(''))
    const places = (text: string) => [
      `https://${text}@rpc.example/`,
      `https://u:${text}@rpc.example/`,
      `https://rpc.example/v2/${text}`,
      `https://rpc.example/${text}/base`,
      `https://rpc.example/?key=${text}`,
      `https://rpc.example/?x=${text}`,
      `https://rpc.example/#${text}`,
      `rpc.example/${text}`,
      `${text}`,
      `wss://rpc.example/${text}`,
    ]
    fc.assert(
      fc.property(key, (text) => {
        for (const url of places(text)) {
          expect(printableUrl(url)).not.toContain(text)
          const parsed = httpUrl(url)
          if (parsed === undefined) continue
          expect(holdsKey(parsed)).toBe(true)
          expect(endpointLabel(parsed)).toBe('https://rpc.example/***')
        }
      }),
    )
  })
})

describe('near words', () => {
  const known = ['baseUrl', 'browserOrigins', 'routes', 'records', 'rpc']
  test.each([
    ['baseurl', 'baseUrl'],
    ['base-url', 'baseUrl'],
    ['bsaeUrl', 'baseUrl'],
    ['route', 'routes'],
    ['rcp', 'rpc'],
    ['walrus', undefined],
    ['x'.repeat(1000), undefined],
  ])('%s -> %s', (word, wanted) => {
    expect(nearest(word, known)).toBe(wanted)
  })

  test('a known word is its own nearest', () => {
    fc.assert(fc.property(fc.constantFrom(...known), (word) => nearest(word, known) === word))
  })
})

describe('places in a file', () => {
  test.each([
    [['profiles', 'mainnet', 'pays', 0, 'asset'], 'profiles.mainnet.pays[0].asset'],
    [['rpc', 'eip155:8453', 1], 'rpc.eip155:8453[1]'],
    [['a b', '\u001b[2J'], '"a b"."\\u001b[2J"'],
    [['secret', 'CANARY'], 'secret.***'],
    [['x', 'c'.repeat(49)], 'x.***'],
    [['x', 'deadbeef'.repeat(3)], 'x.***'],
  ])('%j', (path, text) => {
    expect(pathText(path)).toBe(text)
  })
})
