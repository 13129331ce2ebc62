import type { ReconcileSeen } from '../seen.ts'
import { unprovenText } from './catalog.ts'
import { tallyProofs } from './tally.ts'

/** What the screen says about proofs; empty when none were asked for. */
export function proofPairs({ cases, chains, proofFailures }: ReconcileSeen): readonly [string, string][] {
  if (proofFailures === undefined) return []
  const { wanted, proven, contradicted, unproven, useOnly } = tallyProofs(cases)
  if (wanted === 0) return [['proofs', 'nothing to prove']]
  const lines = [`${proven} of ${wanted} verdicts proven against block headers`]
  if (contradicted > 0) lines.push(`${contradicted} contradicted: nothing is known of these payments`)
  for (const { why, count } of unproven) lines.push(`${count} not proven: ${unprovenText[why]}`)
  if (proven > 0 && chains.some(({ endpoints }) => endpoints.length === 1)) {
    lines.push('the hashes of these blocks are the word of one endpoint; a second --rpc would confirm them')
  }
  if (useOnly > 0) lines.push(`of ${useOnly} of these at least the use of the authorization is proven`)
  return lines.map((line, index) => [index === 0 ? 'proofs' : '', line])
}
