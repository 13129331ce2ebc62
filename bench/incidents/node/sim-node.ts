import type { NodeFault, SimChain } from '../shapes.ts'
import { honestAnswer } from './answer.ts'
import { type ChainIndex, indexChain } from './chain-index.ts'
import { chanceOf } from './chance.ts'
import { errorOf, type JsonRpcAnswer, type JsonRpcRequest, type Wire, wireOf } from './json-rpc.ts'
import { type Bait, lieOf } from './lies.ts'

/** One simulated node: `answer` is what it says, `serve` is how that travels over HTTP. */
export type SimNode = {
  readonly fault: NodeFault
  readonly answer: (request: JsonRpcRequest) => JsonRpcAnswer
  readonly serve: (body: string) => Wire
}

/** What a node is made of. `bait` are unused authorizations that a lying node may call paid. */
export type SimNodeOptions = {
  readonly chain: SimChain
  readonly fault: NodeFault
  readonly seed: number
  readonly bait?: readonly Bait[]
}

const indexes = new WeakMap<SimChain, ChainIndex>()

function indexOf(chain: SimChain): ChainIndex {
  const known = indexes.get(chain)
  if (known !== undefined) return known
  const index = indexChain(chain, chain.branchFrom)
  indexes.set(chain, index)
  return index
}

function between(low: number, high: number, ...parts: readonly (string | number)[]): number {
  return Math.floor(low + chanceOf(...parts) * (high - low))
}

/** The chain as this node sees it: shorter when it lags, another one from some block on when it forks. */
function seenBy({ chain, fault, seed }: SimNodeOptions): ChainIndex {
  if (fault === 'forks') {
    return indexChain(chain, between(chain.finalized - 200, chain.head, seed, 'fork'))
  }
  if (fault !== 'lags') return indexOf(chain)
  const behind = between(10, Math.min(400, chain.finalized), seed, 'lag')
  return indexChain({
    ...chain,
    head: chain.head - behind,
    safe: chain.safe - behind,
    finalized: chain.finalized - behind,
  })
}

const pageLimit = 500

function tooWide({ method, params }: JsonRpcRequest): boolean {
  if (method !== 'eth_getLogs') return false
  const [filter] = params as readonly [{ fromBlock?: string; toBlock?: string }]
  return Number(filter.toBlock) - Number(filter.fromBlock) >= pageLimit
}

/** One of the ways in which an answer gets lost or spoiled on its way. */
function spoiled(honest: Wire, way: number): Wire {
  const json: Wire['headers'] = [['content-type', 'application/json']]
  const text = honest.body
  const ways: readonly Wire[] = [
    { status: 503, headers: [], body: 'no backend is currently healthy' },
    { status: 200, headers: [['content-type', 'text/html']], body: '<html><h1>502 Bad Gateway</h1></html>' },
    { status: 200, headers: json, body: text.slice(0, Math.floor(text.length / 2)) },
    { status: 200, headers: json, body: text.replace(/"id":\d+/, '"id":999999999') },
    { status: 200, headers: json, body: text.replace('"result"', '"outcome"') },
    { status: 200, headers: json, body: '' },
    {
      status: 200,
      headers: json,
      body: text.replace(/"result".*$/s, '"error":{"code":-32603,"message":"internal error"}}'),
    },
  ]
  return ways[way % ways.length] ?? honest
}

function limited(count: number, id: JsonRpcRequest['id']): Wire {
  const error = { code: -32005, message: 'rate limit exceeded' }
  return count % 2 === 0
    ? { status: 429, headers: [['retry-after', '1']], body: 'Too Many Requests' }
    : { status: 200, headers: [], body: JSON.stringify({ jsonrpc: '2.0', id, error }) }
}

/** Makes a node. Its faults depend on the seed and on how often it was asked, never on chance or time. */
export function makeNode(options: SimNodeOptions): SimNode {
  const { fault, seed } = options
  const index = seenBy(options)
  const lie = lieOf(fault, { index, seed, bait: options.bait ?? [] })
  const answer = (request: JsonRpcRequest): JsonRpcAnswer => {
    if (fault === 'small-ranges' && tooWide(request)) {
      return errorOf(request, -32602, `query exceeds max block range ${pageLimit}`)
    }
    const honest = honestAnswer(index, request)
    return lie === undefined ? honest : lie(honest, request)
  }
  let asked = 0
  const serve = (body: string): Wire => {
    const request = JSON.parse(body) as JsonRpcRequest
    asked += 1
    const honest = wireOf(answer(request))
    if (fault === 'rate-limits' && chanceOf(seed, 'rate', asked) < 0.15) return limited(asked, request.id)
    if (fault === 'random-errors' && chanceOf(seed, 'error', asked) < 0.05) return spoiled(honest, asked)
    return honest
  }
  return { fault, answer, serve }
}
