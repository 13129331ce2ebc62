import { keccak_256 } from '@noble/hashes/sha3'

// Anchored, pairs of one class: linear.
const wholeBytes = /^0x(?:[0-9a-fA-F]{2})*$/

/** The bytes of hex text with 0x. Throws `RangeError` on anything else, which Buffer would read up to the fault. */
export function bytesOf(hex: string): Uint8Array {
  if (!wholeBytes.test(hex)) throw new RangeError('no hex text of whole bytes')
  return new Uint8Array(Buffer.from(hex.slice(2), 'hex'))
}

/** Bytes as hex text with 0x, lower case. */
export function hexOf(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`
}

/** Keccak-256 as hex. */
export function keccakHex(bytes: Uint8Array): string {
  return hexOf(keccak_256(bytes))
}

/** A quantity as RLP wants it: no leading zero bytes, zero as no byte at all. */
export function quantityBytes(hex: string): Uint8Array {
  const digits = hex.slice(2).replace(/^0+/, '')
  return bytesOf(`0x${digits.length % 2 === 0 ? '' : '0'}${digits}`)
}
