import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultsFor } from '../../src/config/presets.ts'
import { configRows } from '../../src/config/show.ts'
import { file, originOf, resolve } from './resolving.ts'

const payTo = '0x00000000000000000000000000000000000000aa'

const project = file(
  'profiles:\n  mainnet:\n    baseUrl: https://project.example\n    limits: {timeout: 1s}\n',
  './x402ops.yaml',
)
const user = file(
  'profiles:\n  mainnet:\n    baseUrl: https://user.example\n    limits: {timeout: 2s, deadline: 3s}\n',
  '/home/op/.config/x402ops/config.yaml',
)

describe('flag > variable > project file > user file > preset > default', () => {
  const flags = { baseUrl: 'https://flag.example', timeout: '4s' }
  const env = { X402OPS_BASE_URL: 'https://env.example', X402OPS_TIMEOUT: '5s' }
  const layers = [
    ['flag', { flags, env, files: [project, user] }, 'https://flag.example', '--base-url'],
    ['variable', { env, files: [project, user] }, 'https://env.example', 'X402OPS_BASE_URL'],
    ['project file', { files: [project, user] }, 'https://project.example', './x402ops.yaml:4'],
    ['user file', { files: [user] }, 'https://user.example', '/home/op/.config/x402ops/config.yaml:4'],
    ['nothing', {}, null, 'default'],
  ] as const

  test.each(layers)('%s wins over what is below it', async (_name, input, baseUrl, origin) => {
    const resolved = await resolve({ name: 'mainnet', ...input })
    expect(resolved.profile.baseUrl).toBe(baseUrl)
    expect(originOf(resolved, 'baseUrl')).toBe(origin)
  })

  test('blocks are merged key by key, across files, preset and defaults', async () => {
    const { profile, ...rest } = await resolve({ name: 'mainnet', files: [project, user] })
    expect(profile.limits).toMatchObject({ timeoutMs: 1000, deadlineMs: 3000, concurrency: 2, burst: 10 })
    const resolved = { profile, ...rest }
    expect(originOf(resolved, 'limits.timeout')).toBe('./x402ops.yaml:5')
    expect(originOf(resolved, 'limits.deadline')).toBe('/home/op/.config/x402ops/config.yaml:5')
    expect(originOf(resolved, 'limits.burst')).toBe('default')
    expect(originOf(resolved, 'pays[0].network')).toBe('preset mainnet')
  })

  test('a list of a higher layer replaces the lower one as a whole', async () => {
    const text = `profiles:\n  primitive402:\n    routes: [{method: GET, path: /only}]\n`
    const { profile } = await resolve({ name: 'primitive402', files: [file(text)] })
    expect(profile.routes.map(({ path }) => path)).toEqual(['/only'])
  })

  test('a secret of a higher layer replaces the lower one as a whole', async () => {
    const text = 'profiles:\n  primitive402:\n    metrics: {token: {secret: {file: ./token}}}\n'
    const resolved = await resolve({ name: 'primitive402', files: [file(text)] })
    expect(resolved.origins.find(({ path }) => path === 'metrics.token')).toEqual({
      path: 'metrics.token',
      value: 'file:./token',
      origin: 'x402ops.yaml:4',
    })
  })

  const settings = [
    ['finality', '12', 'finalized', (p) => p.reconcile.finality, 12, 'finalized', 'reconcile.finality'],
    ['finality', 'latest', 'safe', (p) => p.reconcile.finality, 'latest', 'safe', 'reconcile.finality'],
    ['timeout', '250ms', '7s', (p) => p.limits.timeoutMs, 250, 7000, 'limits.timeout'],
    ['deadline', 90_000, '2m', (p) => p.limits.deadlineMs, 90_000, 120_000, 'limits.deadline'],
    ['concurrency', 3, '4', (p) => p.limits.concurrency, 3, 4, 'limits.concurrency'],
    ['rate', '0.5', '8', (p) => p.limits.ratePerSecond, 0.5, 8, 'limits.rate'],
    ['allowHttp', true, 'true', (p) => p.allowHttp, true, true, 'allowHttp'],
    ['allowPrivate', true, '1', (p) => p.allowPrivate, true, true, 'allowPrivate'],
    ['payTo', [payTo], payTo, (p) => p.pays[0]?.payTo[0]?.address, payTo, payTo, 'pays[0].payTo[0]'],
    [
      'network',
      'base-sepolia',
      'eip155:84532',
      (p) => p.pays[0]?.network,
      'eip155:84532',
      'eip155:84532',
      'pays[0].network',
    ],
    ['asset', 'usdc', 'USDC', (p) => p.pays[0]?.unit.symbol, 'USDC', 'USDC', null],
    [
      'records',
      ['a.jsonl', 'b.csv'],
      'c.jsonl,d.csv',
      (p) => p.records.map((r) => r.file).join(' '),
      'a.jsonl b.csv',
      'c.jsonl d.csv',
      'records[1].file',
    ],
    [
      'route',
      ['get /v1/a'],
      'GET /v1/a,POST /v1/b',
      (p) => p.routes.map((r) => r.id).join(' + '),
      'GET /v1/a',
      'GET /v1/a + POST /v1/b',
      'routes[0].path',
    ],
    [
      'browserOrigin',
      ['https://app.example'],
      'https://a.example,https://b.example',
      (p) => p.browserOrigins.join(' '),
      'https://app.example',
      'https://a.example https://b.example',
      'browserOrigins[0]',
    ],
    [
      'rpc',
      ['http://127.0.0.1:8545'],
      'eip155:8453=http://127.0.0.1:9545',
      (p) => p.rpc['eip155:8453']?.map((e) => e.url.label).join(' '),
      'http://127.0.0.1:8545/***',
      'http://127.0.0.1:9545/***',
      'rpc.eip155:8453[0]',
    ],
  ] as const satisfies readonly Setting[]

  test.each(settings)(
    '%s: flag, then variable',
    async (key, flag, variable, read, fromFlag, fromEnv, path) => {
      const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      const env = { [`X402OPS_${name.replaceAll('-', '_').toUpperCase()}`]: variable }
      const byFlag = await resolve({ name: 'mainnet', flags: { [key]: flag }, env })
      const byEnv = await resolve({ name: 'mainnet', env })
      expect(read(byFlag.profile)).toEqual(fromFlag)
      expect(read(byEnv.profile)).toEqual(fromEnv)
      if (path === null) return
      expect(originOf(byFlag, path)).toBe(`--${name}`)
      expect(originOf(byEnv, path)).toBe(Object.keys(env)[0])
    },
  )

  test('switches and lists that were not given change nothing', async () => {
    const flags = { allowHttp: false, allowPrivate: false, route: [], browserOrigin: [], rpc: [], payTo: [] }
    const text = 'profiles:\n  mainnet: {allowHttp: true, allowPrivate: true}\n'
    const { profile } = await resolve({ name: 'mainnet', flags, files: [file(text)] })
    expect([profile.allowHttp, profile.allowPrivate]).toEqual([true, true])
  })
})

type Setting = readonly [
  key: string,
  flag: unknown,
  variable: string,
  read: (profile: Awaited<ReturnType<typeof resolve>>['profile']) => unknown,
  fromFlag: unknown,
  fromEnv: unknown,
  path: string | null,
]

describe('origins', () => {
  const names = ['mainnet', 'testnet', 'primitive402']

  test.each(names)('%s: every setting has a row, and every row an origin', async (name) => {
    const { origins } = await resolve({ name })
    const roots = new Set(origins.map(({ path }) => path.split(/[.[]/)[0]))
    expect([...roots].sort()).toEqual(Object.keys(defaultsFor('monitor')).sort())
    for (const row of origins) expect(row.origin).toMatch(/^(?:default|preset \w+)$/)
  })

  test('whatever layers are there, every value that differs from the default names its layer', async () => {
    const layer = fc.constantFrom('flag', 'env', 'project', 'user')
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(layer), async (present) => {
        const has = (name: (typeof present)[number]) => present.includes(name)
        const resolved = await resolve({
          name: 'mainnet',
          flags: has('flag') ? { baseUrl: 'https://flag.example' } : {},
          env: has('env') ? { X402OPS_BASE_URL: 'https://env.example' } : {},
          files: [...(has('project') ? [project] : []), ...(has('user') ? [user] : [])],
        })
        const winner = (['flag', 'env', 'project', 'user'] as const).find(has)
        expect(resolved.profile.baseUrl).toBe(winner === undefined ? null : `https://${winner}.example`)
        const own = has('project') ? './x402ops.yaml:5' : '/home/op/.config/x402ops/config.yaml:5'
        expect(originOf(resolved, 'limits.timeout')).toBe(has('project') || has('user') ? own : 'default')
      }),
    )
  })

  test('rows for the screen name the profile first and mark shared origins', async () => {
    const rows = configRows(await resolve({ name: 'testnet' }))
    expect(rows[0]).toEqual({ path: 'profile', value: 'testnet', origin: 'preset testnet', shared: false })
    expect(rows.find(({ path }) => path === 'pays[0].asset')).toMatchObject({ value: 'USDC', shared: true })
    expect(rows.find(({ path }) => path === 'baseUrl')).toMatchObject({
      value: '(not set)',
      origin: 'default',
    })
  })
})
