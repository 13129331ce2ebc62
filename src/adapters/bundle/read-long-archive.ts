import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import type { BundleFile, LongFile } from '../../core/bundle.ts'
import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { createNames } from './archive-names.ts'
import { expandedBlocks, expandedSize } from './expanded-blocks.ts'
import { type ArchiveLimits, heldBytes } from './limits.ts'
import type { ReadArchive } from './read-archive.ts'
import { ownEntryOf } from './tar-header.ts'
import { tarEnd } from './write-archive.ts'

const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
const unit = 512
// Logs that repeat one line shrink as a bomb does.
const harmlessBytes = 64 * 1_048_576

/** Bytes that come block by block, asked for in other lengths. */
type Stream = {
  /** The next bytes: as many as asked for, fewer at the end. */
  readonly take: (length: number) => Promise<Buffer>
  /** The next bytes, of any number up to `most`; none at the end. */
  readonly some: (most: number) => Promise<Buffer>
  readonly close: () => Promise<void>
}

function streamOf(blocks: AsyncIterable<Buffer>): Stream {
  const source = blocks[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  const some: Stream['some'] = async (most) => {
    if (held.length === 0) {
      const next = await source.next()
      if (next.done === true) return held
      held = next.value
    }
    const part = held.subarray(0, most)
    held = held.subarray(part.length)
    return part
  }
  const take: Stream['take'] = async (length) => {
    const parts: Buffer[] = []
    for (let left = length; left > 0; ) {
      const part = await some(left)
      if (part.length === 0) break
      parts.push(part)
      left -= part.length
    }
    return Buffer.concat(parts)
  }
  const close = async () => void (await source.return?.())
  return { take, some, close }
}

type Place = { readonly path: string; readonly size: number; readonly blocks: () => AsyncIterable<Buffer> }

/** A stretch of the expanded archive, read again from its beginning each time: nothing of it is kept. */
async function* stretchOf({ blocks }: Place, from: number, size: number): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const block of blocks()) {
    const part = block.subarray(Math.max(0, from - at), Math.max(0, from + size - at))
    if (part.length > 0) yield part
    at += block.length
    if (at >= from + size) return
  }
}

async function hashOf(stream: Stream, size: number): Promise<string | null> {
  const hash = createHash('sha256')
  for (let left = size; left > 0; ) {
    const part = await stream.some(left)
    if (part.length === 0) return null
    hash.update(part)
    left -= part.length
  }
  return hash.digest('hex')
}

/** The archive behind blocks; null when it is packed otherwise than ours. */
async function readEntries(stream: Stream, place: Place, limits: ArchiveLimits): Promise<ReadArchive | null> {
  const names = createNames()
  const files: BundleFile[] = []
  const long: LongFile[] = []
  let at = 0
  let held = 0
  let seconds: number | null = null
  const most = Math.min(limits.longBytes, Math.max(harmlessBytes, place.size * limits.ratio))
  for (;;) {
    const header = await stream.take(unit)
    if (header.every((byte) => byte === 0)) {
      const rest = await stream.take(tarEnd.length)
      if (header.length + rest.length !== tarEnd.length || !rest.every((byte) => byte === 0)) return null
      break
    }
    const entry = ownEntryOf(header)
    if (entry === null || (seconds ?? entry.seconds) !== entry.seconds) return null
    seconds = entry.seconds
    at += unit
    const { size } = entry
    const named = names.take(entry.name, 'file')
    if (!named.ok || names.order.length > limits.entries || at + size > most) return null
    // What is judged again is held, whatever its length.
    if (size <= heldBytes || !named.path.startsWith('included/')) {
      held += size
      if (held > limits.expandedBytes) return null
      files.push({ path: named.path, bytes: await stream.take(size) })
    } else {
      const [from, sha256] = [at, await hashOf(stream, size)]
      if (sha256 === null) return null
      long.push({ path: named.path, size, sha256, blocks: () => stretchOf(place, from, size) })
    }
    const padding = (unit - (size % unit)) % unit
    const zeros = await stream.take(padding)
    if (zeros.length !== padding || zeros.some((byte) => byte !== 0)) return null
    at += size + padding
  }
  const bundleId = names.bundleId()
  if (bundleId === undefined || seconds === null) return null
  return { bundleId, files, long, order: names.order, packedAt: new Date(seconds * 1000) }
}

/**
 * Opens a bundle that is too long to be held, as long as it is to the byte what `archiveBlocks` packs: block by block,
 * with the long files in it left where they are. Null for any other archive, and for short ones. Throws `OpsError`
 * BUNDLE_UNREADABLE when it is changed while it is read.
 */
export async function readLongArchive(file: string, limits: ArchiveLimits): Promise<ReadArchive | null> {
  const path = await realpath(file).catch(() => undefined)
  if (path === undefined) return null
  const handle = await open(path, flags).catch(() => undefined)
  if (handle === undefined) return null
  let size: number
  try {
    const found = await handle.stat()
    if (!found.isFile()) return null
    size = found.size
    const expanded = await expandedSize(handle, size)
    if (expanded === null || expanded <= heldBytes) return null
  } finally {
    await handle.close()
  }
  const place = { path, size, blocks: () => expandedBlocks(path, flags, size) }
  const stream = streamOf(place.blocks())
  const read = await readEntries(stream, place, limits)
    .catch(() => null)
    .finally(stream.close)
  return read === null ? null : { ...read, long: read.long.map((item) => unchanged(item, file)) }
}

/** The same file, of which the bytes are told to be others when they are. */
function unchanged(item: LongFile, file: string): LongFile {
  return {
    ...item,
    async *blocks() {
      const hash = createHash('sha256')
      try {
        for await (const block of item.blocks()) {
          hash.update(block)
          yield block
        }
      } catch (error) {
        throw changedFile(file, error)
      }
      if (hash.digest('hex') !== item.sha256) throw changedFile(file)
    },
  }
}

function changedFile(file: string, cause?: unknown): OpsError {
  const reason = 'It was changed while it was read.'
  return new OpsError('BUNDLE_UNREADABLE', { file: safe(file), reason }, { cause })
}
