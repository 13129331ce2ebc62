import { randomBytes } from 'node:crypto'
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { toJson, unfreeze } from '../../core/json.ts'
import { frozenParts, jsonParts } from '../../core/json-parts.ts'
import type { RunDocument } from '../../core/report.ts'
import { parseCase, parseDocument } from '../../runs/parse-document.ts'
import type { SavedRoom, SavedRun } from '../../runs/run.ts'
import { writeNewFile } from '../files/atomic.ts'
import { ensureFolder, syncFolder } from '../files/folders.ts'

const draftPrefix = '.draft-'
const removedPrefix = '.removed-'

function temporaryName(prefix: string, runId: string): string {
  return `${prefix}${process.pid}-${runId}-${randomBytes(4).toString('hex')}`
}

// A run of many payments is written a payment at a time: its text as a whole would be larger than all of it.

/** The text of seen.ndjson, in parts none of which ends within a character. */
export function* roomLines(rooms: readonly SavedRoom[]): Generator<string> {
  for (const room of rooms) {
    yield* frozenParts(room)
    yield '\n'
  }
}

/** The text of cases.ndjson, a line at a time. */
export function* caseLines(cases: SavedRun['cases']): Generator<string> {
  for (const item of cases) yield `${toJson(item)}\n`
}

/** The text of run.json in parts. */
export function* documentText(document: RunDocument): Generator<string> {
  yield* jsonParts(document, 'pretty')
  yield '\n'
}

/**
 * Writes a run into a draft folder and renames it into place, so that a folder with a run's name is always
 * whole. Rejects with the system's error, then nothing is there.
 */
export async function writeRunFolder(runs: string, run: SavedRun): Promise<void> {
  const { runId } = run.document
  const draft = join(runs, temporaryName(draftPrefix, runId))
  await ensureFolder(draft)
  try {
    await writeNewFile(join(draft, 'seen.ndjson'), roomLines(run.rooms))
    await writeNewFile(join(draft, 'cases.ndjson'), caseLines(run.cases))
    await writeNewFile(join(draft, 'run.json'), documentText(run.document))
    await syncFolder(draft)
    await rename(draft, join(runs, runId))
    await syncFolder(runs)
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

/** The document of a run folder. Rejects when it is missing or damaged. */
export async function readRunDocument(folder: string): Promise<RunDocument> {
  return parseDocument(await readFile(join(folder, 'run.json'), 'utf8'))
}

async function readLines<T>(file: string, parse: (line: string) => T): Promise<readonly T[]> {
  const text = await readFile(file, 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(parse)
}

/** A whole saved run. Rejects when a file is missing or damaged. */
export async function readRunFolder(folder: string): Promise<SavedRun> {
  return {
    document: await readRunDocument(folder),
    rooms: await readLines(join(folder, 'seen.ndjson'), (line) => unfreeze(line) as SavedRoom),
    cases: await readLines(join(folder, 'cases.ndjson'), parseCase),
  }
}

/** The size of a run folder in bytes; 0 when it cannot be read. */
export async function runFolderBytes(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (found) => found.size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** Removes a run: first its name, then its files, so that no half of it is ever listed. */
export async function removeRunFolder(runs: string, runId: string): Promise<void> {
  const removed = join(runs, temporaryName(removedPrefix, runId))
  await rename(join(runs, runId), removed)
  await rm(removed, { recursive: true, force: true })
}

/** Names in the folder of runs that are no runs yet or no longer: what an interrupted process left. */
export function isLeftover(name: string): boolean {
  return name.startsWith(draftPrefix) || name.startsWith(removedPrefix)
}
