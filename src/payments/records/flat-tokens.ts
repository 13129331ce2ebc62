import { type FlatValue, flatWord } from './flat-values.ts'
import type { Defaults } from './normalise-token.ts'

/** What is known of the tokens of one network, asked once and remembered. */
export type FlatTokens = {
  readonly assetOf: FlatValue<string>
  /** The asset of a row that names none. */
  readonly usual: string | null
  readonly movesByEip3009: (asset: string | null) => boolean
}

const mostNetworks = 100

/** The tokens by network; undefined when rows name more networks than are worth remembering. */
export function makeFlatTokens(defaults: Defaults): (network: string | null) => FlatTokens | undefined {
  const places = new Map<string | null, FlatTokens>()
  return (network) => {
    const before = places.get(network)
    if (before !== undefined || places.size >= mostNetworks) return before
    let last: { readonly asset: string | null; readonly moves: boolean } | null = null
    const place: FlatTokens = {
      assetOf: flatWord((text) => defaults.resolveAsset(String(text), network)),
      usual: defaults.assetOn(network),
      movesByEip3009: (asset) => {
        if (last === null || last.asset !== asset) {
          last = { asset, moves: defaults.token(network, asset).movesByEip3009 }
        }
        return last.moves
      },
    }
    places.set(network, place)
    return place
  }
}
