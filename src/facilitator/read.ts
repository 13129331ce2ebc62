import { safe } from '../core/safe.ts'
import { isSpelledOut } from '../core/spelled-out.ts'
import type { BodyKind, HealthSaid, Kind, Supported, SupportedSaid, VerifySaid } from './shapes.ts'

const mostKinds = 500
const mostExtensions = 50
const mostPatterns = 50
const mostAddresses = 50
const mostParts = 50

type Block = Readonly<Record<string, unknown>>

const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function own(value: unknown, key: string): unknown {
  return isBlock(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function word(value: unknown, most = 60): string | null {
  // What is cut here was looked at whole: a server may repeat our credential in any spelling.
  if (typeof value !== 'string' || value.trim() === '' || isSpelledOut(value.slice(0, 4096))) return null
  return safe(value.trim(), most)
}

/** A scheme, network, extension or address: nobody writes one with blanks, and a sentence may hold anything. */
function name(value: unknown, most = 60): string | null {
  return typeof value === 'string' && /\s/.test(value.trim()) ? null : word(value, most)
}

/** The value of a JSON text; undefined when it is none. Never throws. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}

/** What a body is, by its bytes first and its type second. */
export function bodyKind(body: string, contentType: string): BodyKind {
  if (body.trim() === '') return 'empty'
  if (jsonOf(body) !== undefined) return 'json'
  // The head of a page: spaces, then one of two words. Bounded and anchored.
  const looksHtml = /^\s{0,64}<(?:!doctype html|html)\b/i.test(body)
  return looksHtml || contentType.toLowerCase().startsWith('text/html') ? 'html' : 'text'
}

function kindOf(value: unknown): Kind | null {
  const version = own(value, 'x402Version') ?? own(value, 't402Version')
  const [scheme, network] = [name(own(value, 'scheme')), name(own(value, 'network'), 80)]
  if (!Number.isSafeInteger(version) || scheme === null || network === null) return null
  return { version: version as number, scheme, network }
}

function texts(value: unknown, most: number): readonly string[] {
  const list = Array.isArray(value) ? value : []
  return list.slice(0, most).flatMap((item) => name(item, 120) ?? [])
}

function signersOf(value: unknown): Supported['signers'] {
  if (!isBlock(value)) return []
  return Object.entries(value)
    .slice(0, mostPatterns)
    .map(([pattern, list]) => ({ pattern: name(pattern, 80) ?? '', addresses: texts(list, mostAddresses) }))
}

/** Reads the body of `/supported`. Never throws; `extensions` and `signers` may be missing. */
export function readSupported(body: string, cut: boolean): SupportedSaid {
  const json = jsonOf(body)
  if (json === undefined) {
    return cut ? { kind: 'wrong-shape', problem: 'is longer than what is read' } : { kind: 'not-json' }
  }
  const list = own(json, 'kinds')
  if (!Array.isArray(list)) return { kind: 'wrong-shape', problem: 'holds no list of kinds' }
  const looked = list.slice(0, mostKinds)
  const kinds = looked.flatMap((item) => kindOf(item) ?? [])
  if (looked.length > 0 && kinds.length === 0) {
    return { kind: 'wrong-shape', problem: 'lists kinds without version, scheme and network' }
  }
  const value = {
    kinds,
    extensions: texts(own(json, 'extensions'), mostExtensions),
    signers: signersOf(own(json, 'signers')),
    odd: looked.length - kinds.length,
    more: list.length - looked.length,
  }
  return { kind: 'supported', value }
}

const yesOrNo = (value: unknown) => (typeof value === 'boolean' ? String(value) : null)

/** How pages say that something is well: `status`, or a yes or no under one of four names. */
function stateWord(value: unknown): string | null {
  const status = own(value, 'status')
  const flags = ['ready', 'healthy', 'ok', 'success'].map((name) => yesOrNo(own(value, name)))
  return yesOrNo(status) ?? word(status) ?? flags.find((flag) => flag !== null) ?? null
}

function partsOf(value: unknown): HealthSaid['parts'] {
  if (Array.isArray(value)) {
    return value.slice(0, mostParts).flatMap((item) => {
      const [name, said] = [word(own(item, 'name')), stateWord(item)]
      return name === null || said === null ? [] : [{ name, word: said }]
    })
  }
  if (!isBlock(value)) return []
  return Object.entries(value)
    .slice(0, mostParts)
    .flatMap(([name, item]) => {
      const said = yesOrNo(item) ?? word(item) ?? stateWord(item)
      return said === null ? [] : [{ name: word(name) ?? 'a part', word: said }]
    })
}

/** Reads a health or ready page: its own word and its parts, as far as they are there. Never throws. */
export function readHealth(body: string): HealthSaid {
  const json = jsonOf(body)
  const list = own(json, 'checks') ?? own(json, 'dependencies') ?? own(json, 'components')
  // Some answer with one bare word: anchored, bounded classes, of which two share only the blank: linear.
  const bare = json === undefined && /^\s{0,9}[A-Za-z ]{1,20}\s{0,9}$/.test(body) ? word(body) : null
  return { word: stateWord(json) ?? word(json) ?? bare, parts: partsOf(list) }
}

/** Reads the answer to a verify. Never throws. */
export function readVerify(body: string): VerifySaid {
  const json = jsonOf(body)
  const valid = own(json, 'isValid')
  const reason =
    own(json, 'invalidReason') ?? own(json, 'errorType') ?? own(json, 'error') ?? own(json, 'code')
  return { isValid: typeof valid === 'boolean' ? valid : null, reason: word(reason, 120) }
}

/** The pause that a body of T402 asks for (`{"retryAfter": 30}`, in seconds), in milliseconds; null = none. */
export function retryInBody(body: string): number | null {
  const value = own(jsonOf(body), 'retryAfter')
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 1e9
    ? Math.round(value * 1000)
    : null
}
