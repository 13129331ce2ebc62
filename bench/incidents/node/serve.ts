import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SimNode } from './sim-node.ts'

/** A simulated node on a loopback port, for programs that need a real one. */
export async function serveNode(
  node: SimNode,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { status, headers, body } = node.serve(Buffer.concat(chunks).toString('utf8'))
      response.writeHead(status, Object.fromEntries(headers)).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
