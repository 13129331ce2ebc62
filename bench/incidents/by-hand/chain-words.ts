// Words of the chain, written by hand from the contracts: topics, selectors, addresses, and the few shapes
// of which the scenarios are made. Nothing here comes from src.
import type { SimLog, SimTx } from '../shapes.ts'

/** USDC on Base, the token of every scenario. */
export const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
export const permit2 = '0x000000000022d473030f116ddee9f6b43ac78ba3'
export const exactProxy = '0x402085c248eea27d92e8b30b2c58ed07f9e20001'
export const uptoProxy = '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002'
export const batchContract = '0x4020074e9df2ce1dee5a9c1b5c3f541d02a10003'
export const depositCollector = '0x4020806089470a89826cb9fb1f4059150b550004'
export const multicall = '0xca11bde05977b3631167028862be2a173976ca11'
export const entryPoint = '0x0000000071727de22e5e9d8baf0edac6f37da032'

const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const usedTopic = '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5'
const cancelledTopic = '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81'
const proxySettledTopic = '0x97088ec3606cfe8cc112180570d03fcde05f9b8e1bfef8e27784eaf5dd5691b6'
const batchSettledTopic = '0x7337b4386b690fdb8ba66905b92b9d45d33bc6626ee2620c905fb150ec0cc47d'
const depositedTopic = '0x6c2a09353b5e75e70d0b9778b80a413809bb235d46c211811c474b3346791d89'

/** A value as the 32-byte word of a topic or of data, without 0x. */
export function word(value: string | bigint): string {
  const hex = typeof value === 'bigint' ? value.toString(16) : value.slice(2)
  return hex.padStart(64, '0')
}

/** A 32-byte text made of one repeated byte: `bytes32('7a')`. */
export function bytes32(byte: string): string {
  return `0x${byte.repeat(32)}`
}

/** An address made of one repeated byte: `address('1a')`. */
export function address(byte: string): string {
  return `0x${byte.repeat(20)}`
}

type Part = Omit<SimLog, 'logIndex'>

function log(contract: string, topics: readonly string[], data: string): Part {
  return { address: contract, topics, data }
}

/** `Transfer(from, to, value)` of USDC, or of another token. */
export function transfer(from: string, to: string, value: bigint, token: string = usdc): Part {
  return log(token, [transferTopic, `0x${word(from)}`, `0x${word(to)}`], `0x${word(value)}`)
}

/** `AuthorizationUsed(authorizer, nonce)` of USDC, or of another token. */
export function used(authorizer: string, nonce: string, token: string = usdc): Part {
  return log(token, [usedTopic, `0x${word(authorizer)}`, nonce], '0x')
}

/** `AuthorizationCanceled(authorizer, nonce)` of USDC. */
export function cancelled(authorizer: string, nonce: string): Part {
  return log(usdc, [cancelledTopic, `0x${word(authorizer)}`, nonce], '0x')
}

/** `Settled()` of a Permit2 proxy: it names nobody. */
export function proxySettled(proxy: string): Part {
  return log(proxy, [proxySettledTopic], '0x')
}

/** `Settled(receiver, token, sender, amount)` of the batch contract, which is another event. */
export function batchSettled(receiver: string, sender: string, value: bigint): Part {
  const topics = [batchSettledTopic, `0x${word(receiver)}`, `0x${word(usdc)}`, `0x${word(sender)}`]
  return log(batchContract, topics, `0x${word(value)}`)
}

/** `Deposited(channelId, sender, amount, newBalance)` of the batch contract. */
export function deposited(channel: string, sender: string, value: bigint): Part {
  const topics = [depositedTopic, channel, `0x${word(sender)}`]
  return log(batchContract, topics, `0x${word(value)}${word(value)}`)
}

/** Some log of a contract that has nothing to do with payments. */
export function foreign(contract: string, topic: string): Part {
  return log(contract, [topic], '0x')
}

/** A mined transaction; its logs are numbered from `firstLog`. */
export function mined(
  part: Omit<SimTx, 'logs' | 'status' | 'input'> & { readonly input?: string },
  logs: readonly Part[],
  firstLog = 0,
): SimTx {
  const numbered = logs.map((one, index) => ({ ...one, logIndex: firstLog + index }))
  return { input: '0xe3ee160e', ...part, status: true, logs: numbered }
}

/** A mined transaction that reverted: it used gas and did nothing else. */
export function reverted(part: Omit<SimTx, 'logs' | 'status' | 'input'>): SimTx {
  return { input: '0xe3ee160e', ...part, status: false, logs: [] }
}

/** What a buyer signs for Permit2, as the proxies take it. */
export type Permit = {
  readonly token: string
  readonly amount: bigint
  readonly nonce: bigint
  readonly deadline: number
  readonly owner: string
  readonly payTo: string
}

// A signature of 65 bytes that signs nothing; only its length matters here.
const emptySignature = `${word(65n)}${'00'.repeat(96)}`

/** The call data of `settle` of the exact Permit2 proxy. */
export function exactSettle({ token, amount, nonce, deadline, owner, payTo }: Permit): string {
  const head = [token, amount, nonce, BigInt(deadline), owner, payTo, 0n, 256n].map(word).join('')
  return `0x13cd3b53${head}${emptySignature}`
}

/** The call data of `settle` of the upto Permit2 proxy, which takes `settled` of the amount permitted. */
export function uptoSettle(permit: Permit, settled: bigint, sender: string): string {
  const { token, amount, nonce, deadline, owner, payTo } = permit
  const head = [token, amount, nonce, BigInt(deadline), settled, owner, payTo, sender, 0n, 320n]
  return `0xff11e7b4${head.map(word).join('')}${emptySignature}`
}
