import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'

/**
 * Who holds a lock. A pid alone is not enough, because pids are used again: `start` tells two processes with
 * one pid apart (clock ticks since boot and the boot id on Linux, null where the system does not say).
 */
export type ProcessIdentity = { readonly host: string; readonly pid: number; readonly start: string | null }

async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // Field 22; the second field is a name in parentheses that may hold spaces, so count behind it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return ticks === undefined ? null : `${boot.trim()}/${ticks}`
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}

/** The identity of this process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  return { host: hostname(), pid: process.pid, start: await startOf(process.pid) }
}

/** Is this process certainly gone? False when it runs, or when another machine would have to say. */
export async function isGone(owner: ProcessIdentity): Promise<boolean> {
  if (owner.host !== hostname()) return false
  if (!isAlive(owner.pid)) return true
  const start = await startOf(owner.pid)
  return start !== null && owner.start !== null && start !== owner.start
}
