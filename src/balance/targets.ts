import type { Unit } from '../core/money.ts'
import { findNetwork } from '../networks/lookup.ts'
import type { BalanceTarget } from './shapes.ts'

/** The networks to read, each once with all its tokens; those that cannot be read say why. */
export function targetsOf(
  pays: readonly { readonly network: string; readonly unit: Unit }[],
  reachable: (network: string) => boolean,
): readonly BalanceTarget[] {
  const networks = [...new Set(pays.map(({ network }) => network))]
  return networks.map((network) => {
    const name = findNetwork(network)?.name ?? network
    const tokens = pays.filter((entry) => entry.network === network).map(({ unit }) => unit)
    if (!network.startsWith('eip155:'))
      return { network, name, tokens, skip: `balances of ${name} are not read: it is no EVM chain` }
    // Without an endpoint the answer is missing, not uninteresting: the room says UNKNOWN.
    return {
      network,
      name: reachable(network) ? name : `${name} (no endpoint; --rpc names one)`,
      tokens,
      skip: null,
    }
  })
}
