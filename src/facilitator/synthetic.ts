import { findNetwork } from '../networks/lookup.ts'
import { listed } from './kinds.ts'
import type { Supported, VerifyTerms } from './shapes.ts'

/** Nobody has the key of this address; it stands for "burnt" since 2015. */
export const deadAddress = '0x000000000000000000000000000000000000dEaD'

const zeros = (bytes: number) => `0x${'00'.repeat(bytes)}`

/** What a synthetic payment is about: terms and version that the facilitator lists. */
export type VerifyQuestion = { readonly terms: VerifyTerms; readonly version: 1 | 2 }

/** The first terms of the profile that the facilitator lists, version 2 before 1; null when there are none. */
export function questionFor(supported: Supported, terms: readonly VerifyTerms[]): VerifyQuestion | null {
  for (const version of [2, 1] as const) {
    const found = terms.find(({ network }) => {
      const wanted = { version, scheme: 'exact', network, from: 'profile' } as const
      return listed(supported.kinds, wanted) === 'yes'
    })
    if (found !== undefined) return { terms: found, version }
  }
  return null
}

/**
 * The body of a `/verify` that cannot be a payment: from and to the dead address, one atomic unit, expired in 1970,
 * nonce and signature of zeros. Nothing in it comes from a payer or from the operator.
 */
export function syntheticVerify({ terms, version }: VerifyQuestion): string {
  const { network, asset, name, version: domain } = terms
  const authorization = {
    from: deadAddress,
    to: deadAddress,
    value: '1',
    validAfter: '0',
    validBefore: '1',
    nonce: zeros(32),
  }
  const payload = { signature: zeros(65), authorization }
  const common = { scheme: 'exact', asset, payTo: deadAddress, maxTimeoutSeconds: 60 }
  const extra = { name, version: domain }
  const resource = 'https://example.invalid/x402ops-reachability'
  if (version === 1) {
    const v1 = findNetwork(network)?.v1Name ?? network
    return JSON.stringify({
      x402Version: 1,
      paymentPayload: { x402Version: 1, scheme: 'exact', network: v1, payload },
      paymentRequirements: {
        ...{ ...common, network: v1, maxAmountRequired: '1', resource, extra },
        ...{ description: 'reachability check; not a payment', mimeType: 'application/json' },
      },
    })
  }
  const requirements = { ...common, network, amount: '1', extra }
  return JSON.stringify({
    x402Version: 2,
    paymentPayload: { x402Version: 2, resource: { url: resource }, accepted: requirements, payload },
    paymentRequirements: requirements,
  })
}
