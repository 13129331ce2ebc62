import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import type { BundleFile } from '../../core/bundle.ts'
import { gzipHead, tarBlocks } from './write-archive.ts'

type WithInfo = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } }

const inflate = promisify(
  inflateRaw as unknown as (
    bytes: Uint8Array,
    options: { readonly info: true; readonly maxOutputLength: number; readonly chunkSize: number },
    done: (error: Error | null, result: WithInfo) => void,
  ) => void,
)

const trailerBytes = 8

/** One gzip member under our head and nothing before or behind it: no name, no comment, no time, no second part. */
async function wrappedAsOurs(bytes: Uint8Array, expandedBytes: number): Promise<boolean> {
  if (!gzipHead.equals(bytes.subarray(0, gzipHead.length))) return false
  try {
    const limits = { info: true, maxOutputLength: Math.max(1, expandedBytes), chunkSize: 262_144 } as const
    const { buffer, engine } = await inflate(bytes.subarray(gzipHead.length), limits)
    const end = gzipHead.length + engine.bytesWritten + trailerBytes
    return buffer.length === expandedBytes && end === bytes.length
  } catch {
    return false
  }
}

/** The time of the first entry, as ustar writes it: octal seconds. */
function firstTime(tar: Uint8Array): Date | null {
  const text = Buffer.from(tar.subarray(136, 148)).toString('latin1')
  const digits = /^([0-7]{11})[ \0]$/.exec(text)?.[1]
  return digits === undefined ? null : new Date(Number.parseInt(digits, 8) * 1000)
}

/**
 * The time that all entries bear when these bytes (tar, or gzip of it, `tar` expanded) are to the byte what
 * `archiveBytes` packs of these files; null when they are anything else: other owners, modes, names, padding, parts
 * behind the end. How the compression was done is not compared. Never rejects.
 */
export async function packedAt(
  bytes: Uint8Array,
  tar: Uint8Array,
  bundleId: string,
  files: readonly BundleFile[],
): Promise<Date | null> {
  const time = firstTime(tar)
  if (time === null) return null
  if (bytes !== tar && !(await wrappedAsOurs(bytes, tar.length))) return null
  let at = 0
  for await (const block of tarBlocks(bundleId, time, files)) {
    if (!block.equals(tar.subarray(at, at + block.length))) return null
    at += block.length
  }
  return at === tar.length ? time : null
}
