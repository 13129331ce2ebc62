import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { chainFolder } from './folder.ts'
import { listSegments, removeSegment, type SegmentFile } from './segment-files.ts'

type Sized = { readonly file: SegmentFile; readonly bytes: number; readonly usedAt: number }

/** How much may be kept, and what of it this run must not lose. */
export type Budget = {
  /** Makes room for some bytes by removing what was not used for longest. False when there is no room. */
  readonly room: (bytes: number) => Promise<boolean>
  /** This run uses or wrote it: it stays. */
  readonly mine: (file: SegmentFile) => void
}

/** Every segment below the folder of the cache, with its size and the time of its last use. */
export async function allSegments(cacheDir: string): Promise<readonly Sized[]> {
  const chain = chainFolder(cacheDir)
  const folders = await readdir(chain).catch(() => [])
  const files = (await Promise.all(folders.map((name) => listSegments(join(chain, name))))).flat()
  const sized = await Promise.all(
    files.map(async (file) => {
      const found = await stat(join(file.folder, file.name)).catch(() => undefined)
      return found === undefined ? [] : [{ file, bytes: found.size, usedAt: found.mtimeMs }]
    }),
  )
  return sized.flat()
}

const pathOf = ({ folder, name }: SegmentFile) => join(folder, name)

/** A budget of at most `maxBytes` on disk, counted when it is first needed. */
export function createBudget(cacheDir: string, maxBytes: number): Budget {
  const own = new Set<string>()
  let counted: Promise<{ total: number; readonly oldest: Sized[] }> | undefined
  const count = async () => {
    const all = [...(await allSegments(cacheDir))].sort((a, b) => b.usedAt - a.usedAt)
    return { total: all.reduce((sum, { bytes }) => sum + bytes, 0), oldest: all }
  }
  return {
    room: async (bytes) => {
      counted ??= count()
      const state = await counted
      while (state.total + bytes > maxBytes) {
        const last = state.oldest.pop()
        if (last === undefined) return false
        if (own.has(pathOf(last.file))) continue
        state.total -= last.bytes
        await removeSegment(last.file)
      }
      state.total += bytes
      return true
    },
    mine: (file) => void own.add(pathOf(file)),
  }
}
