import { describe, expect, test } from 'vitest'
import { makeRunId } from '../../src/core/id.ts'
import { expiredRuns, type KeptRun, readRunId } from '../../src/runs/retention.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 21)
const limits = { runs: 3, ageMs: 30 * day, bytes: 100 }
const run = (runId: string, ageDays: number, bytes = 1, command = 'probe'): KeptRun => ({
  runId,
  command,
  startedAt: now - ageDays * day,
  bytes,
})
const expired = (runs: readonly KeptRun[]) => expiredRuns(runs, now, limits).map(({ runId }) => runId)

describe('what the limits no longer cover', () => {
  test('more runs than the limit: the oldest go, per command', () => {
    const runs = [run('a', 4), run('b', 3), run('c', 2), run('d', 1), run('m', 9, 1, 'matrix')]
    expect(expired(runs)).toEqual(['a'])
  })
  test('age, on the day itself not yet', () => {
    expect(expired([run('new', 0), run('edge', 30), run('old', 30.1)])).toEqual(['old'])
  })
  test('size, counted from the newest', () => {
    expect(expired([run('new', 1, 60), run('mid', 2, 39), run('old', 3, 2)])).toEqual(['old'])
  })
  test('the newest run of a command stays, however old and large', () => {
    expect(expired([run('only', 400, 1_000)])).toEqual([])
  })
})

test('a run id names its command and time, also when the command has hyphens', () => {
  const at = new Date(Date.UTC(2026, 10, 21, 7, 40, 2))
  for (const command of ['probe', 'toggle-guide']) {
    expect(readRunId(makeRunId(at, command, 'x'))).toEqual({ command, startedAt: at.getTime() })
  }
  expect(readRunId('something-else')).toBeUndefined()
})
