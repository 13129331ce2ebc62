import type { ChainLog } from '../core/ports.ts'

/** Event topics of EIP-3009 tokens; keccak-256 of the signatures, tested against viem. */
export const topics = {
  transfer: '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  authorizationUsed: '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5',
  authorizationCanceled: '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81',
} as const

const authorizationStateSelector = '0xe94a0102'

/** Where an event stands on chain. `asset` is the token contract. */
type Place = {
  readonly network: string
  readonly asset: string
  readonly tx: string
  readonly logIndex: number
  readonly block: number
  readonly blockHash: string
}

/** Tokens moved. Addresses in lower case. */
export type Transfer = Place & { readonly from: string; readonly to: string; readonly value: bigint }

/** An authorization was used up, either by a payment or by its owner's cancellation. */
export type Authorization = Place & {
  readonly kind: 'used' | 'cancelled'
  readonly authorizer: string
  readonly nonce: string
}

function placeOf(log: ChainLog, network: string): Place {
  const { address: asset, tx, logIndex, blockNumber: block, blockHash } = log
  return { network, asset, tx, logIndex, block, blockHash }
}

function addressIn(topic: string | undefined): string | undefined {
  return topic !== undefined && /^0x0{24}[0-9a-f]{40}$/.test(topic) ? `0x${topic.slice(26)}` : undefined
}

/** The transfer in a log; undefined when the log is something else or is not shaped like ERC-20. */
export function readTransfer(log: ChainLog, network: string): Transfer | undefined {
  if (log.topics[0] !== topics.transfer || log.topics.length !== 3) return undefined
  const from = addressIn(log.topics[1])
  const to = addressIn(log.topics[2])
  if (from === undefined || to === undefined || !/^0x[0-9a-f]{64}$/.test(log.data)) return undefined
  return { ...placeOf(log, network), from, to, value: BigInt(log.data) }
}

/** The use or cancellation of an authorization in a log; undefined when the log is something else. */
export function readAuthorization(log: ChainLog, network: string): Authorization | undefined {
  const [topic, authorizerTopic, nonce] = log.topics
  const authorizer = addressIn(authorizerTopic)
  if (authorizer === undefined || nonce === undefined || !/^0x[0-9a-f]{64}$/.test(nonce)) return undefined
  if (topic === topics.authorizationUsed) return { ...placeOf(log, network), kind: 'used', authorizer, nonce }
  if (topic !== topics.authorizationCanceled) return undefined
  return { ...placeOf(log, network), kind: 'cancelled', authorizer, nonce }
}

const permit2Proxies: readonly string[] = [
  '0x402085c248eea27d92e8b30b2c58ed07f9e20001',
  '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002',
]
const permit2Marks: readonly string[] = [
  '0x97088ec3606cfe8cc112180570d03fcde05f9b8e1bfef8e27784eaf5dd5691b6',
  '0xde5b89d10fc800c459329c382fabfcad0be0ed7e5328e01fae04e507b09ef5d8',
]

/** Is this log the mark of an x402 payment by Permit2? It names neither payer nor nonce. */
export function isPermit2Mark(log: ChainLog): boolean {
  return permit2Proxies.includes(log.address) && permit2Marks.includes(log.topics[0] ?? '')
}

/** An address as a 32-byte topic. */
export function addressTopic(address: string): string {
  return `0x${address.slice(2).toLowerCase().padStart(64, '0')}`
}

/** The call data of `authorizationState(authorizer, nonce)`. */
export function authorizationStateCall(authorizer: string, nonce: string): string {
  return `${authorizationStateSelector}${addressTopic(authorizer).slice(2)}${nonce.slice(2).toLowerCase()}`
}

/** The answer of `authorizationState`; undefined when it is not a boolean word (the contract has no such function). */
export function readAuthorizationState(returned: string): boolean | undefined {
  if (!/^0x0{63}[01]$/.test(returned)) return undefined
  return returned.endsWith('1')
}

/** One key for a place in the chain's history: block hash, transaction and log index. */
export function placeKey(place: Pick<Place, 'blockHash' | 'tx' | 'logIndex'>): string {
  return `${place.blockHash}/${place.tx}/${place.logIndex}`
}

/** The transaction in a `placeKey`. */
export function txOfPlace(key: string): string {
  return key.split('/')[1] ?? ''
}
