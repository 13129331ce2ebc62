import type { Pays } from '../../core/profile.ts'
import { findNetwork, findToken } from '../../networks/lookup.ts'
import type { Mapping } from './mapping.ts'
import { readAddress, readNetwork } from './normalise-values.ts'

/** The token of a row: where it stands, how it counts and how it usually moves. */
export type TokenFacts = { readonly decimals: number | null; readonly movesByEip3009: boolean }

/** What a row may leave out because only one answer is possible. */
export type Defaults = {
  /** The network of every row that names none; null when there are several. */
  readonly network: string | null
  readonly networkBy: 'mapping' | 'profile'
  readonly assetBy: 'mapping' | 'profile'
  /** The asset of a row on this network that names none; null when there are several. */
  readonly assetOn: (network: string | null) => string | null
  /** The address behind a symbol or an address as written; undefined when it is neither. */
  readonly resolveAsset: (text: string, network: string | null) => string | undefined
  readonly token: (network: string | null, asset: string | null) => TokenFacts
}

function only<T>(values: Iterable<T>): T | null {
  const distinct = [...new Set(values)]
  return distinct.length === 1 ? (distinct[0] ?? null) : null
}

/** The defaults of one source, from the mapping file's constants and from what the profile takes. */
export function makeDefaults(pays: readonly Pays[], mapping: Mapping | null): Defaults {
  const constants = mapping?.constants ?? { network: null, asset: null }
  const told = constants.network === null ? undefined : readNetwork(constants.network)
  const network = told ?? only(pays.map((pay) => pay.network))

  const resolveAsset = (text: string, on: string | null): string | undefined => {
    const address = readAddress(text)
    if (address !== undefined) return address
    const wanted = text.trim().toLowerCase()
    const ours = pays.filter(
      (pay) => pay.unit.symbol.toLowerCase() === wanted && (on === null || pay.network === on),
    )
    const known = on === null ? undefined : findNetwork(on)
    const token = known === undefined ? undefined : findToken(known, wanted)
    return only(ours.map((pay) => pay.unit.asset)) ?? token?.address
  }

  return {
    network,
    networkBy: told === undefined ? 'profile' : 'mapping',
    assetBy: constants.asset === null ? 'profile' : 'mapping',
    resolveAsset,
    assetOn: (on) => {
      if (constants.asset !== null) return resolveAsset(constants.asset, on ?? network) ?? null
      return only(pays.filter((pay) => on === null || pay.network === on).map((pay) => pay.unit.asset))
    },
    token: (on, asset) => {
      const pay = pays.find((one) => one.network === on && one.unit.asset === asset)
      const known = on === null ? undefined : findNetwork(on)
      const token = known === undefined || asset === null ? undefined : findToken(known, asset)
      return {
        decimals: pay?.unit.decimals ?? token?.decimals ?? null,
        movesByEip3009:
          token?.transfer === 'eip3009' || (token === undefined && (pay?.eip712 ?? null) !== null),
      }
    },
  }
}
