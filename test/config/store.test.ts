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

describe('where runs are kept', () => {
  const addressOf = async (...asked: Parameters<typeof resolve>) => {
    const { runsStore } = await resolve(...asked)
    return runsStore === null ? 'files' : (await runsStore()).label
  }
  const file = { more: '    runsStore: {secret: {env: TEAM}}\n', command: 'diff' }

  test.each([
    ['as files, unless something else is said', {}, {}, {}, 'files'],
    ['where the file says', {}, {}, file, '{"env":"TEAM"}'],
    ['where a flag says', { runsStore: 'postgres://db.example/x' }, {}, file, 'db.example/x'],
    ['where a variable says', {}, { X402OPS_RUNS_STORE: 'env:OTHER' }, file, '{"env":"OTHER"}'],
    [
      'where a variable says with a whole address',
      ...[{}, { X402OPS_RUNS_STORE: 'postgres://ops:CANARY@db/x' }, {}, '{"env":"X402OPS_RUNS_STORE"}'],
    ],
    ['as files again, by a flag', { runsStore: 'files' }, {}, file, 'files'],
    ['as files again, by a variable', {}, { X402OPS_RUNS_STORE: 'files' }, file, 'files'],
  ] as const)('%s', async (_name, flags, env, more, label) => {
    expect(await addressOf(flags, env, more)).toBe(label)
  })

  test('the secret is fetched when the runs are asked for, and told where it is kept', async () => {
    const { runsStore, secrets, origins } = await resolveProfile({
      ...{ name: 'shop', command: 'probe', flags: {}, env: {} },
      files: [{ path: 'x402ops.yaml', text: `${yaml}${file.more}` }],
      resolveSecret: async () => {
        throw new RangeError('asked')
      },
    })
    expect(secrets).toContainEqual({ env: 'TEAM' })
    expect(origins).toContainEqual({ path: 'runsStore', value: 'env:TEAM', origin: 'x402ops.yaml:5' })
    await expect(runsStore?.()).rejects.toThrow('asked')
  })

  test.each(['postgres://ops:CANARY-word@db/x', 'CANARY-word', 'Files'])('%s is refused', async (place) => {
    const error = await resolve({ runsStore: place }).catch((thrown) => thrown)
    expect([error.code, error.exitCode]).toEqual(['STORE_URL_UNUSABLE', 2])
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
