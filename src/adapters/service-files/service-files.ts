import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Look, Observation } from '../../core/observation.ts'
import { couldNotSee, saw } from '../../core/observation.ts'
import type { Clock } from '../../core/ports.ts'
import type { OwnPlace, ServiceFiles } from '../../core/service-files.ts'
import { runCommand } from '../exec/run-command.ts'
import { diskReason } from '../files/failure.ts'

/** Where the folder is, and the process that git is started from. */
export type ServiceFilesPlace = {
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly platform: string
}

const gitTimeoutMs = 5000
const missing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(String((error as { code?: string }).code))

async function modeOf(path: string, look: Look, platform: string): Promise<Observation<number | null>> {
  if (platform === 'win32') return couldNotSee(look, 'not-supported', 'this system has no permission bits')
  try {
    return saw(look, (await stat(path)).mode & 0o777)
  } catch (error) {
    return missing(error) ? saw(look, null) : couldNotSee(look, 'refused', diskReason(error))
  }
}

/** Reads the folder of a service; nothing is written, no command but `git ls-files` is run. */
export function createServiceFiles({ folder, env, clock, platform }: ServiceFilesPlace): ServiceFiles {
  const look = (ref: string): Look => ({ at: clock.now().toISOString(), source: 'file', ref })
  return {
    names: async () => {
      try {
        return saw(look('.'), (await readdir(folder)).sort())
      } catch (error) {
        return couldNotSee(look('.'), 'refused', diskReason(error))
      }
    },
    read: async (name, maxBytes) => {
      try {
        const { size } = await stat(join(folder, name))
        if (size > maxBytes)
          return couldNotSee(look(name), 'too-large', `it is larger than ${maxBytes} bytes`)
        return saw(look(name), await readFile(join(folder, name), 'utf8'))
      } catch (error) {
        return missing(error) ? saw(look(name), null) : couldNotSee(look(name), 'refused', diskReason(error))
      }
    },
    mode: (name) => modeOf(join(folder, name), look(name), platform),
    tracked: async (most, signal) => {
      // A repository may name a program that git starts to watch files: not for us.
      const argv = ['git', '--no-optional-locks', '-c', 'core.fsmonitor=false', 'ls-files', '-z', '--']
      const patterns = ['.env*', '*.pem', '*.key'].map((pattern) => `:(glob)**/${pattern}`)
      const { PATH, HOME } = env
      const limits = { cwd: folder, env: { PATH, HOME, LC_ALL: 'C' }, timeoutMs: gitTimeoutMs, signal }
      const ended = await runCommand([...argv, ...patterns], limits)
      const at = look('git ls-files')
      if (ended.why !== null) return couldNotSee(at, 'not-supported', `git: ${ended.why}`)
      if (ended.exitCode !== 0)
        return couldNotSee(at, 'not-supported', 'git does not know this folder as a repository')
      return saw(at, ended.output.split('\0').filter(Boolean).slice(0, most))
    },
  }
}

/** The permission bits of places of ours, by what they are. */
export async function readOwnPlaces(
  places: readonly { readonly what: string; readonly path: string }[],
  { clock, platform }: Pick<ServiceFilesPlace, 'clock' | 'platform'>,
): Promise<readonly OwnPlace[]> {
  const at = clock.now().toISOString()
  return Promise.all(
    places.map(async ({ what, path }) => {
      return { what, mode: await modeOf(path, { at, source: 'file', ref: what }, platform) }
    }),
  )
}

/** Is there a folder of this name? */
export async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isDirectory() || found.isSymbolicLink(),
    () => false,
  )
}
