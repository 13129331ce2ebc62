import type { Placed, TokenSifted } from '../../payments/plain/sieve-port.ts'
import { type LonePlace, loneNumbers } from '../scan/needs.ts'

/** One lone transaction by its block and its number among those of the block. */
type Rank = { readonly block: number; readonly rank: number }

function countsOf(places: readonly LonePlace[], { blocks, counts }: Counted): ReadonlyMap<number, number> {
  const all = new Map<number, number>()
  const add = (block: number, count: number) => all.set(block, (all.get(block) ?? 0) + count)
  for (const { block } of places) add(block, 1)
  for (const [at, block] of blocks.entries()) add(block, counts[at] ?? 0)
  return all
}

type Counted = Pick<TokenSifted, 'blocks' | 'counts'>

function ranksOf(numbers: readonly number[], counts: ReadonlyMap<number, number>): readonly Rank[] {
  const found: Rank[] = []
  let before = 0
  let next = 0
  for (const [block, count] of [...counts].sort(([a], [b]) => a - b)) {
    for (; next < numbers.length && (numbers[next] as number) < before + count; next += 1) {
      found.push({ block, rank: (numbers[next] as number) - before })
    }
    before += count
  }
  return found
}

/** A plain payment and its transaction. */
export type Told = { readonly placed: Placed; readonly tx: string }

/**
 * Of the transactions that one source alone shows, plain payments and others together, those whose receipts are read,
 * and which of them are plain: the same ones as if nothing had been sifted. `tellTxs` tells the plain payments
 * of blocks.
 */
export async function chooseLone(
  places: readonly LonePlace[],
  counted: Counted,
  tellTxs: (blocks: readonly number[]) => Promise<readonly Told[]>,
): Promise<{ readonly txs: readonly string[]; readonly plain: readonly Placed[] }> {
  const counts = countsOf(places, counted)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const ranks = ranksOf(loneNumbers(total), counts)
  const told = await tellTxs([...new Set(ranks.map(({ block }) => block))])
  const byTx = new Map(told.map((one) => [one.tx, one.placed]))
  const inBlock = new Map<number, string[]>()
  for (const { block, tx } of [...places, ...told.map(({ placed, tx }) => ({ block: placed.block, tx }))]) {
    inBlock.set(block, [...(inBlock.get(block) ?? []), tx])
  }
  for (const list of inBlock.values()) list.sort()
  const txs = ranks.flatMap(({ block, rank }) => inBlock.get(block)?.[rank] ?? [])
  return { txs, plain: txs.flatMap((tx) => byTx.get(tx) ?? []) }
}
