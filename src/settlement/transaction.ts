import type { Look } from '../core/observation.ts'
import type { ChainNode, ChainTransaction, Receipt } from '../core/ports.ts'
import { isPermit2Mark, readAuthorization, readTransfer } from '../payments/effect.ts'
import { unknownPayment } from './reference.ts'
import type { GivenPayment, TransactionSeen } from './shapes.ts'

/** transferWithAuthorization and receiveWithAuthorization, each with (v, r, s) and with one signature. */
const transferSelectors: readonly string[] = ['0xe3ee160e', '0xcf092995', '0xef55bec6', '0x88b7ab63']
const wordChars = 64
const longestTime = 10_000_000_000n

function wordsOf(input: string): readonly string[] {
  const body = input.slice(10, 10 + 6 * wordChars)
  return Array.from({ length: Math.floor(body.length / wordChars) }, (_, i) =>
    body.slice(i * wordChars, (i + 1) * wordChars),
  )
}

const seconds = (word: string) => {
  const value = BigInt(`0x${word}`)
  return value < longestTime ? Number(value) : null
}

/**
 * The authorization in the call data of a transaction that calls the token itself; null when it calls something
 * else. The data is public; its signature is not read.
 */
export function paymentInCall({ to, input, tx }: ChainTransaction, network: string): GivenPayment | null {
  const words = wordsOf(input)
  if (to === null || !transferSelectors.includes(input.slice(0, 10)) || words.length < 6) return null
  const [from = '', payee = '', value = '', after = '', before = '', nonce = ''] = words
  const isAddress = (word: string) => word.startsWith('0'.repeat(24))
  if (!words.every((word) => /^[0-9a-f]{64}$/.test(word)) || !isAddress(from) || !isAddress(payee))
    return null
  return {
    ...unknownPayment,
    ...{ network, asset: to, tx, scheme: 'exact', transfer: 'eip3009' },
    payer: `0x${from.slice(24)}`,
    payTo: `0x${payee.slice(24)}`,
    amountAtomic: BigInt(`0x${value}`),
    validAfter: seconds(after),
    // Whoever sends a transaction that reverts writes there what he likes: nobody vouches for this end.
    validBefore: seconds(before),
    nonce: `0x${nonce}`,
  }
}

/** The payments whose authorizations a mined transaction used or cancelled; without any, the transfer itself. */
function paymentsIn({ logs, tx }: Receipt, network: string): readonly GivenPayment[] {
  const named = logs.flatMap((log): GivenPayment[] => {
    const found = readAuthorization(log, network)
    if (found === undefined) return []
    const { asset, authorizer: payer, nonce } = found
    return [{ ...unknownPayment, network, asset, payer, nonce, tx, transfer: 'eip3009' }]
  })
  if (named.length > 0) return named
  const transfers = logs.flatMap((log) => readTransfer(log, network) ?? [])
  if (transfers.length === 0) return []
  const transfer = logs.some(isPermit2Mark) ? ('permit2' as const) : null
  const assets = [...new Set(transfers.map(({ asset }) => asset))]
  return assets.map((asset) => ({ ...unknownPayment, network, asset, tx, transfer }))
}

type Told = { readonly node: ChainNode; readonly look: Look; readonly receipt: Receipt | null }

/** Everything of a receipt that must be the same for two nodes to say the same. */
function wording({ status, blockHash, logs }: Receipt): string {
  const told = logs.map(({ address, topics, data, logIndex }) =>
    [address, topics.join(), data, logIndex].join(),
  )
  return [status, blockHash, ...told].join('\n')
}

async function receiptsFrom(nodes: readonly ChainNode[], tx: string, signal: AbortSignal) {
  const asked = await Promise.all(nodes.map(async (node) => ({ node, is: await node.receipt(tx, signal) })))
  return asked.flatMap(({ node, is }): Told[] => {
    if (!is.seen) return []
    const { at, source, ref } = is
    return [{ node, look: { at, source, ref }, receipt: is.value }]
  })
}

async function callOf(nodes: readonly ChainNode[], tx: string, network: string, signal: AbortSignal) {
  for (const node of nodes) {
    const is = await node.transaction?.(tx, signal)
    if (is?.seen !== true || is.value === null) continue
    const payment = paymentInCall(is.value, network)
    return payment === null ? [] : [payment]
  }
  return []
}

async function waits(nodes: readonly ChainNode[], tx: string, signal: AbortSignal): Promise<boolean> {
  const told = await Promise.all(nodes.map((node) => node.pendingTransaction?.(tx, signal)))
  return told.some((is) => is?.seen === true && is.value !== null && is.value.blockNumber === null)
}

async function timeOf(
  nodes: readonly ChainNode[],
  block: number,
  signal: AbortSignal,
): Promise<number | null> {
  const told = await Promise.all(nodes.map((node) => node.block(block, signal)))
  const times = told.flatMap((is) => (is.seen && is.value !== null ? [is.value.timestamp] : []))
  return times.length === 0 ? null : Math.min(...times)
}

/**
 * What the nodes of a network say about a transaction. What comes back says where to look and nothing more: who
 * paid is for the reconciler to decide, from logs that it asks for itself.
 */
export async function readTransaction(
  tx: string,
  network: string,
  nodes: readonly ChainNode[],
  signal: AbortSignal,
): Promise<TransactionSeen> {
  const told = await receiptsFrom(nodes, tx, signal)
  const nothing = {
    tx,
    network,
    block: null,
    blockTime: null,
    payments: [],
    looks: told.map(({ look }) => look),
  }
  if (told.length === 0) return { ...nothing, state: 'unread' }
  const receipts = told.flatMap(({ receipt }) => receipt ?? [])
  const [first] = receipts
  if (first === undefined) {
    const state = (await waits(nodes, tx, signal)) ? 'waiting' : 'absent'
    return { ...nothing, state, payments: await callOf(nodes, tx, network, signal) }
  }
  const wordings = new Set(receipts.map(wording))
  const isDisputed = wordings.size > 1 || receipts.length < told.length
  const payments = receipts.flatMap((receipt) => paymentsIn(receipt, network))
  const unique = [...new Map(payments.map((one) => [`${one.asset}/${one.payer}/${one.nonce}`, one])).values()]
  const state = isDisputed ? 'disputed' : first.status ? 'success' : 'reverted'
  return {
    ...nothing,
    state,
    block: first.blockNumber,
    blockTime: await timeOf(nodes, first.blockNumber, signal),
    payments: unique.length > 0 ? unique : await callOf(nodes, tx, network, signal),
  }
}
