import { constants } from 'node:fs'
import { lstat, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LongText } from '../../core/bundle.ts'
import { diskReason } from '../files/failure.ts'
import { heldBytes, type TreeLimits } from './limits.ts'
import { longTextOf } from './long-text.ts'
import { readOnce } from './open-once.ts'

/** A file below a path: its bytes, or why it has none (`bytes` null). `name` is for people only, never a path. */
export type Sighting =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly bytes: null; readonly long: LongText }
  | { readonly name: string; readonly bytes: null; readonly why: string }

/** What may still be opened. One budget serves all paths of a command; it is written to. */
export type Budget = { files: number; bytes: number; longBytes: number; ended: boolean }

const fileFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** A fresh budget within limits. */
export function budgetOf(limits: TreeLimits): Budget {
  return { files: limits.files, bytes: limits.allBytes, longBytes: limits.longBytes, ended: false }
}

/**
 * A path that means an open folder itself, also when its name is given to something else by now. Systems
 * without /proc have no such path; there the name must do.
 */
async function anchorOf(fd: number, path: string): Promise<string> {
  const anchor = `/proc/self/fd/${fd}`
  return stat(anchor).then(
    (found) => (found.isDirectory() ? anchor : path),
    () => path,
  )
}

async function* folder(
  path: string,
  name: string,
  limits: TreeLimits,
  budget: Budget,
  depth: number,
): AsyncGenerator<Sighting> {
  if (depth >= limits.folderDepth) {
    yield { name: `${name}/`, bytes: null, why: `it lies more than ${limits.folderDepth} folders deep` }
    return
  }
  const handle = await open(path, folderFlags)
  try {
    const anchor = await anchorOf(handle.fd, path)
    for (const entry of (await readdir(anchor)).sort()) {
      yield* sightings(join(anchor, entry), `${name}/${entry}`, limits, budget, depth + 1)
      if (budget.ended) return
    }
  } finally {
    await handle.close()
  }
}

/** The long text at a path; null when there is none of at most so many bytes. */
async function openLong(path: string, name: string, most: number): Promise<LongText | null> {
  const handle = await open(path, fileFlags)
  let long: LongText | null = null
  try {
    const found = await handle.stat()
    if (found.isFile() && found.size <= most) long = longTextOf(handle, found.size, name)
    return long
  } finally {
    if (long === null) await handle.close()
  }
}

async function* sightings(
  path: string,
  name: string,
  limits: TreeLimits,
  budget: Budget,
  depth: number,
): AsyncGenerator<Sighting> {
  try {
    // Only to tell folders from files, and to leave devices alone; what is read is what was opened.
    const found = await lstat(path)
    if (found.isSymbolicLink()) {
      yield { name, bytes: null, why: 'it is a symbolic link' }
    } else if (found.isDirectory()) {
      yield* folder(path, name, limits, budget, depth)
    } else if (!found.isFile()) {
      yield { name, bytes: null, why: 'it is not a regular file' }
    } else if (budget.files <= 0 || budget.bytes <= 0) {
      budget.ended = true
      yield { name, bytes: null, why: 'the limit was reached: from here on nothing was opened' }
    } else {
      const long = found.size > heldBytes ? await openLong(path, name, budget.longBytes) : null
      if (long !== null) {
        budget.files -= 1
        budget.longBytes -= long.bytes
        yield { name, bytes: null, long }
        return
      }
      const opened = await readOnce(path, limits.fileBytes)
      yield opened.ok ? { name, bytes: opened.bytes } : { name, bytes: null, why: opened.why }
    }
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    yield { name, bytes: null, why: missing ? 'it is not there' : diskReason(error) }
  }
}

/**
 * The file at a path, or all files below a folder in the order of their names, symbolic links never followed.
 * `name` is what people are shown for the path. The reader takes off the budget what it uses. Never rejects.
 */
export async function* filesAt(
  path: string,
  name: string,
  limits: TreeLimits,
  budget: Budget,
): AsyncGenerator<Sighting> {
  if (!budget.ended) yield* sightings(path, name, limits, budget, 0)
}
