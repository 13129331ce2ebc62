import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { link, open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeNewFile } from '../files/atomic.ts'
import { syncFolder } from '../files/folders.ts'

const newFile = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW

/** A name in the folder of `path` that is free, begins with a dot and is never taken for a bundle. */
export function draftName(path: string): string {
  return join(dirname(path), `.x402ops-draft.${process.pid}.${randomBytes(6).toString('hex')}.tmp`)
}

/**
 * Writes bytes to a file that must not exist yet (0600, never through a symbolic link) and makes them durable.
 * Rejects with the system's error; what was begun is removed.
 */
export function writeNewBytes(path: string, bytes: Uint8Array): Promise<void> {
  return makeNewFile(path, (file) => file.writeFile(bytes))
}

/** The same for bytes that come block by block. Rejects with the system's error, or that of the blocks. */
export function writeNewBlocks(path: string, blocks: () => AsyncIterable<Uint8Array>): Promise<void> {
  return makeNewFile(path, async (file) => {
    for await (const block of blocks()) await file.writeFile(block)
  })
}

/**
 * The same as `giveName` for file systems without hard links (FAT, some network shares): takes the name with an
 * empty file first, then puts the draft in its place. Killed in between, the empty file stays.
 */
export async function renameInto(draft: string, path: string): Promise<void> {
  const handle = await open(path, newFile, 0o600)
  await handle.close()
  await rename(draft, path).catch(async (error: unknown) => {
    await unlink(path).catch(() => undefined)
    throw error
  })
}

/**
 * Gives a finished draft its name, as one step and never over a file that is there: then it rejects with
 * EEXIST and both stay as they were. The draft's name is gone afterwards. Rejects with the system's error.
 */
export async function giveName(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
    await unlink(draft).catch(() => undefined)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error
    await renameInto(draft, path)
  }
  await syncFolder(dirname(path))
}
