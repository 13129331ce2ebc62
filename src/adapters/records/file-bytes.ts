import { readSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { OpsError } from '../../core/errors.ts'
import { unreadable } from './unreadable.ts'

/**
 * Bytes of one part of the books, from the beginning each time they are asked for. A chunk holds them until the next
 * one is asked for: who needs it for longer copies it.
 */
export type Bytes = () => AsyncIterable<Buffer>

/** Bytes of a file from any place, until they are closed. */
export type Parts = {
  /** From `from` on; fewer than `length` where the file ends. They hold until the next ones are read. */
  readonly read: (from: number, length: number) => Buffer
  readonly close: () => Promise<void>
}

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

/** Reads any bytes of an open file. They come at once: a few kilobytes at a time, to wait for each costs more than it. */
export function partReader(file: number): Parts['read'] {
  let buffer = Buffer.alloc(0)
  return (from, length) => {
    if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(length)
    let read = 0
    while (read < length) {
      const more = readSync(file, buffer, read, length - read, from + read)
      if (more === 0) break
      read += more
    }
    return buffer.subarray(0, read)
  }
}

/** Parts of a file at `path`, which the operator calls `file`. Rejects with `OpsError` RECORDS_*; so does reading. */
export async function openParts(path: string, file: string): Promise<Parts> {
  const failed = (error: unknown) => fileProblem(file, error) ?? error
  const handle = await open(path).catch((error: unknown) => Promise.reject(failed(error)))
  const read = partReader(handle.fd)
  return {
    read: (from, length) => {
      try {
        return read(from, length)
      } catch (error) {
        throw failed(error)
      }
    },
    close: () => handle.close(),
  }
}

/** The bytes of a file at `path`, which the operator calls `file`. Throws `OpsError` RECORDS_*. */
export function bytesOfFile(path: string, file: string): Bytes {
  return () => bytesOfStream(chunksOf(path), file)
}
