import type { RunDocument } from '../../core/report.ts'
import type { Verdict } from '../../core/verdict.ts'

/** What a watch remembers of a round: enough to tell the next one from it. */
export type Brief = {
  readonly at: string
  readonly verdict: Verdict
  readonly checks: readonly { readonly id: string; readonly verdict: Verdict; readonly text: string }[]
  readonly loud: readonly {
    readonly id: string
    readonly check: string
    readonly code: string
    readonly verdict: Verdict
    readonly text: string
  }[]
}

/** One change from a round to the next. `after` null = it is no longer found. */
export type RoundChange = {
  readonly check: string
  readonly before: Verdict | null
  readonly after: Verdict | null
  readonly code: string | null
  readonly text: string
}

const loudOnes: readonly Verdict[] = ['FAIL', 'UNKNOWN', 'WARN']
// A payment that moved a thousand times is one change and a number.
const mostKept = 2000
const perCode = 3

/** The brief form of a round. */
export function briefOf({ finishedAt, verdict, checks, findings }: RunDocument): Brief {
  return {
    at: finishedAt,
    verdict,
    checks: checks.map((check) => ({ id: check.id, verdict: check.verdict, text: check.text })),
    loud: findings
      .filter((finding) => loudOnes.includes(finding.verdict))
      .slice(0, mostKept)
      .map(({ id, check, code, verdict: said, text }) => ({ id, check, code, verdict: said, text })),
  }
}

function isAnswered({ checks }: Brief, id: string): boolean {
  const row = checks.find((check) => check.id === id)
  return row !== undefined && row.verdict !== 'UNKNOWN' && row.verdict !== 'SKIP'
}

function findingChanges(before: Brief, after: Brief): readonly RoundChange[] {
  const [old, now] = [
    new Map(before.loud.map((one) => [one.id, one])),
    new Map(after.loud.map((one) => [one.id, one])),
  ]
  const came = [...now.values()].flatMap((one): RoundChange[] => {
    const was = old.get(one.id)?.verdict ?? null
    const { check, verdict, code, text } = one
    return was === verdict ? [] : [{ check, before: was, after: verdict, code, text }]
  })
  const went = [...old.values()].flatMap((one): RoundChange[] => {
    // What could not be looked at has not gone away.
    if (now.has(one.id) || !isAnswered(after, one.check)) return []
    return [{ check: one.check, before: one.verdict, after: null, code: one.code, text: one.text }]
  })
  return [...came, ...went]
}

/**
 * What a round says otherwise than the one before: its findings, and checks whose verdict changed without one. Pure.
 * Of a finding whose check gave no answer this time nothing is said.
 */
export function roundChanges(before: Brief, after: Brief): readonly RoundChange[] {
  const found = findingChanges(before, after)
  const told = new Set(found.map(({ check }) => check))
  const rows = after.checks.flatMap(({ id, verdict, text }): RoundChange[] => {
    const was = before.checks.find((check) => check.id === id)?.verdict ?? null
    if (was === verdict || told.has(id)) return []
    return [{ check: id, before: was, after: verdict, code: null, text }]
  })
  return [...found, ...rows]
}

const clock = (at: string) => `${at.slice(11, 19)}Z`

/** One line a change; of many with the same code the first three and a number. */
export function changeLines(at: string, changes: readonly RoundChange[]): readonly string[] {
  const counts = new Map<string, number>()
  const lines: string[] = []
  for (const { check, before, after, code, text } of changes) {
    const key = `${check} ${after === null ? 'gone' : after} ${code}`
    const place = (counts.get(key) ?? 0) + 1
    counts.set(key, place)
    if (code !== null && place > perCode) continue
    const state = after ?? 'gone'
    const was = before === null || after === null ? '' : ` (was ${before})`
    lines.push(`${clock(at)}  ${state.padEnd(7)}  ${check}${was}${code === null ? '' : `  ${code}`}: ${text}`)
  }
  const more = [...counts].filter(([key, count]) => !key.endsWith(' null') && count > perCode)
  return [...lines, ...more.map(([key, count]) => `${clock(at)}  ${count - perCode} more: ${key}`)]
}
