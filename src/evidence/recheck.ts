import type { BundleFile } from '../core/bundle.ts'
import type { CaseDocument } from '../core/report.ts'
import type { CaseProof } from '../payments/proof.ts'
import type { ProofRecheck } from '../payments/prover-port.ts'
import { runsInBundle } from './read-runs.ts'
import type { ProofSeen } from './verify.ts'

/** What looks again at proofs that were kept; pure computing. */
export type Recheck = ProofRecheck

async function proofsOf(item: CaseDocument, recheck: Recheck): Promise<readonly ProofSeen[]> {
  const { caseId } = item
  // What a bundle holds is anybody's: for the recheck everything that is not proven does not hold.
  const { log, state } = (item.proof ?? {}) as Partial<CaseProof>
  const seen: ProofSeen[] = []
  if (log?.status === 'proven') {
    seen.push({ caseId, part: 'log', holds: await recheck.log(log.evidence, item), why: null })
  }
  if (state?.status === 'proven') {
    seen.push({ caseId, part: 'state', holds: await recheck.state(state.evidence, item), why: null })
  }
  return seen
}

/**
 * Every proof in the payments of a bundle, each looked at again and told once, a failed one before one that holds.
 * `load` is asked for the means only when there is a proof. Never rejects for what the bundle holds.
 */
export async function recheckProofs(
  files: readonly BundleFile[],
  load: () => Promise<Recheck>,
): Promise<readonly ProofSeen[]> {
  const items = runsInBundle(files).runs.flatMap(({ run }) => run.cases)
  const proven = items.filter(({ proof }) => proof !== undefined)
  if (proven.length === 0) return []
  const recheck = await load()
  const seen = new Map<string, ProofSeen>()
  for (const item of proven) {
    for (const one of await proofsOf(item, recheck)) {
      const key = `${one.caseId} ${one.part}`
      if (seen.get(key)?.holds !== false) seen.set(key, one)
    }
  }
  return [...seen.values()]
}
