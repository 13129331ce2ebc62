import type { Block, RunDocument } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { shortHex } from '../core/short.ts'
import { formatUtc } from '../core/time.ts'
import { countVerdicts } from '../core/verdict.ts'
import { type RouteRow, routeRows } from '../matrix/rows.ts'
import type { RouteSeen } from '../matrix/shapes.ts'
import { countsText } from '../runs/summary.ts'
import { findingsShown } from './findings-shown.ts'
import type { MatrixRun } from './matrix-run.ts'

/** One row per route of a matrix run. */
export function rowsOf({ part }: MatrixRun): readonly RouteRow[] {
  return routeRows(part.seen, part.expected, part.findings)
}

/** "7 routes: 6 passed, 1 failed". */
export function routesText(rows: readonly RouteRow[]): string {
  const counts = countVerdicts(rows.map(({ verdict }) => (verdict === 'INFO' ? 'PASS' : verdict)))
  return `${rows.length} route${rows.length === 1 ? '' : 's'}: ${countsText(counts)}`
}

const wanted = { network: 'network', payTo: 'payTo', resource: 'resource URL' } as const

/** What is the same for every route stands in one line above the table, not in a column of it. */
function sharedPairs(rows: readonly RouteRow[]): readonly (readonly [string, string])[] {
  return shared(rows).map((key) => [wanted[key], valuesOf(rows, key)[0] ?? '-'] as const)
}

function shared(rows: readonly RouteRow[]): readonly (keyof typeof wanted)[] {
  const keys = Object.keys(wanted) as (keyof typeof wanted)[]
  return rows.length === 0 ? [] : keys.filter((key) => valuesOf(rows, key).length === 1)
}

/** The different values of a column; a route that shows none does not count. */
function valuesOf(rows: readonly RouteRow[], key: keyof typeof wanted): readonly string[] {
  return [...new Set(rows.map((row) => row[key]).filter((value) => value !== '-'))]
}

function routeTable(rows: readonly RouteRow[]): Block {
  const same = shared(rows)
  const columns = (['network', 'payTo', 'resource'] as const).filter((key) => !same.includes(key))
  return {
    kind: 'table',
    columns: [
      'STATE',
      'ROUTE',
      'HTTP',
      'PRICE',
      'ATOMIC',
      ...columns.map((key) => wanted[key].toUpperCase()),
    ].map((title) => ({ title, align: title === 'PRICE' || title === 'ATOMIC' ? 'right' : 'left' })),
    rows: rows.map((row) => [
      { verdict: row.verdict },
      `${row.method} ${row.path}`,
      row.http,
      row.price,
      row.atomic,
      ...columns.map((key) => shortHex(row[key])),
    ]),
  }
}

// A preflight, the samples after the first answer, and whatever led to that answer.
function requestsOf(route: RouteSeen): number {
  const { earlier, variants, preflight, samples = [], instances = [] } = route
  const beside = variants.length + Number(preflight !== null) + instances.length
  return 1 + earlier.length + beside + Math.max(0, samples.length - 1)
}

function bodiesText({ part }: MatrixRun): readonly string[] {
  const made = part.seen.routes.filter(({ unpaid }) => unpaid.payload === 'declared schema')
  if (made.length === 0) return []
  const from = [...new Set(made.map(({ unpaid }) => unpaid.from ?? 'a document'))].join(', ')
  const routes = made.length === 1 ? '1 route was' : `${made.length} routes were`
  return [`${routes} asked with the smallest input that ${safe(from, 120)} declares.`]
}

function snapshotText({ part }: MatrixRun): readonly string[] {
  const { snapshot } = part.expected
  if (snapshot === undefined) return []
  return [`Compared with "${safe(snapshot.name, 80)}", kept ${formatUtc(new Date(snapshot.takenAt))}.`]
}

/** The table of routes, what was found, and the sum. */
export function matrixScreen(run: MatrixRun, document: RunDocument, verbose: number): readonly Block[] {
  const rows = rowsOf(run)
  const asked = run.part.seen.routes.reduce((sum, route) => sum + requestsOf(route), 0)
  const garbage = run.part.expected.options.probeGarbage
  const routes = `${rows.length} ${rows.length === 1 ? 'route' : 'routes'}`
  const said = garbage
    ? `${routes}, ${asked} requests and one malformed payment header for each.`
    : `Unpaid requests only; no payment header was sent. ${routes}, ${asked} requests.`
  const { verdict, exitCode } = document
  const lines = [said, ...bodiesText(run), ...snapshotText(run)]
  const pairs = sharedPairs(rows)
  return [
    { kind: 'lines', lines },
    ...(pairs.length === 0 ? [] : [{ kind: 'pairs', pairs } as const]),
    routeTable(rows),
    ...findingsShown(document.findings, verbose),
    { kind: 'summary', text: routesText(rows), verdict, exitCode },
  ]
}
