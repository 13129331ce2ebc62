import { runFacts } from '../../alerts/run-facts.ts'
import { OpsError } from '../../core/errors.ts'
import type { PhrasedFinding } from '../../core/phrase.ts'
import type { CheckRow } from '../../core/report.ts'
import { parseMoment } from '../../core/since.ts'
import { expectProbe, probe } from '../../probe/room.ts'
import { makeDocument } from '../../runs/make-document.ts'
import type { SavedRun } from '../../runs/run.ts'
import { type CommandContext, optionText } from '../command.ts'
import { discoverPart } from '../discover-part.ts'
import { facilitatorPart } from '../facilitator-part.ts'
import { matrixPart } from '../matrix-part.ts'
import { alertsPart, historyFor, metricsPart } from '../metrics-part.ts'
import { booksMissing } from '../monitor/books-missing.ts'
import { type BooksRow, monitorReconcile } from '../monitor-reconcile.ts'
import { recipientPart } from '../recipient-part.ts'
import { rpcPart } from '../rpc-part.ts'
import { type Part, type Running, runPart } from '../run-parts.ts'
import { roomFindings, roomRow, skippedRow } from './collapse.ts'

/** The rooms that the table reads, in the order in which they are run. */
export const roomsRead = [
  ...['probe', 'matrix', 'facilitator', 'rpc', 'recipient', 'discover', 'reconcile', 'metrics'],
] as const

/** What one pass through the rooms saw: for the table at once, and for the run that is saved. */
export type Looked = {
  readonly parts: readonly Part[]
  readonly rows: readonly CheckRow[]
  readonly findings: readonly PhrasedFinding[]
  readonly books: BooksRow | null
  /** As a saved run, so that the table reads it like any other. */
  readonly run: SavedRun
}

type Once = (running: Running, context: CommandContext) => Promise<Part | null>

const probePart: Once = async (running, { services, clock }) => {
  if (running.profile.baseUrl === null) return null
  const http = await services.http(running.profile)
  return runPart(running, probe, expectProbe(running.profile), { http, clock })
}

const once: readonly (readonly [room: (typeof roomsRead)[number], part: Once])[] = [
  ['probe', probePart],
  ['matrix', matrixPart],
  ['facilitator', facilitatorPart],
  ['rpc', rpcPart],
  ['recipient', (running, context) => recipientPart(running, context)],
  ['discover', (running, context) => discoverPart(running, context)],
]

/** When a deploy was, in milliseconds; null when nobody asks about one. Throws `OpsError` SINCE_* or USAGE. */
function deployTime({ options, clock }: CommandContext): number | null {
  const text = optionText(options, 'deployAt')
  if (text === undefined) return null
  const moment = parseMoment('--deploy-at', text, clock.now())
  if (moment.kind === 'time') return moment.at.getTime()
  throw new OpsError('USAGE', { message: '--deploy-at is a time', command: 'toggle guide ' })
}

function asRun(running: Running, looked: Omit<Looked, 'run'>): SavedRun {
  const { context, profile, startedAt } = running
  const { rows, findings, books, parts } = looked
  const result = books?.result ?? null
  const document = makeDocument({
    ...{ version: context.version, runId: 'now', command: 'toggle-guide', profile: profile.name },
    ...{ target: profile.baseUrl, startedAt, finishedAt: context.clock.now() },
    ...{ checks: rows, findings, gaps: result?.gaps ?? [], failOn: context.global.failOn },
    ...(result === null
      ? {}
      : { window: result.window, figures: result.figures, totals: totalsOf(result.totals) }),
  })
  const rooms = parts.map(({ room, expected, seen }) => ({ room, expected, seen }))
  return { document, rooms, cases: result?.cases ?? [] }
}

/** The totals of a reconcile as a run document carries them. */
export function totalsOf(totals: NonNullable<BooksRow['result']>['totals']) {
  return totals.map(({ name, count, amount }) => ({ name, count, amount }))
}

/** Runs the rooms that are wanted; one that is not configured leaves a row that says so. */
export async function lookAround(
  running: Running,
  context: CommandContext,
  wanted: readonly string[],
): Promise<Looked> {
  const parts: Part[] = []
  const rows: CheckRow[] = []
  for (const [room, run] of once) {
    if (!wanted.includes(room)) continue
    const part = await run(running, context)
    if (part === null) rows.push(skippedRow(room, `${room} is not configured`))
    else {
      parts.push(part)
      rows.push(roomRow(part))
    }
  }
  const missing = booksMissing(running.profile)
  const wantsBooks = wanted.includes('reconcile')
  const books = wantsBooks && missing === null ? await monitorReconcile(running, context) : null
  if (wantsBooks && missing !== null) rows.push(skippedRow('reconcile', missing))
  if (books !== null) {
    parts.push(books.part)
    rows.push(roomRow(books.part))
  }
  if (wanted.includes('metrics')) {
    const history = await historyFor(running, context, deployTime(context))
    const page = await metricsPart(running, context, history)
    const sofar = asRun(running, { parts, rows, findings: parts.flatMap(roomFindings), books })
    const rules = await alertsPart(running, context, page, history, runFacts(sofar.document))
    if (page === null) rows.push(skippedRow('metrics', 'no metrics page is configured'))
    else {
      parts.push(page)
      rows.push(roomRow(page))
    }
    parts.push(rules)
    rows.push(roomRow(rules))
  }
  const looked = { parts, rows, findings: parts.flatMap(roomFindings), books }
  return { ...looked, run: asRun(running, looked) }
}
