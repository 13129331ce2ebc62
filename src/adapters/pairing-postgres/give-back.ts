import type { PlainTerms } from '../../payments/plain/rule.ts'
import type { BlockTimes, Placed, Purchase, Refund, Wanted } from '../../payments/plain/sieve-port.ts'
import { ask, listOf, type Row } from '../postgres/ask.ts'
import type { Database } from '../postgres/connect.ts'
import { giveNear, giveRecords, giveRefunded, giveUntimely } from './statements.ts'

const doing = 'taking pairs back'
// A list of this many blocks is a parameter of about a megabyte.
const mostBlocks = 50_000
const mostListed = 20_000

// Lower-case hex of 20 bytes; anchored, one class, fixed length: linear. What is no address has no pair.
const address = /^0x[0-9a-f]{40}$/

/** A pair as the database tells it. */
export function placedOf({ record, token, block, block_hash: hash, log_index: index }: Row): Placed {
  const place = { ordinal: Number(record), token: Number(token), block: Number(block) }
  return { ...place, blockHash: String(hash), logIndex: Number(index) }
}

function* slices<T>(list: readonly T[], most: number): Iterable<readonly T[]> {
  for (let from = 0; from < list.length; from += most) yield list.slice(from, from + most)
}

/** Blocks with their times, as three lists of one length for a statement; in slices that a statement bears. */
export function* timeLists(
  blocks: readonly number[],
  { timeAt, momentAt }: BlockTimes,
): Iterable<readonly string[]> {
  for (const slice of slices(blocks, mostBlocks)) {
    yield [listOf(slice), listOf(slice.map(timeAt)), listOf(slice.map(momentAt))]
  }
}

function purchaseLists(purchases: readonly Purchase[]): readonly string[] {
  const rows = purchases.flatMap(({ groups, payer, amountAtomic, at }) =>
    address.test(payer) && Number.isFinite(at)
      ? groups.map((group) => ({ payer, amountAtomic, group, at }))
      : [],
  )
  return [
    listOf(rows.map(({ payer }) => payer)),
    listOf(rows.map(({ amountAtomic }) => amountAtomic)),
    listOf(rows.map(({ group }) => group)),
    listOf(rows.map(({ at }) => Math.round(at))),
  ]
}

function refundLists(refunds: readonly Refund[]): readonly string[] {
  return [
    listOf(refunds.map(({ payer }) => payer)),
    listOf(refunds.map(({ amountAtomic }) => amountAtomic)),
    listOf(refunds.map(({ block }) => block)),
  ]
}

/**
 * Gives pairs back, in the order of their ordinals. `blocksOf` names the blocks in which pairs of a token stand.
 * Rejects with a DATABASE_* `OpsError`.
 */
export async function giveBack(
  database: Database,
  run: number,
  terms: PlainTerms,
  blocksOf: (token: number) => readonly number[],
  wanted: Wanted,
): Promise<readonly Placed[]> {
  const rows: Row[] = []
  const give = async (statement: string, parameters: readonly (string | number)[]) => {
    rows.push(...(await ask(database, doing, statement, [run, ...parameters])))
  }
  switch (wanted.kind) {
    case 'ordinals':
      for (const slice of slices(wanted.ordinals, mostListed)) await give(giveRecords, [listOf(slice)])
      break
    case 'refunded': {
      const refunds = wanted.refunds.filter(({ payer }) => address.test(payer))
      for (const slice of slices(refunds, mostListed)) {
        await give(giveRefunded, [wanted.token, ...refundLists(slice)])
      }
      break
    }
    case 'near':
      for (const slice of slices(wanted.purchases, mostListed)) await give(giveNear, purchaseLists(slice))
      break
    case 'untimely': {
      const late = terms.policy.lateAfterSeconds * 1000
      const skew = terms.skewSeconds * 1000
      for (const lists of timeLists(blocksOf(wanted.token), wanted.times)) {
        await give(giveUntimely, [wanted.token, ...lists, late, skew])
      }
    }
  }
  return rows.map(placedOf).sort((a, b) => a.ordinal - b.ordinal)
}
