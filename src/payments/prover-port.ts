import type { RawHeader, RawReceipt, RawStorageProof } from '../core/proof-source.ts'
import type { LogEvidence, StateEvidence } from './proof.ts'

/** A header whose fields hash to its block hash. `rlp` is the whole header, encoded, in hex. */
export type ProvenHeader = {
  readonly number: number
  readonly hash: string
  /** Unix seconds. */
  readonly timestamp: number
  readonly rlp: string
  readonly stateRoot: string
  readonly receiptsRoot: string
}

/** The value of one storage slot (32 bytes of hex) and the trie nodes that lead to it, or to its absence. */
export type ProvenSlot = {
  readonly slot: string
  readonly value: string
  readonly proof: readonly string[]
}

/** Slots of one contract in the order asked; `accountProof` leads from the state root to the contract. */
export type ProvenStorage = {
  readonly accountProof: readonly string[]
  readonly slots: readonly ProvenSlot[]
}

/** All receipts of a block, proven as a whole. */
export type ProvenReceipts = {
  /** The trie nodes from the receipts root to the receipt of one transaction, by its index. */
  readonly proofOf: (transaction: number) => Promise<readonly string[]>
}

/** Why the receipts of a block cannot be put together: their form is not one that was tested. */
export type StrangeReceipts = 'DEPOSIT_RECEIPTS' | 'RECEIPT_TYPE_UNKNOWN'

/** Verifies what endpoints tell against the hash of a block. Trusts nothing but hashes; never throws. */
export type Prover = {
  /** Null when the fields do not hash to the named hash. */
  readonly header: (raw: RawHeader) => ProvenHeader | null
  /** The slot of `mapping(address => mapping(bytes32 => ..))` at this position of a contract's storage. */
  readonly slotOf: (position: number, authorizer: string, nonce: string) => string
  /** Null when the nodes do not lead from the state root to this contract and to each of these slots. */
  readonly storage: (
    stateRoot: string,
    address: string,
    slots: readonly string[],
    raw: RawStorageProof,
  ) => Promise<ProvenStorage | null>
  /** Null when the receipts are not those of the block. */
  readonly receipts: (
    receiptsRoot: string,
    raw: readonly RawReceipt[],
  ) => Promise<ProvenReceipts | StrangeReceipts | null>
}

/** What a kept proof has to be about: the payment as its case tells it. */
export type ProofAbout = {
  readonly asset: string | null
  readonly payTo: string | null
  readonly payer: string | null
  readonly nonce: string | null
  /** Decimal text; what moved, or what was asked where nothing did. */
  readonly amountAtomic: string | null
}

/**
 * Verifies proofs that were kept with a case: they stand alone, on the hash of a block. True = the header hashes
 * to that hash and the nodes lead from it to what the case says. Never throws and contacts nobody.
 */
export type ProofRecheck = {
  readonly log: (evidence: LogEvidence, about: ProofAbout) => Promise<boolean>
  readonly state: (evidence: StateEvidence, about: ProofAbout) => Promise<boolean>
}
