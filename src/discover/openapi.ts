import { safe } from '../core/safe.ts'
import { field, isJsonObject } from '../x402/fields.ts'
import { locate, type Place } from './locate.ts'
import type { DocumentRead, FoundRoute, LeftOut } from './shapes.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
const maxOperations = 2000

type Operation = {
  readonly method: string
  readonly path: string
  readonly operation: unknown
  readonly item: unknown
}

function operationsOf(document: unknown): readonly Operation[] {
  const paths = field(document, 'paths')
  if (!isJsonObject(paths)) return []
  const all = Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = field(item, method)
      return isJsonObject(operation) ? [{ method: method.toUpperCase(), path, operation, item }] : []
    }),
  )
  return all.slice(0, maxOperations)
}

function isPaid(operation: unknown): boolean {
  return (
    field(operation, 'x-payment-info') !== undefined ||
    field(field(operation, 'responses'), '402') !== undefined
  )
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value)
    ? value[0]
    : isJsonObject(value)
      ? field(Object.values(value)[0], 'value')
      : undefined
}

function exampleOf(parameter: unknown): string | null {
  const schema = field(parameter, 'schema')
  const candidates = [
    field(parameter, 'example'),
    firstOf(field(parameter, 'examples')),
    field(schema, 'example'),
    firstOf(field(schema, 'examples')),
    field(schema, 'default'),
    firstOf(field(schema, 'enum')),
  ]
  const found = candidates.find((one) => typeof one === 'string' || typeof one === 'number')
  return found === undefined ? null : encodeURIComponent(String(found))
}

function parametersOf({ item, operation }: Operation): readonly unknown[] {
  return [field(operation, 'parameters'), field(item, 'parameters')].flatMap((list) =>
    Array.isArray(list) ? list : [],
  )
}

// Path templates of OpenAPI 3: a name in braces, at most 64 characters, no braces inside: linear.
const template = /\{([^{}/]{1,64})\}/g

function fill(operation: Operation): string {
  const parameters = parametersOf(operation)
  return operation.path.slice(0, 2000).replace(template, (whole, name: string) => {
    const parameter = parameters.find((one) => field(one, 'in') === 'path' && field(one, 'name') === name)
    return exampleOf(parameter) ?? whole
  })
}

// Where the operations live: the first server, else the root of the document's own origin.
function serverPlace(document: unknown, baseUrl: string): Place {
  const servers = field(document, 'servers')
  const url = Array.isArray(servers) ? field(servers[0], 'url') : undefined
  if (typeof url !== 'string' || !URL.canParse(url, baseUrl)) return { ok: true, path: '' }
  const server = new URL(url, baseUrl)
  if (server.origin !== new URL(baseUrl).origin)
    return { ok: false, why: 'the document describes a server on another origin' }
  return { ok: true, path: server.pathname.replace(/\/$/, '') }
}

/** The paid operations of an OpenAPI document: those with `x-payment-info` or a 402 response. */
export function readOpenApi(document: unknown, baseUrl: string, source: string): DocumentRead {
  if (!isJsonObject(field(document, 'paths'))) return { routes: [], leftOut: [], problem: 'it has no paths' }
  const server = serverPlace(document, baseUrl)
  const routes: FoundRoute[] = []
  const leftOut: LeftOut[] = []
  for (const operation of operationsOf(document).filter((one) => isPaid(one.operation))) {
    const what = safe(`${operation.method} ${operation.path}`, 200)
    const place = server.ok ? locate(`${server.path}${fill(operation)}`, baseUrl) : server
    if (place.ok) routes.push({ method: operation.method, path: place.path, source, methodSaid: true })
    else leftOut.push({ what, source, why: place.why })
  }
  return { routes, leftOut, problem: null }
}
