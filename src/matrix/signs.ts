import type { Terms } from '../x402/challenge.ts'

/** Do payers of these terms sign for the token's own domain? Permit2 has its own, Solana none. */
export function signsForToken(terms: Terms): boolean {
  return (
    terms.scheme === 'exact' && terms.network?.startsWith('eip155:') === true && terms.transfer !== 'permit2'
  )
}
