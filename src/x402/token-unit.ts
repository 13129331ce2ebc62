import type { Unit } from '../core/money.ts'
import { findNetwork, findToken } from '../networks/lookup.ts'

/**
 * The token of an amount, for printing it; null when the network or the token is not in the list. `network` is
 * CAIP-2 or a v1 name, `asset` an address (a v1 payment names none: then nobody can tell).
 */
export function tokenUnit(network: string | null, asset: string | null): Unit | null {
  const known = network === null ? undefined : findNetwork(network)
  const token = known === undefined || asset === null ? undefined : findToken(known, asset)
  if (known === undefined || token === undefined) return null
  return { decimals: token.decimals, symbol: token.symbol, asset: token.address, network: known.id }
}

/** "Base" for eip155:8453; null when the network is not in the list. */
export function networkName(network: string | null): string | null {
  return network === null ? null : (findNetwork(network)?.name ?? null)
}
