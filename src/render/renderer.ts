import type { Report } from '../core/report.ts'
import type { Paint } from './paint.ts'

/**
 * What a renderer may know about where its text goes. `columns` is the width of human formats; `verbose` is
 * 0 to 3. All of it is handed in: a renderer looks nothing up.
 */
export type Canvas = { readonly columns: number; readonly paint: Paint; readonly verbose: number }

/** One output format: a pure function from report to text. The text ends with a line feed. */
export type Renderer = {
  readonly format: string
  readonly render: (report: Report, canvas: Canvas) => string
}
