import { readFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import { parseDocument } from '../../runs/parse-document.ts'
import type { SavedRun } from '../../runs/run.ts'
import { readRunFolder } from './run-folder.ts'

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '')
}

/**
 * The run that a path leads to: a run folder, its run.json, or a file written by `-o json` (which holds no
 * raw facts and no cases). Undefined when the path leads nowhere. Throws `OpsError` RUN_NOT_FOUND when what
 * is there is no run.
 */
export async function runAtPath(path: string): Promise<SavedRun | undefined> {
  try {
    if ((await stat(path)).isDirectory()) return await readRunFolder(path)
    if (basename(path) === 'run.json') {
      const whole = await readRunFolder(dirname(path)).catch(() => undefined)
      if (whole !== undefined) return whole
    }
    return { document: parseDocument(await readFile(path, 'utf8')), rooms: [], cases: [] }
  } catch (error) {
    if (isMissing(error) && (await stat(path).catch(() => undefined)) === undefined) return undefined
    throw new OpsError(
      'RUN_NOT_FOUND',
      { run: path, known: 'There is something at this path, but it is no whole run. Name a run folder.' },
      { cause: error },
    )
  }
}

// One bounded group behind a fixed word: linear.
const lastPattern = /^last(?:~(\d{1,4}))?$/

/** How many runs back a reference counts: 0 for `last`, 2 for `last~2`; undefined for every other word. */
export function lastIndex(reference: string): number | undefined {
  const match = lastPattern.exec(reference)
  return match === null ? undefined : Number(match[1] ?? 0)
}

function knownText(ids: readonly string[]): string {
  if (ids.length === 0) return 'No run is saved for this profile yet.'
  return `Newest: ${ids.slice(0, 5).join(', ')}. Give an id, a unique beginning of one, a path, last or last~1.`
}

/**
 * The id that a reference means among the saved ids, newest first: the id itself or its only continuation.
 * Undefined when none fits. Throws `OpsError` RUN_NOT_FOUND when more than one does.
 */
export function resolveRunId(reference: string, ids: readonly string[]): string | undefined {
  if (reference === '') return undefined
  if (ids.includes(reference)) return reference
  const fitting = ids.filter((id) => id.startsWith(reference))
  if (fitting.length <= 1) return fitting[0]
  const known = `${fitting.length} runs begin like this: ${fitting.slice(0, 5).join(', ')}.`
  throw new OpsError('RUN_NOT_FOUND', { run: reference, known })
}

/** `OpsError` RUN_NOT_FOUND for a reference that is neither an id nor a path. */
export function noSuchRun(reference: string, ids: readonly string[]): OpsError {
  if (lastIndex(reference) !== undefined && ids.length > 0) {
    const known = `last~N goes back over runs of the command that ran last, and there are not that many. ${knownText(ids)}`
    return new OpsError('RUN_NOT_FOUND', { run: reference, known })
  }
  return new OpsError('RUN_NOT_FOUND', { run: reference, known: knownText(ids) })
}

/** A run of this store. Throws `OpsError` RUN_NOT_FOUND when its files are damaged. */
export async function savedRun(folder: string, runId: string): Promise<SavedRun> {
  return readRunFolder(folder).catch((cause: unknown) => {
    const known = 'Its files are damaged or incomplete; nothing of it is used.'
    throw new OpsError('RUN_NOT_FOUND', { run: runId, known }, { cause })
  })
}
