/** A version range that is known to be bad: everything below `fixed`; `fixed` null = all of it. */
export type KnownBad = {
  readonly names: readonly string[]
  readonly fixed: string | null
  readonly verdict: 'FAIL' | 'WARN'
  readonly advisory: string
  readonly what: string
}

const v1 = ['x402', 'x402-express', 'x402-hono', 'x402-next', 'x402-fetch', 'x402-axios'] as const

/** The table to edit when an advisory comes out; the first row that fits is told. */
export const knownBad: readonly KnownBad[] = [
  {
    ...{ names: ['x402', 'x402-express', 'x402-hono', 'x402-next'], fixed: '0.5.2', verdict: 'FAIL' },
    advisory: 'GHSA-3j63-5h8p-gf7c',
    what: 'odd spellings of a path pass the paywall',
  },
  {
    ...{ names: ['@x402/svm'], fixed: '2.6.0', verdict: 'FAIL' },
    advisory: 'GHSA-qr2g-p6q7-w82m',
    what: 'a facilitator takes Solana payments that nobody signed',
  },
  {
    ...{ names: ['@x402/core'], fixed: '2.24.0', verdict: 'WARN' },
    advisory: 'x402-foundation/x402#1062',
    what: 'a payment that confirms late is told to the buyer as failed (no settlement_pending)',
  },
  {
    ...{ names: ['@x402/evm'], fixed: '2.23.0', verdict: 'WARN' },
    advisory: 'x402-foundation/x402#1062',
    what: 'a settlement that waits has no name of its own (no settlement_pending)',
  },
  {
    ...{ names: [...v1], fixed: null, verdict: 'WARN' },
    advisory: 'x402-foundation/x402#1062',
    what: 'version 1 waits for the facilitator without limit and is not developed any more',
  },
]
