import { toJson } from '../core/json.ts'
import type { Report } from '../core/report.ts'
import type { Renderer } from './renderer.ts'

function* parts(report: Report): Generator<string> {
  const { schema: _schema, runId, checks, findings, ...document } = report.document
  const { tool, command, profile, target, startedAt, window, ...end } = document
  const run = { tool, command, profile, target, startedAt, ...(window === undefined ? {} : { window }) }
  const about = (type: string, value: unknown) =>
    `${toJson({ schema: 'x402ops.event/v1', type, runId, [type]: value }, 'compact')}\n`
  yield about('run', run)
  for (const check of checks) yield about('check', check)
  for (const finding of findings) yield about('finding', finding)
  for (const item of report.cases ?? []) yield about('case', item)
  yield about('end', end)
}

/**
 * `x402ops.event/v1`, one JSON object per line: `run` first, then every check, finding and case, `end` last.
 * What an event is about stands under the name of its type. A stream without `end` was cut off.
 */
export const ndjson = {
  format: 'ndjson',
  render: (report) => [...parts(report)].join(''),
  parts,
} as const satisfies Renderer
