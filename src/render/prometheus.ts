import type { Report } from '../core/report.ts'
import type { Verdict } from '../core/verdict.ts'
import type { Renderer } from './renderer.ts'

/** A time series of one family: its labels, and its value as digits. */
type Series = readonly [labels: Readonly<Record<string, string>>, value: string]

type Family = { readonly name: string; readonly help: string; readonly series: readonly Series[] }

/** No family has more series than this: labels come from our catalogues, but a table of a database pays for each. */
const mostSeries = 500
const longestLabel = 200

const levels: Readonly<Partial<Record<Verdict, string>>> = {
  ...{ PASS: '0', INFO: '0', WARN: '1', FAIL: '2', UNKNOWN: '3' },
}

function escaped(text: string): string {
  return text.slice(0, longestLabel).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function line(name: string, [labels, value]: Series): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  return `${name}{${pairs.join(',')}} ${value}\n`
}

/** Series with the same labels would be an error to every reader: the first one stays. */
function distinct(series: readonly Series[]): readonly Series[] {
  const byLabels = new Map(series.map((one) => [JSON.stringify(one[0]), one] as const).reverse())
  return [...byLabels.values()].reverse().slice(0, mostSeries)
}

function counted<Item>(
  items: readonly Item[],
  labelsOf: (item: Item) => Readonly<Record<string, string>>,
): readonly Series[] {
  const sums = new Map<string, { readonly labels: Readonly<Record<string, string>>; count: number }>()
  for (const item of items) {
    const labels = labelsOf(item)
    const key = JSON.stringify(labels)
    const sum = sums.get(key) ?? { labels, count: 0 }
    sum.count += 1
    sums.set(key, sum)
  }
  return [...sums.values()].map(({ labels, count }) => [labels, String(count)])
}

const seconds = (time: string) => String(Math.floor(Date.parse(time) / 1000))

function families({ document }: Report): readonly Family[] {
  const { profile, command, checks, findings, totals, complete, startedAt, finishedAt, tool } = document
  const about = { profile, command }
  const verdicts = checks.flatMap(({ id, room, verdict }): Series[] => {
    const level = levels[verdict]
    return level === undefined ? [] : [[{ ...about, room, check: id }, level]]
  })
  const money = totals.map(({ name, amount }): Series => {
    const { network, asset, symbol, atomic } = amount
    return [{ profile, class: name, network, asset, symbol }, String(atomic)]
  })
  const cases = new Map<string, number>()
  for (const { name, count } of totals) cases.set(name, (cases.get(name) ?? 0) + count)
  return [
    {
      name: 'x402ops_build_info',
      help: 'Which x402ops wrote this file.',
      series: [[{ version: tool.version }, '1']],
    },
    {
      name: 'x402ops_check_verdict',
      help: 'What a check says: 0 pass, 1 warn, 2 fail, 3 unknown; absent when it was skipped.',
      series: verdicts,
    },
    {
      name: 'x402ops_findings',
      help: 'How many findings of a code the run has.',
      series: counted(findings, ({ code, verdict }) => ({ ...about, code, verdict: verdict.toLowerCase() })),
    },
    {
      name: 'x402ops_case_count',
      help: 'Payments of each class in the window of the run.',
      series: [...cases].map(([name, count]) => [{ profile, class: name }, String(count)]),
    },
    {
      name: 'x402ops_money_atomic',
      help: 'Money of each class in the window, in atomic units of the asset.',
      series: money,
    },
    {
      name: 'x402ops_run_complete',
      help: '1 when everything that was asked could be seen.',
      series: [[about, complete ? '1' : '0']],
    },
    {
      name: 'x402ops_last_run_timestamp_seconds',
      help: 'When the run ended, in Unix seconds.',
      series: [[about, seconds(finishedAt)]],
    },
    {
      name: 'x402ops_run_duration_seconds',
      help: 'How long the run took.',
      series: [[about, String((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)]],
    },
  ]
}

/**
 * The text format of Prometheus for the textfile collector of node_exporter: gauges only, no timestamps (the collector
 * refuses a file that has some), no label that names a payment, a payer or a run. Families without a series are left out.
 */
export const prometheus = {
  format: 'prometheus',
  render: (report) =>
    families(report)
      .filter(({ series }) => series.length > 0)
      .map(({ name, help, series }) => {
        const lines = distinct(series).map((one) => line(name, one))
        return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`
      })
      .join(''),
} as const satisfies Renderer
