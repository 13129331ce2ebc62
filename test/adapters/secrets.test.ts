import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { execSecret } from '../../src/adapters/secret-exec.ts'
import { createSecretResolver, knownSecretsOf } from '../../src/adapters/secrets.ts'
import { isOpsError } from '../../src/core/errors.ts'
import type { SecretReference } from '../../src/core/secret-reference.ts'

const cwd = mkdtempSync(join(tmpdir(), 'x402ops-secrets-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

function write(name: string, text: string, mode = 0o600): string {
  writeFileSync(join(cwd, name), text)
  chmodSync(join(cwd, name), mode)
  return name
}

const value = 'CANARY-value-0123456789'
const node = (script: string): SecretReference => ({ exec: [process.execPath, '-e', script] })

async function reasonOf(reference: SecretReference, env: Record<string, string> = {}): Promise<string> {
  const { resolve } = createSecretResolver({ env, cwd })
  try {
    await resolve(reference)
  } catch (error) {
    if (!isOpsError(error)) throw error
    expect(error.code).toBe('SECRET_NOT_FOUND')
    const all = JSON.stringify([error.message, error.why, error.hint, error.args, String(error.stack)])
    expect(all).not.toContain('CANARY')
    return `${error.message}: ${error.why}`
  }
  throw new Error('it was found')
}

describe('where a secret may be kept', () => {
  write('secret', `${value}\n`)
  write('two-lines', `${value}\n\n`)
  write('windows', `${value}\r\n`)
  mkdirSync(join(cwd, 'credentials'), { mode: 0o700 })
  write('credentials/rpc', value, 0o440)

  test.each([
    ['a variable', { env: 'TOKEN' }, { TOKEN: value }, value, 'env:TOKEN'],
    ['the file a variable names', { env: 'TOKEN' }, { TOKEN_FILE: 'secret' }, value, 'env:TOKEN'],
    ['a file', { file: 'secret' }, {}, value, 'file:secret'],
    ['a file with two line feeds loses one', { file: 'two-lines' }, {}, `${value}\n`, 'file:two-lines'],
    ['a file written on Windows', { file: 'windows' }, {}, value, 'file:windows'],
    [
      'a credential of the service manager',
      { credential: 'rpc' },
      { CREDENTIALS_DIRECTORY: join(cwd, 'credentials') },
      value,
      'credential:rpc',
    ],
  ] as const)('%s', async (_name, reference, env, wanted, label) => {
    const resolver = createSecretResolver({ env, cwd })
    const secret = await resolver.resolve(reference)
    expect(secret.reveal()).toBe(wanted)
    expect([secret.label, String(secret), JSON.stringify(secret)]).toEqual([label, label, `"${label}"`])
    expect(resolver.known()).toEqual([{ label, value: wanted }])
    expect(resolver.warnings()).toEqual([])
  })

  test('the output of a command, which sees the environment and no shell', async () => {
    const env = { A: 'CANARY-from-the-environment' }
    const { resolve } = createSecretResolver({ env, cwd })
    const secret = await resolve(node('console.log(process.env.A + ";$(echo)" + process.argv.length)'))
    expect(secret.reveal()).toBe('CANARY-from-the-environment;$(echo)1')
    expect(secret.label).toBe(`exec:${process.execPath}`)
  })

  test('a secret is fetched once', async () => {
    const counter = join(cwd, 'count')
    const { resolve } = createSecretResolver({ env: {}, cwd })
    const reference = node(
      `require('fs').appendFileSync(${JSON.stringify(counter)}, 'x'); console.log(require('fs').readFileSync(${JSON.stringify(counter)}, 'utf8').length)`,
    )
    const [first, second] = await Promise.all([resolve(reference), resolve({ ...reference })])
    expect([first.reveal(), second.reveal()]).toEqual(['1', '1'])
  })
})

describe('why a secret is not there', () => {
  write('empty', '\n')
  write('long', 'x'.repeat(65_537))

  test.each([
    [
      { env: 'TOKEN' },
      {},
      'the secret env:TOKEN is not there: neither TOKEN nor TOKEN_FILE is set in this environment.',
    ],
    [
      { env: 'TOKEN' },
      { TOKEN: '' },
      'the secret env:TOKEN is not there: neither TOKEN nor TOKEN_FILE is set in this environment.',
    ],
    [{ env: 'TOKEN' }, { TOKEN: '  ' }, 'the secret env:TOKEN is not there: It is empty.'],
    [
      { env: 'TOKEN' },
      { TOKEN_FILE: 'nowhere' },
      'the secret env:TOKEN is not there: the file does not exist.',
    ],
    [{ file: 'nowhere' }, {}, 'the secret file:nowhere is not there: the file does not exist.'],
    [{ file: '.' }, {}, 'the secret file:. is not there: the path is a folder.'],
    [{ file: 'empty' }, {}, 'the secret file:empty is not there: It is empty.'],
    [{ file: 'long' }, {}, 'the secret file:long is not there: the file is longer than 64 KiB.'],
    [{ credential: 'rpc' }, {}, 'the secret credential:rpc is not there: CREDENTIALS_DIRECTORY is not set.'],
    [
      { credential: '../secret' },
      { CREDENTIALS_DIRECTORY: '/' },
      'the secret credential:../secret is not there: this is not the name of a credential.',
    ],
    [
      { exec: ['x402ops-no-such-command'] },
      {},
      'the secret exec:x402ops-no-such-command is not there: there is no such command.',
    ],
  ] as const)('%j', async (reference, env, words) => {
    expect(await reasonOf(reference, env)).toBe(words)
  })

  test.each([
    [
      'a command that fails',
      'console.log("CANARY"); console.error("CANARY"); process.exit(3)',
      'exit code 3',
    ],
    ['a command that prints nothing', '', 'It is empty'],
    ['a command that prints too much', 'process.stdout.write("CANARY ".repeat(20000))', 'more than 64 KiB'],
  ])('%s', async (_name, script, words) => {
    expect(await reasonOf(node(script))).toContain(words)
  })

  test('a command that does not end is ended', async () => {
    const started = performance.now()
    const endless = [process.execPath, '-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']
    const result = await execSecret(endless, { cwd, env: {}, timeoutMs: 300 })
    expect(result).toEqual({ reason: 'the command did not end within 0.3 s' })
    expect(performance.now() - started).toBeLessThan(8000)
  })
})

describe('secrets that others can read', () => {
  test('are used with a warning that names the file, not the value', async () => {
    write('open', value, 0o644)
    const resolver = createSecretResolver({ env: {}, cwd })
    await resolver.resolve({ file: 'open' })
    await resolver.resolve({ file: 'open' })
    const path = join(cwd, 'open')
    expect(resolver.warnings()).toEqual([`${path} can be read by others (mode 0644): chmod 600 ${path}`])
  })

  test('two places for one variable are named, and the variable wins', async () => {
    const resolver = createSecretResolver({ env: { TOKEN: value, TOKEN_FILE: 'other' }, cwd })
    expect((await resolver.resolve({ env: 'TOKEN' })).reveal()).toBe(value)
    expect(resolver.warnings()).toEqual(['TOKEN and TOKEN_FILE are both set; TOKEN is used'])
  })
})

describe('secrets of the environment', () => {
  const known = (env: Record<string, string>) => knownSecretsOf(env).map((secret) => secret.value)

  test.each([
    ['ADMIN_METRICS_TOKEN', 'CANARY-token'],
    ['CDP_API_KEY_SECRET', 'CANARYbase64+/CANARYbase64=='],
    ['CDP_API_KEY_ID', '01234567-CANARY'],
    ['WALLET_PRIVATE_KEY', '0xca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a'],
    ['PRIVATE_KEY_DECIMAL', '91574563786457364587365476385476837465837465834765837465'],
    ['MNEMONIC', 'canary canary canary canary canary canary canary canary canary canary canary CANARY'],
    ['db_password', 'CANARY.horse'],
    ['PGPASSWORD', 'correct.canary'],
    ['SESSION_COOKIE', 'sid=CANARY0123'],
    ['NPM_AUTH', 'CANARYnpm0123'],
    ['AUTHORIZATION', 'Bearer CANARY0123'],
    ['GITHUB_TOKEN', 'CANARY_abcdefghijklmnop'],
    ['JWT_SEED', '/9j/4AAQSkZJRgABCANARYAQEASABIAAD0123456789='],
    ['A_CREDENTIAL', 'CANARY12'],
  ])('%s is hidden as a whole', (name, secret) => {
    expect(knownSecretsOf({ [name]: secret })).toEqual([{ label: name, value: secret }])
  })

  test.each([
    ['DATABASE_URL', 'postgres://app:CANARY-pass@db.example:5432/pay', ['CANARY-pass']],
    ['DATABASE_URL', 'postgres://app:CANARY%2Fpass@db.example/pay', ['CANARY%2Fpass', 'CANARY/pass']],
    ['DATABASE_URL', 'postgres://app:CANARY/pass@db.example/pay', ['CANARY/pass']],
    ['REDIS_URL', 'redis://:CANARY-pass@127.0.0.1:6379', ['CANARY-pass']],
    ['RPC_URL', 'https://base.example/v2/CANARY0123456789abcdef', ['CANARY0123456789abcdef']],
    ['RPC_URL', 'https://base.example/CANARY0123456789abcdef/', ['CANARY0123456789abcdef']],
    ['RPC_URL', 'wss://base.example/?dkey=CANARY-dkey', ['CANARY-dkey']],
    ['GIT_REMOTE', 'https://CANARYtoken0123456789abc@git.example/repo', ['CANARYtoken0123456789abc']],
    [
      'BOTH',
      'https://a.example/v2/CANARY0123456789aa,https://b.example/v3/CANARY0123456789bb',
      ['CANARY0123456789aa', 'CANARY0123456789bb'],
    ],
  ])('%s: only the credential of %s', (name, text, wanted) => {
    expect(known({ [name]: text })).toEqual(wanted)
  })

  test('a webhook is hidden as a whole and by its token', () => {
    const url = 'https://hooks.example/services/T0000/B0000/CANARY0123456789abcdef'
    expect(known({ MONITOR_WEBHOOK_URL: url })).toEqual([url, 'CANARY0123456789abcdef'])
  })

  test.each([
    ['X402_ENABLED', 'true'],
    ['X402_NETWORK', 'eip155:8453'],
    ['X402_EVM_PAY_TO', '0x209693Bc6afc0C5328bA36FaF03C514EF312287C'],
    ['X402_FACILITATOR_URL', 'https://api.cdp.coinbase.com/platform/v2/x402'],
    ['PUBLIC_BASE_URL', 'https://api.example.dev'],
    ['PROOF_PUBLIC_BASE_URL', 'https://proof.example.dev/a-long-public-path-of-2026'],
    ['CORS_ORIGIN', 'https://app.example.dev'],
    ['SHORT_TOKEN', '1234567'],
    ['PAY_TO_KEY', '0x209693Bc6afc0C5328bA36FaF03C514EF312287C'],
    ['KEY_NETWORK', 'eip155:8453'],
    ['KEY_NETWORK', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'],
    ['PASS_THROUGH', 'disabled'],
    ['TOKEN_COUNT', '1234567890'],
    ['TOKEN_FILE', '/run/secrets/token'],
    ['SSH_AUTH_SOCK', '/tmp/ssh-abc123/agent.1234'],
    ['PRIVATE_KEY_PATH', './keys/production.pem'],
    ['AUTH_HOST', 'auth.example.dev'],
    ['AUTH_HOST', 'auth.example.dev:8443'],
    ['AUTH_HOST', 'localhost:3000'],
    ['AUTH_URL', 'https://auth.example.dev/login'],
    ['GIT_AUTHOR_NAME', 'Jane Canary Doe'],
    ['PATH', '/usr/local/sbin:/usr/local/bin'],
    ['HOME', '/home/operator'],
    [
      'EXPLORER',
      'https://basescan.org/tx/0xca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a51ca7a',
    ],
    ['EXPLORER', 'https://basescan.org/address/0x209693bc6afc0c5328ba36faf03c514ef312287c'],
    ['DATABASE_URL', 'postgres://postgres@127.0.0.1:5432/payments'],
    ['RPC_URL', 'https://mainnet.base.org'],
  ])('%s=%s stays', (name, text) => {
    expect(knownSecretsOf({ [name]: text })).toEqual([])
  })

  test('a value that a public variable also holds stays', () => {
    expect(known({ AUTH_AUDIENCE: 'my public audience', CORS_ORIGIN: 'my public audience' })).toEqual([])
  })

  test('nothing under 8 characters, nothing that is not in the value; any environment is read', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary', maxLength: 80 })), (env) => {
        for (const { label, value: secret } of knownSecretsOf(env)) {
          expect(secret.length).toBeGreaterThanOrEqual(8)
          expect(Object.keys(env)).toContain(label)
        }
      }),
    )
  })

  test('a token in any part of a URL is found', () => {
    const part = fc.array(fc.constantFrom(...'CANARYcanary0123456789'), { minLength: 17, maxLength: 40 })
    const token = part.map((letters) => `CANARY7c${letters.join('')}`)
    const place = fc.constantFrom(
      (t: string) => `https://user:${t}@a.example/x`,
      (t: string) => `https://${t}@a.example/x`,
      (t: string) => `https://a.example/v2/${t}`,
      (t: string) => `https://a.example/${t}/b`,
      (t: string) => `https://a.example/x?api_key=${t}`,
      (t: string) => `https://a.example/x?k=${t}`,
      (t: string) => `https://a.example/x?${t}`,
      (t: string) => `https://a.example/x#${t}`,
      (t: string) => `first=https://b.example, second=https://a.example/${t}`,
    )
    fc.assert(
      fc.property(token, place, (text, at) => {
        expect(known({ ANY: at(text) })).toContain(text)
      }),
    )
  })

  test('a long value takes time in proportion', () => {
    const time = (length: number) => {
      const started = performance.now()
      for (const unit of ['https://a/', 'a', '://', 'a.', '@:'])
        knownSecretsOf({ A_TOKEN: unit.repeat(length / unit.length) })
      return performance.now() - started
    }
    time(10_000)
    expect(time(400_000)).toBeLessThan(Math.max(200, 40 * time(100_000)))
  })
})
