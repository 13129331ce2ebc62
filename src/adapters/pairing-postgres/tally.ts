import type { BlockTimes, Histogram, Tally, TallyRow } from '../../payments/plain/sieve-port.ts'
import { ask, type Row } from '../postgres/ask.ts'
import type { Database } from '../postgres/connect.ts'
import { timeLists } from './give-back.ts'
import { tallyResponded, tallyRows, tallySettled } from './statements.ts'

const doing = 'adding up what is plain'

/** Adds rows of `ms` and `count` to what is counted already. */
function addTo(counts: Map<number, number>, rows: readonly Row[]): void {
  for (const { ms, count } of rows) counts.set(Number(ms), (counts.get(Number(ms)) ?? 0) + Number(count))
}

const histogram = (counts: ReadonlyMap<number, number>): Histogram => [...counts].sort(([a], [b]) => a - b)

/** Counts the plain pairs of a token in the database; see `Sieve.finish`. Rejects with a DATABASE_* `OpsError`. */
export async function tallyOf(
  database: Database,
  run: number,
  token: number,
  blocks: readonly number[],
  times: BlockTimes,
): Promise<Tally> {
  const sums = new Map<string, TallyRow>()
  const settleMs = new Map<number, number>()
  const respondMs = new Map<number, number>()
  let dated = 0
  for (const lists of timeLists(blocks, times)) {
    for (const row of await ask(database, doing, tallyRows, [run, token, ...lists])) {
      const [group, hour] = [Number(row.line), Number(row.hour)]
      const known = sums.get(`${group} ${hour}`)
      const count = Number(row.count) + (known?.count ?? 0)
      const atomic = BigInt(String(row.atomic)) + (known?.atomic ?? 0n)
      sums.set(`${group} ${hour}`, { group, hour, count, atomic })
      dated += Number(row.dated)
    }
    addTo(settleMs, await ask(database, doing, tallySettled, [run, token, ...lists]))
  }
  addTo(respondMs, await ask(database, doing, tallyResponded, [run, token]))
  return {
    rows: [...sums.values()],
    dated,
    settleMs: histogram(settleMs),
    respondMs: histogram(respondMs),
  }
}
