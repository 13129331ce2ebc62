import { keccak_256 } from '@noble/hashes/sha3'

/** The bytes of hex text with 0x; the caller has checked that it is a whole number of bytes. */
export function bytesOf(hex: string): Uint8Array {
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
