import { hmac } from '@noble/hashes/hmac'
import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'

const bytesOf = (data: Uint8Array | string) => (typeof data === 'string' ? utf8ToBytes(data) : data)

/** The SHA-256 of bytes, or of a text in UTF-8, as 64 lower-case hex characters. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(bytesOf(data)))
}

/** The HMAC-SHA256 of some parts, one after the other without anything between them, under a key: 32 bytes. */
export function hmacSha256(key: Uint8Array, parts: Iterable<Uint8Array | string>): Uint8Array {
  const state = hmac.create(sha256, key)
  for (const part of parts) state.update(bytesOf(part))
  return state.digest()
}

/** The same as 64 lower-case hex characters. */
export function hmacSha256Hex(key: Uint8Array, parts: Iterable<Uint8Array | string>): string {
  return bytesToHex(hmacSha256(key, parts))
}
