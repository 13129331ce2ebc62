import { toJson } from '../core/json.ts'
import { jsonParts } from '../core/json-parts.ts'
import type { Report } from '../core/report.ts'
import type { Renderer } from './renderer.ts'

function* parts({ document }: Report): Generator<string> {
  yield* jsonParts(document, 'pretty')
  yield '\n'
}

/** `x402ops.run/v1`, indented; amounts are decimal strings. Published as schemas/run.schema.json. */
export const json = {
  format: 'json',
  render: (report) => `${toJson(report.document, 'pretty')}\n`,
  parts,
} as const satisfies Renderer
