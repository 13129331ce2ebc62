import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, unlink } from 'node:fs/promises'
import { OpsError } from '../../core/errors.ts'
import { outputFailed } from '../files/failure.ts'
import { draftName, giveName, writeNewBlocks } from './private-file.ts'

/** A whole file under a name of its own. Its owner calls `publish` or `discard`, once. */
export type Draft = {
  readonly draftPath: string
  readonly size: number
  /** SHA-256 of its bytes, in lower-case hex. */
  readonly sha256: string
  /**
   * Its bytes as they stand on the disk. Rejects with `OpsError` OUTPUT_FAILED at their end when they are not those
   * that were written.
   */
  readonly blocks: () => AsyncIterable<Uint8Array>
  /**
   * Gives it the name that was asked for, durably. Rejects with `OpsError` FILE_EXISTS when something bears
   * that name by now, OUTPUT_FAILED when the disk refuses or when the draft holds other bytes than were written;
   * the draft is gone then.
   */
  readonly publish: () => Promise<void>
  /** Removes it. Never rejects. */
  readonly discard: () => Promise<void>
}

function exists(path: string, cause?: unknown): OpsError {
  return new OpsError('FILE_EXISTS', { file: path, instead: 'give another name with --out' }, { cause })
}

async function refuseTaken(path: string): Promise<void> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return
  if (found.isSymbolicLink())
    throw new OpsError('OUTPUT_FAILED', { file: path, reason: 'it is a symbolic link' })
  throw exists(path)
}

type Content = { readonly size: number; readonly sha256: string }

const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
const blockBytes = 262_144

function changed(path: string, cause?: unknown): OpsError {
  const reason = 'somebody changed the file while it was written'
  return new OpsError('OUTPUT_FAILED', { file: path, reason }, { cause })
}

async function* blocksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const block = Buffer.allocUnsafe(blockBytes)
    const { bytesRead } = await handle.read(block, 0, block.length, at)
    if (bytesRead === 0) return
    yield block.subarray(0, bytesRead)
    at += bytesRead
  }
}

/** The bytes at a path, as long as they are what was written: what is looked through is what gets the name. */
async function* ownBlocks(
  there: string,
  path: string,
  { size, sha256 }: Content,
): AsyncGenerator<Uint8Array> {
  const handle = await open(there, readFlags).catch((error: unknown) => {
    throw changed(path, error)
  })
  try {
    if (!(await handle.stat()).isFile()) throw changed(path)
    const hash = createHash('sha256')
    let length = 0
    for await (const block of blocksOf(handle)) {
      hash.update(block)
      length += block.length
      if (length > size) throw changed(path)
      yield block
    }
    if (length !== size || hash.digest('hex') !== sha256) throw changed(path)
  } finally {
    await handle.close()
  }
}

async function refuseOther(there: string, path: string, content: Content): Promise<void> {
  for await (const block of ownBlocks(there, path, content)) void block
}

/** Writes to a new file and says what. */
async function written(draftPath: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Content> {
  const hash = createHash('sha256')
  let size = 0
  await writeNewBlocks(draftPath, async function* () {
    for await (const block of content instanceof Uint8Array ? [content] : content) {
      hash.update(block)
      size += block.length
      yield block
    }
  })
  return { size, sha256: hash.digest('hex') }
}

/** Takes the name from a file that is ours and was altered; one of somebody else stays. Rejects with the error. */
async function removeOwn(path: string, ino: number, error: unknown): Promise<never> {
  const found = await lstat(path).catch(() => undefined)
  if (found?.ino === ino) await unlink(path).catch(() => undefined)
  throw error
}

/**
 * Writes bytes (0600, durable) beside the file they are meant to become, so that they can be looked at before
 * they bear its name. A crash leaves at most a file `.x402ops-draft.*`. Throws `OpsError` FILE_EXISTS when
 * `path` is taken, OUTPUT_FAILED when it is a symbolic link or the disk refuses; then nothing was written.
 */
export async function draftArchive(
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Draft> {
  const draftPath = draftName(path)
  const discard = () => unlink(draftPath).catch(() => undefined)
  let content: Content
  try {
    await refuseTaken(path)
    content = await written(draftPath, bytes)
  } catch (error) {
    throw error instanceof OpsError ? error : outputFailed(path, error)
  }
  const publish = async () => {
    try {
      await refuseTaken(path)
      await refuseOther(draftPath, path, content)
      const { ino } = await lstat(draftPath)
      await giveName(draftPath, path)
      // Whoever may write here may alter it at any moment: what bears the name now is looked at once more.
      await refuseOther(path, path, content).catch((error: unknown) => removeOwn(path, ino, error))
    } catch (error) {
      await discard()
      if (error instanceof OpsError) throw error
      throw (error as NodeJS.ErrnoException).code === 'EEXIST'
        ? exists(path, error)
        : outputFailed(path, error)
    }
  }
  return { draftPath, ...content, blocks: () => ownBlocks(draftPath, path, content), publish, discard }
}
