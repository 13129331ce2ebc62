import { createPrivateKey, createPublicKey } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519'
import { evmAddresses } from './evm-addresses.ts'
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

/** At 0.2 ms each, a minute and a half. */
const mostCandidates = 400_000

/** A key that stands in more places is reported in so many of them. */
const mostPlaces = 100

// A word of 32 bytes that holds an address: fixed counts. Zeros before it make it start later, never twice.
const paddedAddress = /0{24}([0-9a-fA-F]{40})(?![0-9a-fA-F]{1,23}(?![0-9a-fA-F]))/g

/** An empty collection, for one archive. */
export function collectSightings(): Sightings {
  const evm = new Set<string>()
  const solana = new Set<string>()
  const candidates = new Map<string, Place[]>()
  const pairs = new Map<string, Place[]>()
  const remember = (into: Map<string, Place[]>, bytes: Uint8Array, place: Place) => {
    const hex = Buffer.from(bytes).toString('hex')
    const places = into.get(hex)
    if (places === undefined) {
      if (into.size <= mostCandidates) into.set(hex, [place])
      return
    }
    const last = places.at(-1)
    if (places.length < mostPlaces && (last?.file !== place.file || last.line !== place.line))
      places.push(place)
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
      for (const [hex, places] of pairs) {
        if (edPublic(hex.slice(0, 64)) === hex.slice(64)) found.push(...places)
      }
      const list = [...candidates]
      const own = evm.size > 0 ? evmAddresses(list.map(([hex]) => hex)) : []
      for (const [at, [hex, places]] of list.entries()) {
        if (evm.has(own[at] ?? '') || (solana.size > 0 && solana.has(edPublic(hex)))) found.push(...places)
      }
      return found
    },
  }
}

// A key has to be named with its public half; what stands there is not looked at, the answer comes from the private one.
const anyPublic = Buffer.alloc(32, 1).toString('base64url')

/** By OpenSSL, ten times as fast as by bigints; by these where a version looks at the public half after all. */
function edPublic(hex: string): string {
  const bytes = Buffer.from(hex, 'hex')
  const key = { kty: 'OKP', crv: 'Ed25519', x: anyPublic, d: bytes.toString('base64url') }
  try {
    const { x = '' } = createPublicKey(createPrivateKey({ format: 'jwk', key })).export({ format: 'jwk' })
    return Buffer.from(x, 'base64url').toString('hex')
  } catch {
    return Buffer.from(ed25519.getPublicKey(bytes)).toString('hex')
  }
}
