import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { RpcExpected, RpcSeen, RpcTarget } from '../shapes.ts'
import { subjectOf, viewsOf } from '../view.ts'

// Hosts that give access to everybody without a key. Anchored at the end, alternatives without repetition: linear.
const publicHost =
  /\/\/(?:(?:mainnet|sepolia)\.base\.org|mainnet\.optimism\.io|(?:arb1|sepolia-rollup)\.arbitrum\.io|polygon-rpc\.com|cloudflare-eth\.com|1rpc\.io|forno\.celo\.org|api\.avax\.network|api\.(?:mainnet-beta|devnet|testnet)\.solana\.com)\/|\.(?:publicnode|llamarpc|drpc|blockpi\.network)\.(?:com|org|io)\/|\.public\.blastapi\.io\//

const hostOf = (name: string) => name.replace(/ #\d{1,4}$/, '')

function judgeTarget({ network, endpoints, skip }: RpcTarget): readonly Finding[] {
  if (skip !== null || endpoints.length === 0) return []
  const hosts = new Set(endpoints.map(({ name }) => hostOf(name)))
  const open = endpoints.filter(({ name, origin }) => origin === 'preset' || publicHost.test(name))
  return [
    ...open.map(({ name, origin }) => finding('RPC_PUBLIC_ENDPOINT', subjectOf(network, name), { origin })),
    ...(hosts.size === 1
      ? [finding('RPC_ONE_ENDPOINT', subjectOf(network, null), { count: endpoints.length })]
      : []),
  ]
}

/** Are there two independent sources that belong to the operator? */
export const sources: Check<RpcSeen, RpcExpected> = {
  id: 'sources',
  question: 'Can two sources of your own contradict each other?',
  judge: (_seen, { targets }) => targets.flatMap(judgeTarget),
}

/** The middle of some times; null when there are none. */
export function medianOf(times: readonly number[]): number | null {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? null
}

/** Does every endpoint answer in time? */
export const latency: Check<RpcSeen, RpcExpected> = {
  id: 'latency',
  question: 'Does every endpoint answer quickly?',
  judge: (seen, expected) =>
    viewsOf(seen, expected).flatMap(({ subject, endpoint }) => {
      const medianMs = endpoint.rest === null ? null : medianOf(endpoint.timesMs)
      const limitMs = expected.latencyWarnMs
      if (medianMs === null || medianMs <= limitMs) return []
      return [finding('RPC_SLOW', subject, { medianMs, limitMs })]
    }),
}
