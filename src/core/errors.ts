import { type ErrorCode, errorCatalog } from './error-catalog.ts'
import type { ErrorArgs, ErrorWords } from './failures/words.ts'
import type { ExitCode } from './report.ts'

/**
 * The command could not be carried out. What a command found is never an error.
 * The message, the hint and the exit code come from the error catalogue; `cause` keeps the origin.
 */
export class OpsError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code
  readonly args: ErrorArgs
  readonly exitCode: ExitCode
  /** Why it failed: one sentence, or null when the message says it all. */
  readonly why: string | null
  /** What to do now. */
  readonly hint: string

  constructor(code: Code, args: ErrorArgs = {}, options: { cause?: unknown } = {}) {
    const words: ErrorWords = errorCatalog[code]
    super(words.what(args), options)
    this.name = 'OpsError'
    this.code = code
    this.args = args
    this.exitCode = words.exitCode
    this.why = words.why === undefined ? null : words.why(args)
    this.hint = words.hint(args)
  }
}

/** Is this one of our errors (and so has a hint and an exit code)? */
export function isOpsError(error: unknown): error is OpsError {
  return error instanceof OpsError
}
