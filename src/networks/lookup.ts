import { networks } from './index.ts'
import type { Network, Token } from './network.ts'

const byId = new Map<string, Network>(networks.map((network) => [network.id, network]))
const byName = new Map<string, Network>(
  networks.flatMap((network: Network) => (network.v1Name === null ? [] : [[network.v1Name, network]])),
)

/** The network with this CAIP-2 id or v1 name; undefined when it is not in the list. */
export function findNetwork(idOrName: string): Network | undefined {
  return byId.get(idOrName) ?? byName.get(idOrName)
}

/** The CAIP-2 id of a v1 name or of an id; unknown texts come back as they are, so they compare as different. */
export function caip2(idOrName: string): string {
  return findNetwork(idOrName)?.id ?? idOrName
}

/** The token at an address (any case on EVM chains) or with a symbol; undefined when it is not in the list. */
export function findToken(network: Network, addressOrSymbol: string): Token | undefined {
  const wanted = addressOrSymbol.toLowerCase()
  return network.tokens.find(
    (token) =>
      token.address === addressOrSymbol ||
      (network.chainId !== null && token.address === wanted) ||
      token.symbol.toLowerCase() === wanted,
  )
}
