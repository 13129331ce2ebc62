import type { Prover } from '../../payments/prover-port.ts'
import { proveHeader } from './header.ts'
import { proveReceipts } from './receipts.ts'
import { proveStorage, slotOf } from './storage.ts'

/** The prover: Merkle-Patricia proofs and header hashes. Pure computing; contacts nobody. */
export function createProver(): Prover {
  return { header: proveHeader, slotOf, storage: proveStorage, receipts: proveReceipts }
}
