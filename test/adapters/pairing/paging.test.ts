import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { memorySieve } from '../../../src/adapters/pairing/memory-sieve.ts'
import { openPages } from '../../../src/adapters/pairing/pages.ts'
import { usualPaging } from '../../../src/adapters/pairing/rows.ts'
import { OpsError } from '../../../src/core/errors.ts'
import { answersOf, termsOf } from '../../e2e/postgres/histories.ts'

const tiny = { rowBits: 2, held: 2 }

afterEach(() => vi.unstubAllEnvs())

async function answers(paging: typeof usualPaging, seed: number) {
  const terms = termsOf()
  const sieve = await memorySieve(paging)(terms)
  try {
    return await answersOf(sieve, terms, seed)
  } finally {
    await sieve.close()
  }
}

/** Runs with a folder for temporary files of its own. */
async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'paging-'))
  vi.stubEnv('TMPDIR', folder)
  try {
    return await act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const openFiles = () => readdirSync('/proc/self/fd').length

describe('a sieve that holds few pages', () => {
  test('says what one says that holds all of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(100_000),
        fc.constantFrom({ rowBits: 0, held: 1 }, { rowBits: 1, held: 3 }, tiny),
        async (seed, paging) => {
          expect(await answers(paging, seed)).toEqual(await answers(usualPaging, seed))
        },
      ),
      { numRuns: 25 },
    )
  })

  test('leaves nothing behind, and makes no file for few records', async () => {
    await inFolder(async (folder) => {
      const before = openFiles()
      await answers(tiny, 7)
      expect(readdirSync(folder)).toEqual([])
      expect(openFiles()).toBe(before)
    })
    vi.stubEnv('TMPDIR', '/nowhere')
    expect((await answers(usualPaging, 7)).counts[0]).toBeGreaterThan(0)
  })

  test('says so when the disk does not take them', async () => {
    vi.stubEnv('TMPDIR', '/nowhere')
    const failed = await answers(tiny, 7).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(OpsError)
    expect(failed).toMatchObject({
      code: 'PAIRING_SPILL_FAILED',
      exitCode: 6,
      why: 'The disk answers with ENOENT.',
    })
  })
})

describe('pages', () => {
  test('hold what was written to them, whichever are in memory', () => {
    const write = fc.record({ page: fc.nat(9), place: fc.nat(3), value: fc.nat(255), isRead: fc.boolean() })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(write, { maxLength: 60 }), (held, writes) => {
        const pages = openPages({ bytes: 4, held }, (memory) => new Uint8Array(memory))
        const model = Array.from({ length: 10 }, () => new Uint8Array(4))
        for (let page = 0; page < 10; page += 1) pages.change(page)
        for (const { page, place, value, isRead } of writes) {
          if (isRead) {
            expect(pages.read(page)).toEqual(model[page])
            continue
          }
          pages.change(page)[place] = value
          ;(model[page] as Uint8Array)[place] = value
        }
        for (const [page, bytes] of model.entries()) {
          const part = new Uint8Array(2)
          pages.copy(page, 1, part)
          expect(part).toEqual(bytes.subarray(1, 3))
          expect(pages.read(page)).toEqual(bytes)
        }
        pages.close()
      }),
      { numRuns: 40 },
    )
  })
})
