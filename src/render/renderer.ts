import type { Report, RunDocument } from '../core/report.ts'
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
  /** The same text in parts that follow each other, for a file: given where a report may be large. */
  readonly parts?: (report: Report) => Iterable<string>
}

/** As much of a report as the formats for people read. */
export type Shown = { readonly screen: Report['screen']; readonly document: Pick<RunDocument, 'next'> }

/** A format that needs no run: what it prints stands on the screen alone. */
export type ScreenRenderer = {
  readonly format: string
  readonly render: (shown: Shown, canvas: Canvas) => string
}
