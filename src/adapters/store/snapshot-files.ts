import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import { toJson } from '../../core/json.ts'
import { parseSnapshot, type TermsSnapshot } from '../../runs/snapshot.ts'
import { writeFileAtomic } from '../files/atomic.ts'
import { diskReason } from '../files/failure.ts'
import { ensureFolder } from '../files/folders.ts'

// The name is checked before it comes here; the folder of a profile holds nothing else of this kind.
const pathOf = (folder: string, name: string) => join(folder, 'snapshots', `${name}.json`)

/** A kept snapshot; null when there is none of that name. Throws `OpsError` SNAPSHOT_UNREADABLE. */
export async function readSnapshot(folder: string, name: string): Promise<TermsSnapshot | null> {
  let text: string
  try {
    text = await readFile(pathOf(folder, name), 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '')) return null
    throw new OpsError('SNAPSHOT_UNREADABLE', { name, reason: diskReason(error) }, { cause: error })
  }
  const found = parseSnapshot(text)
  if (found === null) throw new OpsError('SNAPSHOT_UNREADABLE', { name, reason: 'it is no snapshot' })
  return found
}

/** Keeps a snapshot (folder 0700, file 0600), at once or not at all. Resolves to a note when that failed, else null. */
export async function writeSnapshot(folder: string, snapshot: TermsSnapshot): Promise<string | null> {
  try {
    await ensureFolder(join(folder, 'snapshots'))
    await writeFileAtomic(pathOf(folder, snapshot.name), `${toJson(snapshot, 'pretty')}\n`)
    return null
  } catch (error) {
    return `the snapshot could not be kept: ${diskReason(error)}`
  }
}
