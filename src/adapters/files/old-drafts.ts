import { lstat, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'

// A draft of this age belongs to no process that still writes.
const draftAgeMs = 3_600_000

/**
 * Removes the files of a folder that killed processes left in the middle of writing: those whose names `isDraft` knows,
 * when nobody has written to them for an hour. Never rejects: what stays does no harm.
 */
export async function removeOldDrafts(folder: string, isDraft: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter(isDraft)) {
    const path = join(folder, name)
    const found = await lstat(path).catch(() => undefined)
    if (found?.isFile() !== true || Date.now() - found.mtimeMs <= draftAgeMs) continue
    await unlink(path).catch(() => undefined)
  }
}
