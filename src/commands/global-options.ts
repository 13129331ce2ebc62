import type { Command } from 'commander'
import type { FlagValues } from '../config/given.ts'
import { durationText } from '../core/duration.ts'
import { durationFlag, integerFlag, numberFlag } from './numbers.ts'
import { addFlag, collect, count } from './options.ts'
import { type OutputTarget, parseOutputs } from './output.ts'

/** When the exit code counts findings. */
export type FailOn = 'fail' | 'warn' | 'never'

/** The options that every command understands, read and checked. Undefined = not given. */
export type GlobalOptions = {
  readonly profile?: string
  readonly baseUrl?: string
  /** Where the result goes; never empty. */
  readonly outputs: readonly OutputTarget[]
  readonly quiet: boolean
  /** 0 to 3. */
  readonly verbose: number
  readonly color: 'auto' | 'always' | 'never'
  readonly input: boolean
  readonly timeoutMs?: number
  readonly deadlineMs?: number
  readonly concurrency?: number
  readonly ratePerSecond?: number
  readonly failOn: FailOn
  readonly config?: string
  readonly stateDir?: string
  /** Where runs are kept: `env:NAME`, a PostgreSQL URL, or `files`. */
  readonly runsStore?: string
  readonly save: boolean
  readonly allowHttp: boolean
  /** Only targets that the file of the profile names, and none while an open incident says stop. */
  readonly safe: boolean
  readonly allowPrivate: boolean
  readonly browserOrigins: readonly string[]
}

/** Adds the options of every command to the root; they are understood before and after the command. */
export function addGlobalOptions(program: Command): void {
  const add = (flags: string, text: string) => addFlag(program, flags, text)
  add('-p, --profile <name>', 'profile: mainnet, testnet or one of x402ops.yaml')
  add('--base-url <url>', 'the service to look at (env X402OPS_BASE_URL)')
  addFlag(program, '-o, --output <format[=file]>', 'output format, again for more', { parse: collect })
  add('--json', 'short for -o json')
  add('-q, --quiet', 'the result only, no notes')
  addFlag(program, '-v, --verbose', 'say more; up to -vvv', { parse: count, initial: 0 })
  addFlag(program, '--color <when>', 'when to use colour', { choices: ['auto', 'always', 'never'] })
  add('--no-color', 'the same as --color never')
  add('--no-input', 'never ask; a needed answer ends the run')
  addFlag(program, '--timeout <time>', 'for one request (10s)', { parse: durationFlag('--timeout', '10s') })
  addFlag(program, '--deadline <time>', 'for the whole run (60s; reconcile 10m)', {
    parse: durationFlag('--deadline', '60s'),
  })
  addFlag(program, '--concurrency <n>', 'requests at once per host (2)', {
    parse: integerFlag('--concurrency', '2'),
  })
  addFlag(program, '--rate <n>', 'requests per second and host (2)', { parse: numberFlag('--rate', '2') })
  addFlag(program, '--fail-on <level>', 'what counts for exit code 1', {
    choices: ['fail', 'warn', 'never'],
  })
  add('--config <file>', 'config file (./x402ops.yaml)')
  add('--state-dir <folder>', 'where runs are kept (env X402OPS_STATE_DIR)')
  add('--runs-store <where>', 'database for runs: env:NAME or a URL; or files')
  add('--no-save', 'do not keep this run')
  add('--safe', 'only what the profile names in a file, and no incident says stop')
  add('--allow-http', 'plain http to other than loopback')
  add('--allow-private', 'names that resolve to private addresses')
  addFlag(program, '--browser-origin <url>', 'judge CORS for this page, again for more', { parse: collect })
}

function text<Key extends string>(key: Key, value: unknown): { readonly [K in Key]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { readonly [K in Key]?: string }
}

function number<Key extends string>(key: Key, value: unknown): { readonly [K in Key]?: number } {
  return (typeof value === 'number' ? { [key]: value } : {}) as { readonly [K in Key]?: number }
}

function colorOf(value: unknown): GlobalOptions['color'] {
  if (value === false) return 'never'
  return value === 'always' || value === 'never' ? value : 'auto'
}

/** The checked form of what commander collected. Throws `OpsError` TWO_FORMATS_TO_STDOUT. */
export function readGlobalOptions(raw: Readonly<Record<string, unknown>>): GlobalOptions {
  const given = Array.isArray(raw.output) ? (raw.output as readonly string[]) : []
  return {
    ...text('profile', raw.profile),
    ...text('baseUrl', raw.baseUrl),
    outputs: parseOutputs(raw.json === true ? [...given, 'json'] : given),
    quiet: raw.quiet === true,
    verbose: Math.min(3, Number.isSafeInteger(raw.verbose) ? Math.max(0, Number(raw.verbose)) : 0),
    color: colorOf(raw.color),
    input: raw.input !== false,
    ...number('timeoutMs', raw.timeout),
    ...number('deadlineMs', raw.deadline),
    ...number('concurrency', raw.concurrency),
    ...number('ratePerSecond', raw.rate),
    failOn: raw.failOn === 'warn' || raw.failOn === 'never' ? raw.failOn : 'fail',
    ...text('config', raw.config),
    ...text('stateDir', raw.stateDir),
    ...text('runsStore', raw.runsStore),
    save: raw.save !== false,
    allowHttp: raw.allowHttp === true,
    safe: raw.safe === true,
    allowPrivate: raw.allowPrivate === true,
    browserOrigins: Array.isArray(raw.browserOrigin) ? raw.browserOrigin : [],
  }
}

/** The global options that shape a profile, under the names that the configuration knows. */
export function profileFlags(options: GlobalOptions): Partial<FlagValues> {
  const { baseUrl, timeoutMs, deadlineMs, concurrency, ratePerSecond } = options
  const { allowHttp, allowPrivate, browserOrigins, runsStore } = options
  return {
    ...(runsStore !== undefined && { runsStore }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(timeoutMs !== undefined && { timeout: durationText(timeoutMs) }),
    ...(deadlineMs !== undefined && { deadline: durationText(deadlineMs) }),
    ...(concurrency !== undefined && { concurrency }),
    ...(ratePerSecond !== undefined && { rate: ratePerSecond }),
    ...(allowHttp && { allowHttp }),
    ...(allowPrivate && { allowPrivate }),
    ...(browserOrigins.length > 0 && { browserOrigin: browserOrigins }),
  }
}
