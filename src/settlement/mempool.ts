import { valueIfSeen } from '../core/observation.ts'
import type { ChainNode, PendingTransaction } from '../core/ports.ts'

/** A transaction that one endpoint knows, beside what decides when it can be mined. Prices in wei per gas. */
export type PoolSeen = {
  readonly label: string
  readonly network: string
  /** Null = the endpoint knows no such transaction. */
  readonly transaction: PendingTransaction | null
  /** Why it could not be asked; null when it could. */
  readonly blind: string | null
  /** The base fee of the newest block; null where there is none or it was not read. */
  readonly baseFee: bigint | null
  /** How many transactions of the sender are mined: the number of the next one. */
  readonly nextNonce: number | null
}

/** Why a waiting transaction waits. */
export type PoolReason =
  | 'FEE_CAP_BELOW_BASE_FEE'
  | 'NONCE_GAP'
  | 'NEXT_IN_LINE'
  | 'NONCE_TAKEN'
  | 'MINED'
  | 'NOT_KNOWN'
  | 'NOT_ASKED'

/** One endpoint's view as reasons; `gap` counts the sender's transactions that must be mined before. */
export type PoolReading = PoolSeen & { readonly reasons: readonly PoolReason[]; readonly gap: number | null }

/** Asks one endpoint about a transaction that may be waiting. Never throws. */
export async function lookIntoPool(node: ChainNode, tx: string, signal: AbortSignal): Promise<PoolSeen> {
  const about = { label: node.label, network: node.network, baseFee: null, nextNonce: null }
  if (node.pendingTransaction === undefined) {
    return { ...about, transaction: null, blind: 'this source shows no waiting transactions' }
  }
  const found = await node.pendingTransaction(tx, signal)
  if (!found.seen) return { ...about, transaction: null, blind: found.why.detail }
  const transaction = found.value
  if (transaction === null || transaction.blockNumber !== null) return { ...about, transaction, blind: null }
  const head = valueIfSeen(await node.block('latest', signal))
  const [fee, count] = await Promise.all([
    head === null ? null : node.baseFee?.(head.number, signal),
    node.transactionCount?.(transaction.from, 'latest', signal),
  ])
  return {
    ...about,
    transaction,
    blind: null,
    baseFee: fee?.seen === true ? fee.value : null,
    nextNonce: count?.seen === true ? count.value : null,
  }
}

/** What keeps a transaction from being mined, as far as one endpoint shows it. Pure. */
export function readPool(seen: PoolSeen): PoolReading {
  const { transaction, blind, baseFee, nextNonce } = seen
  if (blind !== null) return { ...seen, reasons: ['NOT_ASKED'], gap: null }
  if (transaction === null) return { ...seen, reasons: ['NOT_KNOWN'], gap: null }
  if (transaction.blockNumber !== null) return { ...seen, reasons: ['MINED'], gap: null }
  const cap = transaction.maxFeePerGas ?? transaction.gasPrice
  const gap = nextNonce === null ? null : transaction.nonce - nextNonce
  const reasons: PoolReason[] = []
  if (cap !== null && baseFee !== null && cap < baseFee) reasons.push('FEE_CAP_BELOW_BASE_FEE')
  if (gap !== null) reasons.push(gap > 0 ? 'NONCE_GAP' : gap < 0 ? 'NONCE_TAKEN' : 'NEXT_IN_LINE')
  return { ...seen, reasons, gap }
}

// 1e9 wei are one gwei, the unit in which operators think of fees.
const gwei = (wei: bigint) => {
  const digits = wei.toString().padStart(10, '0')
  const fraction = digits.slice(-9).replace(/0+$/, '')
  return `${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`} gwei`
}

const sentences: Readonly<Record<PoolReason, (reading: PoolReading) => string>> = {
  NOT_ASKED: ({ blind }) => `could not be asked: ${blind ?? ''}`,
  NOT_KNOWN: () => 'knows no such transaction, mined or waiting',
  MINED: ({ transaction }) => `mined in block ${transaction?.blockNumber ?? ''}`,
  FEE_CAP_BELOW_BASE_FEE: ({ transaction, baseFee }) =>
    `waits: fee cap ${gwei(transaction?.maxFeePerGas ?? transaction?.gasPrice ?? 0n)} is below the base fee ${gwei(baseFee ?? 0n)}`,
  NONCE_GAP: ({ gap, transaction }) =>
    `waits: ${gap} earlier transaction${gap === 1 ? '' : 's'} of ${transaction?.from ?? ''} must be mined first`,
  NONCE_TAKEN: ({ transaction }) =>
    `can never be mined: number ${transaction?.nonce ?? ''} of ${transaction?.from ?? ''} is taken by another transaction`,
  NEXT_IN_LINE: ({ transaction, baseFee }) => {
    const cap = transaction?.maxFeePerGas ?? transaction?.gasPrice ?? null
    const fees = cap === null || baseFee === null ? '' : `, fee cap ${gwei(cap)}, base fee ${gwei(baseFee)}`
    return `waits: next in line of its sender${fees}`
  },
}

/** A reading in sentences, one for each reason; `waits` alone when nothing explains it. */
export function poolLines(reading: PoolReading): readonly string[] {
  const said = reading.reasons.map((reason) => sentences[reason](reading))
  return said.length === 0 ? ['waits; what for is not known'] : said
}
