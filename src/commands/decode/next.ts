import type { Intake } from '../../x402/intake.ts'

const atMost = 3

/** A hash or an authorization as `settlement show` takes it; null when there is none that it could look up. */
function reference(intake: Intake): string | null {
  if (intake.kind === 'payment') {
    const { payer, nonce, transfer } = intake.value
    return transfer === 'eip3009' && payer !== null && nonce !== null ? `${payer}:${nonce}` : null
  }
  if (intake.kind !== 'settle-answer' && intake.kind !== 'onchain-proof') return null
  const { tx } = intake.value
  return tx !== null && /^0x[0-9a-f]{64}$/.test(tx) ? tx : null
}

/** The commands that ask the chain what became of the payments that were decoded, at most three. */
export function nextLines(found: readonly Intake[]): readonly string[] {
  const references = found.flatMap((intake) => reference(intake) ?? [])
  return [...new Set(references)].slice(0, atMost).map((each) => `x402ops settlement show ${each}`)
}
