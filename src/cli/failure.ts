import { isOpsError, OpsError } from '../core/errors.ts'
import type { ExitCode } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { wrapSentence } from './wrap.ts'

/** Is this commander saying that the line was not understood? */
function isCommanderError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}

/** Commander's words as ours: `error: unknown option '--x'\n(Did you mean --y?)`. */
function usageError(error: Error, command: string): OpsError {
  const [first = '', second = ''] = error.message.split('\n')
  const message = first === '(outputHelp)' ? 'no command was named' : first.replace(/^error: /, '')
  const suggestion = second.replace(/^\(|\)$/g, '')
  return new OpsError('USAGE', { message, suggestion, command }, { cause: error })
}

/** Any thrown value as one of our errors: commander's become USAGE, unknown ones INTERNAL. */
export function asOpsError(error: unknown, command: string): OpsError {
  if (isOpsError(error)) return error
  if (isCommanderError(error)) return usageError(error, command)
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new OpsError('INTERNAL', { message }, { cause: error })
}

/** The exit code that a signal asks for; undefined when it was none of ours. */
export function signalExitCode(reason: unknown): ExitCode | undefined {
  if (reason === 'SIGINT') return 130
  return reason === 'SIGTERM' ? 143 : undefined
}

function stackOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const own = (error.stack ?? '').split('\n').map((line) => `  ${safe(line.trim())}`)
  return error.cause === undefined ? own : [...own, '  caused by', ...stackOf(error.cause)]
}

/**
 * The lines of an error: what, why, what to do, exit code; sentences break between words at `width`.
 * The stack stands below only with `-vvv`.
 */
export function failureLines(error: OpsError, width: number, verbose: number): readonly string[] {
  const sentences = [error.why, error.hint].filter((text) => text !== null && text !== '')
  return [
    ...wrapSentence(`error ${error.code}: ${safe(error.message, 600)}`, '', width),
    ...sentences.flatMap((text) => wrapSentence(safe(text ?? '', 600), '  ', width)),
    `exit code ${error.exitCode}`,
    ...(verbose >= 3 ? stackOf(error) : []),
  ]
}
