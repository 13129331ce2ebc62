import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Call = { readonly id?: unknown; readonly method?: string; readonly params?: readonly unknown[] }
type Log = { readonly transactionHash: string; readonly topics: readonly string[] }
type Answer = { readonly result?: unknown }

/** An endpoint that passes everything on to another one and hides some of it. */
export type LyingRpc = { readonly url: string; readonly close: () => Promise<void> }

/** Where the logs are hidden: in searches only, or in receipts too, so that the lie is told consistently. */
export type Hiding = 'searches' | 'everywhere'

function without(call: Call, answer: Answer, hide: (log: Log) => boolean, where: Hiding): Answer {
  const { result } = answer
  if (call.method === 'eth_getTransactionReceipt' && where === 'everywhere') {
    const { logs = [] } = (result ?? {}) as { logs?: readonly Log[] }
    return logs.some(hide) ? { ...answer, result: null } : answer
  }
  if (call.method !== 'eth_getLogs' || !Array.isArray(result)) return answer
  return { ...answer, result: (answer.result as Log[]).filter((log) => !hide(log)) }
}

/** Starts one that passes everything on and refuses log searches over a block. The caller owes `close`. */
export function startRefusingRpc(target: string, block: number): Promise<LyingRpc> {
  return startProxy(target, (call, answer) => {
    const [filter] = (call.params ?? []) as readonly { fromBlock?: string; toBlock?: string }[]
    const over = Number(filter?.fromBlock) <= block && Number(filter?.toBlock) >= block
    if (call.method !== 'eth_getLogs' || !over) return answer
    return { id: call.id, error: { code: -32005, message: 'query returned more than 10000 results' } }
  })
}

/** Starts one that hides logs, on a free loopback port. The caller owes `close`. */
export function startLyingRpc(
  target: string,
  hide: (log: Log) => boolean,
  where: Hiding = 'searches',
): Promise<LyingRpc> {
  return startProxy(target, (call, answer) => without(call, answer, hide, where))
}

async function startProxy(target: string, tell: (call: Call, answer: Answer) => unknown): Promise<LyingRpc> {
  const server = createServer((req, res) => {
    const pass = async () => {
      let body = ''
      for await (const chunk of req) body += String(chunk)
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(target, { method: 'POST', headers, body })
      const calls = JSON.parse(body) as Call | Call[]
      const answers = (await answer.json()) as Answer | Answer[]
      const told = Array.isArray(answers)
        ? answers.map((one, index) => tell((calls as Call[])[index] ?? {}, one))
        : tell(calls as Call, answers)
      res.writeHead(answer.status, headers).end(JSON.stringify(told))
    }
    void pass().catch(() => req.socket.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
