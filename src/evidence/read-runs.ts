import type { BundleFile } from '../core/bundle.ts'
import { unfreeze } from '../core/json.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import { phrase } from '../core/phrase.ts'
import { parseCase, parseDocument } from '../runs/parse-document.ts'
import type { SavedRoom, SavedRun } from '../runs/run.ts'
import { catalog, finding } from './catalog.ts'

/** A run of a bundle and the folder it stands in. */
export type BundleRun = { readonly folder: string; readonly run: SavedRun }

/** The runs of a bundle from the oldest to the newest, and a finding for each that cannot be read. */
export type BundleRuns = {
  readonly runs: readonly BundleRun[]
  readonly unreadable: readonly PhrasedFinding[]
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function isRoom(value: unknown): value is SavedRoom {
  return typeof value === 'object' && value !== null && typeof (value as { room?: unknown }).room === 'string'
}

function parseRoom(line: string): SavedRoom {
  const room = unfreeze(line)
  if (!isRoom(room)) throw new SyntaxError('a line is not what a room saw')
  return room
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}

function readRun(folder: string, files: ReadonlyMap<string, Uint8Array>): SavedRun {
  const text = (name: string) => {
    const bytes = files.get(`${folder}/${name}`)
    if (bytes === undefined) throw new SyntaxError(`${name} is not there`)
    return decoder.decode(bytes)
  }
  return {
    document: parseDocument(text('run.json')),
    rooms: linesOf(text('seen.ndjson')).map(parseRoom),
    cases: linesOf(text('cases.ndjson')).map(parseCase),
  }
}

const ended = ({ run }: BundleRun) => `${run.document.finishedAt} ${run.document.runId}`

/** Reads the runs in a bundle, as they were saved. Pure; never throws, whatever the files hold. */
export function runsInBundle(files: readonly BundleFile[]): BundleRuns {
  const byPath = new Map(files.map(({ path, bytes }) => [path, bytes]))
  const folders = new Set(files.flatMap(({ path }) => /^runs\/[^/]{1,100}(?=\/)/.exec(path)?.[0] ?? []))
  const runs: BundleRun[] = []
  const unreadable: PhrasedFinding[] = []
  for (const folder of [...folders].sort()) {
    try {
      runs.push({ folder, run: readRun(folder, byPath) })
    } catch (error) {
      const why = error instanceof SyntaxError ? error.message : 'it is not what a run is saved as'
      const found = finding('BUNDLE_RUN_UNREADABLE', { kind: 'file', id: folder }, { file: folder, why })
      unreadable.push(phrase(found, 'runs', catalog))
    }
  }
  return { runs: runs.sort((a, b) => (ended(a) < ended(b) ? -1 : 1)), unreadable }
}
