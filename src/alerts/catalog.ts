import { type AlertRuleId, alertRuleIds } from '../core/alert-rules.ts'
import { type Catalog, type CatalogEntry, entry, findings } from '../core/finding.ts'
import { safe } from '../core/safe.ts'
import { formatUtc } from '../core/time.ts'
import type { Verdict } from '../core/verdict.ts'
import { rules } from './rules-catalog.ts'
import type { RuleState } from './standing.ts'
import { alertWords } from './words-catalog.ts'

/** What a finding of a rule carries. */
export type AlertArgs = {
  readonly rule: string
  readonly state: RuleState
  readonly level: 'warn' | 'fail'
  readonly about: string
  /** `12.5 % of 40`; empty where there is no number. */
  readonly seen: string
  readonly limit: string
  readonly since: string | null
  readonly windows: number
  readonly why: string
}

const ofState: Readonly<Record<Exclude<RuleState, 'firing' | 'clearing'>, Verdict>> = {
  off: 'SKIP',
  absent: 'SKIP',
  few: 'INFO',
  pending: 'INFO',
  unknown: 'UNKNOWN',
  clear: 'PASS',
}

/** One look decides nothing: what was met once is told, and neither warns nor fails. */
function verdictOf({ state, level }: AlertArgs): Verdict {
  if (state === 'firing' || state === 'clearing') return level === 'fail' ? 'FAIL' : 'WARN'
  return ofState[state]
}

function text({ state, about, seen, limit, since, windows, why }: AlertArgs): string {
  const from = since === null ? '' : formatUtc(new Date(since))
  const now = seen === '' ? `${about}: not seen now (${safe(why, 120)})` : `${about}: ${seen}`
  if (state === 'firing') return `${now}; over ${limit} since ${from}, in ${windows} windows.`
  if (state === 'clearing') return `${now}; it was over ${limit} and looks better since ${from}.`
  if (state === 'pending') return `${now}; over ${limit} in one window (${from}); a second one decides.`
  if (state === 'clear') return `${now}, not over ${limit}`
  if (state === 'off') return 'switched off'
  if (state === 'absent') return 'nothing tells this number'
  return `${about}: ${safe(why, 200)}.`
}

function entryOf(id: AlertRuleId): CatalogEntry<AlertArgs> {
  const [title, severity, next, playbook] = alertWords[id]
  return entry<AlertArgs>({ verdict: verdictOf, severity, title, text, next, playbook })
}

/** The findings of the rules and their words: one code for each rule. */
export const catalog: Readonly<Record<string, CatalogEntry<AlertArgs>>> = Object.fromEntries(
  alertRuleIds.map((id) => [rules[id].code, entryOf(id)]),
) satisfies Catalog

/** Makes a finding of this room. */
export const finding = findings(catalog)
