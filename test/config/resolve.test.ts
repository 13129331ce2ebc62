import { describe, expect, test } from 'vitest'
import { file, originOf, refusal, resolve, secretValues } from './resolving.ts'

const lower = '0x209693bc6afc0c5328ba36faf03c514ef312287c'
const mixed = '0x209693Bc6afc0C5328bA36FaF03C514EF312287C'
const key64 = `0x${'ca7a51'.repeat(11).slice(0, 64)}`

describe('--rpc', () => {
  const rpc = (value: string, extra = {}) =>
    resolve({ command: 'reconcile', flags: { rpc: [value] }, ...extra })

  test.each([
    ['https://mainnet.base.org', 'https://mainnet.base.org/***'],
    ['https://base-rpc.publicnode.com/', 'https://base-rpc.publicnode.com/***'],
    ['http://127.0.0.1:8545', 'http://127.0.0.1:8545/***'],
    ['http://localhost:8545', 'http://localhost:8545/***'],
    ['http://[::1]:8545/', 'http://[::1]:8545/***'],
    ['https://rpc.example:8443/base', 'https://rpc.example:8443/***'],
    ['eip155:8453=https://rpc.example', 'https://rpc.example/***'],
    ['base=https://rpc.example', 'https://rpc.example/***'],
    ['env:RPC_A', 'https://rpc-a.example/***'],
    ['base=env:RPC_A', 'https://rpc-a.example/***'],
  ])('%s', async (value, label) => {
    const { profile, origins } = await rpc(value)
    expect(profile.rpc['eip155:8453']?.map(({ url, origin }) => [url.label, origin])).toEqual([
      [label, 'given'],
    ])
    expect(origins.filter(({ path }) => path.startsWith('rpc'))).toEqual([
      { path: 'rpc.eip155:8453[0]', value: label, origin: '--rpc' },
    ])
  })

  test.each([
    'https://user:CANARY-pass@rpc.example',
    'https://CANARY-user@rpc.example',
    'https://rpc.example/v2/CANARY0123456789',
    'https://rpc.example/?dkey=CANARY',
    'https://rpc.example/?apikey=CANARY',
    'https://rpc.example/?x=CANARY0123456789',
    'https://rpc.example/#CANARY0123456789ab',
    'base=https://rpc.example/CANARY0123456789',
  ])('%s holds a key and is refused without being repeated', async (value) => {
    const found = await refusal({ command: 'reconcile', flags: { rpc: [value] } })
    expect(found.code).toBe('RPC_URL_WITH_KEY')
    expect(found.text).not.toContain('CANARY')
  })

  test('a keyed URL is fine in a variable, and never in what is printed', async () => {
    const env = { X402OPS_RPC: 'https://rpc.example/v2/CANARY0123456789' }
    const resolved = await resolve({ command: 'reconcile', env })
    expect(resolved.profile.rpc['eip155:8453']?.[0]?.url.reveal()).toBe(env.X402OPS_RPC)
    expect(
      JSON.stringify(resolved, (_key, item) => (typeof item === 'bigint' ? String(item) : item)),
    ).not.toContain('CANARY')
  })

  test.each([
    ['rpc.example', 'URL_UNUSABLE'],
    ['wss://rpc.example', 'URL_UNUSABLE'],
    ['https://', 'URL_UNUSABLE'],
    ['http://rpc.example', 'URL_NOT_HTTPS'],
    ['bse=https://rpc.example', 'USAGE'],
    ['env:NOT_THERE', 'SECRET_NOT_FOUND'],
  ])('%s is refused (%s)', async (value, code) => {
    expect((await refusal({ command: 'reconcile', flags: { rpc: [value] } })).code).toBe(code)
  })

  test('plain http is fine with --allow-http', async () => {
    const { profile } = await resolve({ flags: { rpc: ['http://rpc.example'], allowHttp: true } })
    expect(profile.rpc['eip155:8453']).toHaveLength(1)
  })

  test('an endpoint without a network needs a profile with one network', async () => {
    const both = file(
      'profiles:\n  mainnet:\n    pays: [{network: base, asset: usdc}, {network: base-sepolia, asset: usdc}]\n',
    )
    const flags = { rpc: ['https://rpc.example'] }
    expect((await refusal({ files: [both], flags })).text).toContain('payments on 2 networks')
    expect((await refusal({ files: [file('profiles:\n  shop: {}\n')], flags })).code).toBe(
      'RPC_NETWORK_UNCLEAR',
    )
    const { profile } = await resolve({ files: [both], flags: { ...flags, network: 'base' } })
    expect(profile.rpc['eip155:8453']?.[0]?.url.label).toBe('https://rpc.example/***')
  })

  test('only the network it names is replaced; the public endpoints of another stay', async () => {
    const { profile } = await rpc('base-sepolia=https://rpc.example')
    expect(Object.keys(profile.rpc).sort()).toEqual(['eip155:8453', 'eip155:84532'])
    expect(profile.rpc['eip155:8453']?.[0]?.origin).toBe('preset')
  })
})

describe('rpc in a file', () => {
  const text =
    'profiles:\n  mainnet:\n    rpc: {base: [{secret: {env: RPC_A}}, {url: https://open.example}, {secret: {env: RPC_GONE}}]}\n'

  test('replaces the public endpoints; a missing secret ends what reads the chain', async () => {
    const found = await refusal({ command: 'reconcile', files: [file(text)] })
    expect(found).toEqual({
      code: 'SECRET_NOT_FOUND',
      text: 'the secret env:RPC_GONE is not there | Not set. | Set it where this command runs, or change the reference in x402ops.yaml.',
    })
  })

  test('and is left out, not replaced by anything, for the rest', async () => {
    const { profile, origins, notes } = await resolve({ command: 'config', files: [file(text)] })
    expect(profile.rpc['eip155:8453']?.map(({ url }) => url.label)).toEqual([
      'https://rpc-a.example/***',
      'https://open.example/***',
    ])
    expect(origins.filter(({ path }) => path.startsWith('rpc')).map(({ value }) => value)).toEqual([
      'https://rpc-a.example/***',
      'https://open.example/***',
      'env:RPC_GONE (not there)',
    ])
    expect(notes).toEqual(['x402ops.yaml:4: the secret env:RPC_GONE is not there'])
  })

  test('a secret that is no address is refused without being repeated', async () => {
    const resolveSecret = async () =>
      new (await import('../../src/core/secret.ts')).Secret('env:RPC_A', 'CANARY')
    const found = await refusal({ command: 'probe', files: [file(text)], resolveSecret })
    expect(found.code).toBe('URL_UNUSABLE')
    expect(found.text).not.toContain(secretValues['env:RPC_A'])
    expect(found.text).not.toContain('CANARY')
  })

  test('a secret file is looked for beside the config file', async () => {
    const asked: unknown[] = []
    const yaml =
      'profiles:\n  mainnet: {rpc: {base: [{secret: {file: ./rpc}}, {secret: {file: /etc/rpc}}]}}\n'
    const { Secret } = await import('../../src/core/secret.ts')
    const resolveSecret = async (reference: unknown) => {
      asked.push(reference)
      return new Secret('file', 'http://127.0.0.1:1')
    }
    await resolve({ files: [file(yaml, '/srv/ops/x402ops.yaml')], resolveSecret })
    expect(asked).toEqual([{ file: '/srv/ops/rpc' }, { file: '/etc/rpc' }])
  })
})

describe('--base-url', () => {
  test.each([
    ['https://api.example/', 'https://api.example'],
    ['https://API.example:443/base/', 'https://api.example/base'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://localhost:3000/', 'http://localhost:3000'],
  ])('%s', async (baseUrl, normal) => {
    expect((await resolve({ flags: { baseUrl } })).profile.baseUrl).toBe(normal)
  })

  test.each([
    ['api.example', 'URL_UNUSABLE'],
    ['https:api.example', 'URL_UNUSABLE'],
    ['https://api.example/a b', 'URL_UNUSABLE'],
    ['ftp://api.example', 'URL_UNUSABLE'],
    ['https://ops:CANARY-pass@api.example', 'URL_UNUSABLE'],
    ['https://api.example/?token=CANARY', 'URL_UNUSABLE'],
    ['http://api.example', 'URL_NOT_HTTPS'],
    ['http://127.0.0.1.evil.example', 'URL_NOT_HTTPS'],
  ])('%s is refused (%s)', async (baseUrl, code) => {
    const found = await refusal({ flags: { baseUrl } })
    expect(found.code).toBe(code)
    expect(found.text).not.toContain('CANARY')
  })

  test('leaves the instances of another service out, and says so', async () => {
    const text =
      'profiles:\n  mainnet: {baseUrl: https://api.example, instances: [https://a.example, https://b.example]}\n'
    const { profile, notes } = await resolve({
      files: [file(text)],
      flags: { baseUrl: 'https://other.example' },
    })
    expect(profile.instances).toEqual([])
    expect(notes).toEqual(['instances (x402ops.yaml:3) are left out: the base URL names another service'])
    const kept = await resolve({ files: [file(text)] })
    expect(kept.profile.instances).toEqual(['https://a.example', 'https://b.example'])
  })
})

describe('--pay-to, --network, --asset', () => {
  const text = `profiles:
  mainnet:
    pays:
      - {network: base, asset: usdc, payTo: [{address: "${mixed}", from: 2026-01-01, until: 2026-02-01T10:00:00+02:00}]}
      - {network: base, asset: "0x00000000000000000000000000000000000000CC", symbol: EURX, decimals: 18}
      - {network: "eip155:31337", asset: "0x00000000000000000000000000000000000000dd", symbol: TEST, decimals: 2}
    routes: [{method: GET, path: /a, price: 0.5 eurx}, {method: GET, path: /b, price: 0.5 usdc}]
`
  const files = [file(text)]

  test('addresses are lower case, and times are RFC 3339 in UTC', async () => {
    const { profile } = await resolve({ files })
    expect(profile.pays[0]?.payTo).toEqual([
      { address: lower, from: '2026-01-01T00:00:00Z', until: '2026-02-01T08:00:00Z' },
    ])
    expect(profile.pays[1]?.unit).toMatchObject({
      symbol: 'EURX',
      decimals: 18,
      asset: `0x${'0'.repeat(38)}cc`,
    })
    expect(profile.routes.map(({ price }) => price?.atomic)).toEqual([500_000_000_000_000_000n, 500_000n])
  })

  test('choose among the entries; prices in the others keep their token', async () => {
    const { profile } = await resolve({ files, flags: { asset: 'eurx' } })
    expect(profile.pays.map(({ unit }) => unit.symbol)).toEqual(['EURX'])
    expect(profile.routes.map(({ price }) => price?.symbol)).toEqual(['EURX', 'USDC'])
    const local = await resolve({ files, flags: { network: 'eip155:31337', payTo: [mixed] } })
    expect(local.profile.pays.map(({ unit, payTo }) => [unit.symbol, payTo])).toEqual([
      ['TEST', [{ address: lower, from: null, until: null }]],
    ])
    expect(originOf(local, 'pays[0].payTo[0]')).toBe('--pay-to')
    expect(originOf(local, 'pays[0].symbol')).toBe('x402ops.yaml:7')
  })

  test('the address of a known token chooses it, too', async () => {
    const asset = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'
    expect((await resolve({ files, flags: { asset } })).profile.pays).toHaveLength(1)
  })

  test.each([
    [{ network: 'bse' }, 'Did you mean base?'],
    [{ network: 'eip155:999999' }, 'not known here'],
    [{ network: 'base-sepolia', asset: 'usdt' }, 'Did you mean USDC?'],
    [{ asset: '0x00000000000000000000000000000000000000ee' }, 'needs --network'],
  ])('%o is refused', async (flags, words) => {
    const found = await refusal({ files, flags })
    expect(found.code).toBe('USAGE')
    expect(found.text).toContain(words)
  })

  test.each(['0x1234', mixed.replace('C5', 'c5'), 'not an address', key64])(
    '--pay-to %s is refused',
    async (payTo) => {
      const found = await refusal({ flags: { payTo: [payTo] } })
      expect(found.code).toBe('ADDRESS_EXPECTED')
      expect(found.text).not.toContain(key64)
    },
  )
})

describe('--route', () => {
  const text = `profiles:
  mainnet:
    routes: [{id: quote, method: GET, path: /v1/quote, price: 0.01 usdc}, {method: POST, path: /v1/ask, price: 20000 atomic}]
`
  test('chooses configured routes by id or method and path, and takes others as they are', async () => {
    const route = ['post /v1/ask', 'quote', 'GET /v1/new', 'GET /v1/new']
    const { profile } = await resolve({ files: [file(text)], flags: { route } })
    expect(profile.routes.map(({ id, price }) => [id, price?.atomic ?? null])).toEqual([
      ['POST /v1/ask', 20_000n],
      ['quote', 10_000n],
      ['GET /v1/new', null],
    ])
  })

  test.each([
    'quot',
    '/v1/quote',
    'HEAD /v1/quote',
    'GET //evil.example/x',
    'GET /a/../b',
    'GET https://x.example',
  ])('%s is refused', async (route) => {
    expect((await refusal({ files: [file(text)], flags: { route: [route] } })).code).toBe('USAGE')
  })
})

describe('other flags', () => {
  test.each([
    [{ timeout: '10' }, 'NUMBER_EXPECTED'],
    [{ timeout: '0s' }, 'NUMBER_EXPECTED'],
    [{ timeout: 0 }, 'NUMBER_EXPECTED'],
    [{ deadline: '2d' }, 'NUMBER_EXPECTED'],
    [{ concurrency: '1.5' }, 'NUMBER_EXPECTED'],
    [{ concurrency: -1 }, 'NUMBER_EXPECTED'],
    [{ rate: '1e3' }, 'NUMBER_EXPECTED'],
    [{ rate: Number.NaN }, 'NUMBER_EXPECTED'],
    [{ finality: 'newest' }, 'USAGE'],
    [{ finality: '-3' }, 'USAGE'],
    [{ browserOrigin: ['https://app.example/page'] }, 'URL_UNUSABLE'],
    [{ browserOrigin: ['*'] }, 'URL_UNUSABLE'],
  ])('%o is refused', async (flags, code) => {
    expect((await refusal({ flags })).code).toBe(code)
  })

  test('a switch in a variable is true or false', async () => {
    expect((await resolve({ env: { X402OPS_ALLOW_HTTP: '0' } })).profile.allowHttp).toBe(false)
    expect((await refusal({ env: { X402OPS_ALLOW_HTTP: 'maybe' } })).text).toContain('X402OPS_ALLOW_HTTP')
  })

  test('a variable that is nearly one of ours is named', async () => {
    const { notes } = await resolve({
      env: { X402OPS_BASEURL: 'https://api.example', X402OPS_CONFIG: 'x', OTHER: '1' },
    })
    expect(notes).toEqual(['X402OPS_BASEURL is not read; did you mean X402OPS_BASE_URL?'])
  })

  test('the largest minimum of the facilitators counts, unless one is set', async () => {
    const text = (more: string) =>
      `profiles:\n  mainnet:\n    facilitators: [{url: https://a.example, minimumAtomic: "500"}, {url: https://b.example, minimumAtomic: "1000"}]\n${more}`
    const minimum = async (more: string) =>
      (await resolve({ files: [file(text(more))] })).profile.thresholds.minimumAtomic
    expect(await minimum('')).toBe(1000n)
    expect(await minimum('    thresholds: {minimumAtomic: "7"}\n')).toBe(7n)
  })
})
