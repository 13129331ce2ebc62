import { expect, test } from 'vitest'
import { readWindow } from '../../src/commands/reconcile-window.ts'
import type { RunDocument } from '../../src/core/report.ts'
import { noMemory } from '../../src/runs/memory.ts'
import { sampleReport } from '../render/sample.ts'

const target = 'the books'
const now = new Date('2026-11-21T12:00:00Z')
const reconcile = (day: string, from: string, to: string, part: Partial<RunDocument> = {}): RunDocument => ({
  ...sampleReport().document,
  ...{ command: 'reconcile', complete: true, target, runId: `run of ${day}` },
  window: { from: `${from}:00Z`, to: `${to}:00Z`, blocks: {} },
  ...part,
})

async function lastOf(newestFirst: readonly RunDocument[]) {
  const notes: string[] = []
  const history = { target, memory: noMemory, note: (line: string) => notes.push(line) }
  const runs = async () => newestFirst
  const { since } = await readWindow({ since: 'last', until: undefined, now, runs, ...history })
  return { since, notes }
}
const at = (text: string) => ({ kind: 'time', seconds: Date.parse(text) / 1000 })

test('without a watermark the saved runs stand in for it, and the note names the run', async () => {
  const { since, notes } = await lastOf([reconcile('friday', '2026-11-19T10:00', '2026-11-20T10:00')])
  expect(since).toEqual(at('2026-11-20T09:00:00Z'))
  expect(notes.join()).toContain('goes on from the end of run run of friday')
})

test('a glance at five minutes does not pass over the night before it', async () => {
  const { since, notes } = await lastOf([
    reconcile('glance', '2026-11-21T11:50', '2026-11-21T11:55'),
    reconcile('friday', '2026-11-20T09:30', '2026-11-20T12:00'),
    reconcile('thursday', '2026-11-19T10:00', '2026-11-20T10:00'),
  ])
  expect(since).toEqual(at('2026-11-20T11:00:00Z'))
  expect(notes.join()).toContain('run of friday')
})

test('runs that are not complete, of other books, or of other commands stand in for nothing', async () => {
  const window = ['2026-11-20T09:30', '2026-11-20T12:00'] as const
  const useless = [{ complete: false }, { target: 'other books' }, { command: 'monitor' }] as const
  const runs = useless.map((part) => reconcile('x', ...window, part))
  await expect(lastOf(runs)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
})
