import { expect, test } from 'vitest'
import type { CheckResult } from '../../src/core/run-room.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { isTold, roomVerdict } from '../../src/runs/told.ts'

const checks = (...verdicts: readonly Verdict[]): readonly CheckResult[] =>
  verdicts.map((verdict, at) => ({ id: `c${at}`, question: 'Is it?', verdict, text: '' }))

test.each<[string, string, string, Verdict, boolean]>([
  ['probe', 'probe', 'PROBE_NOT_CHOSEN', 'SKIP', false],
  ['probe', 'probe', 'TLS_NOT_USED', 'SKIP', true],
  ['matrix', 'matrix', 'NOT_CHOSEN', 'SKIP', true],
  ['monitor', 'matrix', 'NOT_CHOSEN', 'SKIP', false],
  ['monitor', 'discover', 'DISCOVER_NOT_SEEN', 'INFO', false],
  ['matrix', 'discover', 'DISCOVER_NOT_SEEN', 'INFO', true],
  ['monitor', 'alerts', 'ALERT_PENDING', 'SKIP', false],
  ['reconcile', 'reconcile', 'MATCHED', 'PASS', false],
])('%s tells of %s: %s %s %s', (command, room, code, verdict, due) => {
  expect(isTold(command, room, { code, verdict })).toBe(due)
})

test('a room in one row has the verdict of what was asked', () => {
  expect(roomVerdict('monitor', 'matrix', checks('INFO', 'SKIP'))).toBe('PASS')
  expect(roomVerdict('monitor', 'matrix', checks('SKIP'))).toBe('SKIP')
  expect(roomVerdict('monitor', 'reconcile', checks('SKIP'))).toBe('PASS')
  expect(roomVerdict('toggle-guide', 'reconcile', checks('SKIP'))).toBe('SKIP')
  expect(roomVerdict('monitor', 'matrix', checks('WARN', 'SKIP', 'FAIL'))).toBe('FAIL')
})
