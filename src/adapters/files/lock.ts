import { createHash, randomBytes } from 'node:crypto'
import { link, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OpsError } from '../../core/errors.ts'
import { writeNewFile } from './atomic.ts'
import { outputFailed } from './failure.ts'
import { ensureFolder } from './folders.ts'
import { removeOldDrafts } from './old-drafts.ts'
import { isGone, ownIdentity, type ProcessIdentity } from './process-identity.ts'

const pauseMs = 50
const guardAgeMs = 10_000

function parseOwner(text: string): ProcessIdentity | undefined {
  try {
    const owner = JSON.parse(text) as Partial<ProcessIdentity> | null
    if (typeof owner?.host !== 'string' || typeof owner.pid !== 'number') return undefined
    return { host: owner.host, pid: owner.pid, start: owner.start ?? null }
  } catch {
    return undefined
  }
}

async function readOrNull(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** Links a finished file into place, so that no one ever reads half a lock. False when one is there. */
async function tryTake(lock: string, text: string): Promise<boolean> {
  const draft = `${lock}.${process.pid}.${randomBytes(6).toString('hex')}`
  await writeNewFile(draft, text)
  try {
    await link(draft, lock)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false
    throw error
  } finally {
    await unlink(draft).catch(() => undefined)
  }
}

/**
 * Removes the lock of a process that is gone. Two processes may see the same stale lock; the guard is named
 * after its content, so only one of them removes it, and only while it still is that lock.
 */
async function recover(lock: string, stale: string): Promise<void> {
  const guard = `${lock}.stale-${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`
  if (!(await tryTake(guard, stale))) {
    const left = await stat(guard).catch(() => undefined)
    if (left !== undefined && Date.now() - left.mtimeMs > guardAgeMs)
      await unlink(guard).catch(() => undefined)
    return
  }
  try {
    if ((await readOrNull(lock)) === stale) await unlink(lock)
  } finally {
    await unlink(guard).catch(() => undefined)
  }
}

async function acquire(folder: string, lock: string, mine: string, waitMs: number): Promise<void> {
  let owner = 'Its owner could not be read.'
  for (let waited = 0; waited <= waitMs; waited += pauseMs) {
    if (await tryTake(lock, mine)) return
    const text = await readOrNull(lock)
    const holder = text === null ? undefined : parseOwner(text)
    if (text !== null && holder !== undefined) {
      owner = `Process ${holder.pid} on ${holder.host} holds it.`
      if (await isGone(holder)) await recover(lock, text)
    }
    await sleep(pauseMs)
  }
  throw new OpsError('STATE_LOCKED', { folder, owner })
}

/**
 * Runs `work` while this process alone holds the lock of a folder (made with 0700 when it is missing) and
 * hands on its result. A lock whose process is gone is taken over. Throws `OpsError` STATE_LOCKED after
 * about `waitMs` (default 10 s), OUTPUT_FAILED when the folder cannot be written; what `work` throws passes.
 */
export async function withLock<T>(
  folder: string,
  work: () => Promise<T>,
  options: { readonly waitMs?: number } = {},
): Promise<T> {
  const lock = join(folder, '.lock')
  // The extra bytes make each taking a different text, so that a release removes only its own lock.
  const mine = JSON.stringify({ ...(await ownIdentity()), taken: randomBytes(8).toString('hex') })
  try {
    await ensureFolder(folder)
    await acquire(folder, lock, mine, options.waitMs ?? 10_000)
  } catch (error) {
    throw error instanceof OpsError ? error : outputFailed(folder, error)
  }
  try {
    await removeOldDrafts(folder, (name) => name.startsWith('.lock.'))
    return await work()
  } finally {
    if ((await readOrNull(lock).catch(() => null)) === mine) await unlink(lock).catch(() => undefined)
  }
}
