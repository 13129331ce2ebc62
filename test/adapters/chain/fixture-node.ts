import { createChain } from '../../../src/adapters/chain/chain.ts'
import { systemClock } from '../../../src/adapters/clock.ts'
import { createHttp } from '../../../src/adapters/http/http.ts'
import type { ChainNode, LogQuery } from '../../../src/core/ports.ts'
import { Secret } from '../../../src/core/secret.ts'
import { quickClock } from './quick-clock.ts'
import { type Fault, type RpcServer, startRpcServer } from './rpc-server.ts'
import { type TestChain, token, transfer } from './test-chain.ts'

export type Fixture = {
  readonly node: ChainNode
  readonly server: RpcServer
  readonly sleeps: readonly number[]
}

/** The real transport; loopback is what the operator named, so no allowance is needed. */
export const http = createHttp({
  transport: 'undici',
  clock: systemClock,
  userAgent: 'x402ops-test',
  limits: { concurrency: 64, ratePerSecond: 100_000, burst: 100_000 },
  allowPrivate: false,
  allowHttp: false,
})

/** Starts a server over a chain, builds the adapter on it, and closes the server when the work is done. */
export async function withNode<T>(
  chain: TestChain,
  faults: readonly Fault[],
  work: (fixture: Fixture) => Promise<T>,
  options: {
    readonly path?: string
    readonly network?: string
    readonly timeoutMs?: number
    readonly lanes?: number
  } = {},
): Promise<T> {
  const server = await startRpcServer(chain, faults, options.path)
  const network = options.network ?? 'eip155:8453'
  const clock = quickClock()
  const url = new Secret(`${new URL(server.url).origin}/***`, server.url)
  const { nodes } = createChain({
    http,
    endpoints: { [network]: [{ url, origin: 'given' }] },
    clock,
    limits: { timeoutMs: options.timeoutMs ?? 5000, rpcConcurrency: options.lanes ?? 4 },
  })
  try {
    return await work({ node: nodes(network)[0]!, server, sleeps: clock.sleeps })
  } finally {
    await server.close()
  }
}

export const live = new AbortController().signal

export function transfers(fromBlock: number, toBlock: number): LogQuery {
  return { address: token, topics: [transfer], fromBlock, toBlock }
}
