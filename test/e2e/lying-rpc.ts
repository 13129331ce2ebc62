import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Call = { readonly method?: string }
type Log = { readonly transactionHash: string; readonly topics: readonly string[] }
type Answer = { readonly result?: unknown }

/** An endpoint that passes everything on to another one and hides some logs of its `eth_getLogs`. */
export type LyingRpc = { readonly url: string; readonly close: () => Promise<void> }

function without(call: Call, answer: Answer, hide: (log: Log) => boolean): Answer {
  if (call.method !== 'eth_getLogs' || !Array.isArray(answer.result)) return answer
  return { ...answer, result: (answer.result as Log[]).filter((log) => !hide(log)) }
}

/** Starts it on a free loopback port. The caller owes `close`. */
export async function startLyingRpc(target: string, hide: (log: Log) => boolean): Promise<LyingRpc> {
  const server = createServer((req, res) => {
    const pass = async () => {
      let body = ''
      for await (const chunk of req) body += String(chunk)
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(target, { method: 'POST', headers, body })
      const calls = JSON.parse(body) as Call | Call[]
      const answers = (await answer.json()) as Answer | Answer[]
      const told = Array.isArray(answers)
        ? answers.map((one, index) => without((calls as Call[])[index] ?? {}, one, hide))
        : without(calls as Call, answers, hide)
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
