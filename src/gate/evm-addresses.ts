import { secp256k1 } from '@noble/curves/secp256k1'
import { keccak_256 } from '@noble/hashes/sha3'

const { BASE, ZERO } = secp256k1.ProjectivePoint
type Point = typeof BASE

/** Made when first needed, for all archives: it depends on nothing. */
let table: readonly (readonly Point[])[] | undefined

/** How many points share one inversion. */
const batch = 256

/**
 * The address (40 hex digits) of every 32 bytes of hex, as if they were a private key; empty where they
 * cannot be one. Many at a time: bytes are looked up in a table and inversions are shared, which takes half
 * the time of one by one. Not in constant time, which is fine for what is looked for in a file.
 */
export function evmAddresses(numbers: readonly string[]): readonly string[] {
  if (numbers.length === 0) return []
  table ??= multiples()
  const found: string[] = []
  for (let at = 0; at < numbers.length; at += batch) {
    const points = numbers.slice(at, at + batch).map((hex) => timesBase(hex, table ?? []))
    const real = points.filter((point) => !point.equals(ZERO))
    const affine = secp256k1.ProjectivePoint.normalizeZ(real)
    let next = 0
    for (const point of points) {
      const known = point.equals(ZERO) ? undefined : affine[next++]
      found.push(known === undefined ? '' : addressOf(known))
    }
  }
  return found
}

function addressOf(point: Point): string {
  const bytes = point.toRawBytes(false)
  return Buffer.from(keccak_256(bytes.subarray(1)).subarray(12)).toString('hex')
}

function timesBase(hex: string, table: readonly (readonly Point[])[]): Point {
  const scalar = BigInt(`0x${hex}`)
  if (scalar === 0n || scalar >= secp256k1.CURVE.n) return ZERO
  const bytes = Buffer.from(hex, 'hex').reverse()
  let sum = ZERO
  for (const [place, byte] of bytes.entries()) {
    const part = table[place]?.[byte]
    if (byte !== 0 && part !== undefined) sum = sum.add(part)
  }
  return sum
}

/** For each of the 32 places of a number what each byte there stands for: 8,192 points. */
function multiples(): readonly (readonly Point[])[] {
  let base = BASE
  return Array.from({ length: 32 }, () => {
    const row = [ZERO]
    for (let byte = 1; byte < 256; byte += 1) row.push((row[byte - 1] ?? ZERO).add(base))
    base = (row[255] ?? ZERO).add(base)
    return secp256k1.ProjectivePoint.normalizeZ(row.slice(1)).toSpliced(0, 0, ZERO)
  })
}
