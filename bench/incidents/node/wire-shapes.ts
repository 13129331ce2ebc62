import type { SimTx } from '../shapes.ts'
import type { ChainIndex, PlacedLog } from './chain-index.ts'
import { quantity } from './words.ts'

const zeroHash = `0x${'0'.repeat(64)}`

/** A log as `eth_getLogs` and receipts carry it. */
export type WireLog = {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly blockNumber: string
  readonly blockHash: string
  readonly transactionHash: string
  readonly transactionIndex: string
  readonly logIndex: string
  readonly removed: boolean
}

function positionOf(index: ChainIndex, { hash, block }: SimTx): number {
  return (index.txsOfBlock.get(block) ?? []).findIndex((tx) => tx.hash === hash)
}

/** A log in the words of the wire. */
export function wireLog(index: ChainIndex, { block, tx, log }: PlacedLog): WireLog {
  const mined = index.txs.get(tx)
  return {
    address: log.address,
    topics: log.topics,
    data: log.data,
    blockNumber: quantity(block),
    blockHash: index.hashOf(block),
    transactionHash: tx,
    transactionIndex: quantity(mined === undefined ? 0 : positionOf(index, mined)),
    logIndex: quantity(log.logIndex),
    removed: false,
  }
}

/** A block header; null above the head. */
export function wireBlock(index: ChainIndex, number: number) {
  if (number < 0 || number > index.chain.head) return null
  return {
    number: quantity(number),
    hash: index.hashOf(number),
    parentHash: number === 0 ? zeroHash : index.hashOf(number - 1),
    timestamp: quantity(index.timeOf(number)),
    transactions: (index.txsOfBlock.get(number) ?? []).map(({ hash }) => hash),
  }
}

/** A receipt; null for a transaction that was not mined. */
export function wireReceipt(index: ChainIndex, hash: string) {
  const tx = index.txs.get(hash)
  if (tx === undefined) return null
  const { block, from, to, status } = tx
  const logs = status ? tx.logs.map((log) => wireLog(index, { block, tx: hash, log })) : []
  return {
    transactionHash: hash,
    transactionIndex: quantity(positionOf(index, tx)),
    blockNumber: quantity(block),
    blockHash: index.hashOf(block),
    from,
    to,
    status: status ? '0x1' : '0x0',
    gasUsed: '0x13880',
    logs,
  }
}

/** A transaction; null when it was not mined. */
export function wireTransaction(index: ChainIndex, hash: string) {
  const tx = index.txs.get(hash)
  if (tx === undefined) return null
  return {
    hash,
    blockNumber: quantity(tx.block),
    blockHash: index.hashOf(tx.block),
    transactionIndex: quantity(positionOf(index, tx)),
    from: tx.from,
    to: tx.to,
    input: tx.input,
    value: '0x0',
  }
}
