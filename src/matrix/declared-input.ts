import { field, isJsonObject, type JsonObject } from '../x402/fields.ts'
import { followReference, instanceOf } from './instance-of.ts'
import type { MatrixRoute } from './shapes.ts'

/** What a document says a request looks like. Undefined parts = it says nothing of them. */
export type DeclaredInput = { readonly body?: unknown; readonly query?: string }

const mostVisited = 5000
const bare = (path: string) => path.split(/[?#]/, 1)[0] ?? ''

// A path template against a path: as many segments, and a segment in braces fits any. Linear.
function fitsTemplate(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => part === given[at] || (part.startsWith('{') && part.endsWith('}')))
  )
}

function serverPath(document: unknown): string {
  const servers = field(document, 'servers')
  const url = Array.isArray(servers) ? field(servers[0], 'url') : undefined
  if (typeof url !== 'string' || !URL.canParse(url, 'http://127.0.0.1')) return ''
  return new URL(url, 'http://127.0.0.1').pathname.replace(/\/$/, '')
}

function operationOf(document: unknown, { method, path }: MatrixRoute): JsonObject | undefined {
  const paths = field(document, 'paths')
  if (!isJsonObject(paths)) return undefined
  const [prefix, wanted] = [serverPath(document), bare(path)]
  const names = Object.keys(paths).slice(0, 2000)
  const name =
    names.find((one) => `${prefix}${one}` === wanted) ??
    names.find((one) => fitsTemplate(`${prefix}${one}`, wanted))
  const item = name === undefined ? undefined : paths[name]
  const operation = field(item, method.toLowerCase())
  if (!isJsonObject(operation)) return undefined
  const lists = [field(item, 'parameters'), field(operation, 'parameters')]
  return { ...operation, parameters: lists.flatMap((list) => (Array.isArray(list) ? list : [])) }
}

function mediaValue(media: unknown, document: unknown): unknown {
  const example = field(media, 'example')
  if (example !== undefined) return example
  const examples = field(media, 'examples')
  const first = isJsonObject(examples) ? followReference(Object.values(examples)[0], document) : undefined
  const value = field(first, 'value')
  const schema = field(media, 'schema')
  return value ?? (schema === undefined ? undefined : instanceOf(schema, document))
}

function queryOf(operation: JsonObject, document: unknown): string | undefined {
  const query = new URLSearchParams()
  for (const parameter of (operation.parameters as readonly unknown[]).slice(0, 50)) {
    const here = followReference(parameter, document)
    const name = field(here, 'name')
    if (field(here, 'in') !== 'query' || field(here, 'required') !== true || typeof name !== 'string')
      continue
    const value = mediaValue(here, document)
    query.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value ?? 'a'))
  }
  return query.size === 0 ? undefined : query.toString()
}

function fromOpenApi(document: unknown, route: MatrixRoute): DeclaredInput {
  const operation = operationOf(document, route)
  if (operation === undefined) return {}
  const content = field(followReference(field(operation, 'requestBody'), document), 'content')
  const type = isJsonObject(content)
    ? Object.keys(content).find((one) => /^application\/(?:[a-z0-9.-]{1,60}\+)?json\b/i.test(one))
    : undefined
  const body = type === undefined ? undefined : mediaValue(field(content, type), document)
  const query = queryOf(operation, document)
  return { ...(body === undefined ? {} : { body }), ...(query === undefined ? {} : { query }) }
}

// The map of fields of version 1: {name: {type, required}}.
function fromFields(fields: unknown): unknown {
  if (!isJsonObject(fields)) return undefined
  const names = Object.keys(fields).slice(0, 100)
  const needed = names.filter((name) => field(fields[name], 'required') === true)
  const properties = Object.fromEntries(names.map((name) => [name, fields[name]]))
  const plain = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [
      name,
      isJsonObject(one) ? { ...one, required: undefined } : {},
    ]),
  )
  return instanceOf({ type: 'object', required: needed, properties: plain })
}

/** The body that one entry of a catalogue, or one requirement, declares; undefined when it declares none. */
function declaredBody(entry: unknown): unknown {
  const bazaar = field(field(entry, 'extensions'), 'bazaar')
  const example = field(field(field(bazaar, 'info'), 'input'), 'body')
  if (isJsonObject(example)) return example
  const schema = field(
    field(field(field(field(bazaar, 'schema'), 'properties'), 'input'), 'properties'),
    'body',
  )
  if (schema !== undefined) return instanceOf(schema, field(bazaar, 'schema'))
  const input = field(field(entry, 'outputSchema'), 'input')
  const fields = field(input, 'bodyFields') ?? field(input, 'body')
  if (fields !== undefined) return fromFields(fields)
  const plain = ['inputSchema', 'input_schema', 'requestSchema']
    .map((key) => field(entry, key))
    .find((found) => isJsonObject(found))
  return plain === undefined ? undefined : instanceOf(plain)
}

function isAbout(entry: JsonObject, { method, path }: MatrixRoute): boolean {
  const said = ['path', 'resource', 'url', 'endpoint'].map((key) => field(entry, key))
  const place = said
    .map((one) => (isJsonObject(one) ? field(one, 'url') : one))
    .find((one) => typeof one === 'string')
  if (typeof place !== 'string' || !URL.canParse(place, 'http://127.0.0.1')) return false
  const named = field(entry, 'method')
  return (
    new URL(place, 'http://127.0.0.1').pathname === bare(path) &&
    (typeof named !== 'string' || named.toUpperCase() === method)
  )
}

// Catalogues have no common shape: every object that names the path is looked at, breadth first, bounded.
function fromCatalogue(document: unknown, route: MatrixRoute): DeclaredInput {
  const waiting: unknown[] = [document]
  for (let at = 0; at < waiting.length && at < mostVisited; at += 1) {
    const here = waiting[at]
    if (typeof here !== 'object' || here === null) continue
    if (isJsonObject(here) && isAbout(here, route)) {
      const accepts = field(here, 'accepts')
      const entries = [here, ...(Array.isArray(accepts) ? accepts.slice(0, 20) : [])]
      const body = entries.map(declaredBody).find((one) => one !== undefined)
      if (body !== undefined) return { body }
    }
    for (const inner of Object.values(here)) if (waiting.length < mostVisited) waiting.push(inner)
  }
  return {}
}

/**
 * What a document of the server (OpenAPI, a catalogue with bazaar or version 1 schemas) declares as the input of
 * a route; empty when it says nothing of it. Never throws.
 */
export function declaredInput(document: unknown, route: MatrixRoute): DeclaredInput {
  return isJsonObject(field(document, 'paths'))
    ? fromOpenApi(document, route)
    : fromCatalogue(document, route)
}
