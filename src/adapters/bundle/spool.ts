import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import type { LongFile } from '../../core/bundle.ts'
import { outputFailed } from '../files/failure.ts'
import { draftName } from './private-file.ts'

/** Text that is put aside until it is packed. Its owner calls `discard` once it is not needed any longer. */
export type Spool = {
  /** Adds a part of whole characters. Rejects with `OpsError` OUTPUT_FAILED when the disk refuses. */
  readonly write: (part: string) => Promise<void>
  /** What was written, as a file of the bundle. Nothing may be written afterwards. */
  readonly finish: (path: string) => LongFile
  /** Never rejects. */
  readonly discard: () => Promise<void>
}

const flags = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_NOFOLLOW
const blockBytes = 262_144

async function* blocksOf(handle: FileHandle, size: number, path: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; ) {
    const block = Buffer.allocUnsafe(Math.min(blockBytes, size - at))
    const { bytesRead } = await handle.read(block, 0, block.length, at).catch((error: unknown) => {
      throw outputFailed(path, error)
    })
    if (bytesRead === 0) throw outputFailed(path, { code: 'EIO' })
    yield block.subarray(0, bytesRead)
    at += bytesRead
  }
}

/**
 * An empty file (0600) in the folder of `nextTo` that loses its name at once: no failure, signal or crash leaves it
 * behind. Throws `OpsError` OUTPUT_FAILED.
 */
export async function openSpool(nextTo: string): Promise<Spool> {
  const path = draftName(nextTo)
  const handle = await open(path, flags, 0o600).catch((error: unknown) => {
    throw outputFailed(nextTo, error)
  })
  // Where a file that is open keeps its name (Windows), it is removed at the end.
  const isNamed = await unlink(path).then(
    () => false,
    () => true,
  )
  const hash = createHash('sha256')
  let size = 0
  return {
    write: async (part) => {
      const bytes = Buffer.from(part)
      hash.update(bytes)
      for (let from = 0; from < bytes.length; ) {
        const { bytesWritten } = await handle
          .write(bytes, from, bytes.length - from, size)
          .catch((error: unknown) => {
            throw outputFailed(nextTo, error)
          })
        from += bytesWritten
        size += bytesWritten
      }
    },
    finish: (inBundle) => {
      const sha256 = hash.digest('hex')
      return { path: inBundle, size, sha256, blocks: () => blocksOf(handle, size, nextTo) }
    },
    discard: async () => {
      await handle.close().catch(() => undefined)
      if (isNamed) await unlink(path).catch(() => undefined)
    },
  }
}
