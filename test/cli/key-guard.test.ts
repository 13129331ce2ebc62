import fc from 'fast-check'
import { privateKeyToAddress } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { refuseProfileKeys } from '../../src/cli/key-guard.ts'
import type { Profile } from '../../src/core/profile.ts'
import { addressOfKey } from '../../src/redact/key-address.ts'
import { pays } from '../payments/world.ts'

// Not secrets: small numbers as private keys.
const keyOf = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as const
const owned = privateKeyToAddress(keyOf(7)).toLowerCase()
const profile = {
  pays: [{ ...pays, payTo: [{ address: owned, from: null, until: null }] }],
} as unknown as Profile

describe('a key in a position that takes a hash', () => {
  test('is refused when it is the key of an address of the profile, and not shown', async () => {
    const refused = refuseProfileKeys(['reconcile', '--since', keyOf(7)], profile)
    await expect(refused).rejects.toMatchObject({ code: 'SECRET_AS_ARGUMENT', exitCode: 2 })
    await expect(refused).rejects.not.toThrow(keyOf(7).slice(2))
  })

  test.each([[`--since=${keyOf(7)}`], [keyOf(7).slice(2)], [keyOf(7).toUpperCase().replace('0X', '0x')]])(
    'also as %s',
    async (word) => {
      await expect(refuseProfileKeys([word], profile)).rejects.toMatchObject({ code: 'SECRET_AS_ARGUMENT' })
    },
  )

  test('a hash passes', async () => {
    await expect(refuseProfileKeys(['--since', keyOf(8)], profile)).resolves.toBeUndefined()
  })

  test('the address is the one that viem derives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (n) => {
        expect(addressOfKey(keyOf(n))).toBe(privateKeyToAddress(keyOf(n)).toLowerCase())
      }),
      { numRuns: 20 },
    )
  })

  test.each(['', '0x', keyOf(0), `0x${'f'.repeat(64)}`, 'not hex'])('%j has no address', (text) => {
    expect(addressOfKey(text)).toBeUndefined()
  })
})
