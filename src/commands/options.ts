import { type Command, Option } from 'commander'

/** How a flag is read beyond "a text": its allowed words, a parser, a first value. */
export type FlagRules = {
  readonly choices?: readonly string[]
  /** Gets the text and the value so far (a repeatable flag adds to it). Throws `OpsError`. */
  readonly parse?: (value: string, previous: unknown) => unknown
  readonly initial?: unknown
}

/** Reads a repeatable flag: every value, in the order given. */
export function collect(value: string, previous: unknown): readonly string[] {
  return [...(Array.isArray(previous) ? previous : []), value]
}

/** Counts how often a switch was given. */
export function count(_value: unknown, previous: unknown): number {
  return (typeof previous === 'number' ? previous : 0) + 1
}

/** `--base-url <url>` -> `--baseUrl <url>`; undefined when the flag has one word. */
export function camelTwin(flags: string): string | undefined {
  const long = /--[a-z0-9-]{1,60}/.exec(flags)?.[0]
  if (long === undefined || !long.slice(2).includes('-')) return undefined
  const twin = long.slice(2).replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  return `--${twin}${flags.slice(flags.indexOf(long) + long.length)}`
}

/**
 * Adds a flag and, when it has several words, its hidden camelCase twin: both set one value, the last one
 * on the line wins, and only the documented spelling stands in the help.
 */
export function addFlag(command: Command, flags: string, text: string, rules: FlagRules = {}): void {
  const shown = withRules(new Option(flags, text), rules)
  command.addOption(shown)
  const twinFlags = camelTwin(flags)
  if (twinFlags === undefined) return
  const twin = withRules(new Option(twinFlags).hideHelp(), rules)
  if (shown.negate) Object.assign(twin, { negate: true, attributeName: () => shown.attributeName() })
  command.addOption(twin)
}

function withRules(option: Option, rules: FlagRules): Option {
  if (rules.choices !== undefined) option.choices(rules.choices)
  if (rules.parse !== undefined) option.argParser(rules.parse)
  if (rules.initial !== undefined) option.default(rules.initial)
  return option
}

/** The optional profile in first place, as in `x402ops monitor mainnet`. */
export function addProfileArgument(command: Command): void {
  command.argument('[profile]', 'mainnet, testnet or a profile of x402ops.yaml')
}

/** What the help of a command says around its flags. */
export type HelpWords = {
  /** `[what it does, command line]`, first of all; an empty `what` goes on with the line before. */
  readonly examples: readonly (readonly [what: string, line: string])[]
  /** Only where the meaning is narrower than in `help exit-codes`. */
  readonly exitCodes?: readonly (readonly [code: number, meaning: string])[]
  readonly environment?: readonly (readonly [name: string, meaning: string])[]
}

function section(title: string, rows: readonly (readonly [string | number, string])[]): readonly string[] {
  if (rows.length === 0) return []
  const width = Math.max(...rows.map(([left]) => String(left).length))
  return ['', `${title}:`, ...rows.map(([left, right]) => `  ${String(left).padEnd(width)}  ${right}`)]
}

/** Puts the examples before everything else in a command's help, exit codes and environment after it. */
export function addHelpWords(command: Command, words: HelpWords): void {
  const examples = words.examples.flatMap(([what, line]) =>
    what === '' ? [`  ${line}`] : [`  # ${what}`, `  ${line}`],
  )
  command.addHelpText('before', ['Examples:', ...examples, ''].join('\n'))
  const after = [
    ...section('Exit codes', words.exitCodes ?? []),
    ...section('Environment', words.environment ?? []),
    '',
    'All exit codes: x402ops help exit-codes',
  ]
  command.addHelpText('after', after.join('\n'))
}
