import { safe } from '../../core/safe.ts'
import { type Verdict, worst } from '../../core/verdict.ts'
import type { Answer, ChecklistSeen, Item, RoomLook } from '../shapes.ts'

const oldestMs = 26 * 3_600_000
const longest = 160

/** What narrows the question: only these codes are meant; `needs` names checks without which nothing was seen. */
export type Narrow = {
  readonly codes?: readonly string[]
  readonly needs?: readonly string[]
  /** A check that does not apply makes the item not apply; without it, not looked at is UNKNOWN. */
  readonly skipped?: 'not about this service'
}

const unknown = (seen: string): Answer => ({ verdict: 'UNKNOWN', seen })
// The end of a sentence, not the mark of a cut (`...`), by which the redactor knows the beginning of a secret. Anchored
// to one sign: linear.
const fullStop = /(?:(?<=\.{3})|(?<!\.))\.$/
// A sentence of another room stands inside of one of ours.
const clause = (text: string) => safe(text.replace(fullStop, ''), longest)
const bad: readonly Verdict[] = ['FAIL', 'UNKNOWN']

/** What a room said, where it was asked lately; else why it is of no use. */
export function lookOf({ rooms, at }: ChecklistSeen, room: string): RoomLook | string {
  const found = rooms.find((one) => one.room === room)
  if (found === undefined) return `no answer of x402ops ${room} is at hand`
  const age = Date.parse(at) - Date.parse(found.at)
  if (age > oldestMs) return `x402ops ${room} was last asked ${Math.floor(age / 3_600_000)} h ago`
  return found
}

function narrowed(look: RoomLook, checks: readonly string[], { codes, needs = [] }: Narrow): Answer | null {
  const mine = look.findings.filter(({ check }) => checks.includes(check))
  const meant = codes === undefined ? mine : mine.filter(({ code }) => codes.includes(code))
  const verdict = worst(meant.map((one) => (one.verdict === 'INFO' ? 'PASS' : one.verdict)))
  if (verdict === 'FAIL') return { verdict, seen: textOf(meant, verdict) }
  const blind = look.checks.find((row) => needs.includes(row.id) && bad.includes(row.verdict))
  if (blind !== undefined) return unknown(clause(blind.text))
  // What failed for another reason was not looked at to the end.
  const other = codes === undefined ? undefined : mine.find((one) => bad.includes(one.verdict))
  if (other !== undefined) return unknown(clause(other.text))
  return verdict === 'UNKNOWN' || verdict === 'WARN' ? { verdict, seen: textOf(meant, verdict) } : null
}

function textOf(
  list: readonly { readonly verdict: Verdict; readonly text: string }[],
  verdict: Verdict,
): string {
  const same = list.filter((one) => one.verdict === verdict)
  const more = same.length > 1 ? ` (and ${same.length - 1} more)` : ''
  return `${clause(same[0]?.text ?? '')}${more}`
}

/**
 * An answer by checks of another room: its worst verdict. PASS only when a check was run and found nothing; not
 * run, skipped, or too old is UNKNOWN.
 */
export function ofRoom(
  room: string,
  checks: readonly string[],
  fine: string,
  narrow: Narrow = {},
): Item['answer'] {
  return (seen) => {
    const look = lookOf(seen, room)
    if (typeof look === 'string') return unknown(look)
    const rows = look.checks.filter(({ id }) => checks.includes(id))
    const asked = rows.filter(({ verdict }) => verdict !== 'SKIP')
    if (asked.length === 0) {
      const why = clause(rows[0]?.text || `${room} did not look`)
      return rows.length > 0 && narrow.skipped !== undefined ? { verdict: 'SKIP', seen: why } : unknown(why)
    }
    return narrowed(look, checks, narrow) ?? { verdict: 'PASS', seen: fine }
  }
}
