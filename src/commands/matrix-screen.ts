import type { Block, RunDocument } from '../core/report.ts'
import { shortHex } from '../core/short.ts'
import { countVerdicts } from '../core/verdict.ts'
import { type RouteRow, routeRows } from '../matrix/rows.ts'
import { countsText } from '../runs/summary.ts'
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

/** The table of routes, what was found, and the sum. */
export function matrixScreen(run: MatrixRun, document: RunDocument): readonly Block[] {
  const rows = rowsOf(run)
  const asked = run.part.seen.routes.reduce(
    (sum, route) => sum + 1 + route.earlier.length + route.variants.length + Number(route.preflight !== null),
    0,
  )
  const table: Block = {
    kind: 'table',
    columns: ['STATE', 'ROUTE', 'HTTP', 'NETWORK', 'PRICE', 'PAYTO', 'RESOURCE'].map((title) => ({ title })),
    rows: rows.map((row) => [
      { verdict: row.verdict },
      `${row.method} ${row.path}`,
      row.http,
      row.network,
      row.price,
      shortHex(row.payTo),
      row.resource,
    ]),
  }
  const { verdict, exitCode } = document
  const garbage = run.part.expected.options.probeGarbage
  return [
    {
      kind: 'lines',
      lines: [
        garbage
          ? `${rows.length} routes, ${asked} requests and one malformed payment header for each.`
          : `Unpaid requests only; no payment header was sent. ${rows.length} routes, ${asked} requests.`,
      ],
    },
    table,
    { kind: 'findings', findings: document.findings },
    { kind: 'summary', text: routesText(rows), verdict, exitCode },
  ]
}
