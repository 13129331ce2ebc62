import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const program = resolve(import.meta.dirname, '../../bin/x402ops.js')
const home = mkdtempSync(join(tmpdir(), 'x402ops-process-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, ...more }
}

function x402ops(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...args], {
    cwd: home,
    env: environment(more),
    encoding: 'utf8',
  })
}

/** The files below dist that a process really loaded, by V8's own account. */
function loaded(args: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(home, 'coverage-'))
  x402ops(args, { NODE_V8_COVERAGE: folder })
  const reports = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const urls = reports.flatMap(({ result }) => result.map(({ url }: { url: string }) => url))
  return [...new Set<string>(urls.filter((url) => url.includes('/dist/')))].sort()
}

test('a light command loads only what the entry imports', () => {
  const light = loaded(['--version'])
  expect(light.some((url) => url.endsWith('/dist/cli.js'))).toBe(true)
  // The loader of the chunks, the entry, and what it imports.
  expect(light.length).toBeLessThan(5)
  expect(loaded(['--help'])).toEqual(light)
  expect(loaded(['config', 'show', '--json']).length).toBeGreaterThan(light.length)
})

test('the help that the build wrote down is the help that the program gives', () => {
  expect(x402ops(['--help']).stdout).toBe(x402ops(['--help', '--help']).stdout)
})

test('NO_COLOR and FORCE_COLOR together bring no warning of Node', () => {
  const { status, stderr } = x402ops(['help', 'since'], { NO_COLOR: '1', FORCE_COLOR: '1' })
  expect([status, stderr]).toEqual([0, ''])
})

test('a reader that goes away is no failure', () => {
  const line = `"${process.execPath}" "${program}" config show -q | head -n 1; echo "\${PIPESTATUS[0]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { env: environment(), encoding: 'utf8' })
  expect(stdout.trim().split('\n').at(-1)).toBe('0')
  expect(stderr).toBe('')
})

test('a full disk behind standard output is exit code 6', () => {
  const line = `"${process.execPath}" "${program}" config show -q > /dev/full`
  const { status, stderr } = spawnSync('bash', ['-c', line], { env: environment(), encoding: 'utf8' })
  expect(stderr).toContain('error OUTPUT_FAILED: standard output could not be written')
  expect(status).toBe(6)
})

test('without dist it says what to do, and that it is not the operator', () => {
  const copy = mkdtempSync(join(home, 'broken-'))
  const line = `mkdir -p "${copy}/bin" && cp "${program}" "${copy}/bin/" && echo '{"type":"module"}' > "${copy}/package.json" && "${process.execPath}" "${copy}/bin/x402ops.js" --version`
  const { status, stderr } = spawnSync('bash', ['-c', line], { env: environment(), encoding: 'utf8' })
  expect(stderr).toBe('x402ops is not whole: dist/cli.js cannot be loaded. Install it again.\n')
  expect(status).toBe(70)
})

/** A server that accepts and never answers, and tells when it was asked. */
async function silentServer(): Promise<{
  readonly server: Server
  readonly url: string
  readonly asked: Promise<void>
}> {
  let tell = () => {}
  const asked = new Promise<void>((done) => {
    tell = done
  })
  const server = createServer(() => tell())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle of a request ends the run with %i', async (signal, code) => {
  const { server, url, asked } = await silentServer()
  const argv = [program, 'reconcile', 'mainnet', '--since', '1h', '--no-save', '--rpc', url]
  const more = ['--pay-to', `0x${'c0ffee00'.repeat(5)}`, '--records', '/dev/null', '--timeout', '20s']
  const child = spawn(process.execPath, [...argv, ...more], {
    cwd: home,
    env: environment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let stdout = ''
  child.stdout.on('data', (part) => {
    stdout += String(part)
  })
  const ended = new Promise<number | null>((done) => child.on('close', done))
  try {
    await Promise.race([asked, ended])
    child.kill(signal)
    expect(await ended).toBe(code)
    // The report says what the process says, and why the answers are missing.
    expect(stdout).toMatch(/window incomplete; the run was interrupted +exit code \d+/)
    expect(stdout).toContain(`exit code ${code}`)
  } finally {
    child.kill('SIGKILL')
    server.closeAllConnections()
    server.close()
  }
})
