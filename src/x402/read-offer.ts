import type { Dialect, Offer } from './challenge.ts'
import { field, isJsonObject, type JsonObject, textField } from './fields.ts'
import { payToInside, readTerms } from './read-terms.ts'

/** How many entries of `accepts` are read. Real servers send one to five. */
export const maxAccepts = 100

type Where = Offer['where']

function dialectOf(json: JsonObject): { readonly dialect: Dialect; readonly version: number | null } {
  const x402 = field(json, 'x402Version')
  const t402 = field(json, 't402Version')
  if (x402 === 1) return { dialect: 'v1', version: 1 }
  if (x402 === 2) return { dialect: 'v2', version: 2 }
  if (x402 === undefined && t402 !== undefined)
    return { dialect: 't402', version: typeof t402 === 'number' ? t402 : null }
  return { dialect: 'unknown', version: typeof x402 === 'number' ? x402 : null }
}

function resourceOf(json: JsonObject, problems: string[]): string | null {
  const resource = field(json, 'resource')
  if (!isJsonObject(resource)) return textField(json, 'resource', problems)
  const url = textField(resource, 'url', problems, 'resource.url')
  if (url !== null) return url
  const path = textField(resource, 'path', problems, 'resource.path')
  if (path !== null) problems.push('resource.path instead of resource.url')
  return path
}

function aboutText(json: JsonObject, entries: readonly unknown[], key: string): string | null {
  const [first] = entries
  const ignored: string[] = []
  return textField(field(json, 'resource'), key, ignored) ?? textField(first, key, ignored)
}

function placeProblem(dialect: Dialect, where: Where, headerSpeaksV2: boolean): readonly string[] {
  if (dialect === 'v1' && where === 'header') return ['version 1 terms in the version 2 header']
  if (dialect === 'v2' && where === 'body' && !headerSpeaksV2)
    return ['version 2 terms in the body, where stock clients do not look']
  if (dialect === 't402') return ['t402Version instead of x402Version: stock x402 clients do not read it']
  if (dialect === 'bare') return ['one requirement without its envelope']
  return []
}

function isBare(json: JsonObject): boolean {
  return ['scheme', 'network', 'payTo'].every((key) => field(json, key) !== undefined)
}

/** Is this JSON meant as payment terms at all? An empty body or an error object is not. */
export function looksLikeTerms(json: unknown): json is JsonObject {
  if (!isJsonObject(json)) return false
  return (
    ['x402Version', 't402Version', 'accepts'].some((key) => field(json, key) !== undefined) || isBare(json)
  )
}

/**
 * Reads one envelope of terms. Never throws; null when there is no list of entries (and it is no bare
 * entry either). The first 100 entries are read.
 */
export function readOffer(json: JsonObject, where: Where, headerSpeaksV2: boolean): Offer | null {
  const problems: string[] = []
  const accepts = field(json, 'accepts')
  const bare = !Array.isArray(accepts) && isBare(json)
  if (!Array.isArray(accepts) && !bare) return null
  const entries: readonly unknown[] = Array.isArray(accepts) ? accepts : [json]
  const known = dialectOf(json)
  const extensions = field(json, 'extensions')
  const signIn = entries.length === 0 && field(extensions, 'sign-in-with-x') !== undefined
  const dialect: Dialect = bare ? 'bare' : signIn ? 'sign-in' : known.dialect
  const resource = resourceOf(json, problems)
  if (entries.length > maxAccepts)
    problems.push(`accepts has ${entries.length} entries, the first ${maxAccepts} were read`)
  const read = entries.slice(0, maxAccepts).map((entry) => readTerms(entry, resource))
  const v1Names = known.dialect === 'v2' && read.some((terms) => terms.networkSent?.includes(':') === false)
  if (v1Names) problems.push('version 2 terms with a version 1 network name')
  return {
    dialect,
    where,
    x402Version: known.version,
    error: textField(json, 'error', problems),
    resource,
    description: aboutText(json, entries, 'description'),
    mimeType: aboutText(json, entries, 'mimeType'),
    accepts: read,
    sent: entries.length,
    otherPayTo: payToInside(extensions),
    problems: [...placeProblem(dialect, where, headerSpeaksV2), ...problems],
  }
}
