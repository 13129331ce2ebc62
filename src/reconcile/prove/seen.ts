import type { Chain } from '../../core/ports.ts'
import type { ChainView } from '../../payments/chain-view.ts'
import type { Prover } from '../../payments/prover-port.ts'
import type { ReconcileSeen } from '../seen.ts'
import { proveCases } from './prove.ts'

/** The world as proofs reach it. Without a prover nothing is proven and nothing is asked. */
export type ProofPorts = { readonly chain: Chain; readonly prover?: Prover }

/** What was seen, with the proofs of its cases where they were asked for. */
export async function proveSeen(
  seen: ReconcileSeen,
  views: readonly ChainView[],
  { chain, prover }: ProofPorts,
  signal: AbortSignal,
): Promise<ReconcileSeen> {
  if (prover === undefined) return seen
  const { cases, failures } = await proveCases(seen.cases, views, chain, prover, signal)
  return { ...seen, cases, proofFailures: failures }
}
