import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { expectFacilitator } from '../../src/facilitator/room.ts'
import { signersToAsk } from '../../src/facilitator/signers.ts'
import { resolve } from '../config/resolving.ts'
import { answered, expected, one, spare, supported, usdc } from './build.ts'

const cdp = 'https://api.cdp.coinbase.com/platform/v2/x402'

async function profileWith(urls: readonly string[]) {
  const flags = { facilitatorUrl: urls, route: ['GET /v1/quote'] }
  const { profile } = await resolve({ name: 'mainnet', command: 'facilitator', flags })
  return profile
}

describe('what a profile means for its facilitators', () => {
  test('the published minimum of a host counts where none is configured', async () => {
    const { targets } = expectFacilitator(await profileWith([cdp, spare]))
    expect(targets.map(({ minimum }) => minimum)).toEqual([{ atomic: 1000n, from: 'known' }, null])
    expect(targets[0]?.label).toBe(cdp)
  })

  test('a part of the path that may be a key is hidden, and a credential is its name alone', async () => {
    const profile = await profileWith(['https://pay.example/CANARY0123456789/v2'])
    const [only] = profile.facilitators ?? []
    if (only === undefined) throw new Error('no facilitator')
    const auth = new Secret('env:TOKEN', 'CANARY-token')
    const { targets } = expectFacilitator({ ...profile, facilitators: [{ ...only, auth }] })
    expect(targets[0]).toMatchObject({ label: 'https://pay.example/***', credential: 'env:TOKEN' })
    expect(JSON.stringify(targets)).not.toContain('CANARY-token')
  })

  test('what a live 402 asks for replaces the guess of the profile, and adds to it', async () => {
    const live = [
      { version: 1, scheme: 'exact', network: 'eip155:8453', from: 'live 402' },
      { version: 2, scheme: 'upto', network: 'eip155:137', from: 'live 402' },
    ] as const
    const profile = await profileWith([spare])
    expect(expectFacilitator(profile).kinds).toEqual([
      { version: null, scheme: 'exact', network: 'eip155:8453', from: 'profile' },
    ])
    expect(expectFacilitator(profile, { live }).kinds).toEqual(live)
    const livePrices = [{ route: 'GET /v1/quote', atomic: 5n, unit: usdc }]
    expect(expectFacilitator(profile, { livePrices }).prices).toEqual(livePrices)
  })

  test('nothing is sent to verify unless it is asked for', async () => {
    expect(expectFacilitator(await profileWith([spare])).verifyReachability).toBe(false)
  })
})

describe('which signers are looked at', () => {
  const shown = (at: string) => `0x${at.repeat(40)}`
  const naming = (signers: readonly { pattern: string; addresses: readonly string[] }[], url?: string) =>
    one({ ...(url === undefined ? {} : { url }), open: answered(200, supported({ signers })) })

  test('those whose pattern covers a network of the expectation, each once, in any case', () => {
    const first = naming([
      { pattern: 'eip155:*', addresses: [shown('A'), shown('a'), shown('b')] },
      { pattern: 'solana:*', addresses: ['So1'] },
    ])
    const second = naming([{ pattern: 'eip155:8453', addresses: [shown('a')] }], spare)
    const { asked, left } = signersToAsk(expected, [first, second])
    expect(asked.map(({ address, urls }) => [address, urls.length])).toEqual([
      [shown('a'), 2],
      [shown('b'), 1],
    ])
    expect(left).toBe(0)
  })

  test('a gas key of the operator stands beside them, and is nobody else’s', () => {
    const { asked } = signersToAsk({ ...expected, relayers: [shown('c')] }, [one()])
    expect(asked).toEqual([{ address: shown('c'), network: 'eip155:8453', urls: [] }])
  })

  test('at most twenty; the others are counted', () => {
    const many = Array.from({ length: 33 }, (_item, at) => `0x${String(at).padStart(40, '0')}`)
    const { asked, left } = signersToAsk(expected, [naming([{ pattern: '*', addresses: many }])])
    expect([asked.length, left]).toEqual([20, 13])
  })
})
