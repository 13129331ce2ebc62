import { OpsError } from '../core/errors.ts'
import type { Pays, RpcEndpoint } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import { Secret } from '../core/secret.ts'
import { type SecretReference, secretReferenceLabel } from '../core/secret-reference.ts'
import { caip2 } from '../networks/lookup.ts'
import type { Given } from './given.ts'
import type { Layer, Origin, ProfileTree } from './layers.ts'
import { networkProblem } from './network.ts'
import { besideFile, referenceOf } from './secret-place.ts'
import { endpointLabel, holdsKey, httpUrl, isLoopback, printableUrl } from './url.ts'

/** An endpoint as it was named: an address, or where the address is kept. */
export type RpcEntry = {
  readonly network: string
  readonly from: { readonly url: string } | { readonly secret: SecretReference }
  readonly origin: Origin
}

/** What the endpoints need to become usable. */
export type RpcContext = {
  readonly resolveSecret: (reference: SecretReference) => Promise<Secret>
  readonly allowHttp: boolean
  /** Does this command read the chain, so that a missing secret ends it? */
  readonly needed: boolean
}

function usable(text: string, label: string, shown: string, allowHttp: boolean): URL {
  const url = httpUrl(text)
  if (url === undefined) {
    const reason = 'It is not a whole http or https address.'
    throw new OpsError('URL_UNUSABLE', { flag: label, url: shown, reason })
  }
  if (url.protocol === 'http:' && !isLoopback(url) && !allowHttp) {
    throw new OpsError('URL_NOT_HTTPS', { url: endpointLabel(url) })
  }
  return url
}

// A CAIP-2 id or a name, then "=", then the rest: the classes before and after share no "=". Linear.
const withNetwork = /^([a-z0-9-]{1,40}(?::[-_a-zA-Z0-9]{1,32})?)=(.{1,4096})$/

function splitNetwork(text: string, label: string, pays: readonly Pays[]): readonly [string, string] {
  const [, named, rest] = withNetwork.exec(text) ?? []
  if (named !== undefined && rest !== undefined) {
    const bad = networkProblem(named)
    if (bad === undefined) return [caip2(named), rest]
    throw new OpsError('USAGE', {
      message: `${label}: ${safe(named, 40)} is ${bad.problem}. ${bad.suggestion}`,
      command: '',
    })
  }
  const [only, ...others] = [...new Set(pays.map(({ network }) => network))]
  if (only !== undefined && others.length === 0) return [only, text]
  throw new OpsError('RPC_NETWORK_UNCLEAR', {
    flag: label,
    count: others.length === 0 ? 0 : others.length + 1,
  })
}

function fromGiven(given: NonNullable<Given['rpc']>, pays: readonly Pays[]): readonly RpcEntry[] {
  const origin: Origin = { kind: given.by, text: given.label, place: null }
  return given.value.map((text) => {
    const [network, rest] = splitNetwork(text, given.label, pays)
    const [, env] = /^env:([A-Za-z_][A-Za-z0-9_]{0,127})$/.exec(rest) ?? []
    if (env !== undefined) return { network, from: { secret: { env } }, origin }
    const url = httpUrl(rest)
    if (given.by === 'flag' && url !== undefined && holdsKey(url)) throw new OpsError('RPC_URL_WITH_KEY')
    return { network, from: { url: rest }, origin }
  })
}

/**
 * The endpoints as named, by network: what `--rpc` or X402OPS_RPC names replaces the configured ones of
 * the same network. Throws `OpsError` RPC_URL_WITH_KEY, RPC_NETWORK_UNCLEAR or USAGE.
 */
export function chooseRpc(
  merged: Layer,
  rpc: ProfileTree['rpc'],
  given: Given,
  pays: readonly Pays[],
): readonly RpcEntry[] {
  const named = given.rpc === undefined ? [] : fromGiven(given.rpc, pays)
  const configured = Object.entries(rpc).flatMap(([network, list]) =>
    list.map(({ url, secret }, index): RpcEntry => {
      const origin = merged.originOf(['rpc', network, index])
      if (secret === undefined) return { network, from: { url: url ?? '' }, origin }
      return { network, from: { secret: besideFile(referenceOf(secret), origin) }, origin }
    }),
  )
  const replaced = new Set(named.map(({ network }) => network))
  return [...named, ...configured.filter(({ network }) => !replaced.has(network))]
}

async function endpoint(entry: RpcEntry, context: RpcContext): Promise<RpcEndpoint> {
  const origin = entry.origin.kind === 'preset' ? 'preset' : 'given'
  if ('url' in entry.from) {
    // A flag is in the shell history already; what stands in a variable may be a key alone.
    const shown = entry.origin.kind === 'flag' ? printableUrl(entry.from.url) : '***'
    const url = usable(entry.from.url, entry.origin.text, shown, context.allowHttp)
    return { url: new Secret(endpointLabel(url), entry.from.url), origin }
  }
  const secret = await context.resolveSecret(entry.from.secret)
  const text = secret.reveal().trim()
  const label = `${entry.origin.text} (${secretReferenceLabel(entry.from.secret)})`
  const url = usable(text, label, '***', context.allowHttp)
  return { url: new Secret(endpointLabel(url), text), origin }
}

/** An endpoint that can be used, or why it cannot. */
export type RpcResult = { readonly entry: RpcEntry } & (
  | { readonly endpoint: RpcEndpoint }
  | { readonly missing: OpsError }
)

/**
 * Resolves every endpoint. A secret that is not there rejects when the command reads the chain and is
 * `missing` otherwise; an address that cannot be used always rejects with its `OpsError`.
 */
export async function resolveRpc(
  entries: readonly RpcEntry[],
  context: RpcContext,
): Promise<readonly RpcResult[]> {
  const results: RpcResult[] = []
  // One after the other: a command that fetches a secret may ask its owner, and two questions would mix.
  for (const entry of entries) {
    try {
      results.push({ entry, endpoint: await endpoint(entry, context) })
    } catch (error) {
      const absent = error instanceof OpsError && error.code === 'SECRET_NOT_FOUND'
      if (!absent || context.needed) throw error
      results.push({ entry, missing: error })
    }
  }
  return results
}
