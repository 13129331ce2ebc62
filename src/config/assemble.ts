import type { AlertRuleChanges } from '../core/alert-rules.ts'
import { durationMs } from '../core/duration.ts'
import { OpsError } from '../core/errors.ts'
import type { Limits, Pays, Profile, RpcEndpoint, Thresholds } from '../core/profile.ts'
import { checklistOf } from './checklist.ts'
import type { GivenValue } from './given.ts'
import type { Layer, ProfileTree } from './layers.ts'
import { recordsOf } from './records.ts'
import type { RpcResult } from './rpc.ts'
import { toggleOf } from './toggle.ts'
import { httpUrl, isLoopback, normalServiceUrl, printableUrl } from './url.ts'

function milliseconds(text: string): number {
  const ms = durationMs(text)
  if (ms === undefined) throw new Error('the schema let a bad length of time through')
  return ms
}

function limitsOf({ limits }: ProfileTree): Limits {
  return {
    timeoutMs: milliseconds(limits.timeout),
    deadlineMs: milliseconds(limits.deadline),
    concurrency: limits.concurrency,
    ratePerSecond: limits.rate,
    burst: limits.burst,
    rpcConcurrency: limits.rpcConcurrency,
    rpcPerSecond: limits.rpcRate,
    maxBodyBytes: limits.maxBodyBytes,
  }
}

/** What the facilitators refuse: said outright, else the largest of their own minimums. */
function minimumOf({ thresholds, facilitators }: ProfileTree): bigint | null {
  if (thresholds.minimumAtomic !== null) return BigInt(thresholds.minimumAtomic)
  const known = facilitators.flatMap(({ minimumAtomic }) =>
    minimumAtomic === undefined ? [] : [BigInt(minimumAtomic)],
  )
  return known.reduce<bigint | null>((most, value) => (most === null || value > most ? value : most), null)
}

/** The changes of the alert rules without keys that were left out. */
function alertChanges(changes: ProfileTree['thresholds']['alerts']): AlertRuleChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, change]) => change !== undefined))
}

function thresholdsOf(tree: ProfileTree): Thresholds {
  const { thresholds } = tree
  return {
    latencyWarnMs: milliseconds(thresholds.latencyWarn),
    skewWarnMs: milliseconds(thresholds.skewWarn),
    skewFailMs: milliseconds(thresholds.skewFail),
    tlsWarnDays: thresholds.tlsWarnDays,
    minTimeoutSeconds: thresholds.minTimeoutSeconds,
    minimumAtomic: minimumOf(tree),
    alerts: alertChanges(thresholds.alerts),
  }
}

/** A service address without its final slash. Throws `OpsError` URL_NOT_HTTPS. */
function service(text: string, allowHttp: boolean): string {
  const url = httpUrl(text)
  if (url !== undefined && url.protocol === 'http:' && !isLoopback(url) && !allowHttp) {
    throw new OpsError('URL_NOT_HTTPS', { url: printableUrl(text) })
  }
  return normalServiceUrl(text)
}

function rpcOf(results: readonly RpcResult[]): Profile['rpc'] {
  const endpoints: Record<string, RpcEndpoint[]> = {}
  for (const result of results) {
    const list = endpoints[result.entry.network] ?? []
    endpoints[result.entry.network] = 'endpoint' in result ? [...list, result.endpoint] : list
  }
  return endpoints
}

/** The parts of a profile that were resolved before. */
export type Parts = Pick<Profile, 'name' | 'preset' | 'routes'> & {
  readonly pays: readonly Pays[]
  readonly rpc: readonly RpcResult[]
  readonly map: GivenValue<string> | undefined
}

/**
 * Puts a profile together from its merged settings. `notes` says what was left out.
 * Throws `OpsError` URL_NOT_HTTPS, or CONFIG_INVALID for records that reconcile cannot read.
 */
export function assemble(merged: Layer, tree: ProfileTree, parts: Parts, command: string) {
  const { allowHttp, allowPrivate, probes, reconcile, browserOrigins } = tree
  const baseUrl = tree.baseUrl === null ? null : service(tree.baseUrl, allowHttp)
  const instances = tree.instances.map((text) => service(text, allowHttp))
  const given = ['flag', 'env'].includes(merged.originOf(['baseUrl']).kind)
  // Instances belong to the service of the file; beside another address they would be another service's.
  const stray = given && baseUrl !== null && instances.length > 0 && !instances.includes(baseUrl)
  const records = recordsOf(merged, tree, command, parts.map)
  const profile: Profile = {
    name: parts.name,
    preset: parts.preset,
    baseUrl,
    instances: stray ? [] : instances,
    pays: parts.pays,
    routes: parts.routes,
    probes,
    browserOrigins,
    rpc: rpcOf(parts.rpc),
    records: records.sources,
    reconcile: {
      finality: reconcile.finality,
      settleMode: reconcile.settleMode,
      settleOrder: reconcile.settleOrder === 'auto' ? null : reconcile.settleOrder,
      unreadable: reconcile.unreadable,
    },
    billing: tree.billing,
    thresholds: thresholdsOf(tree),
    limits: limitsOf(tree),
    cache: tree.cache,
    ...toggleOf(tree),
    ...checklistOf(tree),
    allowPrivate,
    allowHttp,
  }
  const left = stray
    ? [`instances (${merged.originOf(['instances']).text}) are left out: the base URL names another service`]
    : []
  return { profile, notes: [...left, ...records.notes] }
}
