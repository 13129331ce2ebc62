import { lstat, unlink } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import type { BundleFile } from '../../core/bundle.ts'
import { OpsError } from '../../core/errors.ts'
import { outputFailed } from '../files/failure.ts'
import { readOnce } from './open-once.ts'
import { draftName, giveName, writeNewBytes } from './private-file.ts'

/** The first bytes of our gzip: deflate, no name, no time, no word about the level or the system that packed it. */
export const gzipHead = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
// The header of tar holds seconds; beyond 2038 tar-stream would write a negative number.
const latest = new Date(0x7fffffff * 1000)

/** The tar of a bundle, block by block: see `archiveBytes`. */
export async function* tarBlocks(
  bundleId: string,
  madeFrom: Date,
  files: Iterable<BundleFile>,
): AsyncGenerator<Buffer> {
  const tar = pack()
  const mtime = madeFrom > latest ? latest : madeFrom
  for (const { path, bytes } of files) {
    tar.entry({ name: `${bundleId}/${path}`, mode: 0o600, uid: 0, gid: 0, mtime, type: 'file' }, bytes)
  }
  tar.finalize()
  for await (const block of tar) yield block as Buffer
}

/**
 * The bytes of a bundle: tar in ustar form, gzip without name and time. Files stand below one folder named
 * `bundleId`, in the order given, each 0600, uid and gid 0, without names of users, dated `madeFrom`. Equal
 * input gives equal bytes. Rejects only for lack of memory.
 */
export async function archiveBytes(
  bundleId: string,
  madeFrom: Date,
  files: Iterable<BundleFile>,
): Promise<Uint8Array> {
  const blocks: Buffer[] = []
  await pipeline(
    tarBlocks(bundleId, madeFrom, files),
    createGzip({ level: 6 }),
    async (packed: AsyncIterable<Buffer>) => {
      for await (const block of packed) blocks.push(block)
    },
  )
  const packed = Buffer.concat(blocks)
  // The system that packed it is nobody's business, and would make the bytes differ between machines.
  gzipHead.copy(packed)
  return packed
}

/** A whole file under a name of its own. Its owner calls `publish` or `discard`, once. */
export type Draft = {
  readonly draftPath: string
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

/** What was looked through is what gets the name, and nothing that took its place since. */
async function refuseOther(there: string, path: string, bytes: Uint8Array): Promise<void> {
  const found = await readOnce(there, bytes.length)
  if (found.ok && Buffer.compare(found.bytes, bytes) === 0) return
  const reason = 'somebody changed the file while it was written'
  throw new OpsError('OUTPUT_FAILED', { file: path, reason })
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
export async function draftArchive(path: string, bytes: Uint8Array): Promise<Draft> {
  const draftPath = draftName(path)
  const discard = () => unlink(draftPath).catch(() => undefined)
  try {
    await refuseTaken(path)
    await writeNewBytes(draftPath, bytes)
  } catch (error) {
    throw error instanceof OpsError ? error : outputFailed(path, error)
  }
  const publish = async () => {
    try {
      await refuseTaken(path)
      await refuseOther(draftPath, path, bytes)
      const { ino } = await lstat(draftPath)
      await giveName(draftPath, path)
      // Whoever may write here may alter it at any moment: what bears the name now is looked at once more.
      await refuseOther(path, path, bytes).catch((error: unknown) => removeOwn(path, ino, error))
    } catch (error) {
      await discard()
      if (error instanceof OpsError) throw error
      throw (error as NodeJS.ErrnoException).code === 'EEXIST'
        ? exists(path, error)
        : outputFailed(path, error)
    }
  }
  return { draftPath, publish, discard }
}
