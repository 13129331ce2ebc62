import type { Command } from 'commander'
import type { FlagValues } from '../config/given.ts'
import type { AlertTarget } from '../core/alert-target.ts'
import type { CacheStore, ChainCache } from '../core/chain-cache.ts'
import type { Chain, Clock, Http } from '../core/ports.ts'
import type { Profile } from '../core/profile.ts'
import type { PageRead } from '../core/progress.ts'
import type { Block, ExitCode, Report } from '../core/report.ts'
import type { SecretReference } from '../core/secret-reference.ts'
import type { OwnPlace, ServiceFiles } from '../core/service-files.ts'
import type { SignatureCheck } from '../core/signature-check.ts'
import type { Solana } from '../core/solana-port.ts'
import type { ReconcilePorts } from '../reconcile/room.ts'
import type { IncidentBook } from '../runs/incident-port.ts'
import type { MemoryUpdate } from '../runs/memory.ts'
import type { Notice } from '../runs/notices.ts'
import type { SavedRun } from '../runs/run.ts'
import type { RunStore } from '../runs/store-port.ts'
import type { BundleTools, KnownValue } from './evidence/tools.ts'
import type { GlobalOptions } from './global-options.ts'
import type { Invocation } from './program.ts'

/** The operator's records, as the reconcile room asks for them. */
export type Records = ReconcilePorts['records']

/** Where one value of a profile came from. `value` is printable: secrets stand as their labels. */
export type Origin = { readonly path: string; readonly value: string; readonly origin: string }

/** What a command asks about the profile: its name (null = the default rules) and its flags. */
export type ProfileRequest = {
  readonly name: string | null
  readonly command: string
  /** Flags of the command itself; the global ones are added by the services. */
  readonly flags?: Partial<FlagValues>
}

/** A profile with all layers resolved, where each value came from, and what the operator should know. */
export type ResolvedProfile = {
  readonly profile: Profile
  readonly origins: readonly Origin[]
  readonly notes: readonly string[]
  /** The addresses that a config file names, whatever flags and variables say. */
  readonly declared: () => { readonly services: readonly string[]; readonly facilitators: readonly string[] }
  /** Where the profile keeps secrets, needed or not. */
  readonly secrets: readonly SecretReference[]
}

/**
 * The outside world, built when it is asked for. Each part throws `OpsError` when it cannot be built from
 * what the operator gave; what a part finds outside is an observation, never an error.
 */
export type Services = {
  readonly profile: (request: ProfileRequest) => Promise<ResolvedProfile>
  /** The light transport, for a handful of requests. */
  readonly http: (profile: Profile) => Promise<Http>
  /** The pooled transport, for many requests. */
  readonly bulkHttp: (profile: Profile) => Promise<Http>
  /** `tellPage` hears about every page of logs that an endpoint answered. */
  readonly chain: (profile: Profile, tellPage?: (page: PageRead) => void) => Promise<Chain>
  /** What is kept of final logs, for one run. */
  readonly chainCache: (profile: Profile) => Promise<ChainCache>
  /** The same as a whole, to be looked at and removed. */
  readonly cacheStore: () => Promise<CacheStore>
  /** The endpoints of Solana networks; empty where none is configured. */
  readonly solana: (profile: Profile) => Promise<Solana>
  readonly records: (profile: Profile) => Promise<Records>
  /** The engine that pairs when records are many. Throws `OpsError` STORE_* or DATABASE_*. */
  readonly sieve: (profile: Profile) => Promise<NonNullable<ReconcilePorts['sieve']>>
  /** Verifies proofs against block headers; pure computing. */
  readonly prover: () => Promise<NonNullable<ReconcilePorts['prover']>>
  /** Says who signed a payment; pure computing. */
  readonly signatures: () => Promise<SignatureCheck>
  readonly store: () => Promise<RunStore>
  readonly bundles: () => Promise<BundleTools>
  /**
   * Every secret that must not stand in a bundle: of the environment, of ./.env, of what this run resolved, of
   * `references` that can be read without asking anybody, and of the texts of other .env files.
   */
  readonly knownValues: (about: {
    readonly references: readonly SecretReference[]
    readonly envTexts: readonly string[]
  }) => Promise<readonly KnownValue[]>
  /** Writes a file at once or not at all. Throws `OpsError` OUTPUT_FAILED. */
  readonly writeFile: (path: string, content: string) => Promise<void>
  /** Writes a file that must not be there yet. Throws `OpsError` FILE_EXISTS or OUTPUT_FAILED. */
  readonly writeNewFile: (path: string, content: string) => Promise<void>
  /** The bytes of a file, or of standard input for '-'. Throws `OpsError` INPUT_NOT_FOUND, INPUT_UNREADABLE or INPUT_TOO_LARGE. */
  readonly input: (name: string, maxBytes: number) => Promise<Uint8Array>
  /** Its lines, streamed; of a line longer than `maxLineChars` that much, marked. Throws as `input` does. */
  readonly inputLines: (
    name: string,
    maxLineChars: number,
  ) => AsyncIterable<{ readonly text: string; readonly cut: boolean }>
  /** The text of a file that ships with x402ops, by its path in the package. */
  readonly shipped: (path: string) => Promise<string>
  /** The names of the files in a folder that ships with x402ops, in their order. */
  readonly shippedList: (folder: string) => Promise<readonly string[]>
  /** The timelines of incidents. */
  readonly incidents: () => Promise<IncidentBook>
  /** Runs a command of the operator without a shell; never rejects. Its output may hold anything. */
  readonly runCommand: (
    argv: readonly string[],
    limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ) => Promise<{ readonly exitCode: number | null; readonly why: string | null; readonly output: string }>
  /** The folder of a service, to be read. Throws `OpsError` INPUT_NOT_FOUND. */
  readonly serviceFiles: (folder: string) => Promise<ServiceFiles>
  /** Where saved runs of a profile and the config are, and who may read and write there. */
  readonly ownPlaces: (profile: string) => Promise<readonly OwnPlace[]>
  /** Writes down who did what, for good. Throws `OpsError` OUTPUT_FAILED. */
  readonly audit: (profile: string, entry: Readonly<Record<string, unknown>>) => Promise<void>
  /** Tells a receiver, in one request; never rejects. `why` holds no address. */
  readonly notify: (
    profile: Profile,
    target: AlertTarget,
    message: { readonly id: string; readonly notice: Notice },
    signal: AbortSignal,
  ) => Promise<{ readonly delivered: true } | { readonly delivered: false; readonly why: string }>
  /** One line of what the person types, asked on stderr; null when there is no more input. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string | null>
}

/** An option as it came from the command line; undefined = not given. */
export type OptionValue = string | number | boolean | readonly string[] | undefined

/** The options of one command, by attribute name. */
export type OptionValues = Readonly<Record<string, OptionValue>>

/** One positional argument; a list for a variadic one, null when an optional one was left out. */
export type ArgumentValue = string | readonly string[] | null

/** How a command that goes on for long shows what it has before it ends. */
export type Live = {
  /** Is standard output a terminal? */
  readonly isTerminal: boolean
  /** From 0 up to 1, for waits that must not fall together. */
  readonly random: () => number
  /** Renders an outcome now: on standard output, or into the files that `-o` names. Rejects as printing does. */
  readonly show: (outcome: Outcome, to: 'screen' | 'files') => Promise<void>
  /** One line of JSON on standard output. */
  readonly data: (value: unknown) => void
}

/** Everything that a command gets. Commands know no process, no stream and no file. */
export type CommandContext = {
  /** The words that led here: `['config', 'show']`. */
  readonly path: readonly string[]
  readonly args: readonly ArgumentValue[]
  readonly options: OptionValues
  readonly global: GlobalOptions
  readonly services: Services
  readonly clock: Clock
  /** Aborts on SIGINT and SIGTERM: stop new work and return what there is. */
  readonly signal: AbortSignal
  readonly version: string
  /** One line on stderr, for what the operator should know; silent with `--quiet`. */
  readonly note: (line: string) => void
  /** Where the run stands; shown on a terminal at once, elsewhere at most every 10 s. */
  readonly progress: (text: string) => void
  /**
   * A piece of the result that cannot wait for its end, on stdout at once: `text` for people, `row` for
   * `-o ndjson`, nothing for other formats. The command hands the same rows back first in its outcome.
   */
  readonly emit: (text: string, row: unknown) => void
  readonly live: Live
  readonly env: Readonly<Record<string, string | undefined>>
  /**
   * Reads another command line of ours, as if it had been typed. Undefined for one that prints help. Rejects as the
   * command line does: with `OpsError`, also for what looks like a secret, and with commander's errors.
   */
  readonly understand: (argv: readonly string[]) => Promise<Invocation | undefined>
  /** May a question be asked? False with `--no-input`, in CI, and when stdin is no terminal. */
  readonly interactive: boolean
}

/** What a command hands back: a report or a screen for the renderers, or plain text. Only `cli.ts` prints and exits. */
export type Outcome =
  | {
      readonly kind: 'report'
      readonly report: Report
      readonly save?: SavedRun
      /** What later runs must know; kept together with the run, so not with `--no-save`. */
      readonly memory?: MemoryUpdate
    }
  | {
      readonly kind: 'text'
      readonly text: string
      readonly exitCode?: ExitCode
      /** The same as data, for `-o json`; without it only the text can be had. */
      readonly data?: unknown
    }
  | {
      /** A screen without a run to save: blocks for the table, plain and markdown renderers. */
      readonly kind: 'screen'
      readonly screen: readonly Block[]
      readonly next: readonly string[]
      readonly exitCode: ExitCode
      /** What `-o json` prints. */
      readonly data: unknown
      /** What `-o markdown` prints instead of the blocks, where the text is Markdown to begin with. */
      readonly markdown?: string
      /** What `-o ndjson` prints, one a line; `data` on one line without it. */
      readonly rows?: readonly unknown[]
      /**
       * The end of what showed itself all along with `live`: the files are written already, and a signal is how it
       * ends, so the exit code is its own.
       */
      readonly wasLive?: true
    }

/**
 * A command: what it is called with, and what it does. The module is loaded only when its command was
 * named; `define` adds arguments, flags, nested commands and examples.
 */
export type CommandModule = {
  readonly define: (command: Command) => void
  readonly run: (context: CommandContext) => Promise<Outcome>
}

/** The text of an option; undefined when it was not given. */
export function optionText(options: OptionValues, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** The values of a repeatable option, in the order given; empty when it was not given. */
export function optionList(options: OptionValues, name: string): readonly string[] {
  const value = options[name]
  return Array.isArray(value) ? value : []
}

/** Was a switch given? */
export function optionFlag(options: OptionValues, name: string): boolean {
  return options[name] === true
}
