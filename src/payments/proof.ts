/** Why a verdict could not be proven; what is told stays what the endpoints say. */
export type UnprovenWhy =
  | 'DEPOSIT_RECEIPTS'
  | 'HEADER_FORM_UNKNOWN'
  | 'HEADER_NOT_READ'
  | 'NODES_ON_DIFFERENT_CHAINS'
  | 'NOT_FINAL'
  | 'NO_FINALIZED_BLOCK'
  | 'NO_USED_NONCE_KNOWN'
  | 'PROOF_NOT_SERVED'
  | 'RECEIPTS_NOT_SERVED'
  | 'RECEIPT_TYPE_UNKNOWN'
  | 'SLOT_NOT_FOUND'
  | 'TOO_MANY'

/** The header that a proof stands on: whole, in RLP, so that its hash can be computed again. */
export type ProofGround = { readonly block: number; readonly blockHash: string; readonly header: string }

/**
 * The authorization state in the token's storage. `slot` is keccak256(nonce . keccak256(payer . position)) by
 * Solidity's rule for mappings; `value` zero = never used and never cancelled.
 */
export type StateEvidence = ProofGround & {
  readonly kind: 'authorization-state'
  readonly token: string
  readonly position: number
  readonly slot: string
  readonly value: string
  readonly accountProof: readonly string[]
  readonly storageProof: readonly string[]
}

/** The transfer in a receipt of its block: `log` counts from 0 inside the receipt of that transaction. */
export type LogEvidence = ProofGround & {
  readonly kind: 'receipt'
  readonly transaction: number
  readonly log: number
  readonly receiptProof: readonly string[]
}

/**
 * One thing that was to be proven. `refuted`: the header holds and shows something else than the endpoints
 * said. `broken`: an endpoint's answer does not fit the header that it was asked about.
 */
export type Proven<Evidence> =
  | { readonly status: 'proven'; readonly evidence: Evidence }
  | { readonly status: 'unproven'; readonly why: UnprovenWhy }
  | { readonly status: 'refuted'; readonly evidence: Evidence | null }
  | { readonly status: 'broken'; readonly endpoint: string }

/**
 * What `--prove` found for one case: the transfer where money was seen, the authorization where none was, and
 * for money also the authorization where it could be had. Null = not asked.
 */
export type CaseProof = {
  readonly log: Proven<LogEvidence> | null
  readonly state: Proven<StateEvidence> | null
}

/** An endpoint whose answers do not fit a block header, or were refuted by one. */
export type ProofFailure = {
  readonly network: string
  readonly endpoint: string
  readonly block: number
  readonly what: 'state' | 'receipts' | 'authorization' | 'time' | 'transfer'
}

/** The part of a proof that its verdict rests on. */
export function mainPart(proof: CaseProof): Proven<LogEvidence | StateEvidence> | null {
  return proof.log ?? proof.state
}

/** Does any part of a proof contradict what the endpoints said? */
export function contradictsNodes({ log, state }: CaseProof): boolean {
  return [log, state].some((part) => part?.status === 'refuted' || part?.status === 'broken')
}
