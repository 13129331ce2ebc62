import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import type { Io } from '../../src/cli/io.ts'
import { run, versionOf } from '../../src/cli.ts'
import { commands } from '../../src/commands/index.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function capture(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

async function x402ops(argv: readonly string[], more: Partial<Io> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'x402ops-cli-'))
  folders.push(cwd)
  const out = capture()
  const err = capture()
  const code = await run(argv, {
    stdout: out.stream,
    stderr: err.stream,
    stdin: new PassThrough().end(),
    cwd,
    packageRoot: new URL('../../', import.meta.url),
    stdoutIsTty: false,
    stderrIsTty: false,
    stdinIsTty: false,
    ...more,
    env: { HOME: cwd, ...more.env },
  })
  return { code, out: out.text(), err: err.text(), cwd }
}

describe('help and version', () => {
  test('alone it names the one command to try', async () => {
    const { code, out, err } = await x402ops([])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('x402ops monitor mainnet --base-url https://api.example.dev')
  })

  test('--version prints the version of package.json and nothing else', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(versionOf()).toBe(version)
    expect(await x402ops(['--version'])).toMatchObject({ code: 0, out: `${version}\n`, err: '' })
  })

  test.each(commands.map(({ name }) => name))('the help of %s has examples first and fits', async (name) => {
    const { code, out, err } = await x402ops([name, '--help'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^(?:Examples:|Usage:)/)
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(await x402ops(['help', name])).toMatchObject({ code: 0 })
  })

  test('the camelCase twins work and are not listed', async () => {
    const { out } = await x402ops(['--help'])
    expect(out).not.toMatch(/--[a-z]+[A-Z]/)
    const { code, out: shown } = await x402ops([
      'config',
      'show',
      '--baseUrl',
      'https://one.example.dev',
      '--origin',
      '--failOn',
      'warn',
      '--noSave',
    ])
    expect(code).toBe(0)
    expect(shown).toContain('https://one.example.dev')
    const last = await x402ops([
      'config',
      'show',
      '--base-url',
      'https://one.example.dev',
      '--baseUrl',
      'https://two.example.dev',
    ])
    expect(last.out).toContain('https://two.example.dev')
    expect(last.out).not.toContain('https://one.example.dev')
  })
})

describe('usage errors are exit code 2 on stderr, in four parts', () => {
  test.each([
    [['monitr'], 'USAGE'],
    [['config', 'show', '--orgin'], 'USAGE'],
    [['config', 'show', 'mainnet', 'testnet'], 'USAGE'],
    [['config', 'show', '--base-url'], 'USAGE'],
    [['config', 'show', '--fail-on', 'maybe'], 'USAGE'],
    [['--quiet'], 'USAGE'],
    [['help', 'sinse'], 'USAGE'],
    [['config', 'show', '--timeout', '10'], 'NUMBER_EXPECTED'],
    [['config', 'show', '-o', 'xml'], 'UNKNOWN_FORMAT'],
    [['config', 'show', '-q', '-o', 'csv'], 'UNKNOWN_FORMAT'],
    [['config', 'show', '--json', '-o', 'csv'], 'TWO_FORMATS_TO_STDOUT'],
    [['config', 'show', 'mainet'], 'PROFILE_UNKNOWN'],
    [['config', 'show', '--config', 'none.yaml'], 'CONFIG_NOT_FOUND'],
    [['config', 'show', '--base-url', 'https://ops:CANARY-pass@api.example.dev'], 'SECRET_AS_ARGUMENT'],
  ])('%j', async (argv, code) => {
    const result = await x402ops(argv)
    expect(result).toMatchObject({ code: 2, out: '' })
    expect(result.err).toMatch(new RegExp(`^error ${code}: `))
    expect(result.err).toMatch(/\nexit code 2\n$/)
    expect(result.err.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(result.err).not.toContain('CANARY')
  })

  test('hostile text in an argument cannot move the cursor', async () => {
    const { err } = await x402ops(['\u001b]0;owned\u0007monitor'])
    expect(err).toContain('\\x1b]0;owned\\x07monitor')
    expect(err).not.toContain('\u001b')
  })

  test('a value that the environment keeps secret is not repeated', async () => {
    const { err } = await x402ops(['help', 'hunter-CANARY-77'], {
      env: { ADMIN_METRICS_TOKEN: 'hunter-CANARY-77' },
    })
    expect(err).not.toContain('CANARY')
    expect(err).toContain('ADMIN_METRICS_TOKEN')
  })
})

describe('what a command hands back', () => {
  test('text with data can be had as JSON, on stdout and in a file at once', async () => {
    const { code, out, cwd } = await x402ops(['config', 'show', '-q', '-o', 'json=show.json'])
    expect(code).toBe(0)
    expect(out).toContain('eip155:8453')
    const file = join(cwd, 'show.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ profile: 'mainnet' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('--quiet leaves the result only', async () => {
    expect((await x402ops(['config', 'show'])).err).toContain('public RPC endpoints')
    expect((await x402ops(['config', 'show', '--quiet'])).err).toBe('')
  })

  test('an output file that cannot be written is exit code 6', async () => {
    const { code, err } = await x402ops(['config', 'show', '-q', '-o', 'json=no/such/folder.json'])
    expect(code).toBe(6)
    expect(err).toContain('error OUTPUT_FAILED: ')
  })

  test('secrets of the file are resolved, hidden and never printed', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'x402ops-cli-'))
    folders.push(cwd)
    const yaml =
      'version: 1\nprofiles:\n  mainnet:\n    extends: mainnet\n' +
      '    rpc: {"eip155:8453": [{secret: {env: OUR_NODE}}]}\n'
    writeFileSync(join(cwd, 'x402ops.yaml'), yaml)
    const env = { OUR_NODE: 'https://rpc.example.dev/v2/CANARYCANARYCANARYCANARY' }
    const { code, out, err } = await x402ops(['config', 'show', '--origin', '--json'], { cwd, env })
    expect([code, `${out}${err}`.includes('CANARY')]).toEqual([0, false])
    expect(out).toContain('rpc.example.dev')
  })

  test('a run that was interrupted ends with the code of its signal', async () => {
    expect((await x402ops(['config', 'show', '-q'], { signal: AbortSignal.abort('SIGTERM') })).code).toBe(143)
    expect((await x402ops(['nothing'], { signal: AbortSignal.abort('SIGINT') })).code).toBe(130)
  })
})

describe('init', () => {
  test('what it writes is understood by config show, and it is written once', async () => {
    const payTo = `0x${'c0ffee00'.repeat(5)}`
    const argv = ['init', 'testnet', '--base-url', 'https://api.example.dev', '--pay-to', payTo, '--write']
    const { code, cwd } = await x402ops(argv)
    expect(code).toBe(0)
    const before = readFileSync(join(cwd, 'x402ops.yaml'), 'utf8')
    const shown = await x402ops(['config', 'show', '--origin'], { cwd })
    expect(shown.code).toBe(0)
    expect(shown.out).toContain('https://api.example.dev')
    expect(await x402ops(argv, { cwd })).toMatchObject({ code: 2, out: '' })
    expect(readFileSync(join(cwd, 'x402ops.yaml'), 'utf8')).toBe(before)
  })

  test('the commented examples are valid, too', async () => {
    const { out } = await x402ops(['init', '--base-url', 'https://api.example.dev'])
    const cwd = mkdtempSync(join(tmpdir(), 'x402ops-cli-'))
    folders.push(cwd)
    const uncommented = out.replace(/^ {4}# (?=routes:|probes:|rpc:|records:|browserOrigins:| {2})/gm, '    ')
    writeFileSync(join(cwd, 'x402ops.yaml'), uncommented)
    const shown = await x402ops(['config', 'show', '-q'], {
      cwd,
      env: { RPC_URL: 'https://rpc.example.dev/' },
    })
    expect([shown.code, shown.err]).toEqual([0, ''])
    expect(shown.out).toContain('/v1/ask')
    expect(shown.out).toContain('/var/log/pay/*.jsonl')
  })
})
