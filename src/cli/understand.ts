import { refuseSecrets } from '../commands/argument-guard.ts'
import { type CommandEntry, commands } from '../commands/index.ts'
import { type HelpScreen, type Invocation, parseCommandLine } from '../commands/program.ts'

const entries: readonly CommandEntry[] = commands
const silent: HelpScreen = { out: () => {}, columns: 80 }

/**
 * Reads a command line: what looks like a secret is refused before anything is parsed, loaded or logged. Undefined
 * when help or the version was printed, on `screen`. Rejects with commander's error or with `OpsError`.
 */
export async function understand(
  argv: readonly string[],
  version: string,
  screen: HelpScreen = silent,
): Promise<Invocation | undefined> {
  refuseSecrets(
    argv,
    entries.flatMap(({ takesHash }) => takesHash ?? []),
  )
  return parseCommandLine(argv, entries, screen, version)
}
