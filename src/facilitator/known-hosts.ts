/** What is published about a facilitator, by its host. */
export type KnownHost = {
  readonly host: string
  readonly name: string
  /** Atomic units of a token with six decimals; null = nothing is published. */
  readonly minimumAtomic: bigint | null
  /** It settles on test networks only. */
  readonly testOnly: boolean
  /** What an operator has to know about its credential; null = nothing special. */
  readonly credential: string | null
  /** Does its /health answer 200 whatever happens? */
  readonly staticHealth: boolean
}

/**
 * Public facts about hosted facilitators. The minimum of CDP: x402-foundation/x402#1171 (200 was refused, 1000
 * accepted); x402.org takes no mainnet payment: #2348; T402's health page is static: its server package.
 */
export const knownHosts: readonly KnownHost[] = [
  {
    host: 'api.cdp.coinbase.com',
    name: 'Coinbase CDP',
    minimumAtomic: 1000n,
    testOnly: false,
    credential:
      'CDP takes a JWT of two minutes for one method and path; name a command that makes one: {secret: {exec: [..]}}.',
    staticHealth: false,
  },
  {
    host: 'x402.org',
    name: 'x402.org',
    minimumAtomic: null,
    testOnly: true,
    credential: null,
    staticHealth: false,
  },
  {
    host: 'facilitator.t402.io',
    name: 'T402',
    minimumAtomic: null,
    testOnly: false,
    credential: null,
    staticHealth: true,
  },
]

/** What is published about a host; undefined when nothing is. */
export function knownHost(host: string): KnownHost | undefined {
  const name = host.toLowerCase().replace(/^www\./, '')
  return knownHosts.find((known) => known.host === name)
}
