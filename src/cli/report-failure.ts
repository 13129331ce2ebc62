import type { ExitCode } from '../core/report.ts'
import { asOpsError, failureLines, signalExitCode } from './failure.ts'
import { hideOwnWords } from './hide-own-words.ts'
import { createScreen } from './screen.ts'
import type { Session } from './session.ts'

function verbosity(argv: readonly string[]): number {
  return argv.filter((arg) => /^-v{1,3}$/.test(arg)).reduce((sum, arg) => sum + arg.length - 1, 0)
}

/**
 * Says on stderr why a command could not be carried out, and resolves to the exit code. A run that was
 * interrupted says only that. Never rejects for a closed stderr: there is nowhere left to say it.
 */
export async function reportFailure(error: unknown, session: Session, command: string): Promise<ExitCode> {
  const { err, redact } = createScreen(session)
  const interrupted = signalExitCode(
    session.io.signal?.aborted === true ? session.io.signal.reason : undefined,
  )
  if (interrupted !== undefined) {
    err.write(`interrupted; nothing was changed\nexit code ${interrupted}\n`)
    await err.flush().catch(() => {})
    return interrupted
  }
  const failure = asOpsError(error, command)
  const width = session.io.stderrIsTty ? Math.max(40, session.io.columns ?? 80) : 80
  const hideOwn = hideOwnWords(session.argv, failure)
  const hide = (text: string) => hideOwn(redact(text))
  err.write(`${failureLines(failure, width, verbosity(session.argv), hide).join('\n')}\n`)
  await err.flush().catch(() => {})
  return failure.exitCode
}
