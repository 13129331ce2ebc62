import type { Block, RunDocument } from '../core/report.ts'
import { countVerdicts } from '../core/verdict.ts'
import { discoverRows, routesAsked } from '../discover/rows.ts'
import type { DiscoverExpected, DiscoverSeen } from '../discover/shapes.ts'
import { countsText } from '../runs/summary.ts'
import { findingsShown } from './findings-shown.ts'
import type { Part } from './run-parts.ts'

type DiscoverPart = Part<DiscoverSeen, DiscoverExpected>

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`

/** The table of documents and catalogues, what was found, and the sum. */
export function discoverScreen(part: DiscoverPart, document: RunDocument, verbose: number): readonly Block[] {
  const rows = discoverRows(part.seen, part.expected, part.findings)
  const { expected, asked, paid } = routesAsked(part.seen, part.expected)
  const configured = expected === 0 ? 'none is configured' : `${expected} configured`
  const said = `Unpaid requests only. ${count(asked, 'route')} asked (${configured}), ${paid} ask for payment.`
  const { verdict, exitCode } = document
  const verdicts = rows.map((row) => row.verdict)
  const silent = verdicts.filter((one) => one === 'INFO').length
  const counts = [
    ...(silent < rows.length ? [countsText(countVerdicts(verdicts))] : []),
    ...(silent === 0 ? [] : [`${silent} with nothing to judge`]),
  ]
  const text =
    rows.length === 0 ? 'no document is there' : `${count(rows.length, 'source')}: ${counts.join(', ')}`
  return [
    { kind: 'lines', lines: [said] },
    {
      kind: 'table',
      columns: ['STATE', 'DOCUMENT', 'HTTP', 'ROUTES', 'FOUND'].map((title) => ({
        title,
        align: title === 'ROUTES' ? 'right' : 'left',
      })),
      rows: rows.map((row) => [{ verdict: row.verdict }, row.what, row.http, row.routes, row.problems]),
    },
    ...findingsShown(document.findings, verbose),
    { kind: 'summary', text, verdict, exitCode },
  ]
}
