import type { RunDocument } from '../../core/report.ts'
import type { SavedRun } from '../../runs/run.ts'
import type { Database } from '../postgres/connect.ts'
import { type Asking, inTransaction } from '../postgres/transaction.ts'
import { caseLines, documentText, roomLines } from '../store/run-folder.ts'

// Characters of one row of a long text, and findings of one statement: small beside what a server takes at once.
const pieceChars = 1_048_576
const findingsAtOnce = 1000

/** A text as a column takes it: no zero byte, no half of a pair. What is kept exactly is kept as JSON. */
function plain(text: string): string {
  return text.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
}

/** A text in pieces of some size, never cut within one of its parts. */
function* piecesOf(parts: Iterable<string>): Generator<string> {
  let piece = ''
  for (const part of parts) {
    piece += part
    if (piece.length < pieceChars) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

type Key = readonly [profile: string, runId: string]

const newLines =
  'insert into x402ops.run_lines (profile, run_id, part, piece, body) values ($1, $2, $3, $4, $5)'

/** Resolves to the bytes that were written. */
async function writeLines(ask: Asking, key: Key, part: string, pieces: Iterable<string>): Promise<number> {
  let [bytes, number] = [0, 0]
  for (const piece of pieces) {
    await ask(newLines, [...key, part, number, piece])
    number += 1
    bytes += Buffer.byteLength(piece)
  }
  return bytes
}

const newFindings = `insert into x402ops.run_findings
    (profile, run_id, entry, id, code, verdict, severity, check_id, subject_kind, subject, said)
  select $1, $2, f.entry, f.id, f.code, f.verdict, f.severity, f.check_id, f.subject_kind, f.subject, f.said
  from json_to_recordset($3::text::json) as f (entry integer, id text, code text, verdict text, severity text,
    check_id text, subject_kind text, subject text, said text)`

async function writeFindings(ask: Asking, key: Key, { findings }: RunDocument): Promise<void> {
  const rows = findings.map(({ id, code, verdict, severity, check, subject, text }, entry) => ({
    ...{
      entry,
      id: plain(id),
      code: plain(code),
      verdict,
      severity: plain(severity),
      check_id: plain(check),
    },
    ...{ subject_kind: plain(subject.kind), subject: plain(subject.id), said: plain(text) },
  }))
  for (let from = 0; from < rows.length; from += findingsAtOnce)
    await ask(newFindings, [...key, JSON.stringify(rows.slice(from, from + findingsAtOnce))])
}

const newRun = `insert into x402ops.runs (profile, run_id, command, target, verdict, exit_code, complete,
    started_at, finished_at, rooms, cases, bytes, document)
  values ($1, $2, $3, $4, $5, $6, $7, $8::text::timestamptz, $9::text::timestamptz, $10, $11, $12, $13)`

/**
 * Writes a run in one transaction: it is there whole or not at all. Documents, rooms and cases are the texts that the
 * files of a run hold, byte by byte. Rejects with a DATABASE_* `OpsError`.
 */
export async function writeRun(database: Database, { document, rooms, cases }: SavedRun): Promise<void> {
  const { profile, runId, command, target, verdict, exitCode, complete, startedAt, finishedAt } = document
  const key: Key = [profile, runId]
  const text = [...documentText(document)].join('')
  await inTransaction(database, { way: 'change', doing: 'saving a run' }, async (ask) => {
    const about = [command, target === null ? null : plain(target), verdict, exitCode, complete]
    const sizes = [rooms.length, cases.length, Buffer.byteLength(text), text]
    await ask(newRun, [...key, ...about, startedAt, finishedAt, ...sizes])
    const seen = await writeLines(ask, key, 'seen', piecesOf(roomLines(rooms)))
    const told = await writeLines(ask, key, 'cases', piecesOf(caseLines(cases)))
    await writeFindings(ask, key, document)
    const more = 'update x402ops.runs set bytes = bytes + $3 where profile = $1 and run_id = $2'
    await ask(more, [...key, seen + told])
  })
}
