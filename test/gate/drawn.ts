import { createHash } from 'node:crypto'

/** Bytes that look random and are the same in every run. */
export function drawn(seed: string, size: number): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at * 32 < size; at += 1) {
    blocks.push(createHash('sha256').update(`gate ${seed} ${at}`).digest())
  }
  return Buffer.concat(blocks).subarray(0, size)
}

/** `0x` and so many random bytes. */
export const drawnHex = (seed: string, size: number): string => `0x${drawn(seed, size).toString('hex')}`

/** A UUID that looks random. */
export function drawnUuid(seed: string): string {
  const hex = drawn(seed, 16).toString('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
}
