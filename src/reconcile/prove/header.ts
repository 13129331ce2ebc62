import type { ChainNode } from '../../core/ports.ts'
import type { UnprovenWhy } from '../../payments/proof.ts'
import type { ProvenHeader, Prover } from '../../payments/prover-port.ts'

/**
 * The header of the block with this hash, from the first endpoint whose header really has it. Otherwise why
 * there is none: nobody gave one, or those given hash to something else.
 */
export async function headerOf(
  nodes: readonly ChainNode[],
  block: { readonly number: number; readonly hash: string },
  prover: Prover,
  signal: AbortSignal,
): Promise<ProvenHeader | UnprovenWhy> {
  let why: UnprovenWhy = 'HEADER_NOT_READ'
  for (const node of nodes) {
    const raw = await node.proofs?.header(block.number, signal)
    if (raw?.seen !== true || raw.value === null) continue
    const proven = prover.header(raw.value)
    if (proven !== null && proven.hash === block.hash) return proven
    why = 'HEADER_FORM_UNKNOWN'
  }
  return why
}

/**
 * Does this endpoint still show the proven block at its height? Asked before it is blamed: between two
 * questions a reorganisation may have given it another block, and that is no lie.
 */
export async function stillShows(
  node: ChainNode,
  header: ProvenHeader,
  prover: Prover,
  signal: AbortSignal,
): Promise<boolean> {
  const raw = await node.proofs?.header(header.number, signal)
  if (raw?.seen !== true || raw.value === null) return false
  return prover.header(raw.value)?.hash === header.hash
}
