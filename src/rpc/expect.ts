import type { Profile, RpcEndpoint } from '../core/profile.ts'
import { findNetwork } from '../networks/lookup.ts'
import { timingOf } from '../networks/timing.ts'
import type { Endpoint, RpcExpected, RpcTarget } from './shapes.ts'

const dayMs = 86_400_000
// Ten blocks of the slowest chain in the list; for chains that make blocks faster than clocks agree, half a minute.
const staleUnknownMs = 120_000
const leastStaleMs = 30_000
const depthUnknown = 64

/** Endpoints by their labels, which hold the host alone; two of one host are told apart by a number. */
function named(endpoints: readonly RpcEndpoint[]): readonly Endpoint[] {
  const seen = new Map<string, number>()
  return endpoints.map(({ url, origin }) => {
    const count = (seen.get(url.label) ?? 0) + 1
    seen.set(url.label, count)
    return { name: count === 1 ? url.label : `${url.label} #${count}`, origin }
  })
}

function targetOf(network: string, { rpc, pays }: Profile): RpcTarget {
  const found = findNetwork(network)
  const blockTimeMs = found?.blockTimeMs ?? null
  const endpoints = named(rpc[network] ?? [])
  const { finalAfterMs } = timingOf(network)
  const isEvm = network.startsWith('eip155:')
  const name = found?.name ?? network
  const depths =
    blockTimeMs === null
      ? [depthUnknown]
      : [Math.ceil(finalAfterMs / blockTimeMs), Math.ceil(dayMs / blockTimeMs)]
  const digits = /^eip155:(\d{1,16})$/.exec(network)?.[1]
  return {
    ...{ network, name, blockTimeMs, depths, endpoints },
    chainId: digits === undefined ? null : Number(digits),
    staleAfterMs: blockTimeMs === null ? staleUnknownMs : Math.max(10 * blockTimeMs, leastStaleMs),
    asset: pays.find((entry) => entry.network === network)?.unit.asset ?? null,
    skip: isEvm ? null : `endpoints of ${name} are not examined: it is no EVM chain`,
  }
}

/** The networks worth asking about: those that take money, and others for which the operator named endpoints. */
function networksOf({ pays, rpc }: Profile, which: 'paid only' | 'all'): readonly string[] {
  const paid = pays.map(({ network }) => network)
  const named = Object.keys(rpc).filter((network) => rpc[network]?.some(({ origin }) => origin === 'given'))
  return [...new Set(which === 'all' ? [...paid, ...named] : paid)]
}

/** The endpoints of every network that a profile takes money on; with `all` of those, too, that it names beside them. */
export function expectRpc(profile: Profile, networks: 'paid only' | 'all' = 'all'): RpcExpected {
  const { latencyWarnMs, skewWarnMs, skewFailMs } = profile.thresholds
  return {
    targets: networksOf(profile, networks).map((network) => targetOf(network, profile)),
    ...{ latencyWarnMs, skewWarnMs, skewFailMs },
  }
}
