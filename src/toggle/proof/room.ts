import type { Room } from '../../core/room.ts'
import { catalog } from '../catalog.ts'
import { proofChecks } from './checks.ts'
import { collectProof, type ProofPorts } from './collect.ts'
import type { ProofExpected, ProofSeen } from './shapes.ts'

/** Is paid traffic really off (or on), on every instance, twice? It asks without paying and changes nothing. */
export const proof: Room<ProofExpected, ProofSeen, ProofExpected, ProofPorts> = {
  name: 'toggle-proof',
  catalog,
  checks: proofChecks,
  plan: (expected) => expected,
  collect: collectProof,
}
