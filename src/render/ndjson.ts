import { toJson } from '../core/json.ts'
import type { Report } from '../core/report.ts'
import type { Renderer } from './renderer.ts'

function eventsOf(report: Report): readonly Readonly<Record<string, unknown>>[] {
  const { schema: _schema, runId, checks, findings, ...document } = report.document
  const { tool, command, profile, target, startedAt, window, ...end } = document
  const run = { tool, command, profile, target, startedAt, ...(window === undefined ? {} : { window }) }
  const about = (type: string, value: unknown) => ({
    schema: 'x402ops.event/v1',
    type,
    runId,
    [type]: value,
  })
  return [
    about('run', run),
    ...checks.map((check) => about('check', check)),
    ...findings.map((finding) => about('finding', finding)),
    ...(report.cases ?? []).map((item) => about('case', item)),
    about('end', end),
  ]
}

/**
 * `x402ops.event/v1`, one JSON object per line: `run` first, then every check, finding and case, `end` last.
 * What an event is about stands under the name of its type. A stream without `end` was cut off.
 */
export const ndjson = {
  format: 'ndjson',
  render: (report) =>
    eventsOf(report)
      .map((event) => `${toJson(event, 'compact')}\n`)
      .join(''),
} as const satisfies Renderer
