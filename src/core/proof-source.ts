import type { Observation } from './observation.ts'

/**
 * A block header as a node tells it: the hash it names and its fields in hex by their JSON-RPC names. Only
 * the shape is checked; whether the fields hash to that hash is for a prover to say. All hex in lower case.
 */
export type RawHeader = {
  readonly number: number
  readonly hash: string
  readonly fields: Readonly<Record<string, string>>
}

/** An answer of `eth_getProof`: trie nodes in hex from the root down, for the account and for each slot. */
export type RawStorageProof = {
  readonly address: string
  readonly accountProof: readonly string[]
  readonly storage: readonly { readonly slot: string; readonly proof: readonly string[] }[]
}

/** One log of a receipt. `index` is the place in the block by the node's own count. */
export type RawLog = {
  readonly index: number
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
}

/** A receipt as a node tells it, with what its encoding needs. `gasUsed` is that of this transaction alone. */
export type RawReceipt = {
  readonly type: number
  readonly index: number
  readonly status: boolean
  readonly gasUsed: string
  readonly cumulativeGasUsed: string
  readonly logsBloom: string
  readonly logs: readonly RawLog[]
}

/** What of one endpoint a proof is made from; nothing of it is verified. Never throws. */
export type ProofSource = {
  /** Null when the node knows no such block. */
  readonly header: (block: number, signal: AbortSignal) => Promise<Observation<RawHeader | null>>
  /** The proofs of up to 64 slots (32 bytes of hex) of one contract, in the order asked. */
  readonly storageProof: (
    address: string,
    slots: readonly string[],
    block: number,
    signal: AbortSignal,
  ) => Promise<Observation<RawStorageProof>>
  /** All receipts of a block in the order of their transactions. */
  readonly blockReceipts: (block: number, signal: AbortSignal) => Promise<Observation<readonly RawReceipt[]>>
}
