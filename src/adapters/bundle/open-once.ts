import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { diskReason } from '../files/failure.ts'

/** The bytes of a file, or why they were not read: a clause for people. */
export type Opened =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: string }

// Without O_NONBLOCK, opening a named pipe waits for somebody who writes to it.
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
const stepBytes = 1_048_576

/** A number of bytes in mebibytes, as people say it. */
export function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1_048_576)} MiB`
}

async function readAll(handle: FileHandle, size: number, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = []
  let total = 0
  // One byte more than it should have, to see its end; it may have grown, and /proc says 0 for all sizes.
  for (let step = size + 1; ; step = stepBytes) {
    const part = Buffer.allocUnsafe(Math.min(step, maxBytes + 1 - total))
    const { bytesRead } = await handle.read(part, 0, part.length)
    // Most files come in one part, which need not be copied.
    if (bytesRead === 0) return parts.length === 1 ? parts[0] : Buffer.concat(parts, total)
    parts.push(part.subarray(0, bytesRead))
    total += bytesRead
    if (total > maxBytes) return undefined
  }
}

/**
 * Opens a path once and reads that open file, so that nobody can exchange it in between. Only a regular file of at
 * most `maxBytes` is read; a symbolic link as the last part of the path is never followed. Never rejects.
 */
export async function readOnce(path: string, maxBytes: number): Promise<Opened> {
  try {
    const handle = await open(path, flags)
    try {
      const found = await handle.stat()
      if (!found.isFile()) return { ok: false, why: 'it is not a regular file' }
      const why = `it is larger than ${mebibytes(maxBytes)}`
      if (found.size > maxBytes) return { ok: false, why }
      const bytes = await readAll(handle, found.size, maxBytes)
      return bytes === undefined ? { ok: false, why } : { ok: true, bytes }
    } finally {
      await handle.close()
    }
  } catch (error) {
    // A socket cannot be opened at all.
    const odd = (error as NodeJS.ErrnoException).code === 'ENXIO'
    return { ok: false, why: odd ? 'it is not a regular file' : diskReason(error) }
  }
}
