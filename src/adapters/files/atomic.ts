import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import { outputFailed } from './failure.ts'
import { syncFolder } from './folders.ts'
import { removeOldDrafts } from './old-drafts.ts'

/** What is written: one text, or many that follow each other (so that a large file is never one string). */
export type FileContent = string | Iterable<string>

const newFile = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW
const bufferLength = 65_536

/** Nobody but the operator reads what we write, unless a caller says otherwise. */
const ownerOnly = 0o600

/**
 * Makes a file that must not exist yet (0600 or `mode`, never through a symbolic link), has it filled and makes its bytes
 * durable. Rejects with the system's error; what was begun is removed.
 */
export async function makeNewFile(
  path: string,
  fill: (file: FileHandle) => Promise<void>,
  mode = ownerOnly,
): Promise<void> {
  const handle = await open(path, newFile, mode)
  try {
    await fill(handle)
    await handle.sync()
  } catch (error) {
    await unlink(path).catch(() => undefined)
    throw error
  } finally {
    await handle.close()
  }
}

/** Writes a text to a new file, as `makeNewFile` does. */
export function writeNewFile(path: string, content: FileContent, mode = ownerOnly): Promise<void> {
  const fill = async (file: FileHandle) => {
    let buffer = ''
    for (const part of typeof content === 'string' ? [content] : content) {
      buffer += part
      if (buffer.length >= bufferLength) {
        await file.writeFile(buffer)
        buffer = ''
      }
    }
    await file.writeFile(buffer)
  }
  return makeNewFile(path, fill, mode)
}

// What stands behind the name of the file: a process and a random number. Anchored, bounded classes: linear.
const draftEnd = /^\d{1,12}\.[0-9a-f]{12}\.tmp$/

/** Is this a draft of the file, by whatever process? */
function isDraftOf(path: string): (name: string) => boolean {
  const start = `.${basename(path)}.`
  return (name) => name.startsWith(start) && draftEnd.test(name.slice(start.length))
}

async function refuseOddTargets(path: string): Promise<void> {
  const found = await lstat(path).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined || found.isFile()) return
  const reason = found.isSymbolicLink() ? 'it is a symbolic link' : 'it is not a regular file'
  throw new OpsError('OUTPUT_FAILED', { file: path, reason })
}

/**
 * Replaces a file as one step: a reader sees the old content or the new one, also after a power cut.
 * The file is 0600 or `mode`, as far as the umask allows. The folder must exist. Throws `OpsError` OUTPUT_FAILED, then nothing has changed; a
 * target that is a symbolic link, a folder or a device is refused. Drafts of it that killed processes left an hour ago go.
 */
export async function writeFileAtomic(path: string, content: FileContent, mode = ownerOnly): Promise<void> {
  const folder = dirname(path)
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await refuseOddTargets(path)
    await writeNewFile(temporary, content, mode)
    await rename(temporary, path)
    await syncFolder(folder)
    await removeOldDrafts(folder, isDraftOf(path))
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error instanceof OpsError ? error : outputFailed(path, error)
  }
}
