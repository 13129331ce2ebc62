import { type Memory, type MemoryUpdate, noMemory } from '../../runs/memory.ts'
import {
  parseSettlements,
  type Settlement,
  settlementsText,
  updateSettlements,
} from '../../runs/settlements.ts'
import { moveWatermark, type Watermark } from '../../runs/watermarks.ts'
import { ask, type Row } from '../postgres/ask.ts'
import type { Asking } from '../postgres/transaction.ts'
import { type Book, bookIn, changeBook, changeProfile } from './books.ts'
import { type RunsPlace, runsNote, withRuns } from './connection.ts'

const settlementsBook: Book<Settlement> = {
  name: 'settlements.json',
  parse: parseSettlements,
  write: settlementsText,
}

const marksOf = `select target, run_id, (extract(epoch from until) * 1000)::bigint as until_ms
  from x402ops.run_watermarks where profile = $1`

function marksIn(rows: readonly Row[]): readonly Watermark[] {
  return rows
    .map(({ target, run_id, until_ms }) => ({
      target: String(target),
      until: new Date(Number(until_ms)).toISOString(),
      runId: String(run_id),
    }))
    .sort((a, b) => (a.target < b.target ? -1 : 1))
}

/** What earlier runs of a profile left, whoever ran them. Never rejects. */
export async function readMemory(place: RunsPlace, profile: string): Promise<Memory> {
  try {
    return await withRuns(place, async (database) => {
      const settlements = await bookIn(database, profile, settlementsBook)
      const marks = await ask(database, 'reading watermarks', marksOf, [profile])
      return {
        settlements: settlements.items,
        watermarks: marksIn(marks),
        damaged: { settlements: settlements.damaged, watermarks: null },
      }
    })
  } catch (error) {
    const why = runsNote(error)
    return { ...noMemory, damaged: { settlements: why, watermarks: why } }
  }
}

// Also without the lock a mark would only move forward.
const putMark = `insert into x402ops.run_watermarks as m (profile, target, until, run_id)
  values ($1, $2, $3::text::timestamptz, $4)
  on conflict (profile, target) do update set until = excluded.until, run_id = excluded.run_id
  where excluded.until > m.until`

async function moveMark(within: Asking, profile: string, stretch: NonNullable<MemoryUpdate['stretch']>) {
  const marks = moveWatermark(marksIn(await within(marksOf, [profile])), stretch)
  const mark = marks.find(({ target }) => target === stretch.target)
  if (mark !== undefined) await within(putMark, [profile, mark.target, mark.until, mark.runId])
}

/** Adds to what a profile shares. Resolves to a note when something could not be kept, else null. */
export async function writeMemory(
  place: RunsPlace,
  profile: string,
  { settlements, stretch }: MemoryUpdate,
  now: Date,
): Promise<string | null> {
  try {
    const dropped = await changeProfile(place, profile, 'keeping what a run saw', async (within) => {
      let left = 0
      await changeBook(within, profile, settlementsBook, (known) => {
        const next = updateSettlements(known, settlements, now)
        left = next.dropped
        return next.settlements
      })
      if (stretch !== null) await moveMark(within, profile, stretch)
      return left
    })
    if (dropped === 0) return null
    return `${dropped} older payments will not be looked at again for reorganisations`
  } catch (error) {
    return `what this run saw will not be looked at again: ${runsNote(error)}`
  }
}
