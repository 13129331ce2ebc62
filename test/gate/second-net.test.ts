import { secretLintProfiler } from '@secretlint/profiler'
import { expect, test } from 'vitest'
import { loadSecondNet } from '../../src/gate/second-net.ts'

test('the second net leaves no notes behind', async () => {
  const read = await loadSecondNet()
  const before = performance.getEntriesByType('mark').length
  for (let at = 0; at < 20; at += 1) await read(`line ${at} of a log`)
  expect(performance.getEntriesByType('mark').length).toBe(before)
  expect(await secretLintProfiler.getEntries()).toEqual([])
})
