import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import type { BundleFile, LongFile } from '../../core/bundle.ts'

/** The first bytes of our gzip: deflate, no name, no time, no word about the level or the system that packed it. */
export const gzipHead = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
// The header of tar holds seconds; beyond 2038 tar-stream would write a negative number.
const latest = new Date(0x7fffffff * 1000)

type Tar = ReturnType<typeof pack>

/** What all entries have in common. */
function headerFor(name: string, mtime: Date) {
  return { name, mode: 0o600, uid: 0, gid: 0, mtime, type: 'file' } as const
}

async function fillLong(
  tar: Tar,
  header: ReturnType<typeof headerFor>,
  { size, blocks }: LongFile,
): Promise<void> {
  const entry = tar.entry({ ...header, size })
  // An error of the entry is the error of the tar, which ends the loop of its reader.
  for await (const block of blocks()) {
    if (!entry.write(block))
      await new Promise<unknown>((resolve) => entry.once('drain', () => resolve(undefined)))
  }
  const isEnded = new Promise<unknown>((resolve) => entry.once('close', () => resolve(undefined)))
  entry.end(undefined)
  await isEnded
}

async function fill(
  tar: Tar,
  bundleId: string,
  mtime: Date,
  files: Iterable<BundleFile | LongFile>,
): Promise<void> {
  for (const file of files) {
    const header = headerFor(`${bundleId}/${file.path}`, mtime)
    if ('bytes' in file) tar.entry(header, file.bytes)
    else await fillLong(tar, header, file)
  }
  tar.finalize()
}

/** What stands behind the last entry. */
export const tarEnd = Buffer.alloc(1024)

/** The tar of a bundle, block by block: see `archiveBlocks`. */
export async function* tarBlocks(
  bundleId: string,
  madeFrom: Date,
  files: Iterable<BundleFile | LongFile>,
): AsyncGenerator<Buffer> {
  const tar = pack()
  const mtime = madeFrom > latest ? latest : madeFrom
  const filled = fill(tar, bundleId, mtime, files).catch((error: unknown) => tar.destroy(error as Error))
  for await (const block of tar) yield block as Buffer
  await filled
}

/**
 * The bytes of a bundle: tar in ustar form, gzip without name and time. Files stand below one folder named
 * `bundleId`, in the order given, each 0600, uid and gid 0, without names of users, dated `madeFrom`. Equal
 * input gives equal bytes. Rejects with what asking for a long file rejects with.
 */
export async function* archiveBlocks(
  bundleId: string,
  madeFrom: Date,
  files: Iterable<BundleFile | LongFile>,
): AsyncGenerator<Uint8Array> {
  const packed = createGzip({ level: 6 })
  const flow = pipeline(tarBlocks(bundleId, madeFrom, files), packed)
  flow.catch(() => undefined)
  let seen = 0
  for await (const block of packed as AsyncIterable<Buffer>) {
    // The system that packed it is nobody's business, and would make the bytes differ between machines.
    if (seen < gzipHead.length) gzipHead.copy(block, 0, seen)
    seen += block.length
    yield block
  }
  await flow
}

/** The same at once, in memory. */
export async function archiveBytes(
  bundleId: string,
  madeFrom: Date,
  files: Iterable<BundleFile | LongFile>,
): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for await (const block of archiveBlocks(bundleId, madeFrom, files)) blocks.push(block)
  return Buffer.concat(blocks)
}
