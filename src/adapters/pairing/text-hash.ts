import { randomBytes } from 'node:crypto'

/** The seeds under which texts are hashed: another pair in every run. */
export type Seeds = { readonly one: number; readonly two: number }

/** Draws seeds. */
export function drawSeeds(): Seeds {
  const bytes = randomBytes(8)
  return { one: bytes.readUInt32LE(0), two: bytes.readUInt32LE(4) }
}

function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/**
 * 40 bits for a text: equal texts, equal bits. Different texts may have the same; then a payment is looked at that
 * did not need it. Written to `into` as a word and a byte; never the word 0, which stands for no text.
 */
export function hashText(text: string, { one, two }: Seeds, into: Uint32Array): void {
  let [a, b] = [one, two]
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    a = Math.imul(((a << 13) | (a >>> 19)) ^ unit, 0x9e3779b1)
    b = Math.imul(((b << 7) | (b >>> 25)) ^ unit, 0x27d4eb2f)
  }
  into[0] = finished(a) || 1
  into[1] = finished(b) & 255
}
