import { describe, expect, test } from 'vitest'
import { file, resolve } from './resolving.ts'

const shop = (token: string) =>
  `profiles:\n  shop:\n    extends: primitive402\n    baseUrl: https://api.shop.example\n    metrics: {path: /admin/metrics, token: {secret: ${token}}}\n`

describe('the token of the private metrics', () => {
  test('is fetched for the commands that read the page, and for nothing else', async () => {
    const files = [file(shop('{env: RPC_A}'))]
    const page = (await resolve({ name: 'shop', command: 'evidence export', files })).profile.metrics
    expect(page?.url).toBe('https://api.shop.example/admin/metrics')
    expect(String(page?.token)).toBe('env:RPC_A')
    const monitored = await resolve({ name: 'shop', command: 'monitor', files })
    expect(monitored.profile.metrics?.fields).toMatchObject({ paid: 'paidX402Calls' })
    expect((await resolve({ name: 'shop', command: 'probe', files })).profile.metrics).toBeUndefined()
  })

  test('goes to no address from a flag or a variable', async () => {
    const files = [file(shop('{env: RPC_A}'))]
    const flags = { baseUrl: 'https://other.example' }
    for (const given of [{ flags }, { env: { X402OPS_BASE_URL: 'https://other.example' } }]) {
      const resolved = await resolve({ name: 'shop', command: 'evidence export', files, ...given })
      expect(resolved.profile.metrics).toBeNull()
      expect(resolved.notes).toContain(
        'metrics are left out: their token goes only to a baseUrl that stands in x402ops.yaml',
      )
    }
  })

  test('that is not there is a note where it was configured, and nothing where a preset names it', async () => {
    const configured = await resolve({
      name: 'shop',
      command: 'evidence export',
      files: [file(shop('{env: GONE}'))],
    })
    expect(configured.profile.metrics).toBeNull()
    expect(configured.notes).toContain('metrics are left out: the secret env:GONE is not there')
    const preset = await resolve({ name: 'primitive402', command: 'evidence export' })
    expect(preset.notes.filter((note) => note.includes('metrics'))).toEqual([])
  })
})

test('limits of alert rules come from the file, and a rule that does not exist is refused', async () => {
  const text = (rules: string) =>
    `profiles:\n  shop:\n    extends: mainnet\n    thresholds: {alerts: ${rules}}\n`
  const changed = await resolve({ name: 'shop', files: [file(text('{latency: {warn: 800}}'))] })
  expect(changed.profile.thresholds.alerts).toEqual({ latency: { warn: 800 } })
  const wrong = resolve({ name: 'shop', files: [file(text('{latencies: {warn: 800}}'))] })
  await expect(wrong).rejects.toThrow(/latencies/)
})

test('every place of a secret is named, files beside the config file that names them', async () => {
  const text = [
    'profiles:',
    '  shop:',
    '    extends: null',
    '    rpc: {eip155:8453: [{secret: {env: RPC_A}}, {url: https://rpc.example}]}',
    '    metrics: {token: {secret: {file: ./token}}}',
    '    alerts: {night: {kind: slack, url: {secret: {credential: slack-url}}}}',
  ].join('\n')
  const files = [file(`${text}\n`, '/etc/shop/x402ops.yaml')]
  const { secrets } = await resolve({ name: 'shop', files })
  expect(secrets).toEqual([{ env: 'RPC_A' }, { file: '/etc/shop/token' }, { credential: 'slack-url' }])
})
