/** As in @noble/hashes/sha3, which is loaded when it is called. */
export function keccak_256(bytes) {
  return require('@noble/hashes/sha3').keccak_256(bytes)
}
