import { isOpsError } from '../../core/errors.ts'
import { parseRefunds, type RefundCase, type RefundCases, refundsText } from '../../runs/refund-cases.ts'
import { diskReason } from '../files/failure.ts'
import { withLock } from '../files/lock.ts'
import { readItems, replaceItems } from './item-file.ts'

const name = 'refunds.json'
// Another process holds the lock for the time of one small write, or of tidying.
const waitMs = 5000

/** The refunds in the folder of a profile; no file = none. Never rejects. */
export async function readRefunds(folder: string): Promise<RefundCases> {
  const { items, damaged } = await readItems(folder, name, parseRefunds)
  return { cases: items, damaged }
}

/**
 * Changes the refunds in the folder of a profile while holding its lock: `change` gets what stands there now and
 * gives what shall stand there; what it throws comes out, and nothing is written. The file (0600) is replaced as one
 * step. A damaged one is never replaced: it may say what was sent. Resolves to a note when they could not be kept.
 */
export async function writeRefunds(
  folder: string,
  change: (cases: readonly RefundCase[]) => readonly RefundCase[],
): Promise<string | null> {
  let refused: unknown = null
  const work = async (): Promise<string | null> => {
    const known = await readItems(folder, name, parseRefunds)
    if (known.damaged !== null) return `the refund book could not be kept: ${known.damaged}`
    let next: readonly RefundCase[]
    try {
      next = change(known.items)
    } catch (error) {
      refused = error
      return null
    }
    if (known.items.length + next.length > 0) await replaceItems(folder, name, refundsText(next), known)
    return null
  }
  let note: string | null
  try {
    note = await withLock(folder, work, { waitMs })
  } catch (error) {
    const why = isOpsError(error) ? [error.message, error.why ?? ''].join(' ').trim() : diskReason(error)
    return `the refund book could not be kept: ${why}`
  }
  if (refused !== null) throw refused
  return note
}
