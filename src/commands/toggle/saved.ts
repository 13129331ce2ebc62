import { isOpsError } from '../../core/errors.ts'
import type { Profile } from '../../core/profile.ts'
import type { RunDocument } from '../../core/report.ts'
import type { SavedRun } from '../../runs/run.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { readRun } from '../../toggle/read-run.ts'
import type { RunLook } from '../../toggle/shapes.ts'
import { roomsRead } from './look.ts'
import { ownRooms } from './own-rooms.ts'

const isRead = (room: string) =>
  room === 'alerts' || room === 'toggle-proof' || roomsRead.some((each) => each === room)

// The table needs the newest windows of each room; a day of watching every minute is more than it reads.
const mostRuns = 400
const mostBooks = 4
const mostTerms = 2
// Runs of other targets are opened to see that they are, and are no windows.
const mostOpened = 20
// Clocks of machines that share a state folder differ by so much.
const futureMs = 60_000

const answered = ({ checks }: RunDocument, room: string) =>
  checks.some((row) => row.room === room && row.verdict !== 'SKIP')

const withoutRooms = (document: RunDocument, names: readonly string[]): RunDocument => {
  const checks = document.checks.filter(({ room }) => !names.includes(room))
  const kept = new Set(checks.map(({ id }) => id))
  return { ...document, checks, findings: document.findings.filter(({ check }) => kept.has(check)) }
}

// A run whose files are damaged is no window: what it saw is not known.
async function loadedRun(store: RunStore, profile: string, runId: string): Promise<SavedRun | null> {
  try {
    return await store.load(profile, runId)
  } catch (error) {
    if (isOpsError(error)) return null
    throw error
  }
}

/**
 * The saved runs of a profile as the table reads them, newest first, as far as they looked at what the profile means
 * now. Payments are read only of the newest runs that have some: older ones are left out whole, because a run without
 * its payments would look like a quiet day. A run from the future would be the newest for ever: it is left out.
 */
export async function savedLooks(store: RunStore, profile: Profile, now: Date): Promise<readonly RunLook[]> {
  const { runs } = await store.list(profile.name)
  const looks: RunLook[] = []
  let [books, terms, opened] = [0, 0, 0]
  const past = runs.filter(({ startedAt }) => Date.parse(startedAt) <= now.getTime() + futureMs)
  for (const document of past.slice(0, mostRuns)) {
    if (!document.checks.some(({ room }) => isRead(room))) continue
    const [hasBooks, hasTerms] = [answered(document, 'reconcile'), answered(document, 'matrix')]
    if (hasBooks && (books >= mostBooks || opened >= mostOpened)) continue
    if (hasBooks || (hasTerms && terms < mostTerms && opened < mostOpened)) {
      opened += 1
      const loaded = await loadedRun(store, profile.name, document.runId)
      if (loaded === null) continue
      const run = ownRooms(loaded, profile)
      if (answered(run.document, 'reconcile')) books += 1
      if (answered(run.document, 'matrix')) terms += 1
      looks.push(readRun(run))
    } else {
      const rest = hasTerms ? withoutRooms(document, ['matrix']) : document
      looks.push(readRun(ownRooms({ document: rest, rooms: [], cases: [] }, profile)))
    }
  }
  return looks
}

/**
 * The runs that were named, newest first, as far as they looked at what the profile means now; `note` is told what
 * was left out. Throws `OpsError` RUN_NOT_FOUND.
 */
export async function namedLooks(
  store: RunStore,
  profile: Profile,
  references: readonly string[],
  note: (line: string) => void,
): Promise<readonly RunLook[]> {
  const looks: RunLook[] = []
  for (const reference of references) {
    const loaded = await store.load(profile.name, reference)
    const run = ownRooms(loaded, profile)
    const left = [...new Set(loaded.document.checks.map(({ room }) => room))].filter(
      (room) => !run.document.checks.some((row) => row.room === room),
    )
    const { runId } = loaded.document
    if (left.length > 0)
      note(`${runId}: ${left.join(', ')} looked at something else than the profile means now`)
    looks.push(readRun(run))
  }
  return looks.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.runId < b.runId ? 1 : -1))
}

/** The rooms about which no saved run is young enough. */
export function staleRooms(looks: readonly RunLook[], now: Date, maxAgeMs: number): readonly string[] {
  const young = looks.filter(({ at }) => Math.abs(now.getTime() - Date.parse(at)) <= maxAgeMs)
  return roomsRead.filter((room) => !young.some(({ rooms }) => rooms.some((each) => each.room === room)))
}
