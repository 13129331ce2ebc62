import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
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
  // In a process of its own: what others have set in this one may make V8 compile anew.
  const script = `const { compiled } = require(${JSON.stringify(join(dist, 'cli.js'))})
    console.log(JSON.stringify([...compiled.values()].map((script) => script.cachedDataRejected)))`
  const rejected = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })
  // What every start needs is one file.
  expect(JSON.parse(rejected)).toEqual([false])
})

test.each([
  ['garbage', (file: string) => writeFileSync(file, Buffer.alloc(900_000, 7))],
  ['cut off', (file: string) => writeFileSync(file, 'x')],
  ['gone', (file: string) => rmSync(file)],
])('a cache that is %s only costs time', (_what, spoil) => {
  spoilAll(spoil)
  expect(version()).toBe(`${manifest.version}\n`)
})
