import { crc32 } from 'node:zlib'
import { OpsError } from '../../core/errors.ts'
import type { Bytes, Parts } from './file-bytes.ts'

/** Bytes that can be read to their end once and then again as they were. */
export type Sealed = {
  /** All bytes there are now. */
  readonly first: Bytes
  /** How many `first` gave. */
  readonly length: () => number
  /**
   * The bytes that `first` gave, whatever was written behind them since. Throws `OpsError` RECORDS_CHANGED at the end
   * when they are others: what was made of them until then is void.
   */
  readonly again: Bytes
  /**
   * Those from one place up to and without another, until the next ones are asked for. Throws `OpsError` RECORDS_CHANGED
   * when they are others; of what stands elsewhere nothing is known then.
   */
  readonly part: (parts: Parts, from: number, to: number) => Buffer
}

/** Bytes have one checksum for each region of this length, so that a part is known without all before it. */
const regionBytes = 16_384

/** The checksums of bytes that begin with a region. */
function regionSums() {
  const sums: number[] = []
  let length = 0
  const add = (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; ) {
      const region = Math.floor(length / regionBytes)
      const part = chunk.subarray(at, at + (region + 1) * regionBytes - length)
      sums[region] = crc32(part, sums[region] ?? 0)
      length += part.length
      at += part.length
    }
  }
  return { add, sums, length: () => length }
}

/** Watches over bytes that are read twice; a log that only grows meanwhile is the same log. */
export function sealed(bytes: Bytes, file: string): Sealed {
  let seal = regionSums()
  const changed = () => new OpsError('RECORDS_CHANGED', { file })
  /** Are these the checksums of the regions from one on? */
  const fits = (sums: readonly number[], first: number) =>
    sums.every((sum, number) => sum === seal.sums[first + number])

  async function* first(): AsyncGenerator<Buffer> {
    seal = regionSums()
    for await (const chunk of bytes()) {
      seal.add(chunk)
      yield chunk
    }
  }
  async function* again(): AsyncGenerator<Buffer> {
    const seen = regionSums()
    let left = seal.length()
    if (left > 0) {
      for await (const whole of bytes()) {
        const chunk = whole.length > left ? whole.subarray(0, left) : whole
        left -= chunk.length
        seen.add(chunk)
        yield chunk
        if (left === 0) break
      }
    }
    if (left > 0 || !fits(seen.sums, 0)) throw changed()
  }
  const part = (parts: Parts, from: number, to: number): Buffer => {
    const region = Math.floor(from / regionBytes)
    const begin = region * regionBytes
    const end = Math.min(Math.ceil(to / regionBytes) * regionBytes, seal.length())
    const read = parts.read(begin, end - begin)
    const seen = regionSums()
    seen.add(read)
    if (read.length < end - begin || !fits(seen.sums, region)) throw changed()
    return read.subarray(from - begin, to - begin)
  }
  return { first, again, part, length: () => seal.length() }
}
