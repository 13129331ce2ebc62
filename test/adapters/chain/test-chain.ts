import { createHash } from 'node:crypto'

export type Block = { readonly number: number; readonly hash: string; readonly timestamp: number }

export type TestLog = {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly blockNumber: number
  readonly tx: string
  readonly logIndex: number
}

export type TestChain = {
  readonly chainId: number
  readonly blocks: readonly Block[]
  readonly logs: readonly TestLog[]
}

export const token = `0x${'70'.repeat(20)}`
export const transfer = `0x${'dd'.repeat(32)}`

/** A 32-byte value that depends on the name only. */
export function word(name: string): string {
  return `0x${createHash('sha256').update(name).digest('hex')}`
}

/** `gaps[i]` is the time between block i and i+1; the last gap repeats. */
export function makeBlocks(count: number, gaps: readonly number[] = [2], start = 1_700_000_000): Block[] {
  const blocks: Block[] = []
  let timestamp = start
  for (let number = 0; number < count; number += 1) {
    blocks.push({ number, hash: word(`block ${number}`), timestamp })
    timestamp += gaps[number % gaps.length] ?? 2
  }
  return blocks
}

/** A chain with one transfer in each block named; a block named twice holds two. */
export function makeChain(count: number, logBlocks: readonly number[], gaps?: readonly number[]): TestChain {
  const seen = new Map<number, number>()
  const logs = logBlocks.map((blockNumber, at): TestLog => {
    const logIndex = seen.get(blockNumber) ?? 0
    seen.set(blockNumber, logIndex + 1)
    return {
      address: token,
      topics: [transfer, word(`payer ${at % 250}`)],
      data: `0x${at.toString(16).padStart(64, '0')}`,
      blockNumber,
      tx: word(`tx ${at}`),
      logIndex,
    }
  })
  return { chainId: 8453, blocks: makeBlocks(count, gaps), logs }
}
