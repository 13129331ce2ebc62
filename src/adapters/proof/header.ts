import { RLP } from '@ethereumjs/rlp'
import type { RawHeader } from '../../core/proof-source.ts'
import type { ProvenHeader } from '../../payments/prover-port.ts'
import { bytesOf, hexOf, keccakHex, quantityBytes } from './hex.ts'

type Field = readonly [name: string, kind: 'bytes' | 'quantity']

const always: readonly Field[] = [
  ['parentHash', 'bytes'],
  ['sha3Uncles', 'bytes'],
  ['miner', 'bytes'],
  ['stateRoot', 'bytes'],
  ['transactionsRoot', 'bytes'],
  ['receiptsRoot', 'bytes'],
  ['logsBloom', 'bytes'],
  ['difficulty', 'quantity'],
  ['number', 'quantity'],
  ['gasLimit', 'quantity'],
  ['gasUsed', 'quantity'],
  ['timestamp', 'quantity'],
  ['extraData', 'bytes'],
  ['mixHash', 'bytes'],
  ['nonce', 'bytes'],
]

// In the order in which the forks London, Shanghai, Cancun, Prague and Amsterdam appended them.
const later: readonly Field[] = [
  ['baseFeePerGas', 'quantity'],
  ['withdrawalsRoot', 'bytes'],
  ['blobGasUsed', 'quantity'],
  ['excessBlobGas', 'quantity'],
  ['parentBeaconBlockRoot', 'bytes'],
  ['requestsHash', 'bytes'],
  ['blockAccessListHash', 'bytes'],
  ['slotNumber', 'quantity'],
]

/** The names of all header fields that are read, in the order of the encoding. */
export const headerFields = [...always, ...later].map(([name]) => name)

/**
 * Encodes a header and compares its hash with the one that was named. Which fork a block belongs to is told
 * by the fields that are there. Null when a field is missing or the hash is another one, be it because
 * a field was altered or because the chain has headers of its own form.
 */
export function proveHeader({ number, hash, fields }: RawHeader): ProvenHeader | null {
  const items: Uint8Array[] = []
  for (const [name, kind] of [...always, ...later.filter(([optional]) => fields[optional] !== undefined)]) {
    const text = fields[name]
    if (text === undefined) return null
    items.push(kind === 'quantity' ? quantityBytes(text) : bytesOf(text))
  }
  const { stateRoot, receiptsRoot } = fields
  if (stateRoot === undefined || receiptsRoot === undefined || Number(fields.number) !== number) return null
  const rlp = RLP.encode(items)
  if (keccakHex(rlp) !== hash) return null
  const timestamp = Number(fields.timestamp)
  return { number, hash, timestamp, rlp: hexOf(rlp), stateRoot, receiptsRoot }
}
