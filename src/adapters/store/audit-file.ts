import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { toJson } from '../../core/json.ts'
import { outputFailed } from '../files/failure.ts'
import { ensureFolder } from '../files/folders.ts'
import { profileFolder } from './profile-folder.ts'

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants

function whoami(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    return `unknown@${hostname()}`
  }
}

/**
 * Adds a line to `<stateDir>/<profile>/audit.ndjson` (0600, never through a symbolic link) and makes it durable: who,
 * and what `entry` says. Rejects with `OpsError` OUTPUT_FAILED, so that nothing is done that leaves no trace.
 */
export async function appendAudit(
  stateDir: string,
  profile: string,
  entry: Readonly<Record<string, unknown>>,
): Promise<void> {
  const folder = join(stateDir, profileFolder(profile))
  const path = join(folder, 'audit.ndjson')
  try {
    await ensureFolder(folder)
    const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
    try {
      await file.write(`${toJson({ schema: 'x402ops.audit/v1', who: whoami(), ...entry })}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw outputFailed(path, error)
  }
}
