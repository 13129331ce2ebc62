import { safe } from '../../core/safe.ts'
import { field, isJsonObject } from '../../x402/fields.ts'
import { placed, type Reading, waysOf } from '../item.ts'
import { locate, type Place } from '../locate.ts'
import { type DocumentRead, type LeftOut, type Offer, unread, type Way } from '../offer.ts'
import { readPaymentInfo } from './payment-info.ts'

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
  return found === undefined ? null : encodedText(String(found))
}

// Half a pair of surrogates cannot be written in a URL. What is too long is none: half a secret would not be known.
function encodedText(text: string): string | null {
  return text.length > 200 ? null : encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '_'))
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

// Names of server variables, as in templates of paths: bounded, no braces inside: linear.
const variable = /\{([^{}]{1,64})\}/g

/** The address of a server with the defaults of its variables; null when it is none. Relative to the document. */
function serverUrl(server: unknown, baseUrl: string): URL | null {
  const said = field(server, 'url')
  if (typeof said !== 'string' || said.length > 2000) return null
  const text = said.replace(variable, (whole, name: string) => {
    const value = field(field(field(server, 'variables'), name), 'default')
    return typeof value === 'string' && value.length <= 200 ? value : whole
  })
  const document = `${baseUrl.replace(/\/$/, '')}/openapi.json`
  return URL.canParse(text, document) ? new URL(text, document) : null
}

/**
 * Where an operation lives: its own servers, else those of its path, else those of the document, else the root of the
 * document's own origin. Of several servers the one on our origin is meant.
 */
function serverPlace({ operation, item }: Operation, document: unknown, baseUrl: string): Place {
  const lists = [operation, item, document].map((place) => field(place, 'servers'))
  const list = lists.find((servers) => Array.isArray(servers) && servers.length > 0)
  const urls = (Array.isArray(list) ? list : [])
    .slice(0, 20)
    .flatMap((server) => serverUrl(server, baseUrl) ?? [])
  const [first] = urls
  if (first === undefined) return { ok: true, path: '' }
  const own = urls.find(({ origin }) => origin === new URL(baseUrl).origin)
  if (own !== undefined) return { ok: true, path: own.pathname.replace(/\/$/, '') }
  const origin = safe(first.origin, 80)
  return { ok: false, why: 'the document describes a server on another origin', origin }
}

function hasInput(operation: Operation): boolean {
  const whole = operation.operation
  return (
    isJsonObject(field(whole, 'requestBody')) ||
    Array.isArray(field(whole, 'parameters')) ||
    Array.isArray(field(operation.item, 'parameters'))
  )
}

function waysSaid(operation: unknown): readonly Way[] {
  const info = field(operation, 'x-payment-info')
  if (info !== undefined) return readPaymentInfo(info)
  // Some write the same under names of their own.
  return waysOf({ x402: field(operation, 'x402'), payment: field(operation, 'x-payment') }, 'unsaid')
}

/** The paid operations of an OpenAPI document: those with `x-payment-info` or a 402 response. */
export function readOpenApi(document: unknown, reading: Reading): DocumentRead {
  if (!isJsonObject(field(document, 'paths'))) return unread('it has no paths')
  const { baseUrl, source } = reading
  const offers: Offer[] = []
  const leftOut: LeftOut[] = []
  for (const operation of operationsOf(document).filter((one) => isPaid(one.operation))) {
    const { method, path } = operation
    const what = safe(`${method} ${path}`, 200)
    const server = serverPlace(operation, document, baseUrl)
    const place = server.ok ? locate(`${server.path}${fill(operation)}`, baseUrl) : server
    if (!place.ok) {
      const origin = place.origin === undefined ? {} : { origin: place.origin }
      leftOut.push({ what, source, why: place.why, ...origin })
      continue
    }
    const url = `${new URL(baseUrl).pathname.replace(/\/$/, '')}${place.path}`
    const read = placed({ method, url }, reading, waysSaid(operation.operation), hasInput(operation))
    if ('path' in read) offers.push(read)
  }
  return { offers, leftOut, problem: null }
}
