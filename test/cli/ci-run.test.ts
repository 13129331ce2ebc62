import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'x402ops-ci-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

mkdirSync(join(folder, '.ci'))
cpSync(resolve(import.meta.dirname, '../../.ci/run'), join(folder, '.ci/run'))
// Stands where npm stands: fails at the step it is told, and otherwise ends as the tests do.
const npm = `#!/bin/sh
case " $* " in *" $FAIL_AT "*) echo broken >&2; exit 3;; esac
case "$1" in test) echo 'skipped: 1 (no chromium: 1)'; echo '7 passed, 0 failed';; esac
`
writeFileSync(join(folder, 'npm'), npm)
chmodSync(join(folder, 'npm'), 0o755)

function runWith(failAt: string) {
  const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, FAIL_AT: failAt }
  const { stdout, status } = spawnSync('bash', [join(folder, '.ci/run')], { env, encoding: 'utf8' })
  return { lines: stdout.trimEnd().split('\n').slice(-2), status }
}

test('what the test runner counted stands last', () => {
  const lines = ['skipped: 1 (no chromium: 1)', '7 passed, 0 failed']
  expect(runWith('nothing')).toEqual({ lines, status: 0 })
})

test.each(['ci', 'check', 'types', 'build'])('when %s fails, that is the one failure', (step) => {
  const { lines, status } = runWith(step)
  expect(status).toBe(3)
  expect(lines[0]).toMatch(new RegExp(`^skipped: 0 \\(the tests were not run: npm .*${step} failed\\)$`))
  expect(lines[1]).toBe('0 passed, 1 failed')
})
