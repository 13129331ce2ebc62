import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSnapshot, writeSnapshot } from '../../../src/adapters/store/snapshot-files.ts'
import type { TermsSnapshot } from '../../../src/runs/snapshot.ts'

const folder = mkdtempSync(join(tmpdir(), 'x402ops-snapshots-'))
afterAll(() => rmSync(folder, { recursive: true }))

const kept: TermsSnapshot = {
  schema: 'x402ops.snapshot/v1',
  ...{ name: 'before', profile: 'shop', target: null, takenAt: '2026-11-21T07:40:02.000Z', routes: [] },
}

test('what was kept comes back, for nobody else to read; a later one takes its place', async () => {
  expect(await readSnapshot(folder, 'before')).toBeNull()
  expect(await writeSnapshot(folder, kept)).toBeNull()
  expect(await writeSnapshot(folder, { ...kept, target: 'http://127.0.0.1' })).toBeNull()
  expect(await readSnapshot(folder, 'before')).toEqual({ ...kept, target: 'http://127.0.0.1' })
  expect(statSync(join(folder, 'snapshots')).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'snapshots', 'before.json')).mode & 0o777).toBe(0o600)
})

test('a damaged one is an error and stays where it is', async () => {
  const path = join(folder, 'snapshots', 'torn.json')
  writeFileSync(path, '{"schema":"x402ops.snap')
  await expect(readSnapshot(folder, 'torn')).rejects.toMatchObject({ code: 'SNAPSHOT_UNREADABLE' })
  expect(readFileSync(path, 'utf8')).toContain('x402ops.snap')
})

test('a disk that refuses is a note, not a failure', async () => {
  writeFileSync(join(folder, 'file'), '')
  expect(await writeSnapshot(join(folder, 'file'), kept)).toMatch(/^the snapshot could not be kept: /)
})
