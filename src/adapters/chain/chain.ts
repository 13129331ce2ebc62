import type { Chain, ChainNode, Clock, Http } from '../../core/ports.ts'
import type { Limits, RpcEndpoint } from '../../core/profile.ts'
import { createAccountReads } from './account-reads.ts'
import { createRpc } from './json-rpc.ts'
import { createNode } from './node.ts'
import { createProofSource } from './proof-source.ts'
import type { TellPage } from './told-pages.ts'
import { createTryLogs } from './try-logs.ts'

/** What the chain adapter needs: a transport, the endpoints by CAIP-2 network, a clock and our limits. */
export type ChainOptions = {
  readonly http: Http
  readonly endpoints: Readonly<Record<string, readonly RpcEndpoint[]>>
  readonly clock: Clock
  readonly limits: Pick<Limits, 'timeoutMs' | 'rpcConcurrency'>
  /** Told about every page of logs that was answered. */
  readonly tellPage?: TellPage | undefined
}

/**
 * The Chain port over JSON-RPC. Every answer is checked for its shape and against the question; a node of
 * another chain is refused. `timeoutMs` bounds one request, `rpcConcurrency` the requests of one endpoint
 * at a time. Contacts nobody until a node is asked.
 */
export function createChain(options: ChainOptions): Chain {
  const { http, clock, limits } = options
  const concurrency = Math.max(1, limits.rpcConcurrency)

  const toNode = (network: string, endpoint: RpcEndpoint): ChainNode => {
    const ask = createRpc({ http, endpoint, clock, timeoutMs: limits.timeoutMs, concurrency })
    const { label } = endpoint.url
    const proofs = createProofSource({ network, label, ask, clock })
    const accounts = createAccountReads({ network, label, ask, clock })
    const tryLogs = createTryLogs({ network, label, ask, clock })
    const { tellPage } = options
    const node = createNode({ network, label, ask, clock, lanes: concurrency, tellPage })
    return { ...node, ...accounts, proofs, tryLogs }
  }

  const byNetwork = new Map(
    Object.entries(options.endpoints).map(([network, list]) => [
      network,
      list.map((endpoint) => toNode(network, endpoint)),
    ]),
  )
  return { nodes: (network) => byNetwork.get(network) ?? [] }
}
