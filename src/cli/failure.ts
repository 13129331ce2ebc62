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
  const [, option] = /^error: (unknown option '[^'=]*)=/.exec(error.message) ?? []
  const suggestion = second.replace(/^\(|\)$/g, '')
  // What stands behind an option that is not ours may be anything: neither it nor its origin is repeated.
  if (option !== undefined) return new OpsError('USAGE', { message: `${option}'`, suggestion: '', command })
  const message = first === '(outputHelp)' ? 'no command was named' : first.replace(/^error: /, '')
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

const longestStack = 16_384

function stackOf(error: unknown, hide: (text: string) => string): readonly string[] {
  if (!(error instanceof Error)) return []
  const stack = hide(error.stack ?? '').slice(0, longestStack)
  const own = stack.split('\n').map((line) => `  ${safe(line.trim())}`)
  return error.cause === undefined ? own : [...own, '  caused by', ...stackOf(error.cause, hide)]
}

/**
 * The lines of an error: what, why, what to do, exit code; sentences break between words at `width`.
 * The stack stands below only with `-vvv`. `hide` sees every text whole, before it is cut or broken into
 * lines: half a secret is a secret, too, and nobody recognises it any more.
 */
export function failureLines(
  error: OpsError,
  width: number,
  verbose: number,
  hide: (text: string) => string = (text) => text,
): readonly string[] {
  const sentences = [error.why, error.hint].filter((text) => text !== null && text !== '')
  return [
    ...wrapSentence(`error ${error.code}: ${safe(hide(error.message), 600)}`, '', width),
    ...sentences.flatMap((text) => wrapSentence(safe(hide(text ?? ''), 600), '  ', width)),
    `exit code ${error.exitCode}`,
    ...(verbose >= 3 ? stackOf(error, hide) : []),
  ]
}
