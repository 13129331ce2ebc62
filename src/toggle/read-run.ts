import type { RunDocument } from '../core/report.ts'
import type { SavedRun } from '../runs/run.ts'
import { rateOf } from './blast.ts'
import { moneyOf } from './money.ts'
import type { RoomLook, RunLook } from './shapes.ts'
import { drainSecondsOf } from './terms.ts'

// What this room says itself is no observation: advice must not feed on advice. A proof is one.
const own: readonly string[] = ['toggle']

function roomsOf({ checks }: RunDocument): readonly RoomLook[] {
  const names = [...new Set(checks.map(({ room }) => room))].filter((room) => !own.includes(room))
  return names.map((room) => {
    const rows = checks.filter((row) => row.room === room)
    const skipped = rows.every(({ verdict }) => verdict === 'SKIP')
    return { room, state: skipped ? 'skip' : 'answered', why: skipped ? (rows[0]?.text ?? '') : '' }
  })
}

/** A saved run as the table reads it. Pure. */
export function readRun({ document, cases, rooms }: SavedRun): RunLook {
  const roomOf = new Map(document.checks.map(({ id, room }) => [id, room]))
  const matrix = rooms.find(({ room }) => room === 'matrix')
  return {
    runId: document.runId,
    at: document.startedAt,
    command: document.command,
    rooms: roomsOf(document),
    findings: document.findings.flatMap(({ id, code, verdict, check, subject, text, args }) => {
      const room = roomOf.get(check) ?? check
      if (own.includes(room)) return []
      return [{ id, code, verdict, room, subject: subject.id, route: subject.route ?? null, text, args }]
    }),
    money: moneyOf({ document, cases }),
    rate: rateOf(document),
    maxTimeoutSeconds: drainSecondsOf(matrix?.seen),
  }
}
