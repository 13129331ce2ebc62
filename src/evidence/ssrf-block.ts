import { hmacSha256Hex } from '../core/digest.ts'
import type { CaseDocument } from '../core/report.ts'

/** A request that a guard against server-side request forgery refused. The target is a tag, never a URL or host. */
export type SsrfBlock = {
  readonly route: string | null
  readonly requestId: string | null
  readonly status: number | null
  /** The guard's word, upper case with underscores. */
  readonly code: string
  /** 12 hex of an HMAC of the lower-case host under the bundle's key; null when the line names none. */
  readonly hostTag: string | null
  readonly seenIn: string
}

/** A file in which to look, in parts of whole lines. `seenIn` of a block is this path and the line. */
export type LogText = { readonly path: string; readonly parts: () => Iterable<string> }

/** Words that guards use, as we write them. Anything else is no block: a 403 alone may be anything. */
export const ssrfCodes = [
  'SSRF_BLOCKED',
  'SSRF_REJECTED',
  'SSRF_DETECTED',
  'UNSAFE_URL',
  'URL_NOT_ALLOWED',
  'PRIVATE_ADDRESS',
  'PRIVATE_IP',
  'PRIVATE_NETWORK',
  'LOOPBACK_ADDRESS',
  'LINK_LOCAL_ADDRESS',
  'BLOCKED_HOST',
] as const

// The words with any one sign or none between their parts, not inside a longer word. An alternation of fixed
// words, each sign optional and single: every position is tried once per word, linear.
const words = new RegExp(
  `(?<![A-Za-z0-9])(?:${ssrfCodes.map((code) => code.replaceAll('_', '[-_ .]?')).join('|')})(?![A-Za-z0-9])`,
  'i',
)

// The host of a URL: after user and password, up to port or path. Bounded classes that exclude what ends them;
// the part before an @ is optional and of at most 512 characters: linear.
const urlHost = /\bhttps?:\/\/(?:[^\s/@"'<>]{0,512}@)?(\[[0-9a-f:.]{2,45}\]|[^\s/:?#@"'<>\\]{1,253})/i

const names = {
  code: ['code', 'error', 'errorCode', 'error_code', 'reason', 'err', 'event', 'type', 'msg', 'message'],
  route: ['route', 'path', 'endpoint'],
  requestId: ['requestId', 'request_id', 'reqId', 'req_id', 'correlationId'],
  status: ['status', 'statusCode', 'status_code', 'responseStatus'],
  target: ['url', 'target', 'targetUrl', 'target_url', 'href', 'uri'],
  host: ['host', 'hostname', 'targetHost', 'target_host'],
} as const

type Fields = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first of these fields that is there, in the line itself, then in what it nests under `err`, `req`, `res`. */
function fieldOf(line: Fields, list: readonly string[]): unknown {
  const places = [line, line.err, line.error, line.req, line.res, line.details].filter(isObject)
  for (const place of places) {
    for (const name of list) if (Object.hasOwn(place, name) && !isObject(place[name])) return place[name]
  }
  return undefined
}

function codeIn(text: unknown): string | null {
  const found = typeof text === 'string' ? words.exec(text.slice(0, 4096)) : null
  if (found === null) return null
  const letters = found[0].toUpperCase().replace(/[^A-Z]/g, '')
  return ssrfCodes.find((code) => code.replaceAll('_', '') === letters) ?? null
}

const hostIn = (text: unknown) =>
  typeof text === 'string' ? (urlHost.exec(text.slice(0, 8192))?.[1]?.toLowerCase() ?? null) : null
// A name of a host, or an address. Anchored, one bounded class: linear.
const plainHost = /^[a-z0-9.:[\]_-]{1,253}$/i
// A route or id as people write them: no blank, no query, nothing that could hold a URL's credentials.
const plainText = /^[\w/.:{}[\]-]{1,200}$/

function tagOf(host: string | null, key: Uint8Array): string | null {
  // Not longer: from 14 signs on the redactor takes such a word for a secret and puts its own tag there.
  return host === null ? null : hmacSha256Hex(key, ['ssrf-host\0', host.replace(/\.$/, '')]).slice(0, 12)
}

const plain = (value: unknown) => {
  const text = typeof value === 'string' ? (value.split(/[?#]/, 1)[0] ?? '') : ''
  return plainText.test(text) && !text.includes('://') ? text : null
}
const statusOf = (value: unknown) => {
  const status = Number(typeof value === 'string' || typeof value === 'number' ? value : Number.NaN)
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : null
}

function ofObject(line: Fields, seenIn: string, key: Uint8Array): SsrfBlock | null {
  const texts = [line, line.err, line.error, line.details]
    .filter(isObject)
    .flatMap((place) => names.code.map((name) => (Object.hasOwn(place, name) ? place[name] : undefined)))
  const code = texts.map(codeIn).find((found) => found !== null) ?? null
  if (code === null) return null
  const named = fieldOf(line, names.host)
  const target = names.target.map((name) => hostIn(fieldOf(line, [name]))).find((host) => host !== null)
  const inText = texts.map(hostIn).find((host) => host !== null)
  const host =
    target ?? (typeof named === 'string' && plainHost.test(named) ? named.toLowerCase() : inText) ?? null
  return {
    route: plain(fieldOf(line, names.route)),
    requestId: plain(fieldOf(line, names.requestId)),
    status: statusOf(fieldOf(line, names.status)),
    code,
    hostTag: tagOf(host, key),
    seenIn,
  }
}

// `name=value` and `name="value"` as logfmt and many loggers write them, after a blank or at the start. The name is
// bounded and ends at the sign; each form of a value excludes what ends it: linear.
const pair = /(?<![^\s,;[({])([A-Za-z][\w.-]{0,40})=(?:"([^"]{0,2048})"|([^\s"',;)\]}]{1,2048}))/g

/** The named values of a plain line; of a name that stands twice the first. */
function pairsIn(line: string): Fields {
  const fields = new Map<string, string>()
  for (const [, name = '', quoted, bare] of line.matchAll(pair)) {
    if (!fields.has(name)) fields.set(name, quoted ?? bare ?? '')
  }
  return Object.fromEntries(fields)
}

function ofLine(line: string, seenIn: string, key: Uint8Array): SsrfBlock | null {
  if (!words.test(line)) return null
  const text = line.trim()
  if (text.startsWith('{')) {
    try {
      const parsed: unknown = JSON.parse(text)
      if (isObject(parsed)) return ofObject(parsed, seenIn, key)
    } catch {
      // A torn line is text like any other.
    }
  }
  const code = codeIn(text)
  if (code === null) return null
  const told = ofObject({ ...pairsIn(text), code }, seenIn, key)
  return told === null ? null : { ...told, hostTag: told.hostTag ?? tagOf(hostIn(text), key) }
}

const longestLine = 65_536

/**
 * Every block that the lines of these texts tell of, in their order. Lines may be JSON or plain text; those over
 * 64 KiB are not looked at. Give the key of the bundle, so that equal hosts have equal tags in it and in no other.
 * Pure; never throws.
 */
export function ssrfBlocks(texts: readonly LogText[], key: Uint8Array): readonly SsrfBlock[] {
  const found: SsrfBlock[] = []
  for (const { path, parts } of texts) {
    let count = 0
    for (const part of parts()) {
      const lines = (part.endsWith('\n') ? part.slice(0, -1) : part).split('\n')
      for (const line of lines) {
        count += 1
        const block = line.length > longestLine ? null : ofLine(line, `${path}:${count}`, key)
        if (block !== null) found.push(block)
      }
    }
  }
  return found
}

/** The blocks that the books name as reason why a payment was not settled; tags as in `ssrfBlocks`. Pure. */
export function ssrfBlocksOfCases(
  cases: readonly CaseDocument[],
  routeOf: (caseId: string) => string | null,
  key: Uint8Array,
): readonly SsrfBlock[] {
  return cases.flatMap(({ caseId, facts, requestIds, responseStatus }) => {
    const code = codeIn(facts.settleReason)
    if (code === null) return []
    const requestId = plain(requestIds[0])
    return [
      {
        route: plain(routeOf(caseId)?.replace(/^[A-Z]{3,7} /, '')),
        requestId,
        status: responseStatus,
        code,
        hostTag: tagOf(hostIn(facts.settleReason), key),
        seenIn: `case ${caseId}`,
      },
    ]
  })
}
