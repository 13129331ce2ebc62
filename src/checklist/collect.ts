import { couldNotSee, type Observation, saw } from '../core/observation.ts'
import type { Clock } from '../core/ports.ts'
import type { OwnPlace, ServiceFiles } from '../core/service-files.ts'
import { envLooks } from './env/look.ts'
import type { EnvLook } from './env/shapes.ts'
import { lockedPackages, lockFiles } from './lock/packages.ts'
import type {
  BooksMark,
  ChecklistExpected,
  ChecklistSeen,
  EnvExpected,
  LockedPackage,
  RoomLook,
  ServiceLook,
} from './shapes.ts'
import { termLooks } from './terms.ts'

/** What the list looks through. Rooms were asked before; `matrixSeen` is what the matrix saw, as it is. */
export type ChecklistPorts = {
  readonly clock: Clock
  readonly rooms: readonly RoomLook[]
  readonly matrixSeen: unknown
  readonly folder: ServiceFiles | null
  readonly places: readonly OwnPlace[]
  readonly books: Observation<BooksMark>
  readonly monitor: ChecklistSeen['monitor']
}

const lockBytes = 32 * 1_048_576
const envBytes = 1_048_576
const mostTracked = 100
// `.env`, `.env.production`; not what is written for everybody to read. Bounded, anchored: linear.
const envFile = /^\.env(?:\.[A-Za-z0-9_-]{1,40})?$/
const example = /\.(?:example|sample|template|dist|defaults)$/

async function packagesIn(folder: ServiceFiles): Promise<ServiceLook['packages']> {
  const found: LockedPackage[] = []
  let there: Observation<unknown> | null = null
  for (const file of lockFiles) {
    const text = await folder.read(file, lockBytes)
    if (!text.seen) return text
    if (text.value === null) continue
    const list = lockedPackages(file, text.value)
    if (list === null) return couldNotSee(text, 'parse', `${file} is no lock file that we can read`)
    found.push(...list.map((one) => ({ ...one, file })))
    there = text
  }
  const at = there ?? (await folder.names())
  const { at: time, source, ref } = at
  const look = { at: time, source, ref }
  return there === null
    ? couldNotSee(look, 'not-supported', 'there is no lock file in that folder')
    : saw(look, found)
}

async function variablesIn(
  folder: ServiceFiles,
  files: readonly string[],
  expected: EnvExpected,
): Promise<readonly EnvLook[] | Observation<never>> {
  const looks: EnvLook[] = []
  for (const file of files) {
    const text = await folder.read(file, envBytes)
    if (!text.seen) return text
    looks.push(...envLooks(file, text.value ?? '', expected))
  }
  return looks
}

async function serviceIn(
  folder: ServiceFiles,
  expected: EnvExpected,
  signal: AbortSignal,
): Promise<ServiceLook> {
  const names = await folder.names()
  const files = names.seen ? names.value.filter((name) => envFile.test(name) && !example.test(name)) : []
  const looks = await variablesIn(folder, files, expected)
  const modes: OwnPlace[] = []
  for (const file of files) modes.push({ what: file, mode: await folder.mode(file) })
  const { at, source, ref } = names
  return {
    packages: await packagesIn(folder),
    tracked: await folder.tracked(mostTracked, signal),
    env: !names.seen ? names : 'seen' in looks ? looks : saw({ at, source, ref }, looks),
    modes,
  }
}

/** Looks at the folder of the service and puts it beside what the other rooms said. Never throws. */
export async function collectChecklist(
  { env }: ChecklistExpected,
  ports: ChecklistPorts,
  signal: AbortSignal,
): Promise<ChecklistSeen> {
  const { clock, rooms, matrixSeen, folder, places, books, monitor } = ports
  return {
    at: clock.now().toISOString(),
    ...{ rooms, terms: termLooks(matrixSeen), places, books, monitor },
    service: folder === null ? null : await serviceIn(folder, env, signal),
  }
}
