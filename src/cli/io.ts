import type { Clock } from '../core/ports.ts'

/** Where text goes: enough of a Node stream for the sink, and for a test to stand in its place. */
export type OutStream = NodeJS.WritableStream

/** The process as the command line sees it. `signal` aborts with the reason `SIGINT` or `SIGTERM`. */
export type Io = {
  readonly stdout: OutStream
  readonly stderr: OutStream
  readonly stdin: NodeJS.ReadableStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** The folder that holds package.json, recorder and schemas. */
  readonly packageRoot: URL
  readonly stdoutIsTty: boolean
  readonly stderrIsTty: boolean
  readonly stdinIsTty: boolean
  /** The width of the terminal; 80 without one. */
  readonly columns?: number
  readonly clock?: Clock
  /** From 0 up to 1; only tests give one. */
  readonly random?: () => number
  readonly signal?: AbortSignal
}

/** The width to write for: the terminal's on a terminal, 80 everywhere else, never under 40. */
export function widthOf(io: Io): number {
  return io.stdoutIsTty && io.columns !== undefined ? Math.max(40, io.columns) : 80
}
