import type { HttpRequest } from '../core/ports.ts'
import { paymentHeaders, paymentRequestHeaders } from '../x402/headers.ts'
import { maxKeptBytes } from './keep.ts'
import type { MatrixRoute, Variant } from './shapes.ts'

/** The only payment header value that this tool ever sends. No server can take it for money. */
export const notAPayment = 'not-a-payment'

/** What every request of a run shares. `origin` is the first browser origin, when any is configured. */
export type Asking = {
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly origin: string | null
  /** The buyer to ask as; absent = nobody by name. */
  readonly identity?: string
}

/** The URL of a path below the base URL; always the base's own origin. */
export function urlOf(baseUrl: string, path: string): string {
  const base = baseUrl.endsWith('/') ? baseUrl.slice(0, -1) : baseUrl
  return `${base}${path.startsWith('/') ? '' : '/'}${path}`
}

function request(asking: Asking, method: string, path: string, headers: Record<string, string>): HttpRequest {
  return {
    method,
    url: urlOf(asking.baseUrl, path),
    headers,
    timeoutMs: asking.timeoutMs,
    maxBodyBytes: maxKeptBytes,
    trust: 'operator',
  }
}

function plainHeaders(asking: Asking): Record<string, string> {
  const { origin, identity } = asking
  return {
    accept: 'application/json',
    ...(origin === null ? {} : { origin }),
    ...(identity === undefined ? {} : { 'x-buyer-id': identity }),
  }
}

/** Methods that carry a body. */
export function hasBody(method: string): boolean {
  return ['POST', 'PUT', 'PATCH'].includes(method)
}

function withPayload(bare: HttpRequest, body: string, type: string): HttpRequest {
  return { ...bare, body, headers: { ...bare.headers, 'content-type': type } }
}

/** The unpaid request of a route, with its sample body when the method carries one. */
export function unpaidRequest(asking: Asking, route: MatrixRoute): HttpRequest {
  const bare = request(asking, route.method, route.path, plainHeaders(asking))
  if (!hasBody(route.method) || route.sample === null) return bare
  return 'json' in route.sample
    ? withPayload(bare, JSON.stringify(route.sample.json), 'application/json')
    : withPayload(bare, route.sample.text, route.sample.type)
}

/** The same with a body of our own making, for servers that look at the body before the price. */
export function jsonRequest(asking: Asking, route: MatrixRoute, json: unknown): HttpRequest {
  const bare = request(asking, route.method, route.path, plainHeaders(asking))
  return hasBody(route.method) ? withPayload(bare, JSON.stringify(json), 'application/json') : bare
}

/** A document of the service, such as its OpenAPI description. */
export function documentRequest(asking: Asking, path: string, maxBodyBytes: number): HttpRequest {
  return { ...request(asking, 'GET', path, { accept: 'application/json' }), maxBodyBytes }
}

/** The same with an empty JSON object, for servers that look at the body before the price. */
export function emptyObjectRequest(asking: Asking, route: MatrixRoute): HttpRequest {
  return jsonRequest(asking, route, {})
}

/**
 * The CORS preflight a browser sends before it pays. Stock clients put `Access-Control-Expose-Headers` on
 * the paid request, so it is asked for as well.
 */
export function preflightRequest(asking: Asking, route: MatrixRoute): HttpRequest {
  return request(asking, 'OPTIONS', route.path, {
    origin: asking.origin ?? new URL(asking.baseUrl).origin,
    'access-control-request-method': route.method,
    'access-control-request-headers': [...paymentRequestHeaders, 'access-control-expose-headers'].join(','),
  })
}

/** The unpaid request with the constant garbage in both payment headers. */
export function garbageRequest(asking: Asking, route: MatrixRoute): HttpRequest {
  const plain = unpaidRequest(asking, route)
  return {
    ...plain,
    headers: {
      ...plain.headers,
      [paymentHeaders.signature]: notAPayment,
      [paymentHeaders.v1Payment]: notAPayment,
    },
  }
}

function splitQuery(path: string): readonly [path: string, query: string] {
  const at = path.indexOf('?')
  return at === -1 ? [path, ''] : [path.slice(0, at), path.slice(at)]
}

function encodeOneLetter(path: string): string | null {
  const at = path.search(/[a-z]/i)
  if (at === -1) return null
  return `${path.slice(0, at)}%${path.charCodeAt(at).toString(16)}${path.slice(at + 1)}`
}

/** Other spellings of a route's request. HEAD only beside GET; spellings that change nothing are left out. */
export function variantRequests(
  asking: Asking,
  route: MatrixRoute,
): readonly (readonly [variant: Variant, request: HttpRequest])[] {
  const [path, query] = splitQuery(route.path)
  const encoded = encodeOneLetter(path)
  const spellings: readonly (readonly [Variant, string | null])[] = [
    ['trailing slash', path.endsWith('/') ? null : `${path}/`],
    ['double slash', `/${path}`],
    ['upper case', path.toUpperCase() === path ? null : path.toUpperCase()],
    ['percent-encoded letter', encoded],
  ]
  const others = spellings.flatMap(([variant, spelled]) =>
    spelled === null
      ? []
      : [[variant, unpaidRequest(asking, { ...route, path: `${spelled}${query}` })] as const],
  )
  if (route.method !== 'GET') return others
  return [['HEAD', request(asking, 'HEAD', route.path, plainHeaders(asking))] as const, ...others]
}
