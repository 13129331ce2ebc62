import { caip2 } from '../networks/lookup.ts'
import { field, idField, integerField, isJsonObject, textField } from './fields.ts'

/**
 * A PipRail `onchain-proof`: the payer moved the money first and names the transaction. Unknown parts are null.
 * `nonce` is the gate's, not one of the chain.
 */
export type OnchainProof = {
  readonly x402Version: 1 | 2 | null
  readonly scheme: string | null
  readonly network: string | null
  readonly asset: string | null
  readonly payTo: string | null
  readonly amountAtomic: bigint | null
  readonly tx: string | null
  readonly nonce: string | null
  readonly resource: string | null
}

/** Reads an on-chain proof; what does not conform goes to `problems`. Never throws. */
export function readOnchainProof(json: unknown, problems: string[]): OnchainProof {
  const accepted = field(json, 'accepted')
  const choice = isJsonObject(accepted) ? accepted : json
  const payload = field(json, 'payload')
  const version = field(json, 'x402Version')
  const network = textField(choice, 'network', problems)
  const scheme = textField(choice, 'scheme', problems)
  const resource = field(json, 'resource')
  if (version !== 2) problems.push('x402Version is not 2')
  if (scheme !== 'onchain-proof')
    problems.push('a transaction hash as payment, but the scheme is not onchain-proof')
  if (field(payload, 'nonce') === undefined) problems.push('payload.nonce is missing')
  return {
    x402Version: version === 1 || version === 2 ? version : null,
    scheme,
    network: network === null ? null : caip2(network),
    asset: idField(choice, 'asset', problems, 'accepted.asset'),
    payTo: idField(choice, 'payTo', problems, 'accepted.payTo'),
    amountAtomic: integerField(choice, 'amount', problems, 'accepted.amount'),
    tx: idField(payload, 'txHash', problems, 'payload.txHash'),
    nonce: idField(payload, 'nonce', problems, 'payload.nonce'),
    resource: isJsonObject(resource)
      ? textField(resource, 'url', problems, 'resource.url')
      : textField(json, 'resource', problems),
  }
}
