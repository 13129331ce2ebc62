import { resolve } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

test('the demo names every fault that it planted, and nothing else', async () => {
  const argv = ['--import', './scripts/ts.mjs', 'test/rig/demo.ts']
  const { stdout, exitCode } = await execa(process.execPath, argv, {
    cwd: root,
    reject: false,
    env: { NO_COLOR: '1' },
  })
  expect(stdout).toMatch(/(\d+) faults were planted; (\d+) of their \2 codes were named; 0 other codes\.$/)
  expect(exitCode).toBe(0)
}, 60_000)
