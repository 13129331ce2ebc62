import type { PaymentCase } from '../../payments/case.ts'
import { contradictsNodes, mainPart, type UnprovenWhy } from '../../payments/proof.ts'

/** How the proofs of a run came out. */
export type ProofTally = {
  readonly wanted: number
  readonly proven: number
  readonly contradicted: number
  /** The verdicts that were not proven, by reason, in order of the alphabet. */
  readonly unproven: readonly { readonly why: UnprovenWhy; readonly count: number }[]
  /** Transfers that were not proven although the use of their authorization was. */
  readonly useOnly: number
}

/** A case about which nothing is decided has no verdict to prove, whatever is known of its authorization. */
function isDecided({ facts, proof }: PaymentCase): boolean {
  const told = facts.effect === 'one' || facts.effect === 'none'
  return told || (proof !== undefined && contradictsNodes(proof))
}

/** Counts proofs by the part that each verdict rests on. Pure. */
export function tallyProofs(cases: readonly PaymentCase[]): ProofTally {
  const proofs = cases.filter(isDecided).flatMap(({ proof }) => proof ?? [])
  const told = proofs.filter((proof) => !contradictsNodes(proof))
  const counts = new Map<UnprovenWhy, number>()
  for (const proof of told) {
    const main = mainPart(proof)
    if (main?.status === 'unproven') counts.set(main.why, (counts.get(main.why) ?? 0) + 1)
  }
  return {
    wanted: proofs.length,
    proven: told.filter((proof) => mainPart(proof)?.status === 'proven').length,
    contradicted: proofs.length - told.length,
    unproven: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([why, count]) => ({ why, count })),
    useOnly: told.filter(({ log, state }) => log?.status === 'unproven' && state?.status === 'proven').length,
  }
}
