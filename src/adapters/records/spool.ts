import { randomBytes } from 'node:crypto'
import { close, open, read, write } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OpsError } from '../../core/errors.ts'
import { type Bytes, chunkBytes, type Parts, partReader } from './file-bytes.ts'

/** A copy of bytes that come only once, in a file without a name that only this process has open. */
export type Spool = { readonly bytes: Bytes; readonly parts: () => Promise<Parts> }

const [openFile, readFile, writeFile] = [promisify(open), promisify(read), promisify(write)]

// Books may be asked for again until the last user of them is gone, and only the collector knows when that is.
const unused = new FinalizationRegistry((file: number) => close(file, () => undefined))

function failed(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return error
  return new OpsError('RECORDS_SPOOL_FAILED', { folder: tmpdir(), reason: code }, { cause: error })
}

async function writeAll(file: number, chunk: Buffer): Promise<void> {
  let at = 0
  while (at < chunk.length) at += (await writeFile(file, chunk, at, chunk.length - at, null)).bytesWritten
}

async function* bytesFrom(file: number, owner: { readonly file: number }): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(chunkBytes)
  let position = 0
  // The owner is named here so that it lives as long as its file is read.
  while (owner.file === file) {
    const { bytesRead } = await readFile(file, buffer, 0, chunkBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/**
 * Writes all of `source` into a file of mode 0600 that has no name any more when its first byte is written; it is gone
 * when nobody can ask for it any more, or when the process ends. Throws what `source` throws, the signal's reason, and
 * `OpsError` RECORDS_SPOOL_FAILED when the disk does not take it.
 */
export async function spool(source: AsyncIterable<Buffer>, signal: AbortSignal): Promise<Spool> {
  const path = join(tmpdir(), `x402ops-${randomBytes(12).toString('hex')}`)
  const file = await openFile(path, 'wx+', 0o600).catch((error: unknown) => Promise.reject(failed(error)))
  const owner = { file }
  unused.register(owner, file)
  await unlink(path).catch((error: unknown) => Promise.reject(failed(error)))
  for await (const chunk of source) {
    signal.throwIfAborted()
    await writeAll(file, chunk).catch((error: unknown) => Promise.reject(failed(error)))
  }
  return {
    bytes: () => bytesFrom(owner.file, owner),
    // Who has yet to close the parts holds the owner with them.
    parts: async () => ({ read: partReader(owner.file), close: async () => void owner.file }),
  }
}
