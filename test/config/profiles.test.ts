import { describe, expect, test } from 'vitest'
import { file, refusal, resolve } from './resolving.ts'

const two = file('profiles:\n  shop: {baseUrl: https://shop.example}\n  blog: {}\n')
const one = file('profiles:\n  shop: {baseUrl: https://shop.example}\n')

describe('which profile is used when none is named', () => {
  test.each(['monitor', 'probe', 'matrix', 'reconcile', 'config', 'config show'])(
    '%s takes mainnet',
    async (command) => {
      expect((await resolve({ command, files: [two] })).profile.name).toBe('mainnet')
    },
  )

  test('defaultProfile comes first, then the only profile', async () => {
    const chosen = file('defaultProfile: blog\nprofiles:\n  shop: {}\n  blog: {}\n')
    expect((await resolve({ files: [chosen] })).profile.name).toBe('blog')
    expect((await resolve({ files: [one] })).profile.name).toBe('shop')
  })

  test('defaultProfile may name a preset; the project file is asked before the user file', async () => {
    const project = file('defaultProfile: testnet\n')
    const user = file('defaultProfile: mainnet\n', 'user.yaml')
    expect((await resolve({ files: [project, user] })).profile.name).toBe('testnet')
  })

  test('X402OPS_PROFILE is asked before the files, and a name before both', async () => {
    const env = { X402OPS_PROFILE: 'blog' }
    expect((await resolve({ files: [two], env })).profile.name).toBe('blog')
    expect((await resolve({ name: 'shop', files: [two], env })).profile.name).toBe('shop')
  })

  test.each(['recipient', 'rpc', 'discover', 'checklist'])(
    '%s takes mainnet where nobody configured a profile, and refuses to choose among several',
    async (command) => {
      expect((await resolve({ command, files: [] })).profile.name).toBe('mainnet')
      expect((await refusal({ command, files: [two] })).code).toBe('PROFILE_AMBIGUOUS')
    },
  )

  test('any other command refuses to choose among several', async () => {
    expect(await refusal({ command: 'recipient', files: [two] })).toEqual({
      code: 'PROFILE_AMBIGUOUS',
      text: 'recipient needs a profile, and more than one is configured | null | Name one of: blog, mainnet, primitive402, shop, testnet, or set defaultProfile in x402ops.yaml.',
    })
  })

  test('toggle never takes a default', async () => {
    const set = file('defaultProfile: shop\nprofiles:\n  shop: {}\n')
    const input = { command: 'toggle', files: [set], env: { X402OPS_PROFILE: 'shop' } }
    expect(await refusal(input)).toEqual({
      code: 'PROFILE_AMBIGUOUS',
      text: 'toggle needs the name of a profile | null | Name one of: mainnet, primitive402, shop, testnet. What is switched is never taken for granted.',
    })
    expect((await resolve({ ...input, name: 'shop' })).profile.name).toBe('shop')
  })

  test('an unknown name is refused with the list and the nearest one', async () => {
    expect(await refusal({ name: 'mainet', files: [one] })).toEqual({
      code: 'PROFILE_UNKNOWN',
      text: 'there is no profile "mainet" | null | Did you mean mainnet? Profiles: mainnet, primitive402, shop, testnet.',
    })
    expect((await refusal({ name: '__proto__' })).code).toBe('PROFILE_UNKNOWN')
    expect((await refusal({ name: 'constructor' })).code).toBe('PROFILE_UNKNOWN')
  })
})

describe('what a profile stands on', () => {
  const pays = async (text: string, name: string) => {
    const { profile } = await resolve({ name, files: [file(text)] })
    return [profile.preset, profile.pays.map(({ network }) => network)]
  }

  test('a preset, named or by having its name', async () => {
    expect(await pays('profiles:\n  shop: {extends: testnet}\n', 'shop')).toEqual([
      'testnet',
      ['eip155:84532'],
    ])
    expect(await pays('profiles:\n  mainnet: {}\n', 'mainnet')).toEqual(['mainnet', ['eip155:8453']])
    expect(await pays('profiles:\n  mainnet: {extends: mainnet}\n', 'mainnet')).toEqual([
      'mainnet',
      ['eip155:8453'],
    ])
  })

  test('nothing, when it says so or has a name of its own', async () => {
    expect(await pays('profiles:\n  mainnet: {extends: null}\n', 'mainnet')).toEqual([null, []])
    expect(await pays('profiles:\n  shop: {}\n', 'shop')).toEqual([null, []])
  })

  test('another profile, which may stand on a preset', async () => {
    const text = `profiles:
  shop: {extends: testnet, baseUrl: https://shop.example, limits: {timeout: 1s}}
  canary: {extends: shop, baseUrl: https://canary.example}
  bare: {extends: plain}
  plain: {extends: null, baseUrl: https://plain.example}
`
    const { profile } = await resolve({ name: 'canary', files: [file(text)] })
    expect(profile).toMatchObject({ preset: 'testnet', baseUrl: 'https://canary.example' })
    expect(profile.limits.timeoutMs).toBe(1000)
    const bare = await resolve({ name: 'bare', files: [file(text)] })
    expect(bare.profile).toMatchObject({ preset: null, baseUrl: 'https://plain.example' })
  })

  test('a profile of the project file may extend one of the user file', async () => {
    const project = file('profiles:\n  canary: {extends: shop}\n')
    const user = file('profiles:\n  shop: {baseUrl: https://shop.example}\n', 'user.yaml')
    const { profile } = await resolve({ name: 'canary', files: [project, user] })
    expect(profile.baseUrl).toBe('https://shop.example')
  })

  test.each([
    ['two that extend each other', '  a: {extends: b}\n  b: {extends: a}\n', 'extends another profile'],
    ['a chain', '  a: {extends: b}\n  b: {extends: c}\n  c: {}\n', 'extends another profile'],
    ['itself below another', '  a: {extends: b}\n  b: {extends: b}\n', 'extends itself'],
    ['an unknown one below another', '  a: {extends: b}\n  b: {extends: nope}\n', 'no such profile'],
  ])('%s are refused, also when another profile is in use', async (_name, profiles, problem) => {
    const found = await refusal({ name: 'mainnet', files: [file(`profiles:\n${profiles}`)] })
    expect(found.code).toBe('CONFIG_INVALID')
    expect(found.text).toContain(problem)
  })
})

describe('presets', () => {
  test('mainnet and testnet know network, token and public endpoints, and nothing else', async () => {
    const { profile, notes } = await resolve({ name: 'mainnet', command: 'reconcile' })
    expect(profile.pays).toEqual([
      {
        network: 'eip155:8453',
        unit: {
          network: 'eip155:8453',
          asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
          decimals: 6,
          symbol: 'USDC',
        },
        eip712: { name: 'USD Coin', version: '2' },
        payTo: [],
        forbiddenPayTo: [],
        refundFrom: [],
      },
    ])
    expect(profile.rpc['eip155:8453']?.map(({ url, origin }) => [url.reveal(), origin])).toEqual([
      ['https://mainnet.base.org', 'preset'],
      ['https://base-rpc.publicnode.com', 'preset'],
    ])
    expect(profile).toMatchObject({
      baseUrl: null,
      routes: [],
      instances: [],
      allowHttp: false,
      allowPrivate: false,
    })
    expect(notes).toEqual([
      'eip155:8453: public RPC endpoints of the preset are used; --rpc or rpc in x402ops.yaml names yours',
    ])
    const testnet = await resolve({ name: 'testnet' })
    expect(testnet.profile.rpc['eip155:84532']?.map(({ url }) => url.label)).toEqual([
      'https://sepolia.base.org/***',
    ])
  })

  test('primitive402 knows seven routes, six prices and what status.json must say', async () => {
    const { profile } = await resolve({ name: 'primitive402' })
    expect(profile.routes.map(({ path, price }) => `${path} ${price?.atomic ?? 'unknown'}`)).toEqual([
      '/x402/v1/safe-fetch-url 10000',
      '/x402/v1/check-prompt-injection-risk 5000',
      '/x402/v1/verify-claim-against-source 50000',
      '/x402/v1/create-page-proof 100000',
      '/x402/v1/extract-return-policy 30000',
      '/x402/v1/extract-subscription-terms 40000',
      '/x402/v1/check-product-fit unknown',
    ])
    expect(
      new Set(profile.routes.map(({ method, sample }) => `${method} ${JSON.stringify(sample)}`)),
    ).toEqual(new Set(['POST {"json":{}}']))
    expect(profile.routes[0]?.twin).toBe('/v1/safe-fetch-url')
    expect(profile.probes.status.expect).toEqual({
      billing_mode: 'mainnet-beta',
      mainnet_billing_enabled: true,
      network: 'eip155:8453',
    })
    expect(profile.thresholds.minimumAtomic).toBe(1000n)
    expect(profile.baseUrl).toBeNull()
  })

  test('reconcile may take longer than the commands that only look', async () => {
    const deadline = async (command: string) => (await resolve({ command })).profile.limits.deadlineMs
    expect([await deadline('monitor'), await deadline('reconcile')]).toEqual([60_000, 600_000])
  })
})
