import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { diskReason } from '../files/failure.ts'

/** The bytes of a file that only its owner can read; or that it is not there; or why it is refused: a sentence. */
export type PrivateFile =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly why: string }

const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Reads a small secret file: regular, never through a symbolic link, not open to others. Never rejects. */
export async function readPrivate(path: string, maxBytes: number): Promise<PrivateFile> {
  try {
    const handle = await open(path, flags)
    try {
      // Mode and bytes come from one open file, so that nobody can exchange it in between.
      const found = await handle.stat()
      if (!found.isFile()) return { kind: 'refused', why: 'It is not a regular file.' }
      const bits = found.mode & 0o777
      if (process.platform !== 'win32' && (bits & 0o077) !== 0) {
        return { kind: 'refused', why: `Others can read or change it (mode 0${bits.toString(8)}).` }
      }
      if (found.size > maxBytes) return { kind: 'refused', why: `It is longer than ${maxBytes} bytes.` }
      return { kind: 'read', bytes: await handle.readFile() }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'missing' }
    const reason = diskReason(error)
    return { kind: 'refused', why: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` }
  }
}
