import { expectChecklist } from '../checklist/expect.ts'
import { checklist } from '../checklist/room.ts'
import type { BooksMark, ChecklistExpected, ChecklistSeen, RoomLook } from '../checklist/shapes.ts'
import { couldNotSee, type Observation, saw } from '../core/observation.ts'
import type { RunStore } from '../runs/store-port.ts'
import { type SavedLook, savedLook } from './checklist/looks.ts'
import type { CommandContext } from './command.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/** The rooms that the list reads. Reconcile is always read from saved runs: it takes longer than the rest together. */
export const listedRooms: readonly string[] = [
  ...['probe', 'matrix', 'discover', 'facilitator', 'rpc', 'recipient', 'reconcile'],
]

/** What is known before the list is judged. */
export type ChecklistGiven = {
  /** What rooms of this run said. */
  readonly looks: readonly RoomLook[]
  readonly matrixSeen: unknown
  /** Rooms to take from saved runs, and from which ones; null = from the newest. */
  readonly saved: { readonly rooms: readonly string[]; readonly runs: readonly string[] | null }
  readonly serviceDir: string | null
}

async function savedLooks(store: RunStore, profile: string, { rooms, runs }: ChecklistGiven['saved']) {
  const all = (await store.list(profile)).runs
  const named: typeof all =
    runs === null
      ? all
      : await Promise.all(runs.map(async (run) => (await store.load(profile, run)).document))
  const found: SavedLook[] = []
  for (const room of rooms) {
    const one = await savedLook(store, named, room)
    if (one !== null) found.push(one)
  }
  return found
}

async function booksOf(store: RunStore, profile: string, at: string): Promise<Observation<BooksMark>> {
  const { watermarks, damaged } = await store.memory(profile)
  const look = { at, source: 'file', ref: 'watermarks.json' }
  if (damaged.watermarks !== null) return couldNotSee(look, 'parse', damaged.watermarks)
  const last =
    watermarks
      .map(({ until }) => until)
      .sort()
      .at(-1) ?? null
  return saw(look, { until: last })
}

/** Judges the list by what rooms said and by what the folder of the service shows. Throws `OpsError` RUN_NOT_FOUND and INPUT_NOT_FOUND. */
export async function checklistPart(
  running: Running,
  { services, clock, env }: CommandContext,
  given: ChecklistGiven,
): Promise<Part<ChecklistSeen, ChecklistExpected>> {
  const { profile } = running
  const folder = given.serviceDir === null ? null : await services.serviceFiles(given.serviceDir)
  const store = await services.store()
  const saved = await savedLooks(store, profile.name, given.saved)
  const now = clock.now()
  return runPart(running, checklist, expectChecklist(profile, now), {
    clock,
    rooms: [...given.looks, ...saved.map(({ look }) => look)],
    matrixSeen: given.matrixSeen ?? saved.find(({ look }) => look.room === 'matrix')?.seen ?? null,
    folder,
    places: await services.ownPlaces(profile.name),
    books: await booksOf(store, profile.name, now.toISOString()),
    monitor: { webhook: (env.MONITOR_WEBHOOK_URL ?? '') !== '' },
  })
}
