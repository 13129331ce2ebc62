import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFileStore } from '../../../src/adapters/store/file-store.ts'
import type { Track } from '../../../src/runs/tracks.ts'

const clock = {
  now: () => new Date('2026-11-21T07:40:02Z'),
  monotonicMs: () => 0,
  sleep: async () => undefined,
}
const at = '2026-11-21T07:40:02.000Z'
const track = (n: number, more: Partial<Track> = {}): Track => ({
  id: n.toString(16).padStart(16, '0'),
  ref: {
    ...{ payer: '0xb', nonce: null, network: null, asset: null, tx: `0x${n}`, payTo: null, route: null },
    ...{ amountAtomic: 10_000n, validBefore: 1_800_000_000, recordId: null, requestId: null },
  },
  ...{ state: 'polling', firmness: 'provisional', enteredAt: at, submittedAt: null, resolvedAt: null },
  ...{ pollAttempts: 0, nextPollAt: null, lastError: null, history: [], source: null, ...more },
})

let stateDir = ''
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'x402ops-tracks-'))
})
afterEach(() => rm(stateDir, { recursive: true, force: true }))
const store = () => createFileStore({ stateDir, clock })
const file = () => join(stateDir, 'mainnet', 'tracks.json')

describe('the payments that are followed', () => {
  test('are none before the first, and asking makes no folder', async () => {
    expect(await store().tracks('mainnet')).toEqual({ tracks: [], damaged: null })
    expect(await store().updateTracks('mainnet', (tracks) => tracks)).toBeNull()
    expect(await readdir(join(stateDir, 'mainnet'))).toEqual([])
  })

  test('come back as they were, in a file for the owner only', async () => {
    expect(await store().updateTracks('mainnet', () => [track(2), track(1)])).toBeNull()
    expect(await store().tracks('mainnet')).toEqual({ tracks: [track(1), track(2)], damaged: null })
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect((await store().tracks('testnet')).tracks).toEqual([])
  })

  test('are all there when many write at the same moment', async () => {
    const numbers = Array.from({ length: 12 }, (_, n) => n)
    const add = (n: number) => store().updateTracks('mainnet', (tracks) => [...tracks, track(n)])
    expect(await Promise.all(numbers.map(add))).toEqual(numbers.map(() => null))
    expect((await store().tracks('mainnet')).tracks).toEqual(numbers.map((n) => track(n)))
  })

  test('in a damaged file are not believed: it is named, and set aside by the next write', async () => {
    await store().updateTracks('mainnet', () => [track(1)])
    const spoilt = (await readFile(file(), 'utf8')).slice(0, -20)
    await writeFile(file(), spoilt)
    expect(await store().tracks('mainnet')).toEqual({
      tracks: [],
      damaged: 'tracks.json cannot be understood',
    })
    expect(await store().updateTracks('mainnet', (tracks) => [...tracks, track(2)])).toBeNull()
    expect((await store().tracks('mainnet')).tracks).toEqual([track(2)])
    expect(await readFile(`${file()}.damaged`, 'utf8')).toBe(spoilt)
  })
})

describe('a process that is killed while it writes', () => {
  const writer = resolve(import.meta.dirname, 'write-tracks.ts')

  test('leaves whole tracks and no lock that holds up the next one', async () => {
    for (let round = 0; round < 2; round += 1) {
      const child = spawn(process.execPath, ['--import', resolve('scripts/ts.mjs'), writer, stateDir], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const ended = new Promise((done) => child.on('close', done))
      await new Promise((done) => child.stdout.once('data', done))
      await sleep(30 + 41 * round)
      child.kill('SIGKILL')
      await ended
      const { tracks, damaged } = await store().tracks('mainnet')
      expect(damaged).toBeNull()
      // Every write made all of them as old as each other.
      expect(tracks).toHaveLength(300)
      expect(new Set(tracks.map(({ pollAttempts }) => pollAttempts)).size).toBe(1)
      const more = (all: readonly Track[]) => all.map((item) => ({ ...item, pollAttempts: 0 }))
      expect(await store().updateTracks('mainnet', more)).toBeNull()
    }
  })
})
