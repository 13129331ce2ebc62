import type { CaseFacts } from '../../src/payments/case.ts'

/** Every value that each input of a judgement can have. */
export const factValues = {
  inWindow: [true, false],
  hasKey: [true, false],
  isFirstClaim: [true, false],
  books: ['absent', 'pending', 'settled', 'failed', 'refunded'],
  response: ['ok', 'error', 'unknown'],
  nonce: ['unused', 'used', 'cancelled', 'none', 'unknown'],
  effect: ['none', 'one', 'many', 'unknown'],
  sameAsset: [true, false],
  sameRecipient: [true, false],
  amount: ['equal', 'short', 'over'],
  finality: ['below', 'reached', 'removed'],
  covered: [true, false],
  expired: [true, false],
  reverted: [true, false],
  duplicate: [true, false],
  refundFound: [true, false],
  marked: [true, false],
} as const satisfies { [K in keyof CaseFacts]: readonly CaseFacts[K][] }

const names = Object.keys(factValues) as (keyof CaseFacts)[]

/** Calls back with every combination of the inputs; the object is reused between calls. */
export function everyCombination(visit: (facts: CaseFacts) => void): void {
  const facts: Record<string, unknown> = {}
  const fill = (depth: number) => {
    const name = names[depth]
    if (name === undefined) {
      visit(facts as CaseFacts)
      return
    }
    for (const value of factValues[name]) {
      facts[name] = value
      fill(depth + 1)
    }
  }
  fill(0)
}
