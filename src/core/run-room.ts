import { type PhrasedFinding, phrase } from './phrase.ts'
import type { Room } from './room.ts'
import { type Verdict, worst } from './verdict.ts'

/** The answer to one check: its worst verdict and the words of the worst finding. */
export type CheckResult = {
  readonly id: string
  readonly question: string
  readonly verdict: Verdict
  readonly text: string
}

/** What judging a room gives. */
export type Judgement = {
  readonly checks: readonly CheckResult[]
  /** Everything the checks said, PASS and INFO included, in id order. */
  readonly findings: readonly PhrasedFinding[]
}

/** One pass through a room: what was expected and seen (plain data, can be saved) and the judgement. */
export type RoomRun<Seen, Expected> = Judgement & {
  readonly room: string
  readonly expected: Expected
  readonly seen: Seen
}

/** Judges what was seen. Pure; the same inputs give the same result on any machine. */
export function judgeRoom<Plan, Seen, Expected, Ports>(
  room: Room<Plan, Seen, Expected, Ports>,
  seen: Seen,
  expected: Expected,
): Judgement {
  const checks: CheckResult[] = []
  const all: (readonly PhrasedFinding[])[] = []
  for (const check of room.checks) {
    const found = check.judge(seen, expected).map((finding) => phrase(finding, check.id, room.catalog))
    const verdict = found.length === 0 ? 'PASS' : worst(found.map((finding) => finding.verdict))
    const text = found.find((finding) => finding.verdict === verdict)?.text ?? ''
    checks.push({ id: check.id, question: check.question, verdict, text })
    // A day that went wrong holds more findings than one call takes arguments.
    all.push(found)
  }
  return { checks, findings: inIdOrder(all.flat()) }
}

/** Plan, collect, judge. Rejects only when the room itself is broken, never for what it found. */
export async function runRoom<Plan, Seen, Expected, Ports>(
  room: Room<Plan, Seen, Expected, Ports>,
  expected: Expected,
  ports: Ports,
  signal: AbortSignal,
): Promise<RoomRun<Seen, Expected>> {
  const seen = await room.collect(room.plan(expected), ports, signal)
  return { room: room.name, expected, seen, ...judgeRoom(room, seen, expected) }
}

/** Findings in the order of their ids, so that no report depends on the order of its input. */
export function inIdOrder<T extends { readonly id: string }>(list: readonly T[]): readonly T[] {
  return [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}
