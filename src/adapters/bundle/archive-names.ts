import { safe } from '../../core/safe.ts'
import { oddName } from './entry-name.ts'

/** A path in the bundle, or why the archive is refused as a whole, as a clause that names the entry. */
export type Named =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly why: string }

/** The names of the entries of one archive, in their order. */
export type ArchiveNames = {
  readonly take: (name: string, kind: 'file' | 'folder') => Named
  /** The one folder; undefined as long as nothing was taken. */
  readonly bundleId: () => string | undefined
  /** Paths below it, folders with a `/` at their end. */
  readonly order: readonly string[]
}

/** One name for all that a file system may take for one: case and Unicode form aside. */
function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** Names of an archive of which nothing was read. Refused: what leads out, a second folder at the top, a name twice. */
export function createNames(): ArchiveNames {
  const order: string[] = []
  const seen = new Set<string>()
  let bundleId: string | undefined
  const take: ArchiveNames['take'] = (name, kind) => {
    const shown = `"${safe(name, 120)}"`
    const refused = (why: string) => ({ ok: false, why }) as const
    const odd = oddName(name)
    if (odd !== null) return refused(`of its entry ${shown}: ${odd}`)
    const [top = '', ...rest] = name.split('/')
    bundleId ??= top
    if (top !== bundleId) return refused(`its entry ${shown} lies outside the one folder of a bundle`)
    if (rest.length === 0 && kind === 'file') return refused(`its entry ${shown} lies in no folder`)
    if (seen.has(fold(name))) return refused(`its entry ${shown} stands there twice`)
    seen.add(fold(name))
    const path = rest.join('/')
    if (path !== '') order.push(kind === 'file' ? path : `${path}/`)
    return { ok: true, path }
  }
  return { take, bundleId: () => bundleId, order }
}
