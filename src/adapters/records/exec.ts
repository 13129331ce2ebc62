import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import type { Bytes } from './file-bytes.ts'

/** The surroundings in which programs that print records run. */
export type ExecOptions = {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const shownChars = 300

/**
 * The last line of what a program complained about: that is where most say what went wrong. A long one is left out:
 * half of a secret is no longer known as one.
 */
function lastLine(complaint: string): string {
  const lines = complaint.split(/[\r\n]/).map((line) => line.trim())
  const last = lines.filter((line) => line !== '').at(-1)
  if (last === undefined) return ''
  return last.length > shownChars
    ? ' Its last line of complaint is too long to be shown.'
    : ` Its last line of complaint: ${safe(last, 2 * shownChars)}`
}

/**
 * What a program prints, as bytes. Throws `OpsError` RECORDS_EXEC_FAILED at the end when it did not end with exit code
 * 0: what was made of its output until then is void. Throws the signal's reason when it aborts.
 */
export function bytesOfProgram(
  argv: readonly string[],
  file: string,
  { cwd, env }: ExecOptions,
  signal: AbortSignal,
): Bytes {
  return async function* bytes() {
    signal.throwIfAborted()
    const { commandOutput } = await import('../exec/command-output.ts')
    const output = commandOutput(argv, { cwd, env, signal })
    yield* output.bytes
    const problem = await output.problem()
    signal.throwIfAborted()
    if (problem === null) return
    const complaint = lastLine(output.complaint())
    throw new OpsError('RECORDS_EXEC_FAILED', { program: file, reason: problem, complaint })
  }
}
