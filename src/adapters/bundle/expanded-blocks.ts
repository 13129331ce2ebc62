import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { gzipHead } from './write-archive.ts'

const trailerBytes = 8
const blockBytes = 262_144

async function* stretch(handle: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const block = Buffer.allocUnsafe(Math.min(blockBytes, to - at))
    const { bytesRead } = await handle.read(block, 0, block.length, at)
    if (bytesRead === 0) throw new Error('it became shorter')
    yield block.subarray(0, bytesRead)
    at += bytesRead
  }
}

async function stretchBytes(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stretch(handle, from, to)) parts.push(part)
  return Buffer.concat(parts)
}

/** How many bytes the gzip data of an open file says it holds; null when it does not begin as ours does. */
export async function expandedSize(handle: FileHandle, size: number): Promise<number | null> {
  if (size < gzipHead.length + trailerBytes) return null
  const head = await stretchBytes(handle, 0, gzipHead.length)
  if (!gzipHead.equals(head)) return null
  return (await stretchBytes(handle, size - 4, size)).readUInt32LE()
}

/**
 * What the gzip data of a file of this size holds, block by block. Rejects for data that is damaged, cut off, in more
 * than one part, or under another head than ours.
 */
export async function* expandedBlocks(path: string, flags: number, size: number): AsyncGenerator<Buffer> {
  const handle = await open(path, flags)
  try {
    if ((await expandedSize(handle, size)) === null) throw new Error('it is not packed as ours')
    const end = size - trailerBytes
    const inflate = createInflateRaw({ chunkSize: blockBytes })
    const flow = pipeline(stretch(handle, gzipHead.length, end), inflate)
    // Rejected or not, the loop tells: a stream that fails throws there.
    flow.catch(() => undefined)
    let sum = 0
    let length = 0
    for await (const block of inflate as AsyncIterable<Buffer>) {
      sum = crc32(block, sum)
      length += block.length
      yield block
    }
    await flow
    const trailer = await stretchBytes(handle, end, size)
    const isWhole = inflate.bytesWritten === end - gzipHead.length
    if (!isWhole || trailer.readUInt32LE() !== sum || trailer.readUInt32LE(4) !== length % 2 ** 32) {
      throw new Error('its gzip data is damaged or followed by something')
    }
  } finally {
    await handle.close()
  }
}
