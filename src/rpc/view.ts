import type { Finding, Subject } from '../core/finding.ts'
import type { Blind, Look, Observation } from '../core/observation.ts'
import { finding } from './catalog.ts'
import type { EndpointSeen, NetworkSeen, RpcExpected, RpcSeen, RpcTarget } from './shapes.ts'

/** An endpoint with its network: what most questions are about. */
export type View = {
  readonly target: RpcTarget
  readonly network: NetworkSeen
  readonly endpoint: EndpointSeen
  /** Other endpoints of the network that answered as the right chain. */
  readonly others: number
  readonly subject: Subject
}

/** Does it answer, and as the right chain? */
export function isUsable({ rest }: EndpointSeen): boolean {
  return rest?.head.block.seen === true
}

/** What a finding is about: an endpoint of a network, or the network when there is no endpoint to name. */
export function subjectOf(network: string, endpoint: string | null): Subject {
  return { kind: 'rpc', id: endpoint === null ? network : `${network} ${endpoint}` }
}

/** What was seen of one target; undefined when it was not asked. */
export function networkOf({ networks }: RpcSeen, { network }: RpcTarget): NetworkSeen | undefined {
  return networks.find((one) => one.network === network)
}

/** Every endpoint that was asked, in the order of the profile. */
export function viewsOf(seen: RpcSeen, { targets }: RpcExpected): readonly View[] {
  return targets.flatMap((target) => {
    const network = networkOf(seen, target)
    if (network === undefined) return []
    const usable = network.endpoints.filter(isUsable).length
    return network.endpoints.map((endpoint) => ({
      ...{ target, network, endpoint },
      others: usable - (isUsable(endpoint) ? 1 : 0),
      subject: subjectOf(target.network, endpoint.name),
    }))
  })
}

/** Where a fact came from. */
export function evidenceOf({ at, source, ref }: Observation<unknown>): readonly Look[] {
  return [{ at, source, ref }]
}

/** The finding for a part of an endpoint that was asked for and not seen. */
export function partUnseen(
  { target, endpoint }: View,
  what: string,
  why: Blind,
  of: Observation<unknown>,
): Finding {
  const about = subjectOf(target.network, `${endpoint.name} ${what}`)
  return finding('RPC_PART_UNSEEN', about, { what, why: why.detail }, evidenceOf(of))
}
