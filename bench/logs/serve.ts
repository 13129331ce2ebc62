// A node that answers from memory, as a process of its own: node bench/logs/serve.ts LOGS PER_BLOCK. It says its port and
// ends when its standard input does. `/nested` adds to every answer what no scanner of ours knows.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeHistory } from './chain.ts'

type Filter = { readonly fromBlock: string; readonly toBlock: string }
type Call = { readonly id: number; readonly method: string; readonly params: readonly [Filter] }

const [logs, perBlock] = process.argv.slice(2).map(Number) as [number, number]
const history = makeHistory({ logs, perBlock })
const head = `"0x${Math.ceil(logs / perBlock).toString(16)}"`

function resultOf({ method, params }: Call): readonly (string | Buffer)[] {
  if (method === 'eth_getLogs') {
    const [{ fromBlock, toBlock }] = params
    return ['[', history(Number(fromBlock), Number(toBlock)), ']']
  }
  return [method === 'eth_chainId' ? '"0x2105"' : head]
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const call = JSON.parse(Buffer.concat(chunks).toString()) as Call
  const end = request.url === '/nested' ? ',"meta":{"node":1}}' : '}'
  const parts = [`{"jsonrpc":"2.0","id":${call.id},"result":`, ...resultOf(call), end]
  const length = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length })
  response.cork()
  for (const part of parts) response.write(part)
  response.end()
})
// While a reader decodes, its connections lie idle for seconds.
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
process.stdin.on('end', () => process.exit()).resume()
