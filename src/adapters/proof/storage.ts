import { verifyMerkleProof } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import type { RawStorageProof } from '../../core/proof-source.ts'
import type { ProvenSlot, ProvenStorage } from '../../payments/prover-port.ts'
import { bytesOf, hexOf, keccakHex } from './hex.ts'

const accountParts = 4
const storageRootAt = 2

/** The value that the nodes prove for a key, null when they prove its absence, undefined when they prove nothing. */
async function provenAt(root: string, key: string, nodes: readonly string[]) {
  const options = { root: bytesOf(root), useKeyHashing: true }
  return verifyMerkleProof(bytesOf(key), nodes.map(bytesOf), options).catch(() => undefined)
}

function bytesInside(encoded: Uint8Array): Uint8Array | undefined {
  try {
    const decoded = RLP.decode(encoded)
    return decoded instanceof Uint8Array ? decoded : undefined
  } catch {
    return undefined
  }
}

/** The storage root in a proven account; undefined when the bytes are no account. */
function storageRootIn(account: Uint8Array): string | undefined {
  try {
    const parts = RLP.decode(account)
    const root = Array.isArray(parts) && parts.length === accountParts ? parts[storageRootAt] : undefined
    return root instanceof Uint8Array && root.length === 32 ? hexOf(root) : undefined
  } catch {
    return undefined
  }
}

/** A value of the storage trie as a word of 32 bytes. */
function wordOf(value: Uint8Array | null): string | undefined {
  if (value === null) return `0x${'0'.repeat(64)}`
  const bytes = bytesInside(value)
  return bytes === undefined || bytes.length > 32 ? undefined : `0x${hexOf(bytes).slice(2).padStart(64, '0')}`
}

/**
 * Follows the nodes from the state root to the contract and from its storage root to each slot. Null when any
 * of them does not fit, or when there is no such contract: what a node says beside the nodes counts for nothing.
 */
export async function proveStorage(
  stateRoot: string,
  address: string,
  slots: readonly string[],
  raw: RawStorageProof,
): Promise<ProvenStorage | null> {
  const account = await provenAt(stateRoot, address, raw.accountProof)
  const storageRoot = account == null ? undefined : storageRootIn(account)
  if (storageRoot === undefined || raw.storage.length !== slots.length) return null
  const proven: ProvenSlot[] = []
  for (const [index, slot] of slots.entries()) {
    const { proof } = raw.storage[index] ?? { proof: [] }
    const value = await provenAt(storageRoot, slot, proof)
    const word = value === undefined ? undefined : wordOf(value)
    if (word === undefined) return null
    proven.push({ slot, value: word, proof })
  }
  return { accountProof: raw.accountProof, slots: proven }
}

/** The slot of an entry of `mapping(address => mapping(bytes32 => ..))`, by Solidity's rule for mappings. */
export function slotOf(position: number, authorizer: string, nonce: string): string {
  const word = (hex: string) => hex.slice(2).padStart(64, '0')
  const outer = keccakHex(bytesOf(`0x${word(authorizer)}${word(`0x${position.toString(16)}`)}`))
  return keccakHex(bytesOf(`0x${word(nonce)}${word(outer)}`))
}
