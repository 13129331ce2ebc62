import { OpsError } from '../core/errors.ts'

/** One place for the result: a format, and a file or (null) standard output. */
export type OutputTarget = { readonly format: string; readonly path: string | null }

function parseOutput(text: string): OutputTarget {
  const value = text.startsWith('=') ? text.slice(1) : text
  const at = value.indexOf('=')
  if (at === -1) return { format: value, path: null }
  const path = value.slice(at + 1)
  if (path === '') throw new OpsError('USAGE', { message: `-o ${value} names no file`, command: '' })
  return { format: value.slice(0, at), path: path === '-' ? null : path }
}

/**
 * Reads every `-o format[=file]`. The same thing asked twice is one target. When nothing goes to standard
 * output, the table does, so that a run is never silent.
 * Throws `OpsError` TWO_FORMATS_TO_STDOUT.
 */
export function parseOutputs(values: readonly string[]): readonly OutputTarget[] {
  const targets: OutputTarget[] = []
  for (const target of values.map(parseOutput)) {
    if (!targets.some(({ format, path }) => format === target.format && path === target.path)) {
      targets.push(target)
    }
  }
  const [first, second] = targets.filter(({ path }) => path === null)
  if (first !== undefined && second !== undefined) {
    throw new OpsError('TWO_FORMATS_TO_STDOUT', { first: first.format, second: second.format })
  }
  return first === undefined ? [{ format: 'table', path: null }, ...targets] : targets
}

/** Throws `OpsError` UNKNOWN_FORMAT when a target's format is not one of `known`. */
export function checkFormats(targets: readonly OutputTarget[], known: readonly string[]): void {
  for (const { format } of targets) {
    if (!known.includes(format)) throw new OpsError('UNKNOWN_FORMAT', { format, known: known.join(', ') })
  }
}
