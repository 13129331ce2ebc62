import { createReadStream } from 'node:fs'
import { OpsError } from '../../core/errors.ts'
import { unreadable } from './unreadable.ts'

/** Bytes of one part of the books, from the beginning each time they are asked for. */
export type Bytes = () => AsyncIterable<Buffer>

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

/** The bytes of a file at `path`, which the operator calls `file`. Throws `OpsError` RECORDS_*. */
export function bytesOfFile(path: string, file: string): Bytes {
  return () => bytesOfStream(createReadStream(path, { highWaterMark: 262_144 }), file)
}
