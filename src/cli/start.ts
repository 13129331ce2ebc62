import { type CommandEntry, commands } from '../commands/index.ts'
import type { ExitCode } from '../core/report.ts'
import type { Session } from './session.ts'
import { understand } from './understand.ts'

const entries: readonly CommandEntry[] = commands

/** The command that a line names, for "see: x402ops COMMAND --help"; empty when it names none. */
function namedCommand(argv: readonly string[]): string {
  const name = argv.find((word) => entries.some((entry) => entry.name === word))
  return name === undefined ? '' : `${name} `
}

/**
 * Reads a command line and runs it; resolves to the exit code and never rejects. What is refused is refused
 * before anything is loaded or logged. The help of everything loads commander and the one command it is
 * about; redaction, rendering and adapters are loaded when a command runs or fails.
 */
export async function start(session: Session): Promise<ExitCode> {
  const { argv, io, version } = session
  try {
    const screen = { out: (text: string) => void io.stdout.write(text), columns: 80 }
    const invocation = await understand(argv, version, screen)
    if (invocation === undefined) return 0
    const { execute } = await import('./execute.ts')
    return await execute(invocation, session)
  } catch (error) {
    const { reportFailure } = await import('./report-failure.ts')
    return await reportFailure(error, session, namedCommand(argv))
  }
}
