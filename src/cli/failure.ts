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

const spokenNames: readonly string[] = [
  'Error',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'AggregateError',
]

// What the engine says of a value that does not fit, with the value behind it. Fixed words, a bounded name, then
// everything: linear.
const quotedValue = /( on string '| to search for '[^']{0,100}' in ).*$/s

/**
 * The name of an error with its words. Parsers quote what they could not read, and a file that somebody named
 * by mistake may hold a key that nobody knows: of their errors, and of those of kinds unknown to us, only the
 * name stays. The errors of the system name a call and a path.
 */
function wordsOf(error: Error): string {
  // Node's own errors of this kind quote the argument that they refuse.
  if ('code' in error && /^ERR_[A-Z0-9_]{1,60}$/.test(String(error.code)))
    return `${error.name} ${String(error.code)}`
  const isSystems = 'code' in error && /^E[A-Z0-9]{2,30}$/.test(String(error.code))
  const speaks = isOpsError(error) || isSystems || spokenNames.includes(error.name)
  const words = isOpsError(error) ? error.message : error.message.replace(quotedValue, '$1...')
  return speaks ? `${error.name}: ${words}` : `${safe(error.name, 60)} (its words may quote a file)`
}

/** Any thrown value as one of our errors: commander's become USAGE, unknown ones INTERNAL. */
export function asOpsError(error: unknown, command: string): OpsError {
  if (isOpsError(error)) return error
  if (isCommanderError(error)) return usageError(error, command)
  const message = error instanceof Error ? wordsOf(error) : String(error)
  return new OpsError('INTERNAL', { message }, { cause: error })
}

/** The exit code that a signal asks for; undefined when it was none of ours. */
export function signalExitCode(reason: unknown): ExitCode | undefined {
  if (reason === 'SIGINT') return 130
  return reason === 'SIGTERM' ? 143 : undefined
}

const longestStack = 16_384

/** Where an error was thrown, without its words; empty when the stack does not begin with them. */
function framesOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message)
  const rest = at < 0 ? '' : stack.slice(at + message.length)
  const first = rest.search(/^ {4}at /m)
  return first < 0 ? '' : rest.slice(first)
}

function stackOf(error: unknown, hide: (text: string) => string): readonly string[] {
  if (!(error instanceof Error)) return []
  const places = framesOf(error)
  const stack = hide(`${wordsOf(error)}${places === '' ? '' : `\n${places}`}`).slice(0, longestStack)
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
    ...sentences.flatMap((text) => wrapSentence(safe(hide(text ?? ''), 2400), '  ', width)),
    `exit code ${error.exitCode}`,
    ...(verbose >= 3 ? stackOf(error, hide) : []),
  ]
}
