import { serve } from '../desk.ts'
import { serveNode } from '../node.ts'
import { inHeader, textsFrom } from './texts.ts'

/** How the chain endpoint of the stage behaves. */
export type NodeWeather =
  | 'well'
  | 'echoes'
  | 'refuses'
  | 'redirects'
  | 'malformed'
  | 'wrong-chain'
  | 'down'
  | 'hangs'

type Spoil = NonNullable<Parameters<typeof serveNode>[0]>

/** Answers that repeat the URL with its key, and texts that nobody asked for. */
function spoilOf(weather: NodeWeather, texts: readonly string[]): Spoil {
  let turn = 0
  return ({ id, method }, url) => {
    turn += 1
    const [first = '', second = ''] = textsFrom(texts, turn * 2, 2)
    const error = {
      code: -32000,
      message: `bad key at https://up.example${url}: ${first}`,
      data: { [second]: first },
    }
    const headers = { 'x-request-id': inHeader(second) }
    if (weather === 'echoes' && method !== 'eth_chainId')
      return { headers, text: JSON.stringify({ jsonrpc: '2.0', id, error }) }
    if (weather === 'refuses')
      return { status: 401, headers, text: `no such key in ${url}; ${first} ${second}` }
    if (weather === 'redirects')
      return { status: 302, headers: { ...headers, location: `https://o.example${url}` }, text: first }
    if (weather === 'malformed')
      return { headers, text: `{"jsonrpc":"2.0","id":${id},"result": ${first} ${url}` }
    if (weather === 'wrong-chain' && method === 'eth_chainId')
      return { headers, text: JSON.stringify({ jsonrpc: '2.0', id, result: turn % 2 === 0 ? '0x1' : first }) }
    return null
  }
}

/** The chain endpoint of the stage. Owes `close`. */
export async function startNode(weather: NodeWeather, texts: readonly string[]) {
  if (weather === 'hangs') return serve(() => {})
  const node = await serveNode(spoilOf(weather, texts))
  if (weather !== 'down') return node
  await node.close()
  return { url: node.url, close: async () => {} }
}
