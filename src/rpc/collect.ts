import { couldNotSee, type Observation, valueIfSeen } from '../core/observation.ts'
import type { ChainNode, Clock } from '../core/ports.ts'
import { addressTopic } from '../payments/effect.ts'
import { controlSpan } from './control.ts'
import type { EndpointSeen, HeadSeen, NetworkSeen, PastSeen, RpcPorts, RpcSeen, RpcTarget } from './shapes.ts'
import { findSpan } from './span.ts'

const zero = `0x${'0'.repeat(40)}`
const balanceOfZero = `0x70a08231${addressTopic(zero).slice(2)}`
/** Below the newest common head: what differs there is a fork or a lie and no block that is being decided. */
const settledBlocks = 3

type Timed<T> = { readonly answer: Observation<T>; readonly askedMs: number; readonly answeredMs: number }

async function timed<T>(clock: Clock, ask: () => Promise<Observation<T>>): Promise<Timed<T>> {
  const askedMs = clock.monotonicMs()
  const answer = await ask()
  return { answer, askedMs, answeredMs: clock.monotonicMs() }
}

async function readPast(
  node: ChainNode,
  { asset, depths }: RpcTarget,
  head: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly PastSeen[]> {
  const heights = [...new Set(depths.map((depth) => Math.max(0, head - depth)))]
  return Promise.all(
    heights.map(async (block): Promise<PastSeen> => {
      const depth = head - block
      if (asset !== null)
        return { depth, block, answer: await node.call(asset, balanceOfZero, block, signal) }
      const missing = { at: clock.now().toISOString(), source: node.label, ref: `state at block ${block}` }
      const answer =
        (await node.code?.(zero, block, signal)) ??
        couldNotSee(missing, 'not-supported', 'this source tells no state')
      return { depth, block, answer }
    }),
  )
}

type First = {
  readonly node: ChainNode
  readonly name: string
  readonly chainId: Timed<number>
  readonly head: HeadSeen | null
}

async function meet(
  node: ChainNode,
  name: string,
  expectedId: number | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<First> {
  const chainId = await timed(clock, () => node.chainId(signal))
  // Of another chain nothing is worth asking, and who does not tell the id will not tell the rest.
  if (valueIfSeen(chainId.answer) !== expectedId) return { node, name, chainId, head: null }
  const { answer: block, ...times } = await timed(clock, () => node.block('latest', signal))
  return { node, name, chainId, head: { block, ...times } }
}

const took = ({ askedMs, answeredMs }: { askedMs: number; answeredMs: number }) =>
  Math.round(answeredMs - askedMs)

async function examine(
  { node, name, chainId, head }: First,
  target: RpcTarget,
  commonHeight: number | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<EndpointSeen> {
  const times = [took(chainId)]
  const top = head === null ? null : valueIfSeen(head.block)
  if (head === null) return { name, chainId: chainId.answer, rest: null, timesMs: times }
  times.push(took(head))
  const common = commonHeight === null ? null : await timed(clock, () => node.block(commonHeight, signal))
  if (common !== null) times.push(took(common))
  const [safe, finalized, span, past] = await Promise.all([
    node.block('safe', signal),
    node.block('finalized', signal),
    top === null || target.asset === null ? null : findSpan(node, target.asset, top.number, signal),
    top === null ? [] : readPast(node, target, top.number, clock, signal),
  ])
  const control =
    span === null || top === null || target.asset === null
      ? null
      : await controlSpan(node, target.asset, top.number, span.answered, signal)
  const rest = { head, common: common?.answer ?? null, safe, finalized, span, control, past }
  return { name, chainId: chainId.answer, rest, timesMs: times }
}

async function collectNetwork(
  target: RpcTarget,
  { nodes, clock }: RpcPorts,
  signal: AbortSignal,
): Promise<NetworkSeen> {
  const { network, endpoints, chainId } = target
  const list = nodes(network)
  const met = await Promise.all(
    list.map((node, at) => meet(node, endpoints[at]?.name ?? node.label, chainId, clock, signal)),
  )
  const heads = met.flatMap(({ head }) => (head === null ? [] : (valueIfSeen(head.block)?.number ?? [])))
  const commonHeight = heads.length === 0 ? null : Math.max(0, Math.min(...heads) - settledBlocks)
  const seen = met.map((one) => examine(one, target, commonHeight, clock, signal))
  return { network, commonHeight, endpoints: await Promise.all(seen) }
}

/**
 * Asks every endpoint of every network side by side: who it is, where its head stands, what it calls a block that all
 * have, what is final to it, how many blocks it searches, how far back its state goes. An endpoint of another chain or
 * without an answer is asked nothing more. Never rejects for what it finds.
 */
export async function collectRpc(
  targets: readonly RpcTarget[],
  ports: RpcPorts,
  signal: AbortSignal,
): Promise<RpcSeen> {
  const asked = targets.filter(({ skip }) => skip === null)
  return { networks: await Promise.all(asked.map((target) => collectNetwork(target, ports, signal))) }
}
