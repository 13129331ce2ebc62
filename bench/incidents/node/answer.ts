import { balanceAt, type ChainIndex, type PlacedLog } from './chain-index.ts'
import { errorOf, type JsonRpcAnswer, type JsonRpcRequest, resultOf } from './json-rpc.ts'
import { wireBlock, wireLog, wireReceipt, wireTransaction } from './wire-shapes.ts'
import { addressIn, marks, quantity, wordOf, wordsOf } from './words.ts'

type Filter = {
  readonly address?: string | readonly string[]
  readonly topics?: readonly (string | readonly string[] | null)[]
  readonly fromBlock?: string
  readonly toBlock?: string
  readonly blockHash?: string
}

/** The height that a block parameter means; the block after the head for `pending`. */
function heightOf({ chain }: ChainIndex, at: unknown): number | null {
  if (at === 'latest' || at === undefined) return chain.head
  if (at === 'safe') return chain.safe
  if (at === 'finalized') return chain.finalized
  if (at === 'pending') return chain.head + 1
  if (at === 'earliest') return 0
  return typeof at === 'string' && /^0x[0-9a-f]{1,13}$/.test(at) ? Number(at) : null
}

/** The position of the first log at or after a block; `logs` are in the order of the chain. */
function firstAt(logs: readonly PlacedLog[], block: number): number {
  let [low, high] = [0, logs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((logs[middle]?.block ?? 0) < block) low = middle + 1
    else high = middle
  }
  return low
}

function fits({ log }: PlacedLog, wanted: readonly (ReadonlySet<string> | null)[]): boolean {
  return wanted.every((set, at) => {
    const topic = log.topics[at]
    return topic !== undefined && (set === null || set.has(topic))
  })
}

/** The logs that a filter asks for; null when it cannot be understood. */
export function logsFor(index: ChainIndex, filter: Filter): readonly PlacedLog[] | null {
  const byHash = filter.blockHash === undefined ? undefined : index.numberOf(filter.blockHash)
  if (filter.blockHash !== undefined && byHash === undefined) return null
  const from = byHash ?? heightOf(index, filter.fromBlock)
  const to = byHash ?? heightOf(index, filter.toBlock)
  if (from === null || to === null || from > to) return null
  const wanted = (filter.topics ?? []).map((topic) =>
    topic === null ? null : new Set(typeof topic === 'string' ? [topic] : topic),
  )
  const { address } = filter
  const lists =
    address === undefined
      ? [index.allLogs]
      : (typeof address === 'string' ? [address] : address).map((one) => index.logsOf(one.toLowerCase()))
  return lists.flatMap((logs) =>
    logs.slice(firstAt(logs, from), firstAt(logs, to + 1)).filter((placed) => fits(placed, wanted)),
  )
}

/** The word that a contract returns; null for a function that it does not have. */
function callResult(index: ChainIndex, to: string, data: string, block: number): string | null {
  const [first = '', second = ''] = wordsOf(data.slice(10))
  const owner = addressIn(first)
  const spent = (at: number | undefined) => at !== undefined && at <= block
  switch (data.slice(0, 10)) {
    case marks.authorizationState:
      return wordOf(spent(index.spentAt.get(`${to}/${owner}/0x${second}`)) ? 1n : 0n)
    case marks.balanceOf:
      return wordOf(balanceAt(index, to, owner, block))
    case marks.nonceBitmap: {
      let bits = 0n
      const word = BigInt(`0x${second}`)
      for (const [key, at] of index.permit2SpentAt) {
        const [holder, nonce = '0'] = key.split('/')
        const value = BigInt(nonce)
        if (holder === owner && value >> 8n === word && spent(at)) bits |= 1n << (value & 0xffn)
      }
      return wordOf(bits)
    }
    default:
      return null
  }
}

function callAnswer(index: ChainIndex, request: JsonRpcRequest): JsonRpcAnswer {
  const [call, at] = request.params as readonly [{ to?: string; data?: string; input?: string }, unknown]
  const block = heightOf(index, at)
  if (block === null) return errorOf(request, -32602, 'invalid argument 1: hex string expected')
  if (block > index.chain.head) return errorOf(request, -32000, 'header not found')
  const word = callResult(index, (call.to ?? '').toLowerCase(), call.data ?? call.input ?? '0x', block)
  return word === null ? errorOf(request, 3, 'execution reverted') : resultOf(request, word)
}

function blockAnswer(index: ChainIndex, request: JsonRpcRequest): JsonRpcAnswer {
  const [at] = request.params
  const number =
    request.method === 'eth_getBlockByHash' ? (index.numberOf(String(at)) ?? null) : heightOf(index, at)
  return resultOf(request, number === null ? null : wireBlock(index, number))
}

/** What an honest node answers. */
export function honestAnswer(index: ChainIndex, request: JsonRpcRequest): JsonRpcAnswer {
  const [first] = request.params
  switch (request.method) {
    case 'eth_chainId':
      return resultOf(request, quantity(index.chain.chainId))
    case 'eth_blockNumber':
      return resultOf(request, quantity(index.chain.head))
    case 'eth_getBlockByNumber':
    case 'eth_getBlockByHash':
      return blockAnswer(index, request)
    case 'eth_getLogs': {
      const logs = logsFor(index, (first ?? {}) as Filter)
      if (logs === null) return errorOf(request, -32000, 'invalid block range params')
      return resultOf(
        request,
        logs.map((placed) => wireLog(index, placed)),
      )
    }
    case 'eth_getTransactionReceipt':
      return resultOf(request, wireReceipt(index, String(first)))
    case 'eth_getTransactionByHash':
      return resultOf(request, wireTransaction(index, String(first)))
    case 'eth_call':
      return callAnswer(index, request)
    default:
      return errorOf(request, -32601, `the method ${request.method} does not exist/is not available`)
  }
}
