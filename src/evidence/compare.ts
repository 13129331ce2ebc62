import type { BundleFile, LongFile } from '../core/bundle.ts'
import { sha256Hex } from '../core/digest.ts'
import { shortHash } from '../core/id.ts'
import { type PhrasedFinding, phrase } from '../core/phrase.ts'
import { diffRuns, type RunDiff } from '../runs/diff.ts'
import type { SavedRun } from '../runs/run.ts'
import { catalog, finding } from './catalog.ts'
import { ownFiles } from './manifest.ts'
import { runsInBundle } from './read-runs.ts'

/** How a file differs between two bundles. `tags`: in the tags of hidden values alone. */
export type FileChange = { readonly path: string; readonly change: 'added' | 'removed' | 'changed' | 'tags' }

/** Two runs of one command, the newest of each bundle, and how they differ. */
export type RunsCompared = {
  readonly command: string
  readonly first: SavedRun
  readonly second: SavedRun
  readonly diff: RunDiff
}

/** How two bundles differ. */
export type BundleDiff = {
  readonly files: readonly FileChange[]
  readonly runs: readonly RunsCompared[]
  /** Commands of which only one bundle holds a run. */
  readonly onlyFirst: readonly string[]
  readonly onlySecond: readonly string[]
  readonly findings: readonly PhrasedFinding[]
}

// Our own marker with a tag. Bounded classes between fixed signs that they do not hold: linear.
const tagged = /\[redacted:([A-Za-z0-9_.-]{1,80}):[0-9a-f]{16}\]/g

/** The text with every tag taken out of its marker: tags are keyed by bundle and must not be compared. */
export function withoutTags(text: string): string {
  return text.replace(tagged, '[redacted:$1]')
}

function untag(value: unknown): unknown {
  if (typeof value === 'string') return withoutTags(value)
  if (Array.isArray(value)) return value.map(untag)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [withoutTags(key), untag(item)]))
}

/** Ids that were made from tags are made anew without them; equal ones are told apart by number. */
function withComparableIds(findings: readonly PhrasedFinding[]): readonly PhrasedFinding[] {
  const used = new Map<string, number>()
  return findings.map((item) => {
    const id = shortHash(item.code, item.subject.kind, item.subject.id)
    const count = used.get(id) ?? 0
    used.set(id, count + 1)
    return { ...item, id: count === 0 ? id : `${id}-${count + 1}` }
  })
}

function comparable(run: SavedRun): SavedRun {
  const { document, cases } = untag({ document: run.document, cases: run.cases }) as Pick<
    SavedRun,
    'document' | 'cases'
  >
  return { rooms: [], cases, document: { ...document, findings: withComparableIds(document.findings) } }
}

function newestByCommand(files: readonly BundleFile[]): ReadonlyMap<string, SavedRun> {
  return new Map(runsInBundle(files).runs.map(({ run }) => [run.document.command, run]))
}

// These speak of the other files, and differ whenever one of those does.
const own: readonly string[] = Object.values(ownFiles)

const plainDigest = (bytes: Uint8Array) => sha256Hex(withoutTags(new TextDecoder().decode(bytes)))

function changeOf(before: Uint8Array, after: Uint8Array): 'changed' | 'tags' | null {
  if (sha256Hex(before) === sha256Hex(after)) return null
  return plainDigest(before) === plainDigest(after) ? 'tags' : 'changed'
}

/** Of long files the digests say enough; that they differ in tags only cannot be seen. */
function compareLong(first: readonly LongFile[], second: readonly LongFile[]): readonly FileChange[] {
  const [a, b] = [first, second].map((list) => new Map(list.map(({ path, sha256 }) => [path, sha256])))
  return [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])].flatMap((path): FileChange[] => {
    const [before, after] = [a?.get(path), b?.get(path)]
    if (before === after) return []
    return [{ path, change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed' }]
  })
}

function compareFiles(first: readonly BundleFile[], second: readonly BundleFile[]): readonly FileChange[] {
  const [a, b] = [first, second].map((list) => new Map(list.map(({ path, bytes }) => [path, bytes])))
  if (a === undefined || b === undefined) return []
  const paths = [...new Set([...a.keys(), ...b.keys()])].filter((path) => !own.includes(path)).sort()
  return paths.flatMap((path): FileChange[] => {
    const [before, after] = [a.get(path), b.get(path)]
    if (before === undefined) return [{ path, change: 'added' }]
    if (after === undefined) return [{ path, change: 'removed' }]
    const change = changeOf(before, after)
    return change === null ? [] : [{ path, change }]
  })
}

/**
 * How the second bundle differs from the first: files, and payments and findings of the newest run of each
 * command. Pure. Tags are never compared: they are equal inside one bundle only.
 */
export function compareBundles(
  first: readonly BundleFile[],
  second: readonly BundleFile[],
  long: readonly [first: readonly LongFile[], second: readonly LongFile[]] = [[], []],
): BundleDiff {
  const [a, b] = [newestByCommand(first), newestByCommand(second)]
  const commands = [...new Set([...a.keys(), ...b.keys()])].sort()
  const runs = commands.flatMap((command): RunsCompared[] => {
    const [one, other] = [a.get(command), b.get(command)]
    if (one === undefined || other === undefined) return []
    return [{ command, first: one, second: other, diff: diffRuns(comparable(one), comparable(other)) }]
  })
  const files = [...compareFiles(first, second), ...compareLong(...long)]
  const findings = files.map(({ path, change }) =>
    phrase(
      finding('BUNDLE_FILE_DIFFERS', { kind: 'file', id: path }, { file: path, change }),
      'files',
      catalog,
    ),
  )
  return {
    files,
    runs,
    onlyFirst: commands.filter((command) => !b.has(command)),
    onlySecond: commands.filter((command) => !a.has(command)),
    findings,
  }
}
