import { crc32 } from 'node:zlib'
import { OpsError } from '../../core/errors.ts'
import type { Bytes } from './file-bytes.ts'

/** How much was read of a file, and the checksum of it: enough to know it again. */
export type Seal = { readonly length: number; readonly sum: number }

/** Bytes that can be read to their end once and then again as they were. */
export type Sealed = {
  /** All bytes there are now. */
  readonly first: Bytes
  /**
   * The bytes that `first` gave, whatever was written behind them since. Throws `OpsError` RECORDS_CHANGED at the end
   * when they are others: what was made of them until then is void.
   */
  readonly again: Bytes
}

/** Watches over bytes that are read twice; a log that only grows meanwhile is the same log. */
export function sealed(bytes: Bytes, file: string): Sealed {
  let seal: Seal = { length: 0, sum: 0 }
  async function* first(): AsyncGenerator<Buffer> {
    let [length, sum] = [0, 0]
    for await (const chunk of bytes()) {
      length += chunk.length
      sum = crc32(chunk, sum)
      seal = { length, sum }
      yield chunk
    }
  }
  async function* again(): AsyncGenerator<Buffer> {
    let [left, sum] = [seal.length, 0]
    if (left > 0) {
      for await (const whole of bytes()) {
        const chunk = whole.length > left ? whole.subarray(0, left) : whole
        left -= chunk.length
        sum = crc32(chunk, sum)
        yield chunk
        if (left === 0) break
      }
    }
    if (left > 0 || sum !== seal.sum) throw new OpsError('RECORDS_CHANGED', { file })
  }
  return { first, again }
}
