import { verifyMerkleProof } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import type { LogEvidence, StateEvidence } from '../../payments/proof.ts'
import type { ProofAbout, ProofRecheck } from '../../payments/prover-port.ts'
import { bytesOf, hexOf, keccakHex } from './hex.ts'
import { proveStorage, slotOf } from './storage.ts'

const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const stateRootAt = 3
const receiptsRootAt = 5
const numberAt = 8

const isBytes = (item: unknown): item is Uint8Array => item instanceof Uint8Array
const lower = (hex: string | null) => hex?.toLowerCase() ?? null

/** The roots of a header that hashes to the hash it is kept under; undefined when it does not. */
function rootsOf({ header, blockHash, block }: Pick<LogEvidence, 'header' | 'blockHash' | 'block'>) {
  const rlp = bytesOf(header)
  if (keccakHex(rlp) !== blockHash) return undefined
  const parts = RLP.decode(rlp)
  if (!Array.isArray(parts)) return undefined
  const [state, receipts, number] = [parts[stateRootAt], parts[receiptsRootAt], parts[numberAt]]
  if (!isBytes(state) || !isBytes(receipts) || !isBytes(number)) return undefined
  if (BigInt(`0x0${hexOf(number).slice(2)}`) !== BigInt(block)) return undefined
  return { state: hexOf(state), receipts: hexOf(receipts) }
}

async function stateHolds(evidence: StateEvidence, { asset, payer, nonce }: ProofAbout): Promise<boolean> {
  const roots = rootsOf(evidence)
  if (roots === undefined || asset === null || payer === null || nonce === null) return false
  const { token, position, slot, value, accountProof, storageProof } = evidence
  if (lower(token) !== lower(asset) || slotOf(position, payer, nonce) !== slot) return false
  const raw = { address: token, accountProof, storage: [{ slot, proof: storageProof }] }
  const proven = await proveStorage(roots.state, token, [slot], raw)
  return proven?.slots[0]?.value === value
}

/** A log as a receipt holds it: who emitted it, its topics and its data. */
function logAt(encoded: Uint8Array, index: number) {
  const typed = (encoded[0] ?? 0) < 0x80
  const parts = RLP.decode(typed ? encoded.slice(1) : encoded)
  const [status, , , logs] = Array.isArray(parts) ? parts : []
  const log = Array.isArray(logs) ? logs[index] : undefined
  if (!isBytes(status) || hexOf(status) !== '0x01' || !Array.isArray(log)) return undefined
  const [address, topics, data] = log
  if (!isBytes(address) || !isBytes(data) || !Array.isArray(topics) || !topics.every(isBytes))
    return undefined
  return { address: hexOf(address), topics: topics.map(hexOf), data: hexOf(data) }
}

async function logHolds(evidence: LogEvidence, { asset, payTo, amountAtomic }: ProofAbout): Promise<boolean> {
  const roots = rootsOf(evidence)
  if (roots === undefined) return false
  const key = RLP.encode(evidence.transaction)
  const options = { root: bytesOf(roots.receipts) }
  const encoded = await verifyMerkleProof(key, evidence.receiptProof.map(bytesOf), options)
  const log = encoded === null ? undefined : logAt(encoded, evidence.log)
  if (log === undefined || log.address !== lower(asset) || log.topics[0] !== transferTopic) return false
  const [, , to = ''] = log.topics
  if (payTo !== null && `0x${to.slice(26)}` !== lower(payTo)) return false
  // A payment may have come in several parts of one transaction; this is one of them.
  return amountAtomic === null || BigInt(log.data) <= BigInt(amountAtomic)
}

/**
 * Looks again at proofs that were kept with a case. False for anything that does not lead from the header to
 * what the case says, and for what is no proof at all: it never throws, whatever a bundle holds.
 */
export function createProofRecheck(): ProofRecheck {
  const caught = async (look: () => Promise<boolean>) => {
    try {
      return await look()
    } catch {
      return false
    }
  }
  return {
    log: (evidence, about) => caught(() => logHolds(evidence, about)),
    state: (evidence, about) => caught(() => stateHolds(evidence, about)),
  }
}
