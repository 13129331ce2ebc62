import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { manifest, root } from '../../scripts/bundle.mjs'
import { makeDist } from '../../scripts/make-dist.mjs'

const folder = mkdtempSync(join(tmpdir(), 'x402ops-code-cache-'))
const dist = join(folder, 'dist')
const cacheFiles = () =>
  readdirSync(join(dist, 'chunks'))
    .filter((name) => name.endsWith('.cache'))
    .map((name) => join(dist, 'chunks', name))
const spoilAll = (spoil: (file: string) => void) => {
  const files = cacheFiles()
  expect(files.length).toBeGreaterThan(1)
  for (const file of files) spoil(file)
}
const version = () =>
  execFileSync(process.execPath, [join(folder, 'bin/x402ops.js'), '--version'], { encoding: 'utf8' })

beforeAll(async () => {
  for (const name of ['bin', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  await makeDist(dist, { warm: true })
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('V8 takes the code cache of this Node version', () => {
  const { compiled } = createRequire(import.meta.url)(join(dist, 'cli.js')) as {
    compiled: ReadonlyMap<string, { readonly cachedDataRejected?: boolean }>
  }
  const refused = [...compiled].filter(([, script]) => script.cachedDataRejected !== false)
  // What every start needs is one file.
  expect(compiled.size).toBe(1)
  expect(refused).toEqual([])
})

test.each([
  ['garbage', (file: string) => writeFileSync(file, Buffer.alloc(900_000, 7))],
  ['cut off', (file: string) => writeFileSync(file, 'x')],
  ['gone', (file: string) => rmSync(file)],
])('a cache that is %s only costs time', (_what, spoil) => {
  spoilAll(spoil)
  expect(version()).toBe(`${manifest.version}\n`)
})
