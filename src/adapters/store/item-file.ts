import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import { writeFileAtomic } from '../files/atomic.ts'
import { diskReason } from '../files/failure.ts'

/** What a file of a profile's folder holds. `damaged` says why nothing of it is believed; null when it is sound. */
export type ItemsRead<T> = {
  readonly items: readonly T[]
  readonly damaged: string | null
  /** Why the file could not even be opened: then nobody knows that it is damaged. */
  readonly unopened: string | null
}

/** The items of a file; one that is not there is empty. Never rejects. */
export async function readItems<T>(
  folder: string,
  name: string,
  parse: (text: string) => readonly T[],
): Promise<ItemsRead<T>> {
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

/**
 * Writes such a file as one step; one that could not be understood is kept beside it under another name. One
 * that could not be opened may be whole and somebody else's: it stays, and `OpsError` OUTPUT_FAILED names it.
 */
export async function replaceItems(
  folder: string,
  name: string,
  text: string,
  { damaged, unopened }: ItemsRead<unknown>,
): Promise<void> {
  const path = join(folder, name)
  if (unopened !== null) throw new OpsError('OUTPUT_FAILED', { file: path, reason: unopened })
  if (damaged !== null) await rename(path, `${path}.damaged`)
  await writeFileAtomic(path, text)
}
