import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerer } from './answer.ts'
import { usualFaults } from './history.ts'
import type { Plan } from './plan.ts'

type Call = { readonly id?: unknown; readonly method: string; readonly params?: readonly unknown[] }

/** An endpoint over a history in this process, for whoever wants to know what it is asked. The caller owes `close`. */
export type LocalEndpoint = {
  readonly url: string
  /** How many calls there were, and for logs of how many blocks. */
  readonly counts: { readonly calls: number; readonly blocks: number }
  /** Told of every call before it is answered; one that it says `hold` of never is. */
  readonly watch: (onCall: (calls: number, method: string) => 'hold' | undefined) => void
  readonly close: () => Promise<void>
}

/** Starts an endpoint over a history in this process, on loopback. */
export async function startLocalEndpoint(plan: Plan): Promise<LocalEndpoint> {
  const answer = answerer(plan, usualFaults)
  const counts = { calls: 0, blocks: 0 }
  let onCall: (calls: number, method: string) => 'hold' | undefined = () => undefined
  const isHeld = ({ method, params = [] }: Call) => {
    counts.calls += 1
    if (method === 'eth_getLogs') {
      const [{ fromBlock, toBlock }] = params as readonly [{ fromBlock: string; toBlock: string }]
      counts.blocks += Number(toBlock) - Number(fromBlock) + 1
    }
    return onCall(counts.calls, method) === 'hold'
  }
  const told = ({ id, method, params = [] }: Call) => {
    const said = answer(method, params)
    const rest = 'error' in said ? `"error":${JSON.stringify(said.error)}` : `"result":${said.result}`
    return `{"jsonrpc":"2.0","id":${JSON.stringify(id ?? null)},${rest}}`
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as Call | readonly Call[]
      const calls = Array.isArray(asked) ? (asked as readonly Call[]) : [asked as Call]
      if (calls.map(isHeld).includes(true)) return
      const body = Array.isArray(asked) ? `[${calls.map(told).join(',')}]` : calls.map(told).join('')
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    counts,
    watch: (next) => {
      onCall = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
