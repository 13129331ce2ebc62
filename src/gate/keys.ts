import { ed25519 } from '@noble/curves/ed25519'
import { secp256k1 } from '@noble/curves/secp256k1'
import { keccak_256 } from '@noble/hashes/sha3'
import type { Spelled } from './peel/runs.ts'

/** A line of a file. */
export type Place = { readonly file: string; readonly line: number }

/** What stands in an archive that may be a key, and the addresses that keys would belong to. */
export type Sightings = {
  note(spelled: Spelled, place: Place): void
  /** Addresses in the words of call data and topics. */
  noteText(text: string): void
  /** Where keys stand; null when there are too many candidates to try them all. */
  keys(): readonly Place[] | null
}

/** At 0.3 ms each, two minutes. */
const mostCandidates = 400_000

// A word of 32 bytes that holds an address: fixed counts. Zeros before it make it start later, never twice.
const paddedAddress = /0{24}([0-9a-fA-F]{40})(?![0-9a-fA-F]{1,23}(?![0-9a-fA-F]))/g

/** An empty collection, for one archive. */
export function collectSightings(): Sightings {
  const evm = new Set<string>()
  const solana = new Set<string>()
  const candidates = new Map<string, Place>()
  const pairs = new Map<string, Place>()
  const remember = (into: Map<string, Place>, bytes: Uint8Array, place: Place) => {
    const hex = Buffer.from(bytes).toString('hex')
    if (into.size <= mostCandidates && !into.has(hex)) into.set(hex, place)
  }
  return {
    note({ bytes, as, plain }, place) {
      if (!plain) return
      if (bytes.length === 20 && as === 'hex') evm.add(Buffer.from(bytes).toString('hex'))
      if (bytes.length === 32 && as === 'base58') solana.add(Buffer.from(bytes).toString('hex'))
      else if (bytes.length === 32) remember(candidates, bytes, place)
      if (bytes.length === 64) remember(pairs, bytes, place)
    },
    noteText(text) {
      for (const match of text.matchAll(paddedAddress)) evm.add((match[1] ?? '').toLowerCase())
    },
    keys() {
      if (candidates.size > mostCandidates || pairs.size > mostCandidates) return null
      const found: Place[] = []
      for (const [hex, place] of pairs) {
        if (edPublic(hex.slice(0, 64)) === hex.slice(64)) found.push(place)
      }
      for (const [hex, place] of candidates) {
        if (evm.size > 0 && evm.has(evmAddress(hex))) found.push(place)
        else if (solana.size > 0 && solana.has(edPublic(hex))) found.push(place)
      }
      return found
    },
  }
}

function edPublic(hex: string): string {
  return Buffer.from(ed25519.getPublicKey(hex)).toString('hex')
}

function evmAddress(hex: string): string {
  const scalar = BigInt(`0x${hex}`)
  if (scalar === 0n || scalar >= secp256k1.CURVE.n) return ''
  // Nothing secret is computed with, so the faster way whose time tells about the number will do.
  const point = secp256k1.ProjectivePoint.BASE.multiplyUnsafe(scalar).toRawBytes(false)
  return Buffer.from(keccak_256(point.subarray(1)).subarray(12)).toString('hex')
}
