import { createPrivateKey, createPublicKey } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519'
import { createByteTable } from './byte-table.ts'
import { evmAddresses } from './evm-addresses.ts'
import type { Spelled } from './peel/runs.ts'
import { createSeenAt, type Place } from './seen-at.ts'

/** What stands in an archive that may be a key, and the addresses that keys would belong to. */
export type Sightings = {
  note(spelled: Spelled, place: Place): void
  /** Addresses in the words of call data and topics. */
  noteText(text: string): void
  /** Where keys stand; null when there are too many candidates to try them all. */
  keys(): readonly Place[] | null
}

/** What a log of 1.5 GB holds. At 0.2 ms each seven minutes, at 70 bytes each 140 MB. */
const mostCandidates = 2_000_000

/** How many are derived at once. */
const chunk = 4_096

// A word of 32 bytes that holds an address: fixed counts. Zeros before it make it start later, never twice.
const paddedAddress = /0{24}([0-9a-fA-F]{40})(?![0-9a-fA-F]{1,23}(?![0-9a-fA-F]))/g

/** An empty collection, for one archive. */
export function collectSightings(most = mostCandidates): Sightings {
  const evm = createByteTable(20)
  const solana = createByteTable(32)
  const candidates = createByteTable(32)
  const pairs = createByteTable(64)
  const candidatesAt = createSeenAt()
  const pairsAt = createSeenAt()
  let isFull = false
  const remember = (into: typeof pairs, at: typeof pairsAt, bytes: Uint8Array, place: Place) => {
    if (into.size() > most) isFull = true
    else at.add(into.add(bytes), place)
  }
  return {
    note({ bytes, as, plain }, place) {
      if (!plain) return
      if (bytes.length === 20 && as === 'hex') evm.add(bytes)
      if (bytes.length === 32 && as === 'base58') solana.add(bytes)
      else if (bytes.length === 32) remember(candidates, candidatesAt, bytes, place)
      if (bytes.length === 64) remember(pairs, pairsAt, bytes, place)
    },
    noteText(text) {
      for (const match of text.matchAll(paddedAddress)) evm.add(Buffer.from(match[1] ?? '', 'hex'))
    },
    keys() {
      if (isFull || candidates.size() > most || pairs.size() > most) return null
      const found: Place[] = []
      for (let from = 0; from < pairs.size(); from += chunk) {
        for (const [at, hex] of pairs.hex(from, from + chunk).entries()) {
          if (edPublic(hex.slice(0, 64)) === hex.slice(64)) found.push(...pairsAt.of(from + at))
        }
      }
      const isKnown = (hex: string, own: string | undefined) =>
        (own !== undefined && own !== '' && evm.has(Buffer.from(own, 'hex'))) ||
        (solana.size() > 0 && solana.has(Buffer.from(edPublic(hex), 'hex')))
      for (let from = 0; from < candidates.size(); from += chunk) {
        const list = candidates.hex(from, from + chunk)
        const own = evm.size() > 0 ? evmAddresses(list) : []
        for (const [at, hex] of list.entries()) {
          if (isKnown(hex, own[at])) found.push(...candidatesAt.of(from + at))
        }
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
