import { toJson } from '../core/json.ts'
import type { Renderer } from './renderer.ts'

/** `x402ops.run/v1`, indented; amounts are decimal strings. Published as schemas/run.schema.json. */
export const json = {
  format: 'json',
  render: (report) => `${toJson(report.document, 'pretty')}\n`,
} as const satisfies Renderer
