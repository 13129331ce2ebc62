import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newWorkshop } from './workshop.ts'

const root = resolve(import.meta.dirname, '../../..')
const url = (path: string) => pathToFileURL(join(root, path)).href
const secret = 'CANARYhidden0123456789abc'

// The command line in a process of its own, in which one part does not load.
const runner = `
import { register } from 'node:module'
register(${JSON.stringify(url('scripts/ts-loader.mjs'))})
const hook = \`export async function resolve(specifier, context, next) {
  if (specifier.includes(\${JSON.stringify(process.env.BROKEN)})) throw new Error('cannot load CANARYhidden0123456789abc')
  return next(specifier, context)
}\`
register('data:text/javascript,' + encodeURIComponent(hook))
const { run } = await import(${JSON.stringify(url('src/cli.ts'))})
process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout, stderr: process.stderr, stdin: process.stdin, cwd: process.cwd(),
  packageRoot: new URL(${JSON.stringify(`${url('.')}/`)}), stdoutIsTty: false, stderrIsTty: false, stdinIsTty: false,
  env: process.env,
})
`

let shop: Awaited<ReturnType<typeof newWorkshop>>
beforeAll(async () => {
  shop = await newWorkshop({ env: { API_KEY: secret }, files: { 'app.log': `key ${secret}\n` } })
  await shop.run('probe', 'shop', '-q')
  writeFileSync(join(shop.folder, 'runner.mjs'), runner)
}, 30_000)
afterAll(() => shop.remove())

test.each([
  ['the second scanner', '@secretlint/core'],
  ['its rules', '@secretlint/secretlint-rule-preset-recommend'],
  ['the gate', 'gate/gate.ts'],
  ['the redactor', 'redact/evidence'],
  ['the reader of archives', 'adapters/bundle/read-archive'],
  ['the arithmetic of keys', '@noble/curves'],
])(
  'no bundle and no secret when %s does not load',
  (name, broken) => {
    const out = `out-${name.replaceAll(' ', '-')}`
    mkdirSync(join(shop.folder, out))
    const argv = [
      'evidence',
      'export',
      'shop',
      '--offline',
      '--include',
      'app.log',
      '--out',
      `${out}/`,
      '-vvv',
    ]
    const { status, stdout, stderr } = spawnSync(process.execPath, ['runner.mjs', ...argv], {
      cwd: shop.folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: shop.folder,
        XDG_STATE_HOME: join(shop.folder, 'state'),
        API_KEY: secret,
        BROKEN: broken,
      },
    })
    expect(status, stderr).toBe(70)
    expect(stdout + stderr).not.toContain('CANARYhidden')
    expect(readdirSync(join(shop.folder, out))).toEqual([])
  },
  30_000,
)

test('and with all of them there is one', async () => {
  const { left, unpacked } = await shop.bundle('--include', 'app.log')
  expect(left.code, left.err).toBe(0)
  expect(unpacked?.entries.map(({ text }) => text).join('\n')).not.toContain(secret)
})
