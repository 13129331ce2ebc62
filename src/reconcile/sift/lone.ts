import type { Placed, TokenSifted } from '../../payments/plain/sieve-port.ts'
import { type LonePlace, loneNumbers } from '../scan/needs.ts'

const none = Number.POSITIVE_INFINITY

/** One lone transaction by its block and its number among those of the block. */
type Rank = { readonly block: number; readonly rank: number }

type Counted = Pick<TokenSifted, 'blocks' | 'counts'>

/** Where the transactions of these numbers stand; both lists and the numbers are in order. Blocks may be millions. */
function ranksOf(
  numbers: readonly number[],
  places: readonly LonePlace[],
  { blocks, counts }: Counted,
): readonly Rank[] {
  const found: Rank[] = []
  let [before, next, own, at] = [0, 0, 0, 0]
  while (next < numbers.length) {
    const block = Math.min(places[own]?.block ?? none, blocks[at] ?? none)
    if (block === none) break
    let count = 0
    for (; places[own]?.block === block; own += 1) count += 1
    if (blocks[at] === block) {
      count += counts[at] ?? 0
      at += 1
    }
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
 * of blocks; the places are in the order of their blocks.
 */
export async function chooseLone(
  places: readonly LonePlace[],
  counted: Counted,
  tellTxs: (blocks: readonly number[]) => Promise<readonly Told[]>,
): Promise<{ readonly txs: readonly string[]; readonly plain: readonly Placed[] }> {
  const total = counted.counts.reduce((sum, count) => sum + count, places.length)
  const ranks = ranksOf(loneNumbers(total), places, counted)
  const asked = new Set(ranks.map(({ block }) => block))
  const told = await tellTxs([...asked])
  const byTx = new Map(told.map((one) => [one.tx, one.placed]))
  const inBlock = new Map([...asked].map((block): [number, string[]] => [block, []]))
  for (const { block, tx } of places) inBlock.get(block)?.push(tx)
  for (const { placed, tx } of told) inBlock.get(placed.block)?.push(tx)
  for (const list of inBlock.values()) list.sort()
  const txs = ranks.flatMap(({ block, rank }) => inBlock.get(block)?.[rank] ?? [])
  return { txs, plain: txs.flatMap((tx) => byTx.get(tx) ?? []) }
}
