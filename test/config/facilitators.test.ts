import { describe, expect, test } from 'vitest'
import { file, originOf, refusal, resolve } from './resolving.ts'

const shop = `profiles:
  shop:
    extends: null
    facilitators:
      - {url: https://pay.example/x402/, auth: {secret: {env: RPC_A}}, header: x-api-key, minimumAtomic: "1000", signerLow: {base: "500"}}
      - {url: https://spare.example}
`
const files = [file(shop)]

describe('facilitators', () => {
  test('are resolved with credential, limits and place', async () => {
    const resolved = await resolve({ name: 'shop', command: 'facilitator', files })
    const [first, second] = resolved.profile.facilitators ?? []
    expect(first).toMatchObject({
      url: 'https://pay.example/x402',
      header: 'x-api-key',
      minimumAtomic: 1000n,
      signerLow: { 'eip155:8453': 500n },
    })
    expect(String(first?.auth)).toBe('env:RPC_A')
    expect(second).toMatchObject({ auth: null, header: 'authorization', minimumAtomic: null })
    expect(originOf(resolved, 'facilitators[1].url')).toBe('x402ops.yaml:7')
  })

  test('a command that does not ask them never reads the credential', async () => {
    const { profile } = await resolve({ name: 'shop', command: 'probe', files })
    expect(profile.facilitators?.[0]?.auth).toBeNull()
  })

  test('a credential that is not there ends `facilitator` and is a note elsewhere', async () => {
    const gone = [file(shop.replace('RPC_A', 'GONE'))]
    expect((await refusal({ name: 'shop', command: 'facilitator', files: gone })).code).toBe(
      'SECRET_NOT_FOUND',
    )
    const { profile, notes } = await resolve({ name: 'shop', command: 'monitor', files: gone })
    expect(profile.facilitators?.[0]?.auth).toBeNull()
    expect(notes.join(' ')).toContain('https://pay.example/x402 is asked without its credential')
  })

  test('--facilitator-url replaces them, and a configured address keeps its credential', async () => {
    const flags = { facilitatorUrl: ['https://new.example', 'https://pay.example/x402'] }
    const resolved = await resolve({ name: 'shop', command: 'facilitator', files, flags })
    expect(resolved.profile.facilitators?.map(({ url, auth }) => [url, String(auth)])).toEqual([
      ['https://new.example', 'null'],
      ['https://pay.example/x402', 'env:RPC_A'],
    ])
    expect(originOf(resolved, 'facilitators[0].url')).toBe('--facilitator-url')
  })

  test('no credential follows an address that only looks alike', async () => {
    for (const url of ['https://pay.example', 'https://pay.example/x402/v2', 'http://pay.example/x402']) {
      const flags = { facilitatorUrl: [url] }
      const { profile } = await resolve({ name: 'shop', command: 'facilitator', files, flags })
      expect(profile.facilitators?.[0]?.auth, url).toBeNull()
    }
  })

  test('--facilitator-auth names a variable, for one address', async () => {
    const flags = { facilitatorUrl: ['https://new.example'], facilitatorAuth: 'env:RPC_A' }
    const { profile } = await resolve({ name: 'mainnet', command: 'facilitator', flags })
    expect(String(profile.facilitators?.[0]?.auth)).toBe('env:RPC_A')
    for (const bad of [
      { ...flags, facilitatorAuth: 'CANARY-the-token-itself' },
      { ...flags, facilitatorUrl: ['https://a.example', 'https://b.example'] },
      { facilitatorAuth: 'env:RPC_A' },
    ]) {
      const found = await refusal({ name: 'mainnet', command: 'facilitator', flags: bad })
      expect(found.code).toBe('USAGE')
      expect(found.text).not.toContain('CANARY')
    }
  })

  test.each(['pay.example', 'https://u:CANARY@pay.example', 'https://pay.example/?api_key=CANARY'])(
    '%s is refused and not repeated',
    async (url) => {
      const found = await refusal({
        name: 'mainnet',
        command: 'facilitator',
        flags: { facilitatorUrl: [url] },
      })
      expect(found.code).toBe('URL_UNUSABLE')
      expect(found.text).not.toContain('CANARY')
    },
  )
})
