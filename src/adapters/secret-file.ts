import { open } from 'node:fs/promises'
import { safe } from '../core/safe.ts'

/** The text of a secret, or why there is none. */
export type Found = { readonly text: string; readonly warning?: string } | { readonly reason: string }

const longestFile = 65_536

function fileReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'the file does not exist'
  if (code === 'EACCES' || code === 'EPERM') return 'the file may not be read by this user'
  if (code === 'EISDIR') return 'the path is a folder'
  return `the file cannot be read (${code ?? 'no reason given'})`
}

/** Reads a secret from a file of at most 64 KiB; says when others may read it too. Never rejects. */
export async function secretFromFile(path: string): Promise<Found> {
  try {
    const handle = await open(path, 'r')
    try {
      // Mode and text come from one open file, so that nobody can exchange it in between.
      const { mode, size } = await handle.stat()
      if (size > longestFile) return { reason: 'the file is longer than 64 KiB' }
      const text = await handle.readFile('utf8')
      const bits = mode & 0o777
      if (process.platform === 'win32' || (bits & 0o077) === 0) return { text }
      const shown = safe(path)
      const warning = `${shown} can be read by others (mode 0${bits.toString(8)}): chmod 600 ${shown}`
      return { text, warning }
    } finally {
      await handle.close()
    }
  } catch (error) {
    return { reason: fileReason(error) }
  }
}
