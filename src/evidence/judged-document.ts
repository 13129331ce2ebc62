import type { PhrasedFinding } from '../core/phrase.ts'
import type { CheckRow, RunDocument } from '../core/report.ts'
import type { Judgement } from '../core/run-room.ts'
import { isPhrasedFinding } from '../runs/document-shape.ts'
import { makeDocument } from '../runs/make-document.ts'
import type { SavedRoom } from '../runs/run.ts'
import { isTold, roomVerdict, toldByCheck } from '../runs/told.ts'

/** Judges what a room saw, by the name of the room; null when the name is not known. May throw on spoilt data. */
export type JudgeRoom = (room: string, seen: unknown, expected: unknown) => Judgement | null

/** A document whose findings are those of judging now. `notJudged` names rooms whose saved words were kept. */
export type JudgedDocument = { readonly document: RunDocument; readonly notJudged: readonly string[] }

type Part = { readonly rows: readonly CheckRow[]; readonly findings: readonly PhrasedFinding[] }

/** How the saved document tells of a room: check by check, in one row (monitor), or in none. */
function told(rows: readonly CheckRow[], judgement: Judgement, room: string): 'checks' | 'room' | 'nothing' {
  const ids = new Set(judgement.checks.map(({ id }) => id))
  if (rows.some((row) => row.room === room && ids.has(row.id))) return 'checks'
  return rows.some((row) => row.room === room) ? 'room' : 'nothing'
}

function judgedPart(document: RunDocument, room: string, judgement: Judgement): Part {
  const { command } = document
  const own = document.checks.filter((row) => row.room === room)
  const form = told(document.checks, judgement, room)
  if (form === 'checks') {
    const elapsedMs = own[0]?.elapsedMs ?? null
    const rows = judgement.checks.map((check) => ({ ...check, room, elapsedMs }))
    return toldByCheck(command, room, { rows, findings: judgement.findings })
  }
  const findings = judgement.findings
    .filter((item) => isTold(command, room, item))
    .map((item) => ({ ...item, check: room }))
  if (form === 'nothing') return { rows: [], findings }
  const verdict = roomVerdict(command, room, judgement.checks)
  return { rows: own.map((row) => ({ ...row, verdict })), findings }
}

/** What the document says of a room that cannot be judged. */
function savedPart({ checks, findings }: RunDocument, room: string): Part {
  const rows = checks.filter((row) => row.room === room)
  const ids = new Set([room, ...rows.map(({ id }) => id)])
  return { rows, findings: findings.filter(({ check }) => ids.has(check)) }
}

/** Findings of a report that was printed, which belong to none of its rows. */
function unchecked({ findings }: RunDocument, parts: ReadonlyMap<string, Part>): Part {
  const known = new Set([...parts.values()].flatMap((part) => part.findings))
  return { rows: [], findings: findings.filter((item) => !known.has(item)) }
}

/** A room that ran twice has the row of the later run and the findings of both. */
function both(earlier: Part | undefined, later: Part): Part {
  if (earlier === undefined) return later
  const findings = new Set([...earlier.findings, ...later.findings])
  return { rows: later.rows, findings: [...findings] }
}

function tryJudge({ room, seen, expected }: SavedRoom, judge: JudgeRoom): Judgement | null {
  try {
    const judgement = judge(room, seen, expected)
    // Spoilt data need not make a check throw: it may come out again as a finding that nobody can print.
    return judgement?.findings.every(isPhrasedFinding) === true ? judgement : null
  } catch {
    return null
  }
}

/** Rows in the order of the saved ones, each room's at the place of its first; of rooms that are not there none. */
function rowsInOrder(document: RunDocument, parts: ReadonlyMap<string, Part>): readonly CheckRow[] {
  const rooms = [...new Set(document.checks.map(({ room }) => room))]
  return rooms.flatMap((room) => parts.get(room)?.rows ?? [])
}

/**
 * The document with the findings and check rows that judging these rooms gives. Pure, and doing it twice changes
 * nothing more: a bundle holds such a document, so whoever judges what it holds gets the same. Rows of a part
 * that was not run (SKIP) stay, and a report that was printed, without what was seen, stays as it is. The exit code
 * stays where nothing else changed.
 */
export function judgedDocument(
  document: RunDocument,
  rooms: readonly SavedRoom[],
  judge: JudgeRoom,
): JudgedDocument {
  const parts = new Map<string, Part>()
  const notJudged: string[] = []
  for (const room of rooms) {
    const judgement = tryJudge(room, judge)
    if (judgement === null) notJudged.push(room.room)
    const part =
      judgement === null ? savedPart(document, room.room) : judgedPart(document, room.room, judgement)
    parts.set(room.room, both(parts.get(room.room), part))
  }
  for (const { room, verdict } of document.checks) {
    if (parts.has(room) || (rooms.length > 0 && verdict !== 'SKIP')) continue
    if (rooms.length === 0) notJudged.push(room)
    parts.set(room, savedPart(document, room))
  }
  if (rooms.length === 0) parts.set('', unchecked(document, parts))
  const { window, figures, totals, next, gaps, profile, target, runId, command } = document
  const made = makeDocument({
    ...{
      version: document.tool.version,
      runId,
      command,
      profile,
      target,
      gaps,
      totals,
      next,
      failOn: 'fail',
    },
    startedAt: new Date(document.startedAt),
    finishedAt: new Date(document.finishedAt),
    ...(window === undefined ? {} : { window }),
    ...(figures === undefined ? {} : { figures }),
    checks: rowsInOrder(document, parts),
    findings: [...parts.values()].flatMap(({ findings }) => findings),
  })
  const same = JSON.stringify(made.counts) === JSON.stringify(document.counts)
  const exitCode = same ? document.exitCode : made.exitCode
  return { document: { ...made, tool: document.tool, exitCode }, notJudged }
}

/** How often each code has each verdict: what two judgements of one run are compared by. */
function tally(findings: readonly PhrasedFinding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { code, verdict } of findings) {
    const key = `${code} ${verdict}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** Codes with their verdicts that one list has more often than the other, in alphabetical order. */
export function judgedDifferently(
  before: readonly PhrasedFinding[],
  after: readonly PhrasedFinding[],
): readonly string[] {
  const [old, now] = [tally(before), tally(after)]
  const keys = new Set([...old.keys(), ...now.keys()])
  return [...keys].filter((key) => old.get(key) !== now.get(key)).sort()
}
