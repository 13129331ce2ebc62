import type { RunDocument } from '../../core/report.ts'
import type { SavedRun } from '../../runs/run.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { readRun } from '../../toggle/read-run.ts'
import type { RunLook } from '../../toggle/shapes.ts'
import { roomsRead } from './look.ts'

// The table needs the newest windows of each room; a day of watching every minute is more than it reads.
const mostRuns = 400
const mostBooks = 4
const mostTerms = 2

const answered = ({ checks }: RunDocument, room: string) =>
  checks.some((row) => row.room === room && row.verdict !== 'SKIP')

/**
 * The saved runs of a profile as the table reads them, newest first. Payments are read only of the newest runs that
 * have some: older ones are left out whole, because a run without its payments would look like a quiet day.
 */
export async function savedLooks(store: RunStore, profile: string): Promise<readonly RunLook[]> {
  const { runs } = await store.list(profile)
  const looks: RunLook[] = []
  let [books, terms] = [0, 0]
  for (const document of runs.slice(0, mostRuns)) {
    if (!document.checks.some(({ room }) => roomsRead.some((each) => each === room) || room === 'alerts'))
      continue
    const hasBooks = answered(document, 'reconcile')
    const hasTerms = answered(document, 'matrix')
    if (hasBooks && books >= mostBooks) continue
    const whole = hasBooks || (hasTerms && terms < mostTerms)
    if (hasBooks) books += 1
    if (hasTerms) terms += 1
    const bare: SavedRun = { document, rooms: [], cases: [] }
    looks.push(readRun(whole ? await store.load(profile, document.runId) : bare))
  }
  return looks
}

/** The runs that were named, newest first. Throws `OpsError` RUN_NOT_FOUND. */
export async function namedLooks(
  store: RunStore,
  profile: string,
  references: readonly string[],
): Promise<readonly RunLook[]> {
  const looks: RunLook[] = []
  for (const reference of references) looks.push(readRun(await store.load(profile, reference)))
  return looks.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.runId < b.runId ? 1 : -1))
}

/** The rooms about which no saved run is young enough. */
export function staleRooms(looks: readonly RunLook[], now: Date, maxAgeMs: number): readonly string[] {
  const young = looks.filter(({ at }) => now.getTime() - Date.parse(at) <= maxAgeMs)
  return roomsRead.filter((room) => !young.some(({ rooms }) => rooms.some((each) => each.room === room)))
}
