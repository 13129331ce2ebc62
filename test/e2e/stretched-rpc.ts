import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Chain } from '../rig/anvil.ts'

type Call = { readonly id: unknown; readonly method: string; readonly params: readonly unknown[] }
type Placed = Readonly<Record<string, unknown>>
type Real = { readonly number: number; readonly timestamp: number; readonly height: number }

/** What an endpoint does to its callers besides answering. */
export type Trouble = {
  /** The most blocks of one log search. */
  readonly maxBlocks: number
  /** Share of the requests that fail, and where the dice begin. */
  readonly faultShare: number
  readonly seed: number
  /** Requests a second, and how many may come at once. */
  readonly perSecond: number
  readonly burst: number
}

/** A public endpoint over a chain; `counts` says what happened to how many requests. */
export type StretchedRpc = {
  readonly url: string
  readonly head: number
  readonly counts: Record<string, number>
  readonly close: () => Promise<void>
}

const blockSeconds = 2
const hex = (value: number) => `0x${value.toString(16)}`
const word = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}`

/** A small linear generator of numbers in [0, 1): the same seed gives the same run of faults. */
function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

async function realBlocks(chain: Chain): Promise<readonly Real[]> {
  const head = await chain.blockNumber()
  const list: Real[] = []
  let genesis = 0
  for (let number = 0; number <= head; number += 1) {
    const block = await chain.rpc<{ timestamp: string }>('eth_getBlockByNumber', [hex(number), false])
    const timestamp = Number(block.timestamp)
    if (number === 0) genesis = timestamp
    const height = Math.floor((timestamp - genesis) / blockSeconds)
    if (height <= (list.at(-1)?.height ?? -1)) throw new Error(`block ${number} comes too soon`)
    list.push({ number, timestamp, height })
  }
  return list
}

const faults: readonly ((response: ServerResponse, id: unknown) => void)[] = [
  (response) => response.writeHead(503).end('upstream busy'),
  (response) => response.writeHead(429, { 'retry-after': '0' }).end(),
  (response) => response.writeHead(502).end('<html>bad gateway</html>'),
  (response) => response.socket?.destroy(),
  (response, id) => response.end(JSON.stringify({ id, error: { code: 429, message: '' } })),
  (response, id) => response.end(JSON.stringify({ id, error: { code: -32603, message: 'internal error' } })),
  (response, id) => response.end(JSON.stringify({ id, result: null }).slice(0, 12)),
  (response) => response.end(JSON.stringify({ id: 4_000_000, result: [] })),
  (response) => response.end(''),
  (response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('{"jsonrpc"', () => response.socket?.destroy())
  },
]

/**
 * The rig's chain as a chain with a block every two seconds: each real block stands at the height of its
 * time, and between them lie empty blocks that only have a hash and a time. So a month of blocks costs no
 * month of mining, and everything that happened is answered by the real node. The chain must stand still
 * meanwhile. The caller owes `close`.
 */
export async function startStretchedRpc(chain: Chain, trouble: Trouble | null): Promise<StretchedRpc> {
  const blocks = await realBlocks(chain)
  const genesis = blocks[0]?.timestamp ?? 0
  const head = blocks.at(-1)?.height ?? 0
  const byHeight = new Map(blocks.map((block) => [block.height, block]))
  const heightOf = new Map(blocks.map(({ number, height }) => [number, height]))
  const counts: Record<string, number> = {}
  const roll = dice(trouble?.seed ?? 1)
  let tokens = trouble?.burst ?? 0
  let filledAt = performance.now()

  /** The newest real block at or below a height. */
  const below = (height: number) => blocks.findLast((block) => block.height <= height)?.number ?? 0
  const moved = (item: Placed): Placed => {
    const { blockNumber } = item
    return typeof blockNumber === 'string'
      ? { ...item, blockNumber: hex(heightOf.get(Number(blockNumber)) ?? 0) }
      : item
  }

  const header = async (at: unknown) => {
    const tag = typeof at === 'string' && !at.startsWith('0x')
    const height = tag ? undefined : Number(at)
    if (height !== undefined && height > head) return null
    const real = height === undefined ? undefined : byHeight.get(height)
    if (height !== undefined && real === undefined) {
      const timestamp = hex(genesis + blockSeconds * height)
      return { number: hex(height), hash: word(`empty block ${height}`), timestamp }
    }
    const block = await chain.rpc<Placed>('eth_getBlockByNumber', [tag ? at : hex(real?.number ?? 0), false])
    return { ...block, number: hex(heightOf.get(Number(block.number)) ?? 0) }
  }

  const logs = async (filter: Placed) => {
    const [from, to] = [Number(filter.fromBlock), Number(filter.toBlock)]
    const inside = blocks.filter(({ height }) => height >= from && height <= to)
    const [first, last] = [inside[0], inside.at(-1)]
    if (first === undefined || last === undefined) return []
    const range = { fromBlock: hex(first.number), toBlock: hex(last.number) }
    return (await chain.rpc<Placed[]>('eth_getLogs', [{ ...filter, ...range }])).map(moved)
  }

  const answer = async ({ method, params }: Call): Promise<unknown> => {
    const [first, second] = params
    switch (method) {
      case 'eth_blockNumber':
        return hex(head)
      case 'eth_getBlockByNumber':
        return header(first)
      case 'eth_getLogs':
        return logs(first as Placed)
      case 'eth_getTransactionReceipt': {
        const receipt = await chain.rpc<Placed | null>(method, [first])
        if (receipt === null) return null
        return { ...moved(receipt), logs: (receipt.logs as Placed[]).map(moved) }
      }
      case 'eth_call':
        return chain.rpc(method, [first, hex(below(Number(second)))])
      default:
        return chain.rpc(method, params)
    }
  }

  const tooFast = () => {
    if (trouble === null) return false
    const now = performance.now()
    tokens = Math.min(trouble.burst, tokens + ((now - filledAt) / 1000) * trouble.perSecond)
    filledAt = now
    if (tokens < 1) return true
    tokens -= 1
    return false
  }
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1
  }

  const server = createServer((request, response) => {
    const serve = async () => {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      const call = JSON.parse(text) as Call
      count('requests')
      if (tooFast()) {
        count('limited')
        return response.writeHead(429).end()
      }
      if (trouble !== null && roll() < trouble.faultShare) {
        count('failed')
        return faults[Math.floor(roll() * faults.length)]?.(response, call.id)
      }
      if (trouble !== null && call.method === 'eth_getLogs') {
        const { fromBlock, toBlock } = call.params[0] as Placed
        if (Number(toBlock) - Number(fromBlock) >= trouble.maxBlocks) {
          count('too wide')
          const message = `eth_getLogs is limited to a ${trouble.maxBlocks} range`
          return response.end(JSON.stringify({ id: call.id, error: { code: -32614, message } }))
        }
      }
      return response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: await answer(call) }))
    }
    void serve().catch(() => request.socket.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    head,
    counts,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
