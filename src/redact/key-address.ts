import { secp256k1 } from '@noble/curves/secp256k1'
import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex } from '@noble/hashes/utils'

const thirtyTwoBytes = /^(?:0x)?([0-9a-fA-F]{64})$/

/**
 * The EVM address, in lower case, of 32 bytes of hex taken as a private key; undefined when the text is
 * something else or no key of the curve. A hash has such an address too, but nobody knows or owns it: only
 * an address that is already known proves that the text is a key.
 */
export function addressOfKey(text: string): string | undefined {
  const hex = thirtyTwoBytes.exec(text)?.[1]?.toLowerCase()
  if (hex === undefined || !secp256k1.utils.isValidPrivateKey(hex)) return undefined
  const publicKey = secp256k1.getPublicKey(hex, false).slice(1)
  return `0x${bytesToHex(keccak_256(publicKey)).slice(-40)}`
}
