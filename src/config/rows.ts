import { toJson } from '../core/json.ts'
import { safe } from '../core/safe.ts'
import { secretReferenceLabel } from '../core/secret-reference.ts'
import type { Origin } from './layers.ts'
import { type Path, pathText } from './problem.ts'
import type { RpcResult } from './rpc.ts'
import { referenceOf } from './secret-place.ts'
import { endpointLabel, httpUrl } from './url.ts'

/** One value of a profile: where it stands, how it prints (secrets as labels), and where it came from. */
export type OriginRow = { readonly path: string; readonly value: string; readonly origin: string }

type Block = Readonly<Record<string, unknown>>

function single(value: unknown): string | undefined {
  if (value === null || value === undefined) return '(not set)'
  if (typeof value === 'string') return safe(value)
  if (typeof value !== 'object') return String(value)
  return Object.keys(value).length === 0 ? '(none)' : undefined
}

function isSecret(value: object): value is { readonly secret: Parameters<typeof referenceOf>[0] } {
  return Object.hasOwn(value, 'secret')
}

/** One row for each value below a path, in the order in which the settings stand. */
export function rowsOf(value: unknown, path: Path, originOf: (path: Path) => Origin): readonly OriginRow[] {
  const row = (text: string) => [{ path: pathText(path), value: text, origin: originOf(path).text }]
  const text = single(value)
  if (text !== undefined) return row(text)
  const block = value as Block | readonly unknown[]
  if (isSecret(block)) return row(secretReferenceLabel(referenceOf(block.secret)))
  if (Array.isArray(block)) return block.flatMap((item, i) => rowsOf(item, [...path, i], originOf))
  if (path[path.length - 1] === 'sample') return row(safe(toJson(value), 120))
  return Object.entries(block).flatMap(([key, item]) => rowsOf(item, [...path, key], originOf))
}

function rpcText(result: RpcResult): string {
  if ('endpoint' in result) return result.endpoint.url.label
  const { from } = result.entry
  if ('secret' in from) return `${secretReferenceLabel(from.secret)} (not there)`
  const url = httpUrl(from.url)
  return url === undefined ? '***' : endpointLabel(url)
}

/** The rows of the endpoints, numbered within each network. */
export function rpcRows(results: readonly RpcResult[]): readonly OriginRow[] {
  if (results.length === 0) return [{ path: 'rpc', value: '(none)', origin: 'default' }]
  const seen = new Map<string, number>()
  return results.map((result) => {
    const { network, origin } = result.entry
    const index = seen.get(network) ?? 0
    seen.set(network, index + 1)
    return { path: pathText(['rpc', network, index]), value: rpcText(result), origin: origin.text }
  })
}
