import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { run } from '../program.ts'
import { asJson, nowSeconds, payment, required, requirement } from '../verify/payment.ts'

const cwd = mkdtempSync(join(tmpdir(), 'x402ops-verify-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const now = new Date(nowSeconds * 1000)

async function verify(...argv: readonly string[]) {
  const chunks: string[] = []
  const stream = () =>
    new Writable({ write: (chunk, _encoding, done) => done(void chunks.push(String(chunk)) as never) })
  const code = await run(['verify', ...argv], {
    stdout: stream(),
    stderr: stream(),
    stdin: new PassThrough().end(''),
    cwd,
    packageRoot: new URL('../../', import.meta.url),
    stdoutIsTty: false,
    stderrIsTty: false,
    stdinIsTty: false,
    clock: { now: () => now, monotonicMs: () => 0, sleep: () => new Promise(() => {}) },
    env: { HOME: cwd },
  })
  return { code, text: chunks.join('') }
}

test('the next line takes file names as a shell does, whatever stands in them', async () => {
  const [paid, asked] = ['my $(echo run) pay.json', "a'b;402.json"]
  writeFileSync(join(cwd, paid), asJson(await payment()))
  writeFileSync(join(cwd, asked), asJson(required(requirement)))
  const { code, text } = await verify(paid, '--requirements', asked)
  expect(code).toBe(0)
  const [, words = ''] = /x402ops verify (.+) --rpc URL/s.exec(text) ?? []
  const read = execFileSync('sh', ['-c', `for word in ${words}; do echo "$word"; done`], { encoding: 'utf8' })
  expect(read).toBe(`${paid}\n--requirements\n${asked}\n`)
})
