import type { AlertsExpected, RunFacts } from '../alerts/facts.ts'
import { ruleOf } from '../alerts/standing.ts'
import { alertRuleIds } from '../core/alert-rules.ts'
import { quantileOf } from '../core/histogram.ts'
import type { Block, CheckRow } from '../core/report.ts'
import { formatDuration } from '../core/time.ts'
import { knownOf, type NumberName, numberNames } from '../metrics/known-catalog.ts'
import { latestOf } from '../metrics/latest.ts'
import type { MetricsPart } from './metrics-part.ts'

const columns = (left: readonly string[], right: readonly string[]) => [
  ...left.map((title) => ({ title })),
  ...right.map((title) => ({ title, align: 'right' as const })),
]

const rounded = (value: number) => String(Number(value.toFixed(2)))

/** One row for every number that the page tells; nothing when it told none. */
export function numbersTable({ seen, expected }: MetricsPart): readonly Block[] {
  const { sample, window } = latestOf(seen, expected)
  if (sample === null) return []
  const counted = window !== null && window.reset === null
  const rowOf = (name: NumberName): readonly (readonly string[])[] => {
    const { kind, about } = knownOf(name)
    const value = sample.numbers[name]
    const delta = window?.deltas[name]
    if (value !== undefined && kind === 'gauge') return [[about, rounded(value), '', '']]
    if (value !== undefined) {
      const change = delta === undefined ? '?' : `+${rounded(delta)}`
      const rate = delta === undefined || window === null ? '?' : rounded((delta * 60) / window.seconds)
      return [[about, rounded(value), change, rate]]
    }
    const histogram = window?.histograms[name]
    const p99 = histogram === undefined ? null : quantileOf(histogram, 0.99)
    if (p99 === null || histogram === undefined) return []
    const shown =
      p99.upTo === null || p99.about === null
        ? `p99 >= ${p99.over} s`
        : `p99 about ${rounded(p99.about)} s (${p99.over} to ${p99.upTo})`
    return [[about, shown, `+${rounded(histogram.total)}`, '']]
  }
  const rows = numberNames.filter((name) => name !== 'processStart').flatMap(rowOf)
  if (rows.length === 0) return []
  const over = counted ? `over ${formatDuration(window.seconds * 1000)}` : 'no window'
  return [
    {
      kind: 'table',
      title: `Counted ${over}`,
      columns: columns(['NUMBER'], ['NOW', 'CHANGE', 'A MINUTE']),
      rows,
    },
  ]
}

/** Says first of all that no counter is known, and what the rules go by instead. */
export function noPageBlock(leftOut: boolean, runs: readonly RunFacts[]): Block {
  const first = leftOut
    ? 'The metrics page was not asked: its address or token is left out.'
    : 'No metrics page is configured (metrics.path, metrics.token): no counter is known.'
  const from = runs.length === 1 ? 'one saved run' : `${runs.length} saved runs`
  return { kind: 'lines', lines: [first, `Rules go by ${from} of the last 26 hours.`] }
}

/** The rules that say something, and how many do not. */
export function rulesTable(checks: readonly CheckRow[]): readonly Block[] {
  const rules = checks.filter(({ room }) => room === 'alerts')
  const telling = rules.filter(({ verdict }) => verdict !== 'SKIP')
  const silent = rules.length - telling.length
  const lines = silent === 0 ? [] : [`${silent} rules have nothing to go by or are off (--rules lists them)`]
  const rows = telling.map(({ verdict, id, text }) => [{ verdict }, id, text])
  return [
    ...(rows.length === 0
      ? []
      : [{ kind: 'table', columns: columns(['STATE', 'RULE', 'RESULT'], []), rows } as const]),
    ...(lines.length === 0 ? [] : [{ kind: 'lines', lines } as const]),
  ]
}

/** The table of all rules with the limits that hold for this profile. */
export function rulesList(expected: AlertsExpected): Block {
  const limit = (value: number | null, unit: string) =>
    value === null ? '-' : `${value}${unit === '' ? '' : ` ${unit}`}`
  const rows = alertRuleIds.map((id) => {
    const { about, warn, fail, minimum, unit, on } = ruleOf(id, expected)
    const least = minimum === 0 ? '-' : String(minimum)
    return [id, on ? 'on' : 'off', limit(warn, unit), limit(fail, unit), least, about]
  })
  const titles = ['RULE', 'IS', 'WARN OVER', 'FAIL OVER', 'FROM', 'WHAT IS MEASURED']
  return { kind: 'table', columns: columns(titles, []), rows }
}

/** The same as data, for `-o json`. */
export function rulesData(expected: AlertsExpected): readonly unknown[] {
  return alertRuleIds.map((id) => {
    const { code, about, warn, fail, minimum, unit, on, set } = ruleOf(id, expected)
    return { id, code, about, warn, fail, minimum, unit, on, set }
  })
}
