import { isOpsError } from '../../core/errors.ts'
import { boundTracks, parseTracks, type Track, type Tracks, tracksText } from '../../runs/tracks.ts'
import { diskReason } from '../files/failure.ts'
import { withLock } from '../files/lock.ts'
import { readItems, replaceItems } from './item-file.ts'

const name = 'tracks.json'
// Another process holds the lock for the time of one small write, or of tidying.
const waitMs = 5000

/** The tracks in the folder of a profile; no file = none. Never rejects. */
export async function readTracks(folder: string): Promise<Tracks> {
  const { items, damaged } = await readItems(folder, name, parseTracks)
  return { tracks: items, damaged }
}

/**
 * Changes the tracks in the folder of a profile while holding its lock: `change` gets what stands there now
 * and gives what shall stand there. The file (0600) is replaced as one step, so a process that is killed
 * leaves the old tracks or the new ones. Resolves to a note when they could not be kept, else null; never
 * rejects for the disk.
 */
export async function writeTracks(
  folder: string,
  change: (tracks: readonly Track[]) => readonly Track[],
): Promise<string | null> {
  const work = async () => {
    const known = await readItems(folder, name, parseTracks)
    const next = boundTracks(change(known.items))
    if (known.damaged === null && known.items.length + next.length === 0) return
    await replaceItems(folder, name, tracksText(next), known)
  }
  try {
    await withLock(folder, work, { waitMs })
    return null
  } catch (error) {
    const why = isOpsError(error) ? [error.message, error.why ?? ''].join(' ').trim() : diskReason(error)
    return `what is followed could not be kept: ${why}`
  }
}
