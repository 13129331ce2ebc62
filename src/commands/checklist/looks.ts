import type { RoomLook } from '../../checklist/shapes.ts'
import type { PhrasedFinding } from '../../core/phrase.ts'
import type { RunDocument } from '../../core/report.ts'
import { type Judgement, judgeRoom } from '../../core/run-room.ts'
import { recipient } from '../../recipient/room.ts'
import type { RecipientExpected, RecipientSeen } from '../../recipient/shapes.ts'
import { rpc } from '../../rpc/room.ts'
import type { RpcExpected, RpcSeen } from '../../rpc/shapes.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { judgeSaved } from '../evidence/judge-room.ts'
import type { Part } from '../run-parts.ts'

// What is older than the newest runs is too old for the list, too.
const mostRuns = 300

const findingLook = ({ check, code, verdict, text }: PhrasedFinding) => ({ check, code, verdict, text })

function lookFrom(
  room: string,
  at: string,
  runId: string | null,
  judged: Pick<Judgement, 'checks' | 'findings'>,
) {
  return {
    ...{ room, at, runId },
    checks: judged.checks.map(({ id, verdict, text }) => ({ id, verdict, text })),
    findings: judged.findings.map(findingLook),
  }
}

/** What a room of this run said, as the list reads it. */
export function partLook({ room, checks, findings }: Part, at: string): RoomLook {
  return lookFrom(room, at, null, { checks, findings })
}

function judgeAgain(room: string, seen: unknown, expected: unknown): Judgement | null {
  if (room === 'rpc') return judgeRoom(rpc, seen as RpcSeen, expected as RpcExpected)
  if (room === 'recipient') return judgeRoom(recipient, seen as RecipientSeen, expected as RecipientExpected)
  return judgeSaved(room, seen, expected)
}

/** A look out of a saved run, and what the room saw. */
export type SavedLook = { readonly look: RoomLook; readonly seen: unknown }

async function lookIn(store: RunStore, document: RunDocument, room: string): Promise<SavedLook | null> {
  const { profile, runId, startedAt } = document
  const rows = document.checks.filter((row) => row.room === room)
  // Some commands show a whole room as one row: what it saw is judged again.
  const whole = rows.length === 1 && rows[0]?.id === room
  if (!whole && room !== 'matrix') {
    const ids = new Set(rows.map(({ id }) => id))
    const findings = document.findings.filter(({ check }) => ids.has(check))
    return { look: lookFrom(room, startedAt, runId, { checks: rows, findings }), seen: null }
  }
  const { rooms } = await store.load(profile, runId)
  const saved = rooms.find((one) => one.room === room)
  if (saved === undefined) return null
  try {
    const judged = judgeAgain(room, saved.seen, saved.expected)
    return judged === null ? null : { look: lookFrom(room, startedAt, runId, judged), seen: saved.seen }
  } catch {
    // Saved by another version, which saw other things.
    return null
  }
}

/** The newest look at a room in some saved runs; null when none has it. */
export async function savedLook(
  store: RunStore,
  runs: readonly RunDocument[],
  room: string,
): Promise<SavedLook | null> {
  for (const document of runs.slice(0, mostRuns)) {
    if (!document.checks.some((row) => row.room === room && row.verdict !== 'SKIP')) continue
    const found = await lookIn(store, document, room)
    if (found !== null) return found
  }
  return null
}
