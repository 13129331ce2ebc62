// The stub as a process of its own, so that its work is not counted as that of whoever reads from it. It ends when its
// standard input does, and so with the process that started it. Started by history.ts only.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerer, type Limits, type RpcAnswer } from './answer.ts'
import { type HistoryOptions, planHistory } from './plan.ts'
import { mix } from './words.ts'

/** What the stub does to its callers besides answering. */
export type Faults = Limits & {
  readonly latencyMs: number
  /** Share of requests that are answered 429, and of answers that break off in the middle. */
  readonly share429: number
  readonly shareTruncated: number
}

type Call = { readonly id?: unknown; readonly method?: string; readonly params?: readonly unknown[] }

const given = JSON.parse(process.argv[2] ?? '{}') as HistoryOptions & { readonly faults: Faults }
const { faults } = given
const answer = answerer(planHistory(given), faults)
let requests = 0

function envelope({ id, method = '', params = [] }: Call): readonly (string | Buffer)[] {
  const told: RpcAnswer = answer(method, params)
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id ?? null)},`
  return 'error' in told
    ? [`${head}"error":${JSON.stringify(told.error)}}`]
    : [`${head}"result":`, told.result, '}']
}

function bodyOf(asked: Call | readonly Call[]): readonly (string | Buffer)[] {
  if (!Array.isArray(asked)) return envelope(asked as Call)
  const parts = asked.flatMap((call, at) => [at === 0 ? '[' : ',', ...envelope(call)])
  return [...parts, ']']
}

function send(response: ServerResponse, parts: readonly (string | Buffer)[], part: number): void {
  const length = parts.reduce((sum, one) => sum + Buffer.byteLength(one), 0)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length })
  if (part === 1) {
    response.cork()
    for (const one of parts) response.write(one)
    response.end()
    return
  }
  const whole = Buffer.concat(parts.map((one) => Buffer.from(one)))
  response.write(whole.subarray(0, Math.floor(length * part)), () => response.socket?.destroy())
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  requests += 1
  const die = mix(requests ^ mix(given.seed)) / 2 ** 32
  if (faults.latencyMs > 0) await new Promise((done) => setTimeout(done, faults.latencyMs))
  if (die < faults.share429) {
    response.writeHead(429, { 'retry-after': '0' }).end()
    return
  }
  const parts = bodyOf(JSON.parse(Buffer.concat(chunks).toString()) as Call)
  send(response, parts, die < faults.share429 + faults.shareTruncated ? 0.5 : 1)
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  serve(request, response).catch(() => request.socket.destroy())
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.stdin.on('end', () => process.exit(0)).resume()
