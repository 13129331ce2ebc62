import { open, stat } from 'node:fs/promises'
import { OpsError } from '../../core/errors.ts'
import { unreadable } from './unreadable.ts'

/**
 * Bytes of one part of the books, from the beginning each time they are asked for. A chunk holds them until the next
 * one is asked for: who needs it for longer copies it.
 */
export type Bytes = () => AsyncIterable<Buffer>

/** How much is read at once: more is no faster, and the lines of a chunk are worked off between two reads. */
export const chunkBytes = 262_144

function fileProblem(file: string, error: unknown): OpsError | null {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new OpsError('RECORDS_NOT_FOUND', { file }, { cause: error })
  if (code === 'EACCES' || code === 'EPERM') return unreadable(file, 'Permission denied.', error)
  if (code === 'EISDIR') {
    return unreadable(file, `It is a folder; name a file or a pattern such as ${file}/*.jsonl`, error)
  }
  return typeof code === 'string' && /^E[A-Z]+$/.test(code)
    ? unreadable(file, `Reading fails with ${code}.`, error)
    : null
}

/** The chunks of a stream as bytes. Throws `OpsError` RECORDS_* that names the `file`. */
export async function* bytesOfStream(
  stream: AsyncIterable<Buffer | string>,
  file: string,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    throw fileProblem(file, error) ?? error
  }
}

/** Is this a pipe or a device, whose bytes come once? What cannot be looked at is left to its reading. */
export async function isReadOnce(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isFile() && !found.isDirectory(),
    () => false,
  )
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path)
  try {
    // One buffer for the whole file: fresh ones are freed late, and cost more memory than all that is made of them.
    const buffer = Buffer.allocUnsafeSlow(chunkBytes)
    while (true) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

/** The bytes of a file at `path`, which the operator calls `file`. Throws `OpsError` RECORDS_*. */
export function bytesOfFile(path: string, file: string): Bytes {
  return () => bytesOfStream(chunksOf(path), file)
}
