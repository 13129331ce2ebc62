import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { systemClock as realClock } from './adapters/clock.ts'
import type { Outgoing, Sent } from './adapters/notify/notifier.ts'
import { createSecretResolver, type KnownSecret, knownSecretsOf } from './adapters/secrets.ts'
import type { FlagValues } from './config/given.ts'
import { type AlertTarget, isBuiltKind } from './core/alert-target.ts'
import { OpsError } from './core/errors.ts'
import type { Clock, Http } from './core/ports.ts'
import type { Limits, Profile } from './core/profile.ts'
import type { PageRead } from './core/progress.ts'
import type { Secret } from './core/secret.ts'
import type { SecretReference } from './core/secret-reference.ts'

/** The clock of this machine. */
export const systemClock: Clock = realClock

/** As much of the process as the adapters need. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: NodeJS.ReadableStream
  readonly packageRoot: URL
}

/** What of the command line the adapters depend on. */
export type WiringChoices = {
  readonly config?: string
  readonly stateDir?: string
  /** The global flags that shape a profile. */
  readonly flags: Partial<FlagValues>
  readonly clock: Clock
  readonly version: string
  /** Told about all secrets that were resolved so far, so that the streams can hide them. */
  readonly learn: (known: readonly KnownSecret[]) => void
}

/** The secrets that the environment holds by the names of its variables: values to hide in all output. */
export function knownSecrets(env: Surroundings['env']): readonly KnownSecret[] {
  return knownSecretsOf(env)
}

/** Which profile a command asks for (null = the default rules), and the command's own flags. */
export type ProfileQuestion = {
  readonly name: string | null
  readonly command: string
  readonly flags?: Partial<FlagValues>
}

type ConfigText = { readonly path: string; readonly text: string }

/** The text of a config file; undefined when it is not there and nobody asked for it. */
async function configText(path: string, shown: string, given: boolean): Promise<ConfigText | undefined> {
  try {
    return { path: shown, text: readFileSync(path, 'utf8') }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'it cannot be opened'
    if (reason !== 'ENOENT')
      throw new OpsError('CONFIG_UNREADABLE', { file: shown, reason }, { cause: error })
    if (given) throw new OpsError('CONFIG_NOT_FOUND', { file: shown }, { cause: error })
    return undefined
  }
}

async function configFiles({ env, cwd }: Surroundings, config?: string): Promise<readonly ConfigText[]> {
  const own = config ?? 'x402ops.yaml'
  const userFolder = env.XDG_CONFIG_HOME || resolve(env.HOME ?? homedir(), '.config')
  const userFile = resolve(userFolder, 'x402ops/config.yaml')
  const found = await Promise.all([
    configText(resolve(cwd, own), own, config !== undefined),
    configText(userFile, userFile, false),
  ])
  return found.filter((file) => file !== undefined)
}

/** Chain endpoints are made for many small questions; a limited one says so and is then asked more slowly. */
const rpcPace = ({ rpcConcurrency, rpcPerSecond }: Limits) => ({
  concurrency: rpcConcurrency,
  ratePerSecond: rpcPerSecond,
  burst: Math.ceil(rpcPerSecond * 2),
})

/** A receiver that does not answer must not hold up the next round. */
const alertTimeoutMs = 10_000

type Message = Pick<Outgoing, 'id' | 'notice'>

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/**
 * Builds the adapters when they are asked for, so that a command pays only for what it uses. Rejects with
 * `OpsError` when the configuration cannot be used; what is found outside is never an error here.
 */
export function createServices(around: Surroundings, choices: WiringChoices) {
  const { env, cwd, packageRoot } = around
  const { clock, version, learn } = choices
  const resolver = createSecretResolver({ env, cwd })
  let typed: ((signal: AbortSignal) => Promise<string | null>) | undefined

  const http = async (
    transport: 'node' | 'undici',
    profile: Profile,
    limits: Pick<Limits, 'concurrency' | 'ratePerSecond' | 'burst'> = profile.limits,
  ): Promise<Http> => {
    const { createHttp } = await import('./adapters/http/http.ts')
    const { allowPrivate, allowHttp } = profile
    const userAgent = `x402ops/${version} (+unpaid-probe)`
    return createHttp({ transport, clock, userAgent, limits, allowPrivate, allowHttp })
  }

  const resolveSecret = async (reference: SecretReference) => {
    const secret = await resolver.resolve(reference)
    learn(resolver.known())
    return secret
  }

  const stateFolder = async () => {
    if (choices.stateDir !== undefined) return resolve(cwd, choices.stateDir)
    const { stateDirFor } = await import('./adapters/store/file-store.ts')
    return stateDirFor(env, process.platform)
  }

  const runsOf = new Map<string, (() => Promise<Secret>) | null>()
  const profileFor = async (request: ProfileQuestion) => {
    const { resolveProfile } = await import('./config/resolve.ts')
    const files = await configFiles(around, choices.config ?? (env.X402OPS_CONFIG || undefined))
    const flags = { ...choices.flags, ...request.flags }
    const { name, command } = request
    const resolved = await resolveProfile({ name, command, flags, env, files, resolveSecret })
    runsOf.set(resolved.profile.name, resolved.runsStore)
    return { ...resolved, notes: [...resolved.notes, ...resolver.warnings()] }
  }

  /** The address of the database that holds the runs of a profile, where they are no files. */
  const runsAddress = async (name: string) => {
    if (!runsOf.has(name)) await profileFor({ name, command: 'runs' })
    return runsOf.get(name) ?? null
  }

  return {
    profile: profileFor,
    http: (profile: Profile) => http('node', profile),
    bulkHttp: (profile: Profile) => http('undici', profile),
    chain: async (profile: Profile, tellPage?: (page: PageRead) => void) => {
      const { createChain } = await import('./adapters/chain/chain.ts')
      const { rpc, limits } = profile
      const transport = await http('undici', profile, rpcPace(limits))
      return createChain({ http: transport, endpoints: rpc, clock, limits, tellPage })
    },
    chainCache: async ({ cache }: Profile) => {
      const { createChainCache, usualMaxBytes } = await import('./adapters/cache/cache.ts')
      const { cacheDirFor } = await import('./adapters/cache/folder.ts')
      const maxBytes = cache?.maxBytes ?? usualMaxBytes
      return createChainCache({ cacheDir: cacheDirFor(env, process.platform), clock, maxBytes })
    },
    cacheStore: async () => {
      const { createCacheStore } = await import('./adapters/cache/store.ts')
      const { cacheDirFor } = await import('./adapters/cache/folder.ts')
      return createCacheStore(cacheDirFor(env, process.platform))
    },
    solana: async (profile: Profile) => {
      const { createSolana } = await import('./adapters/chain/solana.ts')
      const { rpc, limits } = profile
      return createSolana({
        http: await http('undici', profile, rpcPace(limits)),
        endpoints: rpc,
        clock,
        limits,
      })
    },
    records: async ({ records, pays }: Profile) => {
      const { createRecords } = await import('./adapters/records/records.ts')
      // Read here and not before: opening standard input costs more than a small command.
      return createRecords({ sources: records, cwd, env, stdin: around.stdin, pays, resolveSecret })
    },
    bundles: once(async () =>
      (await import('./wiring/bundles.ts')).createBundleTools(cwd, await stateFolder()),
    ),
    knownValues: async (about: {
      readonly references: readonly SecretReference[]
      readonly envTexts: readonly string[]
    }) => {
      const { gatherKnown } = await import('./wiring/known-values.ts')
      return gatherKnown({ ...about, env, cwd, resolver })
    },
    sieve: async (profile: Profile) => (await import('./wiring/engine.ts')).engineFor(profile, env),
    prover: async () => (await import('./adapters/proof/prover.ts')).createProver(),
    signatures: async () => (await import('./adapters/signature/check.ts')).createSignatureCheck(clock),
    store: once(async () => {
      const { openStores } = await import('./wiring/stores.ts')
      return openStores({ stateDir: await stateFolder(), clock, addressOf: runsAddress })
    }),
    runCommand: async (
      argv: readonly string[],
      limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
    ) => {
      const { runCommand } = await import('./adapters/exec/run-command.ts')
      return runCommand(argv, { cwd, env, ...limits })
    },
    serviceFiles: async (folder: string) => {
      const { createServiceFiles, isFolder } = await import('./adapters/service-files/service-files.ts')
      const path = resolve(cwd, folder)
      if (!(await isFolder(path))) throw new OpsError('INPUT_NOT_FOUND', { file: folder })
      return createServiceFiles({ folder: path, env, clock, platform: process.platform })
    },
    ownPlaces: async (profile: string) => {
      const { readOwnPlaces } = await import('./adapters/service-files/service-files.ts')
      const { profileFolder } = await import('./adapters/store/profile-folder.ts')
      const config = choices.config ?? (env.X402OPS_CONFIG || 'x402ops.yaml')
      const places = [
        { what: 'saved runs', path: resolve(await stateFolder(), profileFolder(profile)) },
        { what: 'x402ops.yaml', path: resolve(cwd, config) },
      ]
      return readOwnPlaces(places, { clock, platform: process.platform })
    },
    audit: async (profile: string, entry: Readonly<Record<string, unknown>>) => {
      const { appendAudit } = await import('./adapters/store/audit-file.ts')
      await appendAudit(await stateFolder(), profile, entry)
    },
    writeFile: async (path: string, content: string | Iterable<string>, mode?: number) => {
      const { writeFileAtomic } = await import('./adapters/files/atomic.ts')
      await writeFileAtomic(resolve(cwd, path), content, mode)
    },
    writeNewFile: async (path: string, content: string) => {
      const { writeNewFile } = await import('./adapters/files/atomic.ts')
      try {
        await writeNewFile(resolve(cwd, path), content)
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? 'the system refused it'
        if (reason === 'EEXIST') {
          const instead = 'leave --write out and compare what is printed'
          throw new OpsError('FILE_EXISTS', { file: path, instead }, { cause: error })
        }
        throw new OpsError('OUTPUT_FAILED', { file: path, reason }, { cause: error })
      }
    },
    input: async (name: string, maxBytes: number) => {
      const { readInput } = await import('./adapters/files/input.ts')
      return readInput(name, maxBytes, around)
    },
    inputLines: async function* (name: string, maxLineChars: number) {
      const { readInputLines } = await import('./adapters/files/input.ts')
      yield* readInputLines(name, maxLineChars, around)
    },
    shipped: async (path: string) => readFileSync(new URL(path, packageRoot), 'utf8'),
    shippedList: async (folder: string) => readdirSync(new URL(`${folder}/`, packageRoot)).sort(),
    incidents: once(async () => {
      const { createIncidentBook } = await import('./adapters/store/incident-files.ts')
      return createIncidentBook(await stateFolder())
    }),
    notify: async (
      profile: Profile,
      target: AlertTarget,
      message: Message,
      signal: AbortSignal,
    ): Promise<Sent> => {
      const { url, key, kind } = target
      if (!isBuiltKind(kind)) return { delivered: false, why: `${kind} is not built yet` }
      if (url === null) return { delivered: false, why: 'its address is not configured or cannot be read' }
      const { notifiers } = await import('./adapters/notify/index.ts')
      const send = await notifiers[kind]()
      // Over plain http only to this machine, whatever the profile allows for the service.
      const { createHttp } = await import('./adapters/http/http.ts')
      const limits = { concurrency: 1, ratePerSecond: 1, burst: 5 }
      const { allowPrivate } = profile
      const userAgent = `x402ops/${version} (+alert)`
      const own = createHttp({ transport: 'node', clock, userAgent, limits, allowPrivate, allowHttp: false })
      return send({ ...message, url, key, timeoutMs: alertTimeoutMs }, { http: own, clock }, signal)
    },
    typedLine: async (signal: AbortSignal) => {
      const { createTypedLines } = await import('./adapters/prompt/typed-lines.ts')
      typed ??= createTypedLines(around.stdin)
      return typed(signal)
    },
  }
}
