import { isOpsError } from '../../core/errors.ts'
import { noticesText, type OpenNotice, parseNotices, type TargetNotices } from '../../runs/notices.ts'
import { diskReason } from '../files/failure.ts'
import { withLock } from '../files/lock.ts'
import { readItems, replaceItems } from './item-file.ts'

const name = 'alerts.json'
const waitMs = 5000

/** What every receiver of a profile was told; no file = nothing. Never rejects. */
export async function readNotices(
  folder: string,
): Promise<{ readonly targets: readonly TargetNotices[]; readonly damaged: string | null }> {
  const { items, damaged } = await readItems(folder, name, parseNotices)
  return { targets: items, damaged }
}

/**
 * Writes down what one receiver knows now, while holding the lock of the folder; the file (0600) is replaced as one
 * step. Resolves to a note when that failed, else null; never rejects for the disk.
 */
export async function writeNotices(
  folder: string,
  target: string,
  open: readonly OpenNotice[],
): Promise<string | null> {
  const work = async () => {
    const known = await readItems(folder, name, parseNotices)
    const others = known.items.filter((one) => one.target !== target)
    await replaceItems(folder, name, noticesText([...others, { target, open }]), known)
  }
  try {
    await withLock(folder, work, { waitMs })
    return null
  } catch (error) {
    const why = isOpsError(error) ? [error.message, error.why ?? ''].join(' ').trim() : diskReason(error)
    return `what was told could not be kept: ${why}`
  }
}
