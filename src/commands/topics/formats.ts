import type { Topic } from './topic.ts'

/** The output formats. */
export const formats: Topic = {
  name: 'formats',
  summary: 'output formats and where they go',
  text: `FORMATS

  -o FORMAT          to standard output
  -o FORMAT=FILE     to a file (whole or not at all, mode 0600)

  table      for people; the default
  plain      the same, tab-separated, never wrapped
  json       one document, schema x402ops.run/v1 (short: --json)
  ndjson     one event per line, schema x402ops.event/v1
  csv        the ledger of reconcile; monitor: one case per row; else findings
  markdown   for a ticket
  prometheus gauges for the textfile collector of node_exporter (file: 0644)

One run can write many formats, so that your service is asked once:

  x402ops monitor mainnet -o table -o json=monitor.json

Only one of them can go to standard output. Standard output holds the result
and nothing else; notes, progress and errors go to standard error.

On a terminal the table is as wide as the terminal, with colour. In a pipe it
is still the table: 80 columns, no colour. Times are UTC, amounts are exact,
and no format depends on the locale of the machine. The schemas are in the
folder schemas of the package.
`,
}
