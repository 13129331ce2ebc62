import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Block, TestChain, TestLog } from './test-chain.ts'

/** One call as it arrived. `count` is its number among all calls, from 1. */
export type Call = {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
  readonly count: number
  readonly path: string
}

/** What the server does with a call: an answer to send, or one of the ways to send none. */
export type Reply =
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string
    }
  | 'stall'
  | 'reset'
  | 'cut'

/** A fault looks at a call and may answer in the chain's place; undefined lets the next one look. */
export type Fault = (call: Call, chain: TestChain) => Reply | undefined

export type RpcServer = {
  readonly url: string
  readonly calls: readonly Call[]
  readonly close: () => Promise<void>
}

export const hex = (value: number) => `0x${value.toString(16)}`

export function resultReply(call: Call, result: unknown): Reply {
  return { body: JSON.stringify({ jsonrpc: '2.0', id: call.id, result }) }
}

export function errorReply(call: Call, error: unknown, status = 200): Reply {
  return { status, body: JSON.stringify({ jsonrpc: '2.0', id: call.id, error }) }
}

export type Filter = {
  readonly address: string
  readonly fromBlock: string
  readonly toBlock: string
  readonly topics: readonly (string | readonly string[] | null)[]
}

export function filterOf(call: Call): Filter {
  return call.params[0] as Filter
}

export function wireLog(log: TestLog, chain: TestChain): Record<string, unknown> {
  return {
    address: log.address,
    topics: log.topics,
    data: log.data,
    blockNumber: hex(log.blockNumber),
    blockHash: chain.blocks[log.blockNumber]?.hash,
    transactionHash: log.tx,
    logIndex: hex(log.logIndex),
    removed: false,
  }
}

export function matching(filter: Filter, chain: TestChain): readonly TestLog[] {
  const [from, to] = [Number(filter.fromBlock), Number(filter.toBlock)]
  const fits = (log: TestLog) =>
    filter.topics.every((want, at) => {
      const topic = log.topics[at]
      if (topic === undefined) return false
      return want === null || (typeof want === 'string' ? want === topic : want.includes(topic))
    })
  return chain.logs.filter(
    (log) => log.blockNumber >= from && log.blockNumber <= to && log.address === filter.address && fits(log),
  )
}

function wireBlock(block: Block | undefined) {
  if (block === undefined) return null
  return { number: hex(block.number), hash: block.hash, timestamp: hex(block.timestamp), transactions: [] }
}

function honest(call: Call, chain: TestChain): Reply {
  const [first] = call.params
  switch (call.method) {
    case 'eth_chainId':
      return resultReply(call, hex(chain.chainId))
    case 'eth_blockNumber':
      return resultReply(call, hex(chain.blocks.length - 1))
    case 'eth_getBlockByNumber': {
      const tags: Readonly<Record<string, number>> = { latest: 1, safe: 33, finalized: 65 }
      const below = tags[String(first)]
      const number = below === undefined ? Number(first) : Math.max(0, chain.blocks.length - below)
      return resultReply(call, wireBlock(chain.blocks[number]))
    }
    case 'eth_getLogs':
      return resultReply(
        call,
        matching(filterOf(call), chain).map((log) => wireLog(log, chain)),
      )
    case 'eth_getTransactionReceipt': {
      const logs = chain.logs.filter((log) => log.tx === first)
      const block = chain.blocks[logs[0]?.blockNumber ?? -1]
      if (block === undefined) return resultReply(call, null)
      return resultReply(call, {
        transactionHash: first,
        status: '0x1',
        blockNumber: hex(block.number),
        blockHash: block.hash,
        logs: logs.map((log) => wireLog(log, chain)),
      })
    }
    case 'eth_call':
      return resultReply(call, `0x${'0'.repeat(63)}1`)
    default:
      return errorReply(call, { code: -32601, message: `the method ${call.method} does not exist` })
  }
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'stall') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('{"jsonrpc"')
  } else if (reply === 'reset') {
    response.socket?.destroy()
  } else if (reply === 'cut') {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('{"jsonrpc":"2.0"', () => response.socket?.destroy())
  } else {
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
    response.end(reply.body)
  }
}

/** A JSON-RPC node on 127.0.0.1 over a generated chain, with faults that answer first. The path stands for a key. */
export async function startRpcServer(
  chain: TestChain,
  faults: readonly Fault[] = [],
  path = '/v2/CANARY-key-0123456789abcdef',
): Promise<RpcServer> {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => {
      text += part
    })
    request.on('end', () => {
      const { id, method, params } = JSON.parse(text) as Pick<Call, 'id' | 'method' | 'params'>
      const call = { id, method, params, count: calls.length + 1, path: request.url ?? '' }
      calls.push(call)
      for (const fault of faults) {
        const reply = fault(call, chain)
        if (reply !== undefined) return send(response, reply)
      }
      send(response, honest(call, chain))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}${path}`, calls, close }
}
