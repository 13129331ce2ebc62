import { type Observation, saw } from '../core/observation.ts'
import type { HttpAnswer, HttpRequest } from '../core/ports.ts'
import { decodeBase64Json } from '../x402/base64-json.ts'
import { field, isJsonObject } from '../x402/fields.ts'
import { header, jsonOf, own } from './answer.ts'
import type { ProbePorts, ProbeRoute, RouteAnswer, RouteLook } from './shapes.ts'

/** What every request to a route shares. */
export type AskRoutes = {
  readonly baseUrl: string
  readonly routes: readonly ProbeRoute[]
  readonly preflight: boolean
  readonly timeoutMs: number
  readonly maxBodyBytes: number
}

const mostKeys = 50

// A name of a part, or a word of a gate: short enough to hold no key, and never cut, which would hide one.
// Bounded parts that share no character with what separates them: linear.
const shortName = /^[A-Za-z_][\w .-]{0,29}$/
const gateWord = /^(?:[a-z]{2,12}(?:[- _][a-z]{2,12})?|\d{1,6})$/i

function keysOf(json: unknown): readonly string[] | null {
  if (!isJsonObject(json)) return null
  return Object.keys(json)
    .filter((key) => shortName.test(key))
    .slice(0, mostKeys)
}

// The example of the answer that discovery extensions declare, in version 2 and in version 1.
function declaredKeys(answer: HttpAnswer): readonly string[] | null {
  const sent = header(answer, 'payment-required')
  const decoded = sent === undefined ? null : decodeBase64Json(sent)
  const info = field(field(field(decoded?.ok ? decoded.value : null, 'extensions'), 'bazaar'), 'info')
  const example = field(field(info, 'output'), 'example')
  if (example !== undefined) return keysOf(example)
  const body = jsonOf(answer)
  const accepts = body.kind === 'json' ? field(body.value, 'accepts') : undefined
  const output = Array.isArray(accepts) ? field(field(accepts[0], 'outputSchema'), 'output') : undefined
  const keys = keysOf(output)
  return keys === null || keys.length === 0 ? null : keys
}

const gateHeaders = ['x-shield-status', 'x-preflight-status', 'x-circuit-state', 'retry-after'] as const

/** What is kept of an answer: no body, only the names of its parts; it may be goods. */
function keep(look: Observation<HttpAnswer>): Observation<RouteAnswer> {
  if (!look.seen) return look
  const { at, source, ref, value } = look
  const body = jsonOf(value)
  const json = body.kind === 'json' ? body.value : null
  const gate = gateHeaders.flatMap((name) => {
    const text = header(value, name)
    return text === undefined
      ? []
      : [[name, gateWord.test(text.trim()) ? text.trim() : '(not kept)'] as const]
  })
  return saw(
    { at, source, ref },
    {
      status: value.status,
      keys: keysOf(json),
      declared: value.status === 402 ? declaredKeys(value) : null,
      preflight: own(json, 'preflight') === true,
      bytes: value.body.length,
      gate,
    },
  )
}

function requestOf(
  { baseUrl, timeoutMs, maxBodyBytes }: AskRoutes,
  { method, sample }: ProbeRoute,
  path: string,
): HttpRequest {
  const base = baseUrl.endsWith('/') ? baseUrl.slice(0, -1) : baseUrl
  const bare = { method, url: `${base}${path}`, timeoutMs, maxBodyBytes, trust: 'operator' } as const
  const headers = { accept: 'application/json' }
  if (sample === null || !['POST', 'PUT', 'PATCH'].includes(method)) return { ...bare, headers }
  const [body, type] =
    'json' in sample ? [JSON.stringify(sample.json), 'application/json'] : [sample.text, sample.type]
  return { ...bare, body, headers: { ...headers, 'content-type': type } }
}

/**
 * Asks paid routes without paying, their free twins where one is configured, and with `preflight` what they say to
 * `X-Preflight`. Never rejects for what it finds.
 */
export async function askRoutes(
  asking: AskRoutes,
  { http }: ProbePorts,
  signal: AbortSignal,
): Promise<readonly RouteLook[]> {
  const looks: RouteLook[] = []
  for (const route of asking.routes) {
    const { id, method, path, twin } = route
    const request = requestOf(asking, route, path)
    const ask = async (one: HttpRequest) => keep(await http.send(one, signal))
    const paid = await ask(request)
    const seen = twin === null ? null : await ask(requestOf(asking, route, twin))
    const headers = { ...request.headers, 'x-preflight': 'true' }
    const { body: _body, ...bare } = request
    const preflight = asking.preflight
      ? { head: await ask({ ...bare, method: 'HEAD', headers }), own: await ask({ ...request, headers }) }
      : null
    looks.push({ id, method, path, twin, paid, twinLook: seen, preflight })
  }
  return looks
}
