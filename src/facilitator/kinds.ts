import { caip2, findNetwork } from '../networks/lookup.ts'
import type { Kind, Supported, WantedKind } from './shapes.ts'

/** Does a network, or a pattern such as `eip155:*` or `*`, cover this CAIP-2 id? */
export function covers(patternOrNetwork: string, network: string): boolean {
  if (patternOrNetwork === '*') return true
  if (patternOrNetwork.endsWith(':*')) return network.startsWith(patternOrNetwork.slice(0, -1))
  return caip2(patternOrNetwork) === network
}

/** A name that stock servers of this version find: they compare letter by letter, but for stars. */
function isExactName(name: string, version: number, wanted: string): boolean {
  if (name.includes('*')) return true
  return name === nameFor(version, wanted)
}

/**
 * How well a list of kinds serves a wanted one. `other-version` = listed, but for the other protocol version;
 * `other-name` = for the right one, under a name of the network that its servers do not look for.
 */
export function listed(
  kinds: readonly Kind[],
  wanted: WantedKind,
): 'yes' | 'other-version' | 'other-name' | 'no' {
  const fitting = kinds.filter(
    ({ scheme, network }) =>
      scheme === wanted.scheme &&
      (covers(network, wanted.network) || covers(network.toLowerCase(), wanted.network)),
  )
  if (fitting.length === 0) return 'no'
  // Servers of version 2 use kinds of version 2 only; a profile does not say which version it speaks.
  const version = wanted.version ?? 2
  const same = fitting.filter((kind) => kind.version === version)
  if (same.length === 0) return 'other-version'
  return same.some(({ network }) => isExactName(network, version, wanted.network)) ? 'yes' : 'other-name'
}

/** The name under which servers of a version look for a network. */
export function nameFor(version: number, network: string): string {
  return version === 1 ? (findNetwork(network)?.v1Name ?? network) : network
}

/** The networks that a list names, as CAIP-2 where the name is known, each once. */
export function networksOf({ kinds }: Supported): readonly string[] {
  return [...new Set(kinds.map(({ network }) => caip2(network)))].sort()
}

/** Does a list name networks, and only those for tests? Unknown networks count as not for tests. */
export function testOnly(supported: Supported): boolean {
  const networks = networksOf(supported)
  return networks.length > 0 && networks.every((network) => findNetwork(network)?.testnet === true)
}

/** "exact on eip155:8453", with the version where one is asked for. */
export function kindText({ scheme, network, version }: WantedKind): string {
  return `${scheme} on ${network}${version === null ? '' : ` (version ${version})`}`
}
