import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isOpsError, OpsError } from '../../core/errors.ts'
import type { Memory, MemoryUpdate } from '../../runs/memory.ts'
import { parseSettlements, settlementsText, updateSettlements } from '../../runs/settlements.ts'
import { moveWatermark, parseWatermarks, watermarksText } from '../../runs/watermarks.ts'
import { writeFileAtomic } from '../files/atomic.ts'
import { diskReason } from '../files/failure.ts'
import { withLock } from '../files/lock.ts'

const settlementsName = 'settlements.json'
const watermarksName = 'watermarks.json'
// Another run holds the lock for the time of one small write, or of tidying.
const waitMs = 5000

type Read<T> = {
  readonly items: readonly T[]
  readonly damaged: string | null
  /** Why the file could not even be opened: then nobody knows that it is damaged. */
  readonly unopened: string | null
}

async function readItems<T>(
  folder: string,
  name: string,
  parse: (text: string) => readonly T[],
): Promise<Read<T>> {
  let text: string
  try {
    text = await readFile(join(folder, name), 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '')) {
      return { items: [], damaged: null, unopened: null }
    }
    const reason = diskReason(error)
    return { items: [], damaged: `${name} cannot be opened: ${reason}`, unopened: reason }
  }
  try {
    return { items: parse(text), damaged: null, unopened: null }
  } catch {
    return { items: [], damaged: `${name} cannot be understood`, unopened: null }
  }
}

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

/**
 * Writes a file of the memory; one that could not be understood is kept beside it under another name. One that
 * could not be opened may be whole and somebody else's: it stays, and `OpsError` OUTPUT_FAILED names it.
 */
async function replace(
  folder: string,
  name: string,
  text: string,
  { damaged, unopened }: Read<unknown>,
): Promise<void> {
  const path = join(folder, name)
  if (unopened !== null) throw new OpsError('OUTPUT_FAILED', { file: path, reason: unopened })
  if (damaged !== null) await rename(path, `${path}.damaged`)
  await writeFileAtomic(path, text)
}

async function update(
  folder: string,
  { settlements, stretch }: MemoryUpdate,
  now: Date,
): Promise<string | null> {
  const known = await readItems(folder, settlementsName, parseSettlements)
  const next = updateSettlements(known.items, settlements, now)
  if (known.damaged !== null || known.items.length + next.settlements.length > 0) {
    await replace(folder, settlementsName, settlementsText(next.settlements), known)
  }
  if (stretch !== null) {
    const marks = await readItems(folder, watermarksName, parseWatermarks)
    await replace(folder, watermarksName, watermarksText(moveWatermark(marks.items, stretch)), marks)
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
