import type { ExitCode } from '../report.ts'

/** Arguments of an error, by name. Never a secret: the values stand in messages. */
export type ErrorArgs = Readonly<Record<string, string | number>>

/** The words of one error and the exit code it leads to. */
export type ErrorWords = {
  readonly exitCode: ExitCode
  readonly what: (args: ErrorArgs) => string
  readonly why?: (args: ErrorArgs) => string
  readonly hint: (args: ErrorArgs) => string
}
