import type { Severity } from '../core/finding.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { Verdict } from '../core/verdict.ts'
import type { LookAlike, Playbook } from './playbook.ts'

/** A finding that speaks for a playbook: its code, how often it was found, and its weightiest instance. */
export type Speaking = {
  readonly code: string
  readonly count: number
  readonly verdict: Verdict
  readonly severity: Severity
  readonly text: string
}

/** A playbook that fits what was found. `score` only orders; it is no probability. */
export type Match = {
  readonly playbook: Playbook
  readonly score: number
  readonly because: readonly Speaking[]
  /** Rows of "Not this if" whose playbook fits as well: read these first. */
  readonly rivals: readonly LookAlike[]
}

const severityWeight: Readonly<Record<Severity, number>> = {
  critical: 81,
  high: 27,
  medium: 9,
  low: 3,
  none: 1,
}
const verdictWeight: Readonly<Partial<Record<Verdict, number>>> = { FAIL: 12, UNKNOWN: 8, WARN: 4, INFO: 1 }

// How a service is set up on every day, and what is only slow: worth a line, and never before what is wrong.
const standing: readonly string[] = [
  ...['RPC_SLOW', 'FACILITATOR_SLOW', 'LATENCY_402'],
  ...['RPC_ONE_ENDPOINT', 'RPC_PUBLIC_ENDPOINT', 'RPC_NO_FINALITY', 'RPC_LOGS_LIMITED', 'SINGLE_NETWORK'],
  ...['DISCOVER_NO_INPUT_SCHEMA', 'DISCOVER_NOT_LISTED', 'TESTNET_LINK'],
]

function weightOf({ code, severity, verdict }: Pick<Speaking, 'code' | 'severity' | 'verdict'>): number {
  // A rule over what other rooms saw: what they could not see, they say themselves.
  const isBlindRule = verdict === 'UNKNOWN' && code.startsWith('ALERT_')
  if (standing.includes(code) || isBlindRule) return 1
  // That something grave was not seen speaks for blindness, and not for the grave thing.
  const weight = verdict === 'UNKNOWN' ? Math.min(severityWeight[severity], 27) : severityWeight[severity]
  return weight * (verdictWeight[verdict] ?? 0)
}

// A code that can be grave and is only information this time says that it is not so, or that too little was seen.
const isCalm = ({ verdict, severity }: PhrasedFinding) =>
  verdict === 'INFO' && severity !== 'low' && severity !== 'none'

/** The playbooks of the rows of `toggle guide` that speak of one incident only. */
const rowPlaybooks: Readonly<Record<string, string>> = {
  ...{ 1: 'secret-exposure', 2: 'wrong-terms', 3: 'phantom-settlement', 4: 'secret-exposure' },
  ...{ 5: 'orphaned-payment', 6: 'facilitator-auth', 8: 'paid-route-errors', 9: 'paid-route-errors' },
  ...{ 10: 'missing-payment-response', 11: 'duplicate-claim', 12: 'rpc-down', 13: 'recipient-not-ready' },
  ...{ 14: 'wrong-terms', 17: 'served-free' },
}

function playbookNamed({ code, args, playbook }: PhrasedFinding): string | null {
  return code === 'TOGGLE_ROW_MET' ? (rowPlaybooks[String(args.row)] ?? null) : playbook
}

// One code stands for many rows: each row is a reason of its own.
const reasonOf = ({ code, args }: PhrasedFinding) =>
  code === 'TOGGLE_ROW_MET' ? `${code} ${String(args.row)}` : code

/** The findings that ask for something, by code. */
function byCode(
  findings: readonly PhrasedFinding[],
): ReadonlyMap<string, Speaking & { slug: string | null }> {
  const codes = new Map<string, Speaking & { slug: string | null }>()
  for (const finding of findings) {
    const { code, verdict, severity, text } = finding
    if (verdictWeight[verdict] === undefined || isCalm(finding)) continue
    const reason = reasonOf(finding)
    const before = codes.get(reason)
    const count = (before?.count ?? 0) + 1
    const isHeavier = before === undefined || weightOf(finding) > weightOf(before)
    const heaviest = isHeavier ? { code, verdict, severity, text, slug: playbookNamed(finding) } : before
    codes.set(reason, { ...heaviest, count })
  }
  return codes
}

/**
 * The playbooks that fit, the weightiest first. A code counts by severity and verdict; one that speaks for several
 * playbooks counts less for each, so that the special one stands before the general one. A finding's own playbook
 * counts even when it does not list the code, and a row of `toggle guide` names one. What never is more than information
 * counts where a playbook lists it. Pure.
 */
export function matchPlaybooks(
  findings: readonly PhrasedFinding[],
  playbooks: readonly Playbook[],
): readonly Match[] {
  const codes = byCode(findings)
  const speaksFor = ({ code, verdict, slug }: Speaking & { slug: string | null }, book: Playbook) =>
    book.triggers.includes(code) || (slug === book.slug && verdict !== 'INFO')
  const found = playbooks.flatMap((playbook): readonly Match[] => {
    const because = [...codes.values()].filter((each) => speaksFor(each, playbook))
    const score = because.reduce((sum, each) => {
      const shared = playbooks.filter((other) => speaksFor(each, other)).length
      const often = 1 + Math.min(9, each.count - 1) / 10
      const own = each.slug === playbook.slug ? 2 : 1
      return sum + (weightOf(each) * own * often) / shared
    }, 0)
    if (because.length === 0) return []
    const speaking = because
      .sort((a, b) => weightOf(b) - weightOf(a) || (a.code < b.code ? -1 : 1))
      .map(({ slug: _slug, ...rest }) => rest)
    return [{ playbook, score: Math.round(score), because: speaking, rivals: [] }]
  })
  const fitting = new Set(found.map(({ playbook }) => playbook.slug))
  return found
    .map((match) => ({ ...match, rivals: match.playbook.notThisIf.filter(({ slug }) => fitting.has(slug)) }))
    .sort((a, b) => b.score - a.score || (a.playbook.slug < b.playbook.slug ? -1 : 1))
}
