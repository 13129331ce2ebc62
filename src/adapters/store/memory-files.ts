import { isOpsError } from '../../core/errors.ts'
import type { Memory, MemoryUpdate } from '../../runs/memory.ts'
import { parseSettlements, settlementsText, updateSettlements } from '../../runs/settlements.ts'
import { moveWatermark, parseWatermarks, watermarksText } from '../../runs/watermarks.ts'
import { diskReason } from '../files/failure.ts'
import { withLock } from '../files/lock.ts'
import { readItems, replaceItems } from './item-file.ts'

const settlementsName = 'settlements.json'
const watermarksName = 'watermarks.json'
// Another run holds the lock for the time of one small write, or of tidying.
const waitMs = 5000

/** The memory in the folder of a profile; a file that is not there is empty. Never rejects. */
export async function readMemory(folder: string): Promise<Memory> {
  const settlements = await readItems(folder, settlementsName, parseSettlements)
  const watermarks = await readItems(folder, watermarksName, parseWatermarks)
  return {
    settlements: settlements.items,
    watermarks: watermarks.items,
    damaged: { settlements: settlements.damaged, watermarks: watermarks.damaged },
  }
}

async function update(
  folder: string,
  { settlements, stretch }: MemoryUpdate,
  now: Date,
): Promise<string | null> {
  const known = await readItems(folder, settlementsName, parseSettlements)
  const next = updateSettlements(known.items, settlements, now)
  if (known.damaged !== null || known.items.length + next.settlements.length > 0) {
    await replaceItems(folder, settlementsName, settlementsText(next.settlements), known)
  }
  if (stretch !== null) {
    const marks = await readItems(folder, watermarksName, parseWatermarks)
    await replaceItems(folder, watermarksName, watermarksText(moveWatermark(marks.items, stretch)), marks)
  }
  return next.dropped === 0
    ? null
    : `${next.dropped} older payments will not be looked at again for reorganisations`
}

/**
 * Adds to the memory in the folder of a profile while holding its lock: files 0600, each replaced as one
 * step. Resolves to a note when something could not be kept, else null; never rejects.
 */
export async function writeMemory(folder: string, change: MemoryUpdate, now: Date): Promise<string | null> {
  try {
    return await withLock(folder, () => update(folder, change, now), { waitMs })
  } catch (error) {
    const why = isOpsError(error) ? [error.message, error.why ?? ''].join(' ').trim() : diskReason(error)
    return `what this run saw will not be looked at again: ${why}`
  }
}
