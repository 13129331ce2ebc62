import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'x402ops-rig-'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function isAnvil(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('anvil')
  } catch {
    return false
  }
}

/** A new folder of this run, under the system's folder for temporary files. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), prefix))
}

/** Writes down which chain belongs to this process, for `sweep`. */
export function notePid(folder: string, anvil: number): void {
  writeFileSync(join(folder, 'pids.json'), JSON.stringify({ owner: process.pid, anvil }))
}

/**
 * Ends the chains of rigs whose process was killed without a chance to clean up, and removes their folders.
 * Touches only what an earlier rig wrote down itself, and only processes that still are an anvil.
 */
export function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const folder = join(tmpdir(), name)
    try {
      const pids = JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8')) as {
        owner: number
        anvil: number
      }
      if (isAlive(pids.owner)) continue
      if (isAnvil(pids.anvil)) process.kill(pids.anvil, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Without a readable note the folder belongs to a rig that is just starting: leave it alone.
    }
  }
}
