import { createMerkleProof, createMPT } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import type { RawReceipt } from '../../core/proof-source.ts'
import type { ProvenReceipts, StrangeReceipts } from '../../payments/prover-port.ts'
import { bytesOf, hexOf, quantityBytes } from './hex.ts'

const depositType = 0x7e
const lastKnownType = 4

/** A receipt as the receipts trie holds it: the type byte, if any, and the RLP of its four parts. */
export function encodeReceipt(receipt: RawReceipt): Uint8Array {
  const { type, status, cumulativeGasUsed, logsBloom, logs } = receipt
  const body = RLP.encode([
    quantityBytes(status ? '0x1' : '0x0'),
    quantityBytes(cumulativeGasUsed),
    bytesOf(logsBloom),
    logs.map(({ address, topics, data }) => [bytesOf(address), topics.map(bytesOf), bytesOf(data)]),
  ])
  return type === 0 ? body : new Uint8Array([type, ...body])
}

function strangeIn(receipts: readonly RawReceipt[]): StrangeReceipts | null {
  if (receipts.some(({ type }) => type === depositType)) return 'DEPOSIT_RECEIPTS'
  // Some chains add receipts for steps of their own, which cost no gas and are not in the trie.
  const strange = receipts.some(({ type, gasUsed }) => type > lastKnownType || BigInt(gasUsed) === 0n)
  return strange ? 'RECEIPT_TYPE_UNKNOWN' : null
}

/**
 * Rebuilds the receipts trie of a block. Null when its root is not the one of the header: then a receipt is
 * missing, added or altered. Receipts of kinds that could not be tested are refused by name.
 */
export async function proveReceipts(
  receiptsRoot: string,
  receipts: readonly RawReceipt[],
): Promise<ProvenReceipts | StrangeReceipts | null> {
  const strange = strangeIn(receipts)
  if (strange !== null) return strange
  if (receipts.some(({ index }, place) => index !== place)) return null
  const trie = await createMPT()
  for (const receipt of receipts) await trie.put(RLP.encode(receipt.index), encodeReceipt(receipt))
  if (hexOf(trie.root()) !== receiptsRoot) return null
  return {
    proofOf: async (transaction) =>
      (await createMerkleProof(trie, RLP.encode(transaction))).map((node) => hexOf(node)),
  }
}
