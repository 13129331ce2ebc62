import { createChain } from '../../src/adapters/chain/chain.ts'
import { columnWay } from '../../src/adapters/chain/columns/column-way.ts'
import { createRpc } from '../../src/adapters/chain/json-rpc.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import { kindTopics, type LogColumns } from '../../src/core/log-columns.ts'
import { Secret } from '../../src/core/secret.ts'
import { shopWord, usdc } from './chain.ts'

/** Blocks of one page. */
export type Range = { readonly fromBlock: number; readonly toBlock: number }

/** What a reader found. A way that keeps nothing of the logs says null. */
export type Found = { readonly logs: number | null; readonly sum: bigint | null }

/** Reads pages one after the other, or all of them in its own way. */
type Read = (pages: readonly Range[]) => Promise<readonly Found[]>

/** Gets ready, which is not measured. */
export type Way = (url: string, pages: readonly Range[]) => Promise<Read>

function oneByOne(read: (range: Range) => Promise<Found>): Read {
  return async (pages) => {
    const found: Found[] = []
    for (const page of pages) found.push(await read(page))
    return found
  }
}

const nothing: Found = { logs: null, sum: null }
const never = new AbortController().signal
const limits = { concurrency: 8, ratePerSecond: 100_000, burst: 100_000 }

function makeHttp() {
  const options = { allowPrivate: false, allowHttp: false, userAgent: 'x402ops-bench' }
  return createHttp({ transport: 'undici', clock: systemClock, limits, ...options })
}

const topics = [kindTopics[0], null, shopWord]
const hex = (value: number) => `0x${value.toString(16)}`

/** The sum of all values, read from the columns, as any reader of them would. */
function sumColumns({ count, value }: LogColumns): Found {
  const view = new DataView(value.buffer, value.byteOffset, count * 32)
  let sum = 0n
  for (let row = 0; row < count; row += 1) sum += view.getBigUint64(row * 32 + 24)
  return { logs: count, sum }
}

const ask = (url: string) => {
  const endpoint = { url: new Secret('http://127.0.0.1/***', url), origin: 'given' } as const
  return createRpc({ http: makeHttp(), endpoint, clock: systemClock, timeoutMs: 60_000, concurrency: 4 })
}

/** One page by the way that `logColumns` reads them: transport, guards, JSON-RPC, scanner. */
const columns: Way = async (url) => {
  const way = columnWay(ask(url))
  return oneByOne(async (range) => {
    const reply = await way.readPage({ address: usdc, topics, ...range }, never, 1)
    if (!reply.ok) throw new Error(reply.fault.detail)
    return sumColumns(reply.page.columns)
  })
}

/** A whole node: chain id, heads before and after, pages of its own choice, side by side, merged. */
const whole: Way = async (url) => {
  const endpoint = { url: new Secret('http://127.0.0.1/***', url), origin: 'given' } as const
  const network = 'eip155:8453'
  const options = { http: makeHttp(), endpoints: { [network]: [endpoint] }, clock: systemClock }
  const [node] = createChain({ ...options, limits: { timeoutMs: 60_000, rpcConcurrency: 4 } }).nodes(network)
  return async (pages) => {
    const [fromBlock, toBlock] = [pages[0]?.fromBlock ?? 0, pages.at(-1)?.toBlock ?? 0]
    const scan = await node?.logColumns({ address: usdc, topics, fromBlock, toBlock }, never)
    if (scan === undefined || scan.holes.length > 0) throw new Error('not read')
    return [sumColumns(scan.columns)]
  }
}

function requestOf(url: string, { fromBlock, toBlock }: Range) {
  const filter = { address: usdc, topics, fromBlock: hex(fromBlock), toBlock: hex(toBlock) }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [filter] })
  const headers = { 'content-type': 'application/json' }
  const most = { timeoutMs: 60_000, maxBodyBytes: 64 * 1024 * 1024 }
  return { method: 'POST', url, body, headers, ...most, trust: 'operator' } as const
}

const receive: Way = async (url) => {
  const http = makeHttp()
  return oneByOne(async (range) => {
    const seen = await http.sendForBytes?.(requestOf(url, range), never, () => nothing)
    if (seen?.seen !== true) throw new Error('not received')
    return nothing
  })
}

/** The yardsticks: all pages are in memory before the clock starts. */
async function received(url: string, pages: readonly Range[]): Promise<ReadonlyMap<Range, Buffer>> {
  const http = makeHttp()
  const bodies = new Map<Range, Buffer>()
  for (const range of pages) {
    const seen = await http.sendForBytes?.(requestOf(url, range), never, ({ body }) => Buffer.from(body))
    if (seen?.seen !== true) throw new Error('not received')
    bodies.set(range, seen.value)
  }
  return bodies
}

function parsed(text: string): Found {
  const { result } = JSON.parse(text) as { result: readonly unknown[] }
  return { logs: result.length, sum: null }
}

const parse: Way = async (url, pages) => {
  const bodies = await received(url, pages)
  const texts = new Map([...bodies].map(([range, body]) => [range, body.toString('latin1')]))
  return oneByOne(async (range) => parsed(texts.get(range) ?? ''))
}

const decodeAndParse: Way = async (url, pages) => {
  const bodies = await received(url, pages)
  return oneByOne(async (range) => parsed((bodies.get(range) ?? Buffer.alloc(0)).toString('utf8')))
}

const viem: Way = async (url) => {
  const { createPublicClient, http, parseAbiItem } = await import('viem')
  const client = createPublicClient({ transport: http(url, { retryCount: 0, timeout: 60_000 }) })
  const event = parseAbiItem('event Transfer(address indexed from, address indexed to, uint256 value)')
  const args = { to: `0x${shopWord.slice(26)}` } as const
  return oneByOne(async ({ fromBlock, toBlock }) => {
    const range = { fromBlock: BigInt(fromBlock), toBlock: BigInt(toBlock) }
    const logs = await client.getLogs({ address: usdc, event, args, strict: true, ...range })
    return { logs: logs.length, sum: logs.reduce((sum, log) => sum + log.args.value, 0n) }
  })
}

const ethers: Way = async (url) => {
  const { Interface, JsonRpcProvider, Network } = await import('ethers')
  const network = new Network('base', 8453)
  const provider = new JsonRpcProvider(url, network, { staticNetwork: network, batchMaxCount: 1 })
  const abi = new Interface(['event Transfer(address indexed from, address indexed to, uint256 value)'])
  return oneByOne(async ({ fromBlock, toBlock }) => {
    const logs = await provider.getLogs({ address: usdc, topics: [...topics], fromBlock, toBlock })
    const sum = logs.reduce((total, log) => total + BigInt(abi.parseLog(log)?.args.value ?? 0), 0n)
    return { logs: logs.length, sum }
  })
}

/** Every way of reading, by the name that the table gives it. */
export const ways: Readonly<Record<string, Way>> = {
  'receive only': receive,
  'JSON.parse alone': parse,
  'text and JSON.parse': decodeAndParse,
  'columns, from the bytes': columns,
  'columns, by JSON.parse': (url, pages) => columns(`${url}nested`, pages),
  'logColumns, all of it': whole,
  'viem getLogs({event})': viem,
  'ethers getLogs + parseLog': ethers,
}
