import { isOpsError, OpsError } from '../../core/errors.ts'
import { unfreeze } from '../../core/json.ts'
import type { RunDocument } from '../../core/report.ts'
import { parseCase, parseDocument } from '../../runs/parse-document.ts'
import type { SavedRoom, SavedRun } from '../../runs/run.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { ask } from '../postgres/ask.ts'
import type { Database } from '../postgres/connect.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { lastIndex, noSuchRun, resolveRunId, runAtPath } from '../store/find-run.ts'
import { type RunsPlace, withRuns } from './connection.ts'

const doing = 'reading runs'
const newestFirst = 'order by started_at desc, run_id collate "C" desc'

function documentIn(text: unknown): RunDocument | undefined {
  try {
    return parseDocument(String(text))
  } catch {
    return undefined
  }
}

/** The documents of a profile, newest first; what is no document is named in `broken`. */
export async function listRuns(database: Database, profile: string): ReturnType<RunStore['list']> {
  const statement = `select run_id, document from x402ops.runs where profile = $1 ${newestFirst}`
  const runs: RunDocument[] = []
  const broken: string[] = []
  for (const { run_id, document: text } of await ask(database, doing, statement, [profile])) {
    const document = documentIn(text)
    if (document === undefined) broken.push(String(run_id))
    else runs.push(document)
  }
  return { runs, broken }
}

type Named = { readonly runId: string; readonly command: string }

async function namesOf(database: Database, profile: string): Promise<readonly Named[]> {
  const statement = `select run_id, command from x402ops.runs where profile = $1 ${newestFirst}`
  const rows = await ask(database, doing, statement, [profile])
  return rows.map(({ run_id, command }) => ({ runId: String(run_id), command: String(command) }))
}

const oneDocument = 'select document from x402ops.runs where profile = $1 and run_id = $2'

/** `last` is the newest run, `last~1` the one before it of the same command; damaged ones do not count. */
async function runFromLast(database: Database, profile: string, names: readonly Named[], index: number) {
  let command: string | undefined
  let left = index
  for (const name of names) {
    if (command !== undefined && name.command !== command) continue
    const [row] = await ask(database, doing, oneDocument, [profile, name.runId])
    if (documentIn(row?.document) === undefined) continue
    command = name.command
    if (left === 0) return name.runId
    left -= 1
  }
  return undefined
}

/** The lines of a text that comes in pieces, cut anywhere. */
function linesIn<T>(pieces: readonly unknown[], parse: (line: string) => T): readonly T[] {
  const items: T[] = []
  let begun = ''
  for (const piece of pieces) {
    const lines = (begun + String(piece)).split('\n')
    begun = lines.pop() ?? ''
    for (const line of lines) if (line !== '') items.push(parse(line))
  }
  return begun === '' ? items : [...items, parse(begun)]
}

/** A whole run, as of one moment. Rejects when a part of it is missing or damaged. */
async function readRun(database: Database, profile: string, runId: string): Promise<SavedRun> {
  const { row, lines } = await inTransaction(database, { way: 'look', doing }, async (within) => {
    const whole = 'select document, rooms, cases from x402ops.runs where profile = $1 and run_id = $2'
    const [found] = await within(whole, [profile, runId])
    const pieces =
      'select part, body from x402ops.run_lines where profile = $1 and run_id = $2 order by part, piece'
    return { row: found, lines: await within(pieces, [profile, runId]) }
  })
  const bodies = (part: string) => lines.filter((line) => line.part === part).map(({ body }) => body)
  const rooms = linesIn(bodies('seen'), (line) => unfreeze(line) as SavedRoom)
  const cases = linesIn(bodies('cases'), parseCase)
  if (rooms.length !== row?.rooms || cases.length !== row.cases) throw new SyntaxError('lines are missing')
  return { document: parseDocument(String(row.document)), rooms, cases }
}

type Found = { readonly run: SavedRun } | { readonly ids: readonly string[] }

/** The run that a reference names among those of a profile, or the ids that are there. */
async function findHere(database: Database, profile: string, reference: string): Promise<Found> {
  const names = await namesOf(database, profile)
  const ids = names
    .map(({ runId }) => runId)
    .sort()
    .reverse()
  const index = lastIndex(reference)
  const runId =
    index === undefined ? resolveRunId(reference, ids) : await runFromLast(database, profile, names, index)
  if (runId === undefined) return { ids }
  try {
    return { run: await readRun(database, profile, runId) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const known = 'Its rows are damaged or incomplete; nothing of it is used.'
    throw new OpsError('RUN_NOT_FOUND', { run: runId, known }, { cause: error })
  }
}

/**
 * A run by id, unique prefix, `last` or `last~N`, else by the path of a file or folder of this machine: a run that was
 * named by its path needs no database. Throws `OpsError` RUN_NOT_FOUND, or as `withRuns` does.
 */
export async function loadRun(place: RunsPlace, profile: string, reference: string): Promise<SavedRun> {
  const atPath = async () => (lastIndex(reference) === undefined ? runAtPath(reference) : undefined)
  let found: Found
  try {
    found = await withRuns(place, (database) => findHere(database, profile, reference))
  } catch (error) {
    if (isOpsError(error) && error.code === 'RUN_NOT_FOUND') throw error
    const run = await atPath()
    if (run === undefined) throw error
    return run
  }
  if ('run' in found) return found.run
  const run = await atPath()
  if (run === undefined) throw noSuchRun(reference, found.ids)
  return run
}
