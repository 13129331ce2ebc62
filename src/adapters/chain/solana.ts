import * as z from 'zod'
import { type Blind, couldNotSee, saw } from '../../core/observation.ts'
import type { Solana, SolanaNode } from '../../core/solana-port.ts'
import type { ChainOptions } from './chain.ts'
import { toBlind } from './fault.ts'
import { type AskRpc, createRpc } from './json-rpc.ts'
import { shapeProblem } from './shapes.ts'

/** No account that is read here is larger: token accounts and mints with all their extensions. */
const mostBytes = 16 * 1024
// Base64 in whole groups. One class before fixed ends: linear.
const base64Text = /^[A-Za-z0-9+/]{0,21848}={0,2}$/
// Source: base58, 32 bytes. One bounded class: linear.
const addressText = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/

const bytes = z
  .tuple([z.string().regex(base64Text, 'not base64'), z.literal('base64')])
  .transform(([text]) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((data) => data.length <= mostBytes, 'too large an account')

const accountShape = z.object({
  context: z.object({ slot: z.int().nonnegative() }),
  value: z.object({ owner: z.string().regex(addressText, 'not an address'), data: bytes }).nullable(),
})

/** The first 32 characters of the hash of a cluster's first block, as CAIP-2 names it. */
const genesisOf = (network: string) => network.slice('solana:'.length)

/** Which cluster an endpoint belongs to is asked once; an answer that was not had is asked for again. */
function clusterGuard(ask: AskRpc, network: string) {
  let right = false
  return async (signal: AbortSignal): Promise<Blind | null> => {
    if (right) return null
    const reply = await ask({ method: 'getGenesisHash', params: [] }, signal)
    if (!reply.ok) return toBlind(reply.fault)
    const hash = typeof reply.result === 'string' ? reply.result : ''
    if (!addressText.test(hash))
      return { kind: 'parse', detail: 'the hash of the first block is not readable' }
    right = hash.startsWith(genesisOf(network))
    if (right) return null
    return { kind: 'refused', detail: 'the endpoint belongs to another cluster', code: 'CHAIN_ID_MISMATCH' }
  }
}

function createSolanaNode(network: string, label: string, ask: AskRpc, now: () => Date): SolanaNode {
  const wrongCluster = clusterGuard(ask, network)
  return {
    network,
    label,
    account: async (address, signal) => {
      const look = { at: now().toISOString(), source: label, ref: `getAccountInfo ${address}` }
      if (!addressText.test(address)) return couldNotSee(look, 'refused', 'not an address')
      const foreign = await wrongCluster(signal)
      if (foreign !== null) return couldNotSee(look, foreign.kind, foreign.detail, foreign.code)
      const params = [address, { encoding: 'base64', commitment: 'confirmed' }]
      const reply = await ask({ method: 'getAccountInfo', params }, signal)
      if (!reply.ok) {
        const { kind, detail, code } = toBlind(reply.fault)
        return couldNotSee(look, kind, detail, code)
      }
      const read = accountShape.safeParse(reply.result)
      if (!read.success) return couldNotSee(look, 'parse', shapeProblem(read.error))
      const { context, value } = read.data
      return saw(look, value === null ? null : { ...value, slot: context.slot })
    },
  }
}

/** The Solana port over JSON-RPC, with the same patience and limits as the EVM one. Contacts nobody until asked. */
export function createSolana({ http, endpoints, clock, limits }: ChainOptions): Solana {
  const concurrency = Math.max(1, limits.rpcConcurrency)
  const toNode = (network: string, endpoint: (typeof endpoints)[string][number]) => {
    const ask = createRpc({ http, endpoint, clock, timeoutMs: limits.timeoutMs, concurrency })
    return createSolanaNode(network, endpoint.url.label, ask, clock.now)
  }
  const byNetwork = new Map(
    Object.entries(endpoints)
      .filter(([network]) => network.startsWith('solana:'))
      .map(([network, list]) => [network, list.map((endpoint) => toNode(network, endpoint))]),
  )
  return { nodes: (network) => byNetwork.get(network) ?? [] }
}
