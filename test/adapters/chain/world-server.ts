import { createChain } from '../../../src/adapters/chain/chain.ts'
import type { BlockRef } from '../../../src/core/ports.ts'
import { Secret } from '../../../src/core/secret.ts'
import { pairPayments } from '../../../src/payments/pairing.ts'
import type { PaymentRecord } from '../../../src/payments/record.ts'
import { judgeCase } from '../../../src/reconcile/judge-case.ts'
import { scanTarget } from '../../../src/reconcile/scan/target.ts'
import { targetsFor } from '../../../src/reconcile/scan/targets.ts'
import { block, genesis, network, policy, record } from '../../payments/world.ts'
import { logsOf } from '../../reconcile/chain-nodes.ts'
import { expected } from '../../reconcile/judging.ts'
import { http } from './fixture-node.ts'
import { quickClock } from './quick-clock.ts'
import { type Fault, hex, resultReply, startRpcServer } from './rpc-server.ts'
import type { TestChain } from './test-chain.ts'

/** The window of these worlds: blocks 600 to 2000. */
export const window = { since: genesis + 1200, until: genesis + 4000, skewSeconds: 600 }

/** A real chain id, real blocks and real token events, as a server can answer for them. */
export function worldChain(
  events: Parameters<typeof logsOf>[0],
  blocks: (n: number) => BlockRef = block,
): TestChain {
  return { chainId: 8453, blocks: Array.from({ length: 2001 }, (_, n) => blocks(n)), logs: logsOf(events) }
}

/** A nonce is used from the block on whose log shows it. */
export function nonceStates(chain: TestChain): Fault {
  return (call) => {
    if (call.method !== 'eth_call') return undefined
    const [{ data }, at] = call.params as readonly [{ data: string }, string]
    const [payer, nonce] = [data.slice(10, 74), `0x${data.slice(74)}`]
    const used = chain.logs.some(
      ({ topics, blockNumber }) =>
        topics[1] === `0x${payer}` && topics[2] === nonce && blockNumber <= Number(at),
    )
    return resultReply(call, `0x${(used ? '1' : '0').padStart(64, '0')}`)
  }
}

/** Answers for another newest block than the chain has, wherever a head is asked for. */
export function headAt(number: () => number): Fault {
  return (call, chain) => {
    const [first] = call.params
    if (call.method === 'eth_blockNumber') return resultReply(call, hex(number()))
    if (call.method !== 'eth_getBlockByNumber' || first !== 'latest') return undefined
    const { hash, timestamp } = chain.blocks[number()] as BlockRef
    return resultReply(call, { number: hex(number()), hash, timestamp: hex(timestamp) })
  }
}

/** A record of a payment in block `number`. */
export function made(number: number, part: Partial<PaymentRecord> = {}): PaymentRecord {
  const seconds = genesis + 2 * number
  const times = { receivedAt: (seconds - 4) * 1000, respondedAt: seconds * 1000 }
  return record({ ...times, validBefore: seconds + 60, ...part })
}

/** One endpoint of a world: its chain and the faults that answer first. */
export type Endpoint = { readonly chain: TestChain; readonly faults?: readonly Fault[] }

/** Reads and judges through real sockets, one server for each endpoint; `labels` are theirs in order. */
export async function readWorld(records: readonly PaymentRecord[], endpoints: readonly Endpoint[]) {
  const servers = await Promise.all(
    endpoints.map(({ chain, faults = [] }) => startRpcServer(chain, [...faults, nonceStates(chain)])),
  )
  try {
    const labels = servers.map(({ url }) => `${new URL(url).origin}/***`)
    const list = servers.map(({ url }, index) => ({
      ...{ url: new Secret(labels[index] ?? '', url), origin: 'given' as const },
    }))
    const limits = { timeoutMs: 2000, rpcConcurrency: 4 }
    const chain = createChain({ http, endpoints: { [network]: list }, clock: quickClock(), limits })
    const [target] = targetsFor(expected, records)
    if (target === undefined) throw new Error('no target')
    const scan = await scanTarget(target, chain.nodes(network), window, new AbortController().signal)
    const views = scan.view === null ? [] : [scan.view]
    const { cases } = pairPayments({ records, views, policy: { ...policy, ...window } })
    const outcomes = cases.flatMap((item) => judgeCase(item, expected)?.outcome ?? [])
    return { scan, outcomes: outcomes.sort(), labels, calls: servers.flatMap(({ calls }) => calls) }
  } finally {
    await Promise.all(servers.map(({ close }) => close()))
  }
}
