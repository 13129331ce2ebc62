import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { countLines } from '../count-reporter.ts'

const root = resolve(import.meta.dirname, '../..')
mkdirSync(join(root, 'node_modules/.count-reporter'), { recursive: true })
const folder = mkdtempSync(join(root, 'node_modules/.count-reporter/'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A real run of the runner over these files: its last two lines and its exit code. */
function lastLines(name: string, files: Readonly<Record<string, string>>, setup = '') {
  const where = join(folder, name)
  mkdirSync(where)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(where, file), text)
  const reporter = join(root, 'test/count-reporter.ts')
  const config = `export default {test: {include: ['*.case.js'], reporters: ['default', ${JSON.stringify(reporter)}]${setup}}}`
  writeFileSync(join(where, 'vitest.config.js'), config)
  const argv = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', where]
  const { stdout, status } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    env: { ...process.env, CI: '1' },
  })
  return { lines: stdout.trimEnd().split('\n').slice(-2), failed: status !== 0 }
}

const head = "import { expect, test } from 'vitest'\n"
const good = `${head}test('a', () => expect(1).toBe(1))\n`

test('counts what passed, and names why something was skipped', () => {
  const skipping = `${head}test('b', (c) => c.skip(true, 'no chromium: apt-get install chromium'))\ntest.skip('c', () => {})\n`
  expect(lastLines('good', { 'a.case.js': good, 'b.case.js': skipping })).toEqual({
    lines: [
      'skipped: 2 (no chromium: apt-get install chromium: 1; no reason given: 1)',
      '1 passed, 0 failed',
    ],
    failed: false,
  })
})

test('a failing test and a module that cannot be loaded are one failure each', () => {
  const files = {
    'a.case.js': good,
    'b.case.js': `${head}test('b', () => expect(1).toBe(2))\n`,
    'c.case.js': 'throw 1',
  }
  expect(lastLines('bad', files)).toEqual({
    lines: ['skipped: 0 (none)', '1 passed, 2 failed'],
    failed: true,
  })
})

test('an error outside any test is a failure', () => {
  const stray = `${head}test('a', () => { setTimeout(() => { throw new Error('stray') }); return new Promise((r) => setTimeout(r, 50)) })\n`
  expect(lastLines('stray', { 'a.case.js': stray })).toEqual({
    lines: ['skipped: 0 (none)', '1 passed, 1 failed'],
    failed: true,
  })
})

test('a run in which nothing passed, or whose setup throws, is a failure', () => {
  const nothing = { lines: ['skipped: 0 (none)', '0 passed, 1 failed'], failed: true }
  const setup = { 'a.case.js': good, 'setup.js': "export default () => { throw new Error('no') }" }
  expect(lastLines('setup', setup, ", globalSetup: './setup.js'")).toEqual(nothing)
  const skipped = lastLines('skipped', { 'a.case.js': `${head}test.skip('a', () => {})\n` })
  expect(skipped).toMatchObject({
    lines: ['skipped: 1 (no reason given: 1)', '0 passed, 1 failed'],
    failed: true,
  })
})

test('one reason is named once, with its number', () => {
  const skipped = ['no promtool', 'no promtool', 'no\nchromium']
  expect(countLines({ passed: 3, failed: 0, skipped })).toEqual([
    'skipped: 3 (no promtool: 2; no chromium: 1)',
    '3 passed, 0 failed',
  ])
})
