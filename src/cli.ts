import { readFileSync } from 'node:fs'
import type { Io } from './cli/io.ts'
import type { Session } from './cli/session.ts'
import { refuseSecrets } from './commands/argument-guard.ts'
import { colourLosers } from './commands/colour.ts'
import { type CommandEntry, commands } from './commands/index.ts'
import { parseCommandLine } from './commands/program.ts'
import type { ExitCode } from './core/report.ts'

declare const X402OPS_VERSION: string | undefined

const packageRoot = new URL('../', import.meta.url)
const entries: readonly CommandEntry[] = commands

/** The version of this x402ops. The build writes it in; from sources it is read from package.json. */
export function versionOf(root: URL = packageRoot): string {
  if (typeof X402OPS_VERSION === 'string') return X402OPS_VERSION
  const text = readFileSync(new URL('package.json', root), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** The command that a line names, for "see: x402ops COMMAND --help"; empty when it names none. */
function namedCommand(argv: readonly string[]): string {
  const name = argv.find((word) => entries.some((entry) => entry.name === word))
  return name === undefined ? '' : `${name} `
}

/**
 * Runs one command line and resolves to its exit code; it never rejects. The result goes to `io.stdout`,
 * everything else to `io.stderr`. `--help` and `--version` load nothing but commander.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const session: Session = { io, argv, version: versionOf(io.packageRoot), learned: [] }
  try {
    refuseSecrets(
      argv,
      entries.flatMap(({ takesHash }) => takesHash ?? []),
    )
    const screen = { out: (text: string) => void io.stdout.write(text), columns: 80 }
    const invocation = await parseCommandLine(argv, entries, screen, session.version)
    if (invocation === undefined) return 0
    const { execute } = await import('./cli/execute.ts')
    return await execute(invocation, session)
  } catch (error) {
    const { reportFailure } = await import('./cli/report-failure.ts')
    return await reportFailure(error, session, namedCommand(argv))
  }
}

function signals(): AbortSignal {
  const controller = new AbortController()
  const listen = (name: 'SIGINT' | 'SIGTERM', code: number) =>
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code)
      controller.abort(name)
    })
  listen('SIGINT', 130)
  listen('SIGTERM', 143)
  return controller.signal
}

/** What nobody caught is a bug of ours: said through the redactor, and never Node's own exit code 1. */
function lastResort(io: Io): void {
  process.on('uncaughtException', async (error) => {
    const session: Session = { io, argv: process.argv.slice(2), version: versionOf(), learned: [] }
    try {
      const { reportFailure } = await import('./cli/report-failure.ts')
      process.exit(await reportFailure(error, session, ''))
    } catch {
      process.exit(70)
    }
  })
}

/** The process around `run`: streams, signals and the exit code. Called once, by `bin/x402ops.js`. */
export async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the one place that reads it; everything else is handed a copy
  const env = process.env
  for (const name of colourLosers(env)) delete env[name]
  // A failed write is the sink's business; without a listener Node would end the process with a stack.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const io: Io = {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env,
    cwd: process.cwd(),
    packageRoot,
    stdoutIsTty: process.stdout.isTTY === true,
    stderrIsTty: process.stderr.isTTY === true,
    stdinIsTty: process.stdin.isTTY === true,
    columns: process.stdout.columns ?? 80,
    signal: signals(),
  }
  lastResort(io)
  const exitCode = await run(process.argv.slice(2), io)
  process.exitCode = exitCode
  // A kept-alive connection must not hold the prompt; what was written is flushed before.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)))
}
