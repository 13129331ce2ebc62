import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FlagValues } from '../../src/config/given.ts'
import { resolveProfile } from '../../src/config/resolve.ts'
import { storePlace } from '../../src/config/store.ts'
import { storeUrlProblem } from '../../src/config/store-url.ts'
import { isOpsError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'

const yaml = 'version: 1\nprofiles:\n  shop:\n    extends: mainnet\n'

const resolve = (
  flags: Partial<FlagValues>,
  env: Readonly<Record<string, string>> = {},
  { more = '', command = 'reconcile' } = {},
) =>
  resolveProfile({
    ...{ name: 'shop', command, flags, env },
    files: [{ path: 'x402ops.yaml', text: `${yaml}${more}` }],
    resolveSecret: async (reference) => new Secret(JSON.stringify(reference), 'CANARY-resolved'),
  })

const engineOf = async (...asked: Parameters<typeof resolve>) => (await resolve(...asked)).profile.engine

describe('the engine and its store', () => {
  test('embedded unless something else is said', async () => {
    expect(await engineOf({})).toEqual({ kind: 'embedded' })
  })

  test('only commands that pair fetch the secret', async () => {
    const engine = { engine: 'postgres', store: 'env:PAIRING_DB' }
    expect(await engineOf(engine, {}, { command: 'probe' })).toBeUndefined()
  })

  test.each([
    [
      'a flag that names a variable',
      { engine: 'postgres', store: 'env:PAIRING_DB' },
      {},
      '',
      '{"env":"PAIRING_DB"}',
    ],
    [
      'an address without a password',
      { engine: 'postgres', store: 'postgresql://ops@db.example:5433/payments?sslmode=require' },
      ...[{}, '', 'db.example:5433/payments'],
    ],
    ['variables', {}, { X402OPS_ENGINE: 'postgres', X402OPS_STORE: 'env:OTHER' }, '', '{"env":"OTHER"}'],
    [
      'a variable that holds the whole address',
      ...[{}, { X402OPS_ENGINE: 'postgres', X402OPS_STORE: 'postgres://ops:CANARY@db/x' }, ''],
      '{"env":"X402OPS_STORE"}',
    ],
    ['the file', {}, {}, '    engine: postgres\n    store: {secret: {env: DB}}\n', '{"env":"DB"}'],
    [
      'a flag before the file',
      ...[{ store: 'env:FLAG' }, {}, '    engine: postgres\n    store: {url: "postgres://db/x"}\n'],
      '{"env":"FLAG"}',
    ],
  ] as const)('%s', async (_name, flags, env, more, label) => {
    const engine = await engineOf(flags, env, { more })
    expect(engine?.kind === 'postgres' ? engine.store.label : engine).toBe(label)
  })

  test('no row of config show holds an address from a variable', async () => {
    const { origins } = await resolve(
      {},
      { X402OPS_STORE: 'postgres://ops:CANARY@db/x' },
      { command: 'config' },
    )
    expect(origins.filter(({ path }) => path.startsWith('store'))).toEqual([
      { path: 'store', value: 'env:X402OPS_STORE', origin: 'X402OPS_STORE' },
    ])
    expect(JSON.stringify(origins)).not.toContain('CANARY')
  })

  test.each([
    [{ engine: 'postgres' }, 'STORE_MISSING'],
    [{ engine: 'duckdb' }, 'USAGE'],
    [{ engine: 'postgres', store: 'db.example' }, 'STORE_URL_UNUSABLE'],
    [{ engine: 'postgres', store: 'mysql://db.example/x' }, 'STORE_URL_UNUSABLE'],
    [{ store: 'postgres://ops:CANARY-word@db.example/x' }, 'STORE_URL_UNUSABLE'],
    [{ store: 'postgres://ops@db.example/x?password=CANARY-word' }, 'STORE_URL_UNUSABLE'],
  ] as const)('%j is refused', async (flags, code) => {
    const error = await resolve(flags).catch((thrown) => thrown)
    expect(isOpsError(error) ? [error.code, error.exitCode] : error).toEqual([code, 2])
    expect(`${error.message}${error.why}${error.hint}`).not.toContain('CANARY')
  })
})

test('no address with a password passes, and none is ever shown', () => {
  const word = fc.stringMatching(/^[a-z0-9%@:/?#.-]{1,20}$/)
  fc.assert(
    fc.property(word, word, word, (user, host, rest) => {
      const text = `postgres://${user}:CANARY${rest}@${host}/db`
      const holds = URL.canParse(text) && new URL(text).password.includes('CANARY')
      if (holds) expect(storeUrlProblem(text)).toBeDefined()
      try {
        storePlace(text, '--store')
      } catch (error) {
        if (!isOpsError(error)) throw error
        expect(`${error.message}${error.why}${error.hint}`).not.toContain('CANARY')
      }
    }),
    { numRuns: 300 },
  )
})
