import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Metafile } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../scripts/bundle.mjs'
import { makeDist } from '../../scripts/make-dist.mjs'

const folder = mkdtempSync(join(tmpdir(), 'x402ops-startup-'))
const program = join(folder, 'bin/x402ops.js')
let outputs: Metafile['outputs'] = {}

// The bundle is made where it can be run, and named as if it stood in the checkout.
beforeAll(async () => {
  for (const name of ['bin', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  const metafile = await makeDist(join(folder, 'dist'))
  const named = (path: string) => relative(folder, join(root, path))
  outputs = Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, output]) => {
      const imports = output.imports.map((each) => ({ ...each, path: named(each.path) }))
      return [named(path), { ...output, imports }]
    }),
  )
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every source that is loaded as soon as this output is: static imports, followed to the end. */
function sourcesOf(output: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(output)) return []
  seen.add(output)
  const { inputs = {}, imports = [] } = outputs[output] ?? {}
  const next = imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true)
  return [...Object.keys(inputs), ...next.flatMap(({ path }) => sourcesOf(path, seen))]
}

/** `src/cli/start.ts` and what it takes along before it knows the command. */
function startOutput(): string {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === 'src/cli/start.ts')
  return found?.[0] ?? ''
}

function packagesOf(sources: readonly string[]): readonly string[] {
  const names = sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))]
}

function foldersOf(sources: readonly string[]): readonly string[] {
  const names = sources.map((source) => /^src\/([a-z0-9]+)/.exec(source)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

test('--version and --help load no package at all', () => {
  const sources = sourcesOf('dist/cli.js')
  expect(packagesOf(sources)).toEqual([])
  expect(sources.filter((source) => source.startsWith('src/')).length).toBeLessThan(8)
})

test('reading a command line loads commander and no other package', () => {
  expect(packagesOf(sourcesOf(startOutput()))).toEqual(['commander'])
})

test('nor any room, adapter, renderer or configuration of ours', () => {
  expect(foldersOf([...sourcesOf('dist/cli.js'), ...sourcesOf(startOutput())])).toEqual([
    'cli',
    'commands',
    'core',
  ])
})

const terms = {
  scheme: 'exact',
  network: 'base',
  maxAmountRequired: '10000',
  resource: 'https://api.example/v1/quote',
  payTo: `0x${'c0ffee00'.repeat(5)}`,
  asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  maxTimeoutSeconds: 60,
}
const paid = JSON.stringify({ x402Version: 1, error: 'payment required', accepts: [terms] })
const server = createServer((request, response) => {
  response.writeHead(request.url === '/v1/quote' ? 402 : 200, { 'content-type': 'application/json' })
  response.end(request.url === '/v1/quote' ? paid : '{"status":"ok"}')
})
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())

/** Every source in the files that a run really loaded, by V8's own account; and what it printed. */
async function loadedBy(argv: readonly string[], cwd: string) {
  const coverage = mkdtempSync(join(folder, 'coverage-'))
  const env = { PATH: process.env.PATH, HOME: folder, NODE_V8_COVERAGE: coverage }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const child = spawn(process.execPath, [program, ...argv, '--base-url', url, '--no-save'], { cwd, env })
  let printed = ''
  child.stdout.on('data', (text) => {
    printed += text
  })
  await once(child, 'close')
  const urls = readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8'))
    return (result as readonly { url: string }[]).map(({ url: loaded }) => loaded)
  })
  const sources = Object.entries(outputs).flatMap(([path, { inputs }]) =>
    urls.some((loaded) => loaded.endsWith(`/${path}`)) ? Object.keys(inputs) : [],
  )
  return { printed, sources, urls }
}

const light = ['@noble/hashes', 'commander']

test.each([
  ['probe', ['probe', 'mainnet']],
  ['matrix', ['matrix', 'mainnet', '--route', 'GET /v1/quote']],
])(
  '%s without a config file loads no schema, no YAML, no chain, no pool of connections and no node:http',
  async (command, argv) => {
    const { printed, sources, urls } = await loadedBy(argv, folder)
    expect(printed).toMatch(new RegExp(`^x402ops \\S+ +${command} `))
    expect(packagesOf(sources).toSorted()).toEqual(light)
    for (const unused of ['node:http', 'node:tls', 'node:zlib', 'node:dns/promises'])
      expect(urls).not.toContain(unused)
    const kept = sources.filter((source) => /^src\/adapters\/(store|files|chain|records)\//.test(source))
    expect(kept).toEqual([])
  },
)

test('monitor of a service without books loads nothing that compares books', async () => {
  const argv = ['monitor', 'mainnet', '--rate', '1000', '--route', 'GET /v1/quote']
  const { printed, sources } = await loadedBy(argv, folder)
  expect(printed).toMatch(/^SKIP +reconcile +no payment records configured/m)
  expect(sources.filter((source) => /^src\/(?:reconcile|payments)\//.test(source))).toEqual([])
})

test('runs that are files load nothing that speaks to a database', () => {
  const [stores = ''] =
    Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === 'src/wiring/stores.ts') ?? []
  const sources = sourcesOf(stores)
  expect(sources).toContain('src/adapters/store/file-store.ts')
  expect(sources.filter((source) => source.includes('postgres'))).toEqual([])
})

test('with a config file they are loaded, and only then; a database for runs is not, until one is kept', async () => {
  const cwd = join(folder, 'configured')
  mkdirSync(cwd)
  const team = 'version: 1\nprofiles: {mainnet: {runsStore: {secret: {env: TEAM}}}}\n'
  writeFileSync(join(cwd, 'x402ops.yaml'), team)
  const { printed, sources } = await loadedBy(['probe', 'mainnet'], cwd)
  expect(printed).toMatch(/^x402ops \S+ +probe /)
  expect(packagesOf(sources).toSorted()).toEqual([...light, 'yaml', 'zod'])
})
