import { readFileSync } from 'node:fs'
import type { Io } from './cli/io.ts'
import type { Session } from './cli/session.ts'
import { colourLosers } from './commands/colour.ts'
import { shortHelp } from './commands/short-help.ts'
import type { ExitCode } from './core/report.ts'

declare const X402OPS_VERSION: string | undefined
/** The text of `--help`, as the build found it by asking. */
declare const X402OPS_HELP: string | undefined

const packageRoot = new URL('../', import.meta.url)

/** The version of this x402ops. The build writes it in; from sources it is read from package.json. */
export function versionOf(root: URL = packageRoot): string {
  if (typeof X402OPS_VERSION === 'string') return X402OPS_VERSION
  const text = readFileSync(new URL('package.json', root), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** The text of a line that needs no parsing; undefined when it has to be read. */
function readyText(argv: readonly string[], version: string): string | undefined {
  if (argv.length === 0) return shortHelp
  const [word = ''] = argv.length === 1 ? argv : []
  if (word === '--version' || word === '-V') return `${version}\n`
  const isHelp = word === '--help' || word === '-h'
  return isHelp && typeof X402OPS_HELP === 'string' ? X402OPS_HELP : undefined
}

/** The run that is under way: a crash that nobody caught must hide what this run has learned. */
let underWay: Session | undefined

/**
 * Runs one command line and resolves to its exit code; it never rejects. The result goes to `io.stdout`,
 * everything else to `io.stderr`. `--version` and, once built, `--help` load nothing at all.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const version = versionOf(io.packageRoot)
  const text = readyText(argv, version)
  if (text !== undefined) {
    io.stdout.write(text)
    return 0
  }
  const { start } = await import('./cli/start.ts')
  underWay = { io, argv, version, learned: [] }
  return start(underWay)
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
    const session = underWay ?? { io, argv: process.argv.slice(2), version: versionOf(), learned: [] }
    try {
      const { reportFailure } = await import('./cli/report-failure.ts')
      process.exit(await reportFailure(error, session, ''))
    } catch {
      process.exit(70)
    }
  })
}

const quiet = () => {}

/** A failed write is the sink's business; without a listener Node would end the process with a stack. */
function listened(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.listeners('error').includes(quiet) ? stream : stream.on('error', quiet)
}

/**
 * Standard error for us alone. With NODE_DEBUG set, Node and undici print requests there, whole URLs and keys
 * included, past the redactor; so the stream drops what does not come through the writer handed back here.
 */
function withoutForeignText(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = stream.write.bind(stream)
  Object.defineProperty(stream, 'write', { value: () => true })
  write('note: NODE_DEBUG is set; what Node prints because of it may hold keys and is left out\n')
  return Object.create(stream, { write: { value: write } })
}

/** The process around `run`: streams, signals and the exit code. Called once, by `bin/x402ops.js`. */
export async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the one place that reads it; everything else is handed a copy
  const env = process.env
  for (const name of colourLosers(env)) delete env[name]
  const isDebugged = (env.NODE_DEBUG ?? '') !== ''
  const quietStderr = isDebugged ? withoutForeignText(listened(process.stderr)) : undefined
  const io: Io = {
    stdout: listened(process.stdout),
    // Opening a standard stream costs milliseconds, and --help needs one of them.
    get stderr() {
      return quietStderr ?? listened(process.stderr)
    },
    get stdin() {
      return process.stdin
    },
    env,
    cwd: process.cwd(),
    packageRoot,
    stdoutIsTty: process.stdout.isTTY === true,
    get stderrIsTty() {
      return process.stderr.isTTY === true
    },
    get stdinIsTty() {
      return process.stdin.isTTY === true
    },
    columns: process.stdout.columns ?? 80,
    signal: signals(),
  }
  lastResort(io)
  const exitCode = await run(process.argv.slice(2), io)
  process.exitCode = exitCode
  // A kept-alive connection must not hold the prompt; what was written is flushed before.
  process.stdout.write('', () => process.exit(exitCode))
}
