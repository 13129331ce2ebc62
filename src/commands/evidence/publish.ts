import type { BundleFile, LongFile } from '../../core/bundle.ts'
import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { gateFor } from '../../evidence/guard.ts'
import type { MadeBundle } from './make-bundle.ts'
import type { BundleTools, Draft } from './tools.ts'

/** A file of the finished bundle on disk: its bytes and their SHA-256. */
export type Written = { readonly bytes: number; readonly sha256: string }

const mostPlaces = 20

/** The same look for a bundle that will not be written. Throws `OpsError` EVIDENCE_GATE. */
export async function passDryRun(made: MadeBundle): Promise<void> {
  await passGate(made.files, made.known, givenNames(made))
}

/** The names that included files had, by the names they have in the bundle; redacted already. */
function givenNames({ manifest }: MadeBundle): ReadonlyMap<string, string> {
  const included = manifest.files.filter(({ path }) => path.startsWith('included/'))
  return new Map(included.map(({ path, note }) => [path, note]))
}

/**
 * Looks through a finished bundle with other code than what redacted it. `given` says of an included file which
 * of the operator's it is. Throws `OpsError` EVIDENCE_GATE.
 */
export async function passGate(
  files: readonly (BundleFile | LongFile)[],
  known: MadeBundle['known'],
  given: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const hits = await (await gateFor(known)).scan(files)
  if (hits.length === 0) return
  const shown = hits.slice(0, mostPlaces).map(({ file, line, rule }) => {
    const name = given.get(file)
    return `${safe(file, 120)}:${line}:${safe(rule, 60)}${name === undefined ? '' : ` (${safe(name, 120)})`}`
  })
  const more = hits.length > mostPlaces ? [`and ${hits.length - mostPlaces} more`] : []
  throw new OpsError('EVIDENCE_GATE', { count: hits.length, places: `${[...shown, ...more].join(', ')}.` })
}

/** A draft that was looked through: what is looked through is what stands on the disk, not what was meant to. */
async function throughGate(
  path: string,
  made: MadeBundle,
  tools: BundleTools,
  then: (draft: Draft) => Promise<void>,
): Promise<void> {
  const blocks = tools.archiveBlocks(made.bundleId, made.madeFrom, made.files)
  const draft = await tools.draftArchive(path, blocks)
  try {
    const { files, long } = await tools.readArchive(draft.draftPath)
    await passGate([...files, ...long], made.known, givenNames(made))
    await then(draft)
  } finally {
    await draft.discard()
  }
}

/**
 * Writes the archive under another name, looks through what stands on the disk, and only then gives it its name,
 * never over a file that is there. With recipients only the encrypted form gets a name. `signal` aborted = null,
 * and nothing was written. Throws `OpsError` EVIDENCE_GATE, FILE_EXISTS, OUTPUT_FAILED, BUNDLE_SEAL_FAILED.
 */
export async function publishBundle(
  made: MadeBundle,
  place: { readonly path: string; readonly recipients: readonly string[]; readonly signal: AbortSignal },
  tools: BundleTools,
): Promise<Written | null> {
  const { path, recipients, signal } = place
  if (signal.aborted) return null
  let written: Written | null = null
  await throughGate(path, made, tools, async (draft) => {
    if (signal.aborted) return
    const last =
      recipients.length === 0
        ? draft
        : await tools.draftArchive(path, tools.sealFor(recipients, draft.blocks()))
    await last.publish()
    written = { bytes: last.size, sha256: last.sha256 }
  })
  return written
}
