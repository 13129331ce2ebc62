import { type Told, toldByCheck } from '../runs/told.ts'
import { checkRows, type Part } from './run-parts.ts'

/** The rows and findings of a probe without those of checks that nobody asked for. */
export function chosenIn(part: Part): Told {
  return toldByCheck('probe', part.room, { rows: checkRows(part), findings: part.findings })
}
