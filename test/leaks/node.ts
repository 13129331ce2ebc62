import { createHash } from 'node:crypto'
import { serve } from './desk.ts'

const hex = (value: number) => `0x${value.toString(16)}`
const blockHash = (number: number) => `0x${createHash('sha256').update(String(number)).digest('hex')}`
const head = 40_000_000
const blockAt = (number: number, headSeconds: number) => ({
  number: hex(number),
  hash: blockHash(number),
  parentHash: blockHash(number - 1),
  timestamp: hex(headSeconds - (head - number) * 2),
})

type Call = { readonly id: number; readonly method: string; readonly params: readonly unknown[] }

function answerOf({ method, params }: Call, headSeconds: number): unknown {
  if (method === 'eth_chainId') return hex(8453)
  if (method === 'eth_blockNumber') return hex(head)
  if (method === 'eth_getBlockByNumber') {
    const at = params[0]
    return blockAt(typeof at === 'string' && at.startsWith('0x') ? Number(at) : head, headSeconds)
  }
  if (method === 'eth_getLogs') return []
  if (method === 'eth_call') return `0x${'0'.repeat(64)}`
  return null
}

/** An honest node of Base without a single log; `spoil` may answer some calls instead. Owes `close`. */
export function serveNode(
  spoil: (
    call: Call,
    url: string,
  ) => { status?: number; headers?: Record<string, string>; text: string } | null = () => null,
) {
  // Of the whole run: a block whose time changes between two questions is what a liar shows.
  const headSeconds = Math.floor(Date.now() / 1000)
  return serve((request, response, body) => {
    const parsed = JSON.parse(body || 'null') as Call | readonly Call[] | null
    const calls = Array.isArray(parsed) ? (parsed as readonly Call[]) : [parsed as Call]
    for (const call of calls) {
      const spoilt = spoil(call, request.url ?? '')
      if (spoilt === null) continue
      response.writeHead(spoilt.status ?? 200, { 'content-type': 'application/json', ...spoilt.headers })
      response.end(spoilt.text)
      return
    }
    const replies = calls.map((call) => ({
      jsonrpc: '2.0',
      id: call.id,
      result: answerOf(call, headSeconds),
    }))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(Array.isArray(parsed) ? replies : replies[0]))
  })
}
