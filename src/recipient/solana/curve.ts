// Ed25519, RFC 8032: -x^2 + y^2 = 1 + d x^2 y^2 modulo p.
const p = 2n ** 255n - 19n
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n
const signBit = 1n << 255n

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base % p
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % p
    square = (square * square) % p
  }
  return result
}

/**
 * Are these 32 bytes a point of the curve, so that somebody may hold its key? Addresses that programs derive are none,
 * by construction. Source: the decompression of curve25519-dalek, as Solana uses it.
 */
export function isOnCurve(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false
  const little = BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex')}`)
  const y = (little & (signBit - 1n)) % p
  const y2 = (y * y) % p
  // x^2 = u / v, which is a square exactly when u * v is.
  const u = (y2 - 1n + p) % p
  const v = (d * y2 + 1n) % p
  const product = (u * v) % p
  return product === 0n || power(product, (p - 1n) / 2n) === 1n
}
