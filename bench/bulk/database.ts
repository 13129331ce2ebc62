import { readdirSync, readFileSync } from 'node:fs'
import postgres from 'postgres'
import { startPostgres } from '../../test/rig/postgres.ts'
import type { Way } from './ways.ts'

const tickMs = 10

type Process = { readonly parent: number; readonly ownMs: number; readonly childrenMs: number }

function processOf(pid: string | number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in the second field may hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ms = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) * tickMs
    return { parent: Number(fields[1]), ownMs: ms(11), childrenMs: ms(13) }
  } catch {
    return undefined
  }
}

/** Processor time of a server so far: its own, of the connections that are open, and of those that have ended. */
function serverMs(server: number): number {
  const own = processOf(server)
  const open = readdirSync('/proc').flatMap((name) => {
    const found = /^\d{1,10}$/.test(name) ? processOf(name) : undefined
    return found?.parent === server ? [found.ownMs] : []
  })
  return (own?.ownMs ?? 0) + (own?.childrenMs ?? 0) + open.reduce((sum, ms) => sum + ms, 0)
}

async function serverPid(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  const [row] = await sql`select pg_backend_pid() as pid`
  const parent = processOf(Number(row?.pid))?.parent
  await sql.end({ timeout: 5 })
  if (parent === undefined)
    throw new Error('the server does not run on this machine: its time cannot be read')
  return parent
}

/**
 * A database of this benchmark, and how a way is timed in it: what the server worked counts as work of the way. Memory
 * is that of the program alone. Linux only. The caller owes `stop`.
 */
export async function startDatabase() {
  const server = await startPostgres()
  const pid = await serverPid(server.url)
  const counted = (way: Way): Way => ({
    name: way.name,
    once: async (folder) => {
      const before = serverMs(pid)
      const cost = await way.once(folder)
      return { ...cost, cpuMs: cost.cpuMs + serverMs(pid) - before }
    },
  })
  return { url: server.url, counted, stop: server.stop }
}
