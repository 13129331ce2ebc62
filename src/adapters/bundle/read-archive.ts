import { realpath } from 'node:fs/promises'
import type { BundleFile, LongFile } from '../../core/bundle.ts'
import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { diskReason } from '../files/failure.ts'
import { createNames } from './archive-names.ts'
import { gunzipWithin } from './gunzip.ts'
import { type ArchiveLimits, archiveLimits } from './limits.ts'
import { readOnce } from './open-once.ts'
import { packedAt } from './packed-as-ours.ts'
import { readLongArchive } from './read-long-archive.ts'
import { tarItems } from './tar-entries.ts'

/**
 * A bundle as it stands in its archive. Paths are relative to the one folder, which is named `bundleId`. `order` holds
 * the paths of all entries, folders with a `/` at their end (this tool writes none), as they follow each other.
 */
export type ReadArchive = {
  readonly bundleId: string
  readonly files: readonly BundleFile[]
  /** Files that are too long to be held; only of an archive that is packed as `archiveBlocks` packs. */
  readonly long: readonly LongFile[]
  readonly order: readonly string[]
  /** The time that all entries bear; null when the archive is packed otherwise than `archiveBlocks` packs these files. */
  readonly packedAt: Date | null
}

function unreadable(file: string, why: string, cause?: unknown): OpsError {
  const reason = `${why.charAt(0).toUpperCase()}${why.slice(1)}.`
  return new OpsError('BUNDLE_UNREADABLE', { file: safe(file), reason }, { cause })
}

/** The bytes of a file, at most as many as a bundle may have. Throws `OpsError` BUNDLE_UNREADABLE. */
export async function archiveFileBytes(
  file: string,
  limits: ArchiveLimits = archiveLimits,
): Promise<Uint8Array> {
  const path = await realpath(file).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(file, error.code === 'ENOENT' ? 'it is not there' : diskReason(error), error)
  })
  const opened = await readOnce(path, limits.compressedBytes)
  if (!opened.ok) throw unreadable(file, opened.why)
  return opened.bytes
}

async function tarBytes(bytes: Uint8Array, file: string, limits: ArchiveLimits): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const expanded = await gunzipWithin(bytes, limits.expandedBytes, limits.ratio)
  if (!expanded.ok) throw unreadable(file, expanded.why)
  // The last four bytes of gzip are the length it expands to. gunzip takes zeros or a second part behind it.
  const length = Buffer.from(bytes.subarray(-4)).readUInt32LE()
  if (length !== expanded.bytes.length) throw unreadable(file, 'something follows its gzip data')
  return expanded.bytes
}

/** The same as `readArchive` of bytes that were read, or decrypted, before. `file` is what errors name. */
export async function openArchive(
  bytes: Uint8Array,
  file: string,
  limits: ArchiveLimits = archiveLimits,
): Promise<ReadArchive> {
  const tar = await tarBytes(bytes, file, limits)
  const files: BundleFile[] = []
  const names = createNames()
  for await (const item of tarItems(tar, limits.entries)) {
    if (item.kind === 'fault') throw unreadable(file, item.why)
    const shown = `"${safe(item.name, 120)}"`
    if (item.kind === 'other') throw unreadable(file, `its entry ${shown} is ${item.what}`)
    const named = names.take(item.name, item.kind)
    if (!named.ok) throw unreadable(file, named.why)
    if (item.kind === 'file') files.push({ path: named.path, bytes: item.bytes })
  }
  const { order } = names
  const bundleId = names.bundleId()
  if (bundleId === undefined) throw unreadable(file, 'it holds nothing')
  return { bundleId, files, long: [], order, packedAt: await packedAt(bytes, tar, bundleId, files) }
}

/**
 * Opens a bundle (tar, gzipped or not) within limits. Refused as a whole: links, devices, names that are absolute or lead
 * out, two folders at the top, a name that stands twice, anything before, between or behind the entries, torn data,
 * bombs. Throws `OpsError` BUNDLE_UNREADABLE, which names the entry.
 */
export async function readArchive(file: string, limits: ArchiveLimits = archiveLimits): Promise<ReadArchive> {
  const long = await readLongArchive(file, limits)
  if (long !== null) return long
  return openArchive(await archiveFileBytes(file, limits), file, limits)
}
