import { createHash } from 'node:crypto'
import { kindTopics } from '../../src/core/log-columns.ts'

/** The contract and the shop of the benchmark's chain. */
export const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
export const shop = `0x${'5b'.repeat(20)}`
export const shopWord = `0x${'0'.repeat(24)}${shop.slice(2)}`

/** How many logs there are in all, and how many of them stand in a block. */
export type Shape = { readonly logs: number; readonly perBlock: number }

function word(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function written(at: number, { perBlock }: Shape): string {
  const block = Math.floor(at / perBlock)
  const from = word(`payer ${at % 5000}`).slice(24)
  return JSON.stringify({
    address: usdc,
    topics: [kindTopics[0], `0x${'0'.repeat(24)}${from}`, shopWord],
    data: `0x${(1000 + (at % 977)).toString(16).padStart(64, '0')}`,
    blockNumber: `0x${block.toString(16)}`,
    transactionHash: `0x${word(`tx ${at}`)}`,
    transactionIndex: `0x${(at % perBlock).toString(16)}`,
    blockHash: `0x${word(`block ${block}`)}`,
    logIndex: `0x${((at % perBlock) * 2 + 1).toString(16)}`,
    removed: false,
  })
}

/** The sum of the values of `logs` logs behind the first `skip`: what every reader has to find. */
export function sumOf(skip: number, logs: number): bigint {
  let sum = 0n
  for (let at = skip; at < skip + logs; at += 1) sum += BigInt(1000 + (at % 977))
  return sum
}

/** All logs as one text in memory, of which every range of blocks is a part. */
export function makeHistory(shape: Shape): (fromBlock: number, toBlock: number) => Buffer {
  const begins: number[] = []
  const parts: Buffer[] = []
  let length = 0
  for (let at = 0; at < shape.logs; at += 1) {
    if (at % shape.perBlock === 0) begins.push(length)
    const part = Buffer.from(`${written(at, shape)},`)
    parts.push(part)
    length += part.length
  }
  const whole = Buffer.concat(parts)
  return (fromBlock, toBlock) => {
    const from = begins[fromBlock] ?? length
    const to = begins[toBlock + 1] ?? length
    // Without the comma behind the last one.
    return whole.subarray(from, Math.max(from, to - 1))
  }
}
