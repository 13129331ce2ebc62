import { entry } from '../../core/finding.ts'
import type { ProofFailure, UnprovenWhy } from '../../payments/proof.ts'

/** Words for the reasons that proofs give to a case. */
export const proveReasons = {
  PROOF_CONTRADICTS_ENDPOINT: 'what an endpoint said of it does not fit the header of its block',
} as const

/** Why something could not be proven, as a clause. */
export const unprovenText: Readonly<Record<UnprovenWhy, string>> = {
  DEPOSIT_RECEIPTS:
    'its block holds deposit receipts (type 0x7e, OP stack), which this version cannot verify',
  HEADER_FORM_UNKNOWN: 'no header that was given hashes to the hash of its block',
  HEADER_NOT_READ: 'no endpoint gave the header of its block',
  NODES_ON_DIFFERENT_CHAINS: 'the endpoints show different blocks at the same height',
  NOT_FINAL: 'its authorization was used after the finalized block',
  NO_FINALIZED_BLOCK: 'not every endpoint names a finalized block',
  NO_USED_NONCE_KNOWN: 'no used authorization is known by which to find where the token stores them',
  PROOF_NOT_SERVED: 'no endpoint served eth_getProof for that block',
  RECEIPTS_NOT_SERVED: 'no endpoint served all receipts of its block',
  RECEIPT_TYPE_UNKNOWN: 'its block holds receipts of a type that this version cannot verify',
  SLOT_NOT_FOUND: 'the place where the token stores used authorizations was not found',
  TOO_MANY: 'only 500 payments are proven in one run',
}

/** What an endpoint was wrong about, as a clause. */
export const failureText: Readonly<Record<ProofFailure['what'], string>> = {
  state: 'its proof of the storage does not lead to the state root of the header',
  receipts: 'its receipts do not add up to the receipts root of the header',
  time: 'it gave the block a later time than its header has, so that authorizations seem to have expired',
  authorization: 'it told the opposite of what the storage of the token holds',
  transfer: 'it showed a transfer that the receipts of the block do not hold',
}

/** The words of findings about proofs. */
export const proveCatalog = {
  RECONCILE_PROOF_FAILED: entry<{
    network: string
    endpoint: string
    blocks: number
    first: number
    what: string
  }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'an endpoint does not fit the header of a block',
    text: ({ network, endpoint, blocks, first, what }) =>
      `${endpoint} does not tell the truth about ${network}, block ${first}` +
      `${blocks > 1 ? ` and ${blocks - 1} more` : ''}: ${what}.`,
    next: 'Stop using that endpoint, name another one, and run again.',
    playbook: 'rpc-down',
  }),
  RECONCILE_NOT_PROVEN: entry<{ count: number; why: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'some verdicts rest on the word of the endpoints',
    text: ({ count, why }) =>
      `${count} ${count === 1 ? 'verdict was' : 'verdicts were'} not proven against a block header: ${why}.`,
    next: null,
    playbook: null,
  }),
} as const
