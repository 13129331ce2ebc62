import { Command, type CommanderError } from 'commander'
import type { CommandModule } from './command.ts'
import { addGlobalOptions } from './global-options.ts'
import type { CommandEntry } from './index.ts'

/** Where commander's own text goes, and how wide it may be. */
export type HelpScreen = {
  readonly out: (text: string) => void
  readonly columns: number
}

/** A command that was named and understood, ready to be run. */
export type Invocation = {
  readonly module: CommandModule
  readonly path: readonly string[]
  readonly args: readonly (string | readonly string[] | null)[]
  /** The command's own options and the global ones, by attribute name. */
  readonly options: Readonly<Record<string, unknown>>
}

const afterHelp = `
Examples:
  x402ops monitor mainnet --base-url https://api.example.dev
  x402ops reconcile mainnet --since 24h --records payments.jsonl

Topics (x402ops help <topic>):
  exit-codes  environment  since  formats  config  verdicts  secrets

x402ops never signs, never pays and never prints a secret.`

function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()]
}

/** `x402ops help monitor` is `x402ops monitor --help`; a topic is left to the help command. */
export function rewriteHelp(argv: readonly string[], entries: readonly CommandEntry[]): readonly string[] {
  const [first, second, ...rest] = argv
  const known = entries.some(({ name }) => name === second)
  return first === 'help' && second !== undefined && known ? [second, ...rest, '--help'] : argv
}

function attachActions(command: Command, act: (command: Command) => void): void {
  command.action(() => act(command))
  for (const nested of command.commands) attachActions(nested, act)
}

/**
 * Reads a command line. Resolves to the command to run, or to undefined when help or the version was
 * printed. Loads the one module that was named, and for `--help` and `--version` none.
 * Rejects with commander's error for a line that cannot be understood, or with `OpsError`.
 */
export async function parseCommandLine(
  argv: readonly string[],
  entries: readonly CommandEntry[],
  screen: HelpScreen,
  version: string,
): Promise<Invocation | undefined> {
  let invocation: Invocation | undefined
  const program = new Command('x402ops')
  program
    .description('Tells the operator of a paid API (x402) what is true about it.')
    .usage('<command> [profile] [options]')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ helpWidth: screen.columns, showGlobalOptions: true })
    .configureOutput({ writeOut: screen.out, writeErr: () => {}, outputError: () => {} })
  addGlobalOptions(program)
  program.addHelpText('after', afterHelp)
  const loaded = new Map<string, CommandModule>()
  // A line that begins with a command cannot mean another one; each costs a start a tenth of a millisecond.
  const words = rewriteHelp(argv, entries)
  const named = entries.filter(({ name }) => name === words[0])
  for (const { name, summary, group } of named.length === 0 ? entries : named) {
    program.command(name).description(summary).helpGroup(`${group}:`)
  }
  program.hook('preSubcommand', async (_program, command) => {
    const entry = entries.find(({ name }) => name === command.name())
    if (entry === undefined) return
    const module = await entry.load()
    loaded.set(entry.name, module)
    module.define(command)
    attachActions(command, (leaf) => {
      const args = leaf.processedArgs.map((arg: string | readonly string[] | undefined) => arg ?? null)
      invocation = { module, path: pathOf(leaf), args, options: leaf.optsWithGlobals() }
    })
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    if (isCommanderError(error) && error.exitCode === 0) return undefined
    throw error
  }
  return invocation
}

/** Is this commander's way of saying that the line was not understood, or that help was printed? */
export function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}
