import { type Observation, saw } from '../core/observation.ts'
import type { HttpAnswer } from '../core/ports.ts'
import type { MatrixAnswer } from './shapes.ts'

/** How much of a body is asked for and kept. */
export const maxKeptBytes = 65_536

const kept = new Set([
  'payment-required',
  'content-type',
  'cache-control',
  'www-authenticate',
  'retry-after',
  'location',
  'date',
  'allow',
])
const keptFamilies = [
  'access-control-',
  'x-circuit-',
  'x-shield-status',
  'x-preflight-status',
  'x-free-',
  'x-refund-',
]

// Whatever the operator expects: these are credentials of somebody else.
const neverKept = new Set(['set-cookie', 'cookie', 'authorization', 'proxy-authorization'])

// Servers send the same few names with every answer. No more are remembered than a service is likely to use.
const answered = new Map<string, boolean>()
const mostNames = 200

type Headers = HttpAnswer['headers']

function isKept(name: string): boolean {
  const known = answered.get(name)
  if (known !== undefined) return known
  const keeps = kept.has(name) || keptFamilies.some((family) => name.startsWith(family))
  if (answered.size < mostNames) answered.set(name, keeps)
  return keeps
}

function keptOf(headers: Headers): MatrixAnswer['headers'] {
  const left: (readonly [name: string, value: string])[] = []
  for (const header of headers) {
    const lower = header[0].toLowerCase()
    if (!isKept(lower)) continue
    left.push(lower === 'location' ? [lower, withoutQuery(header[1])] : [lower, header[1]])
  }
  return left
}

function asserted(headers: Headers, names: readonly string[]): Pick<MatrixAnswer, 'asserted'> {
  if (names.length === 0) return {}
  const wanted = names.map((name) => name.toLowerCase()).filter((name) => !neverKept.has(name))
  const valuesOf = (wish: string) =>
    headers.flatMap(([name, value]) => (name.toLowerCase() === wish ? [value] : []))
  return { asserted: Object.fromEntries(wanted.map((name) => [name, valuesOf(name)])) }
}

// Queries of redirects carry tokens; the place is enough.
function withoutQuery(location: string): string {
  return location.split(/[?#]/, 1)[0] ?? ''
}

/**
 * What is kept of an answer: headers on the allow-list (a redirect without its query, never a cookie), apart from them
 * those `expected` by name, 64 KiB of a body, and only the length of a 2xx body, because that is goods nobody
 * paid for.
 */
export function keepAnswer(
  observed: Observation<HttpAnswer>,
  expected: readonly string[] = [],
): Observation<MatrixAnswer> {
  if (!observed.seen) return observed
  const { status, headers, body, bodyTruncated, timing } = observed.value
  const bytes = Buffer.byteLength(body)
  return saw(observed, {
    status,
    headers: keptOf(headers),
    ...asserted(headers, expected),
    body: status >= 200 && status < 300 ? null : body.slice(0, maxKeptBytes),
    bodyBytes: bytes,
    bodyTruncated,
    totalMs: timing.totalMs,
  })
}

/** The same without the body: for requests where only status and headers are judged. */
export function keepHead(observed: Observation<HttpAnswer>): Observation<MatrixAnswer> {
  const whole = keepAnswer(observed)
  return whole.seen ? { ...whole, value: { ...whole.value, body: null } } : whole
}
