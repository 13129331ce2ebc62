import { OpsError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { safe } from '../core/safe.ts'

/**
 * What flags may set, as the operator wrote it. A list replaces what the layers below say. Times are texts
 * such as `10s`, or milliseconds when they are numbers; a switch that is false counts as not given.
 */
export type FlagValues = {
  readonly baseUrl: string
  /** `URL`, `env:NAME`, or either behind `eip155:8453=`. */
  readonly rpc: readonly string[]
  readonly payTo: readonly string[]
  readonly network: string
  readonly asset: string
  readonly records: readonly string[]
  /** Command lines of programs that print records. */
  readonly recordsExec: readonly string[]
  readonly map: string
  readonly finality: string
  readonly timeout: string | number
  readonly deadline: string | number
  readonly concurrency: string | number
  readonly rate: string | number
  readonly allowHttp: boolean
  readonly allowPrivate: boolean
  /** `GET /v1/quote`, or the id of a configured route. */
  readonly route: readonly string[]
  readonly browserOrigin: readonly string[]
  readonly facilitatorUrl: readonly string[]
  /** `env:NAME`: where the credential of the one facilitator that a flag names is kept. */
  readonly facilitatorAuth: string
  readonly engine: string
  /** `env:NAME`, or a URL without a password. */
  readonly store: string
  /** As `store`, or `files`. */
  readonly runsStore: string
}

/** The environment as plain data. */
export type Env = Readonly<Record<string, string | undefined>>

/** One value that flags or variables set, and how the operator knows it. */
export type GivenValue<T> = { readonly value: T; readonly by: 'flag' | 'env'; readonly label: string }

/** Everything that flags and variables set; a flag wins over its variable. */
export type Given = { readonly [K in keyof FlagValues]?: GivenValue<FlagValues[K]> }

const flagNames = {
  baseUrl: '--base-url',
  rpc: '--rpc',
  payTo: '--pay-to',
  network: '--network',
  asset: '--asset',
  records: '--records',
  recordsExec: '--records-exec',
  map: '--map',
  finality: '--finality',
  timeout: '--timeout',
  deadline: '--deadline',
  concurrency: '--concurrency',
  rate: '--rate',
  allowHttp: '--allow-http',
  allowPrivate: '--allow-private',
  route: '--route',
  browserOrigin: '--browser-origin',
  facilitatorUrl: '--facilitator-url',
  facilitatorAuth: '--facilitator-auth',
  engine: '--engine',
  store: '--store',
  runsStore: '--runs-store',
} as const satisfies Record<keyof FlagValues, string>

const lists: readonly string[] = [
  'recordsExec',
  'rpc',
  'payTo',
  'records',
  'route',
  'browserOrigin',
  'facilitatorUrl',
]
const switches: readonly string[] = ['allowHttp', 'allowPrivate']
const elsewhere = ['X402OPS_CONFIG', 'X402OPS_SIEVE_ABOVE', 'X402OPS_PROFILE', 'X402OPS_STATE_DIR']

const variableOf = (flag: string) => `X402OPS_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`

/** Commas are of the items themselves: of command lines, and of addresses, half of which might be a password. */
function hasCommas(key: string, text: string): boolean {
  return key === 'recordsExec' || (key === 'records' && text.includes('://'))
}

function fromText(key: string, variable: string, text: string): unknown {
  if (lists.includes(key)) {
    return text
      .split(hasCommas(key, text) ? '\n' : /[,\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
  }
  if (!switches.includes(key)) return text.trim()
  if (/^(?:1|true|yes)$/i.test(text)) return true
  if (/^(?:0|false|no)$/i.test(text)) return false
  throw new OpsError('USAGE', { message: `${variable} is neither true nor false`, command: '' })
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)

/**
 * Puts flags over `X402OPS_*` variables. An empty variable counts as not set. Lists in variables are
 * separated by commas or line feeds (command lines by line feeds only). Throws `OpsError` USAGE for a switch that is neither true nor false.
 */
export function readGiven(flags: Partial<FlagValues>, env: Env): Given {
  const given: Record<string, GivenValue<unknown>> = {}
  for (const [key, flag] of Object.entries(flagNames)) {
    const variable = variableOf(flag)
    const text = env[variable] ?? ''
    const fromFlag: unknown = flags[key as keyof FlagValues]
    const value = isGiven(fromFlag) || text.trim() === '' ? fromFlag : fromText(key, variable, text)
    if (!isGiven(value)) continue
    const by = isGiven(fromFlag) ? 'flag' : 'env'
    given[key] = { value, by, label: by === 'flag' ? flag : variable }
  }
  return given as Given
}

/** One note for each `X402OPS_*` variable that is nearly, but not quite, one of ours: it would be ignored. */
export function strayVariables(env: Env): readonly string[] {
  const known = [...Object.values(flagNames).map(variableOf), ...elsewhere]
  return Object.keys(env)
    .filter((name) => name.startsWith('X402OPS_') && !known.includes(name))
    .flatMap((name) => {
      const near = nearest(name, known)
      return near === undefined ? [] : [`${safe(name, 80)} is not read; did you mean ${near}?`]
    })
}
