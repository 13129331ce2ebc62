import type { Profile } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import type { Secret } from '../core/secret.ts'
import type { SecretReference } from '../core/secret-reference.ts'
import { resolveAlerts } from './alerts.ts'
import { assemble } from './assemble.ts'
import { checkExtends, chooseProfile, profileLayers } from './choose.ts'
import type { ConfigFile } from './config-file.ts'
import {
  chooseFacilitators,
  type FacilitatorEntry,
  facilitatorRows,
  resolveFacilitators,
} from './facilitators.ts'
import { type Env, type FlagValues, type Given, readGiven, strayVariables } from './given.ts'
import { type Layer, mergeLayers, namedLayer, type Origin, type ProfileTree } from './layers.ts'
import { resolveMetrics } from './metrics.ts'
import { overrideLayers } from './overrides.ts'
import { choosePays, type PaysEntry, resolvePays } from './pays.ts'
import { defaultsFor } from './presets.ts'
import type { Path } from './problem.ts'
import { chooseRoutes, type RouteEntry, resolveRoutes } from './routes.ts'
import { type OriginRow, rowsOf, rpcRows } from './rows.ts'
import { chooseRpc, type RpcResult, resolveRpc } from './rpc.ts'
import { secretsNamed } from './secrets-named.ts'
import { resolveEngine, runsAddress } from './store.ts'
import { normalServiceUrl } from './url.ts'

/** Everything from which a profile is made. Config reads no file and no environment by itself. */
export type ResolveInput = {
  /** The profile the operator named; null = the default rules. */
  readonly name: string | null
  /** The command that asks, such as `reconcile` or `config show`. */
  readonly command: string
  readonly flags: Partial<FlagValues>
  readonly env: Env
  /** Config files that exist, highest precedence first. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly resolveSecret: (reference: SecretReference) => Promise<Secret>
}

/** A profile, where each of its values came from, and what the operator should know. */
export type Resolved = {
  readonly profile: Profile
  readonly origins: readonly OriginRow[]
  readonly notes: readonly string[]
  /** What a file names, whatever flags and variables say. */
  readonly declared: () => Declared
  /** Where this profile keeps secrets, whether this command needs them or not. */
  readonly secrets: readonly SecretReference[]
  /** Fetches the address of the database that holds the runs of this profile; null = they are files here. */
  readonly runsStore: (() => Promise<Secret>) | null
}

/** The addresses that stand in a config file, each without a final slash. */
export type Declared = { readonly services: readonly string[]; readonly facilitators: readonly string[] }

function declaredIn(own: Layer): Declared {
  const { baseUrl, instances, facilitators } = own.tree as ProfileTree
  const services = [...(baseUrl === null ? [] : [baseUrl]), ...instances].map(normalServiceUrl)
  return { services, facilitators: facilitators.map(({ url }) => normalServiceUrl(url)) }
}

const readsMetrics: readonly string[] = ['evidence', 'metrics', 'monitor', 'toggle', 'checklist', 'playbook']
const pairs: readonly string[] = ['reconcile']
const readsFacilitators: readonly string[] = ['facilitator', 'monitor', 'toggle', 'checklist', 'playbook']
const readsChain: readonly string[] = [
  ...['reconcile', 'rpc', 'settlement', 'recipient', 'balance', 'verify', 'refund'],
]

type Entry = PaysEntry | RouteEntry

/** Rows of a list whose entries may have been chosen or replaced by flags. */
function entryRows(key: string, entries: readonly Entry[]): readonly OriginRow[] {
  if (entries.length === 0) return []
  return entries.flatMap((entry, index) =>
    rowsOf(entry.value, [key, index], (path: Path): Origin => entry.originOf(path.slice(2))),
  )
}

function origins(
  merged: Layer,
  pays: readonly PaysEntry[],
  routes: readonly RouteEntry[],
  rpc: readonly RpcResult[],
  facilitators: readonly FacilitatorEntry[],
): readonly OriginRow[] {
  return Object.entries(merged.tree).flatMap(([key, value]) => {
    if (key === 'pays' && pays.length > 0) return entryRows(key, pays)
    if (key === 'routes' && routes.length > 0) return entryRows(key, routes)
    if (key === 'facilitators' && facilitators.length > 0) return facilitatorRows(facilitators)
    if (key === 'rpc') return rpcRows(rpc)
    return rowsOf(value, [key], merged.originOf)
  })
}

/** `--map` goes over the mapping of every source. */
function mapRows({ map }: Given): readonly OriginRow[] {
  return map === undefined ? [] : [{ path: 'records[].mapping', value: safe(map.value), origin: map.label }]
}

function rpcNotes(results: readonly RpcResult[], command: string): readonly string[] {
  const shown = command === 'config' || readsChain.includes(command)
  const missing = results.flatMap((result) =>
    'missing' in result && shown ? [`${result.entry.origin.text}: ${result.missing.message}`] : [],
  )
  const fromPreset = results.filter(({ entry }) => entry.origin.kind === 'preset')
  const networks = [...new Set(fromPreset.map(({ entry }) => entry.network))]
  const public_ = networks.map(
    (network) =>
      `${network}: public RPC endpoints of the preset are used; --rpc or rpc in x402ops.yaml names yours`,
  )
  return [...missing, ...(shown ? public_ : [])]
}

/** Without a config file the schema and the YAML reader are never loaded; they are most of the start-up. */
async function readFiles(files: ResolveInput['files']): Promise<readonly ConfigFile[]> {
  if (files.length === 0) return []
  const { parseConfig } = await import('./parse.ts')
  return files.map(({ path, text }) => parseConfig(text, path))
}

/**
 * Resolves a profile: flag > `X402OPS_*` > first file > next file > preset > default. Secrets are fetched
 * only for RPC endpoints. Rejects with `OpsError`: CONFIG_INVALID (file, line, place), PROFILE_UNKNOWN,
 * PROFILE_AMBIGUOUS, URL_UNUSABLE, URL_NOT_HTTPS, RPC_URL_WITH_KEY, RPC_NETWORK_UNCLEAR, ADDRESS_EXPECTED,
 * NUMBER_EXPECTED, USAGE, and SECRET_NOT_FOUND when the command reads the chain.
 */
export async function resolveProfile(input: ResolveInput): Promise<Resolved> {
  const [command = ''] = input.command.split(' ')
  const files = await readFiles(input.files)
  const given = readGiven(input.flags, input.env)
  checkExtends(files)
  const name = chooseProfile(input.name, command, files, input.env)
  const base = profileLayers(files, name)
  const defaults = namedLayer(defaultsFor(command), 'default', 'default')
  const merged = mergeLayers([...overrideLayers(given), ...base.layers, defaults])
  // The schema checked every layer from a file; presets, defaults and overrides are typed where they are made.
  const tree = merged.tree as ProfileTree

  const paysEntries = choosePays(merged, tree.pays, given)
  const pays = resolvePays(paysEntries)
  const routeEntries = chooseRoutes(merged, tree.routes, given)
  const routes = resolveRoutes(routeEntries, pays, resolvePays(choosePays(merged, tree.pays, {})))
  const rpc = await resolveRpc(chooseRpc(merged, tree.rpc, given, pays), {
    resolveSecret: input.resolveSecret,
    allowHttp: tree.allowHttp,
    needed: readsChain.includes(command),
  })
  const parts = { name, preset: base.preset, pays, routes, rpc, map: given.map }
  const facilitatorEntries = chooseFacilitators(merged, tree.facilitators, given)
  const { facilitators, notes: facilitatorNotes } = await resolveFacilitators(facilitatorEntries, {
    resolveSecret: input.resolveSecret,
    credentials: command === 'facilitator' ? 'must' : readsFacilitators.includes(command) ? 'may' : 'no',
  })
  const { profile, notes } = assemble(merged, tree, parts, command)
  const metrics = readsMetrics.includes(command)
    ? await resolveMetrics(merged, tree, input.resolveSecret)
    : null
  const engine = pairs.includes(command) ? await resolveEngine(merged, tree, input.resolveSecret) : null
  const alerts =
    command === 'monitor' ? await resolveAlerts(merged, tree, input.env, input.resolveSecret) : null
  return {
    profile: {
      ...profile,
      ...(alerts === null || alerts.alerts.length === 0 ? {} : { alerts: alerts.alerts }),
      ...(engine === null ? {} : { engine }),
      ...(facilitators.length === 0 ? {} : { facilitators }),
      // Absent = nobody configured it; null = it is configured and left out, and a note says why.
      ...(metrics === null || (metrics.page === null && metrics.notes.length === 0)
        ? {}
        : { metrics: metrics.page }),
    },
    origins: [...origins(merged, paysEntries, routeEntries, rpc, facilitatorEntries), ...mapRows(given)],
    notes: [
      ...notes,
      ...rpcNotes(rpc, command),
      ...facilitatorNotes,
      ...(metrics?.notes ?? []),
      ...(alerts?.notes ?? []),
      ...strayVariables(input.env),
    ],
    declared: () => declaredIn(mergeLayers([...base.layers, defaults])),
    secrets: secretsNamed(merged),
    runsStore: runsAddress(merged, tree, input.resolveSecret),
  }
}
