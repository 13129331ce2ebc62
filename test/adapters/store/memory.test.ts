import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rmdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFileStore } from '../../../src/adapters/store/file-store.ts'
import { type MemoryUpdate, noMemory } from '../../../src/runs/memory.ts'
import type { Settlement } from '../../../src/runs/settlements.ts'

const clock = {
  now: () => new Date('2026-11-21T07:40:02Z'),
  monotonicMs: () => 0,
  sleep: async () => undefined,
}
const hash = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
const settlement = (n: number): Settlement => ({
  ...{ target: 't', network: 'eip155:8453', asset: '0xa', payer: '0xb', to: '0xc', nonce: null },
  ...{ valueAtomic: 10_000n, caseId: `case-${String(n).padStart(3, '0')}`, tx: hash(n), logIndex: 1 },
  ...{ block: n, blockHash: hash(n), blockTime: null, recordIds: [], requestIds: [], code: 'MATCHED' },
  ...{ firstSeen: '2026-11-21T07:00:00.000Z', removedAt: null },
})
const update = (n: number): MemoryUpdate => ({
  settlements: { forget: [], keep: [settlement(n)] },
  stretch: {
    ...{ target: `t${n}`, runId: `run-${n}`, from: '2026-11-20T00:00:00.000Z' },
    ...{ until: '2026-11-21T00:00:00.000Z', undecidedSince: null },
  },
})

let stateDir = ''
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'x402ops-memory-'))
})
const store = () => createFileStore({ stateDir, clock })
const file = (name: string) => join(stateDir, 'mainnet', name)

describe('the memory of a profile', () => {
  test('is empty before the first run, and asking makes no folder', async () => {
    expect(await store().memory('mainnet')).toEqual(noMemory)
    expect(await readdir(stateDir)).toEqual([])
  })

  test('comes back as it was written, in files for the owner only', async () => {
    expect(await store().remember('mainnet', update(1))).toBeNull()
    const memory = await store().memory('mainnet')
    expect(memory.settlements).toEqual([settlement(1)])
    expect(memory.watermarks).toEqual([{ target: 't1', runId: 'run-1', until: '2026-11-21T00:00:00.000Z' }])
    for (const name of ['settlements.json', 'watermarks.json'])
      expect((await stat(file(name))).mode & 0o777).toBe(0o600)
  })

  test('of one profile is not that of another', async () => {
    await store().remember('mainnet', update(1))
    expect(await store().memory('testnet')).toEqual(noMemory)
  })

  test('loses nothing when runs end at the same moment', async () => {
    const numbers = Array.from({ length: 12 }, (_, n) => n)
    const notes = await Promise.all(numbers.map((n) => store().remember('mainnet', update(n))))
    expect(notes).toEqual(numbers.map(() => null))
    const memory = await store().memory('mainnet')
    expect(memory.settlements).toEqual(numbers.map(settlement))
    expect(memory.watermarks).toHaveLength(12)
    expect((await readdir(join(stateDir, 'mainnet'))).sort()).toEqual(['settlements.json', 'watermarks.json'])
  })

  test('keeps the mark of a run that was not complete where it was', async () => {
    await store().remember('mainnet', update(1))
    await store().remember('mainnet', { ...update(1), stretch: null })
    expect((await store().memory('mainnet')).watermarks).toHaveLength(1)
  })

  test('writes no file when there is nothing to remember', async () => {
    const nothing = { settlements: { forget: [], keep: [] }, stretch: null }
    expect(await store().remember('mainnet', nothing)).toBeNull()
    expect(await readdir(join(stateDir, 'mainnet'))).toEqual([])
  })
})

describe('a damaged file', () => {
  test('is named, and set aside by the next run that remembers', async () => {
    await store().remember('mainnet', update(1))
    await writeFile(file('settlements.json'), '{"schema":"x402ops.settl')
    const memory = await store().memory('mainnet')
    expect(memory.settlements).toEqual([])
    expect(memory.damaged).toEqual({
      settlements: 'settlements.json cannot be understood',
      watermarks: null,
    })
    expect(await store().remember('mainnet', update(2))).toBeNull()
    expect((await store().memory('mainnet')).settlements).toEqual([settlement(2)])
    expect(await readFile(file('settlements.json.damaged'), 'utf8')).toBe('{"schema":"x402ops.settl')
  })

  test('of the marks does not hide the settlements', async () => {
    await store().remember('mainnet', update(1))
    await writeFile(file('watermarks.json'), '[]')
    const memory = await store().memory('mainnet')
    expect(memory.settlements).toEqual([settlement(1)])
    expect(memory.damaged.watermarks).toBe('watermarks.json cannot be understood')
  })

  test('that cannot be opened may be whole: it stays where it is, and the note names it', async () => {
    await store().remember('mainnet', update(1))
    for (const name of ['settlements.json', 'watermarks.json']) {
      const kept = file(`${name}.kept`)
      await rename(file(name), kept)
      await mkdir(file(name))
      expect(await store().remember('mainnet', update(2))).toMatch(
        new RegExp(`will not be looked at again: .*${name} .*EISDIR`),
      )
      expect(await readdir(join(stateDir, 'mainnet'))).not.toContain(`${name}.damaged`)
      await rmdir(file(name))
      await rename(kept, file(name))
    }
  })

  test('that cannot be opened is named with the reason', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may read everything')
    await store().remember('mainnet', update(1))
    await chmod(file('settlements.json'), 0)
    expect((await store().memory('mainnet')).damaged.settlements).toContain('permission denied')
  })
})

test('a disk that cannot be written is a note, not an error', async () => {
  await writeFile(join(stateDir, 'file'), '')
  const broken = createFileStore({ stateDir: join(stateDir, 'file', 'x'), clock })
  expect(await broken.remember('mainnet', update(1))).toMatch(/will not be looked at again: .*ENOTDIR/)
  expect(await broken.memory('mainnet')).toEqual(noMemory)
})
