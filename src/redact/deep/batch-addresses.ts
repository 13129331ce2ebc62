import { secp256k1 } from '@noble/curves/secp256k1'
import { createField, limbs } from './field.ts'
import { pointLength } from './point-sums.ts'
import { createMultiples, type Powers } from './point-tables.ts'
import { createHashOfPoint, type HashOfPoint } from './wasm/keccak.ts'

/** The field of secp256k1. */
export const evmField = createField(secp256k1.CURVE.Fp, 250_112, 65_536)

const order = secp256k1.CURVE.n

const powers: Powers = () => {
  const points = [secp256k1.ProjectivePoint.BASE]
  while (points.length < 256) points.push((points.at(-1) ?? secp256k1.ProjectivePoint.BASE).double())
  return secp256k1.ProjectivePoint.normalizeZ(points).map((point) => point.toAffine())
}

const pointsOfKeys = createMultiples(evmField, powers)

function hexAt(sums: Float64Array, at: number): string {
  return evmField.numberAt(sums, at).toString(16).padStart(64, '0')
}

let hashOfPoint: HashOfPoint | undefined

function addressAt(sums: Float64Array, at: number): string {
  hashOfPoint ??= createHashOfPoint()
  const point = Buffer.from(hexAt(sums, at) + hexAt(sums, at + limbs), 'hex')
  return `0x${Buffer.from(hashOfPoint(point)).toString('hex', 12)}`
}

/**
 * The EVM addresses, in lower case, of many keys at once, some twenty times as fast as one by one. `seeds` are 64 hex
 * digits each. Undefined stands for what is no key of the curve.
 */
export function addressesOfKeys(seeds: readonly string[]): readonly (string | undefined)[] {
  const isKey = seeds.map((seed) => {
    const value = BigInt(`0x${seed}`)
    return value > 0n && value < order
  })
  const keys = seeds.filter((_, at) => isKey[at]).map((seed) => Buffer.from(seed, 'hex'))
  const sums = pointsOfKeys(keys)
  let next = 0
  return isKey.map((is) => {
    if (!is) return undefined
    next += 1
    return addressAt(sums, (next - 1) * pointLength)
  })
}
