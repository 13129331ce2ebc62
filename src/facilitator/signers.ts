import { couldNotSee, type Observation, saw } from '../core/observation.ts'
import type { ChainNode } from '../core/ports.ts'
import { supportedBy } from './ask.ts'
import { settleLookMs } from './gas.ts'
import { covers } from './kinds.ts'
import type { FacilitatorExpected, FacilitatorPorts, NonceLook, SignerSeen, TargetSeen } from './shapes.ts'

/** Each costs three to five requests. */
const mostSigners = 20

type Wanted = Pick<SignerSeen, 'address' | 'network'> & { readonly urls: string[] }

const evmAddress = /^0x[0-9a-fA-F]{40}$/

const sameKey = (address: string) => (evmAddress.test(address) ? address.toLowerCase() : address)

/** Every signer on every network of the expectation that its pattern covers, each once, in order. */
export function signersToAsk(
  expected: Pick<FacilitatorExpected, 'kinds' | 'relayers'>,
  facilitators: readonly Pick<TargetSeen, 'url' | 'open' | 'closed'>[],
): { readonly asked: readonly Wanted[]; readonly left: number } {
  const networks = [...new Set(expected.kinds.map(({ network }) => network))]
  const found = new Map<string, Wanted>()
  const add = (address: string, network: string, url: string | null) => {
    const known = found.get(`${network} ${sameKey(address)}`)
    const entry = known ?? { address: sameKey(address), network, urls: [] }
    if (url !== null && !entry.urls.includes(url)) entry.urls.push(url)
    found.set(`${network} ${sameKey(address)}`, entry)
  }
  for (const network of networks) {
    for (const facilitator of facilitators) {
      for (const { pattern, addresses } of supportedBy(facilitator)?.signers ?? []) {
        if (covers(pattern, network)) for (const address of addresses) add(address, network, facilitator.url)
      }
    }
    if (network.startsWith('eip155:')) for (const address of expected.relayers) add(address, network, null)
  }
  const all = [...found.values()]
  return { asked: all.slice(0, mostSigners), left: Math.max(0, all.length - mostSigners) }
}

/** The first endpoint that answers; the last refusal when none does. */
async function firstOf<T>(
  nodes: readonly ChainNode[],
  ask: (node: ChainNode) => Promise<Observation<T>>,
  nobody: Observation<T>,
): Promise<Observation<T>> {
  let last = nobody
  for (const node of nodes) {
    last = await ask(node)
    if (last.seen) return last
  }
  return last
}

async function balanceAt(
  node: ChainNode,
  address: string,
  signal: AbortSignal,
): Promise<Observation<bigint>> {
  const head = await node.block('latest', signal)
  if (!head.seen) return head
  const look = { at: head.at, source: node.label, ref: 'eth_getBalance' }
  if (head.value === null) return couldNotSee(look, 'rpc', 'the node knows no latest block')
  return node.nativeBalance?.(address, head.value.number, signal) ?? unable(look)
}

const unable = (look: { at: string; source: string; ref: string }) =>
  couldNotSee(look, 'not-supported', 'this source of chain facts tells nothing about gas accounts')

async function noncesAt(
  node: ChainNode,
  address: string,
  at: string,
  signal: AbortSignal,
): Promise<Observation<NonceLook>> {
  const count = node.transactionCount
  if (count === undefined) return unable({ at, source: node.label, ref: 'eth_getTransactionCount' })
  const latest = await count(address, 'latest', signal)
  if (!latest.seen) return latest
  const pending = await count(address, 'pending', signal)
  if (!pending.seen) return pending
  const look = { at: pending.at, source: pending.source, ref: 'eth_getTransactionCount' }
  return saw(look, { at: pending.at, latest: latest.value, pending: pending.value })
}

async function lookAt(wanted: Wanted, ports: FacilitatorPorts, signal: AbortSignal): Promise<SignerSeen> {
  const { address, network } = wanted
  const nodes = ports.chain.nodes(network)
  const at = ports.clock.now().toISOString()
  const nobody = couldNotSee(
    { at, source: network, ref: 'rpc' },
    'not-configured',
    `no chain endpoint of ${network} is configured`,
  )
  const balance = await firstOf(nodes, (node) => balanceAt(node, address, signal), nobody)
  const [node] = nodes
  // Only accounts of this family have nonces; all looks come from one endpoint, because pools differ.
  if (node === undefined || !network.startsWith('eip155:')) return { ...wanted, balance, nonces: [] }
  const first = await noncesAt(node, address, at, signal)
  if (!first.seen || first.value.pending <= first.value.latest) {
    return { ...wanted, balance, nonces: [first] }
  }
  await ports.clock.sleep(settleLookMs(network), signal)
  if (signal.aborted) return { ...wanted, balance, nonces: [first] }
  return { ...wanted, balance, nonces: [first, await noncesAt(node, address, at, signal)] }
}

/** Looks at the gas and the waiting transactions of every signer. Never throws. */
export async function askSigners(
  expected: FacilitatorExpected,
  facilitators: readonly TargetSeen[],
  ports: FacilitatorPorts,
  signal: AbortSignal,
): Promise<{ readonly signers: readonly SignerSeen[]; readonly signersLeft: number }> {
  const { asked, left } = signersToAsk(expected, facilitators)
  const signers = await Promise.all(asked.map((wanted) => lookAt(wanted, ports, signal)))
  return { signers, signersLeft: left }
}
