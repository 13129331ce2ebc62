import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'x402ops-pack-'))
const env = { ...process.env, NO_COLOR: '1', npm_config_cache: join(folder, 'cache') }

function execute(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, [...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function installed(...args: readonly string[]): string {
  const program = join(folder, 'app/node_modules/.bin/x402ops')
  return execute(program, args, folder)
}

beforeAll(() => {
  if (!existsSync(join(root, 'dist/cli.js'))) throw new Error('build first: npm run build')
  const app = join(folder, 'app')
  // Without scripts: another test may be using dist while this one packs it.
  const packing = ['pack', '--ignore-scripts', '--pack-destination', folder]
  execute('npm', packing, root)
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack made no tarball')
  const installing = ['install', '--offline', '--prefix', app, join(folder, tarball)]
  execute('npm', installing, folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the tarball installs offline and brings no other package', () => {
  const packages = readdirSync(join(folder, 'app/node_modules')).filter((name) => !name.startsWith('.'))
  expect(packages).toEqual(['x402ops'])
})

test('the installed program answers', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(installed('--version')).toBe(`${version}\n`)
  expect(installed('--help')).toContain('x402ops monitor mainnet --base-url')
  expect(installed('config', 'show', '--help')).toContain('--base-url')
})

test('the recorder is shipped', () => {
  expect(installed('init', '--recorder')).toBe(readFileSync(join(root, 'recorder/x402-v2.js'), 'utf8'))
  expect(installed('init', '--recorder', 'v1')).toBe(readFileSync(join(root, 'recorder/x402-v1.js'), 'utf8'))
})

test('licences and the bill of materials of what is inlined are shipped', () => {
  const shipped = join(folder, 'app/node_modules/x402ops')
  const bill = JSON.parse(readFileSync(join(shipped, 'dist/sbom.json'), 'utf8'))
  const names = bill.components.map(({ name }: { name: string }) => name)
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' })
  expect(names).toContain('commander')
  const licences = readFileSync(join(shipped, 'dist/licenses.txt'), 'utf8')
  for (const name of names) expect(licences).toContain(`\n${name} `)
  expect(existsSync(join(shipped, 'LICENSE'))).toBe(true)
  expect(existsSync(join(shipped, 'src'))).toBe(false)
})
