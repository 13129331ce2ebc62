import { parseJsonText } from '../x402/json-text.ts'
import { readCatalogue } from './catalogue.ts'
import { readOpenApi } from './openapi.ts'
import type { DiscoverSeen, DocumentRead, DocumentSeen, FoundRoute, LeftOut } from './shapes.ts'

/** How much of a document is asked for and read. */
export const maxDocumentBytes = 1_048_576

const silent: DocumentRead = { routes: [], leftOut: [], problem: null }

/** What a document says; null when it was not found (nothing there, a page, or not seen). Never throws. */
export function readDocument(document: DocumentSeen, baseUrl: string): DocumentRead | null {
  if (!document.answer.seen) return null
  const { body, bodyTruncated, contentType } = document.answer.value
  if (body === null || contentType?.toLowerCase().includes('text/html') === true) return null
  if (bodyTruncated) return { ...silent, problem: 'it is longer than 1 MiB' }
  const parsed = parseJsonText(body, maxDocumentBytes)
  if (!parsed.ok) return { ...silent, problem: `it is ${parsed.problem}` }
  const { path } = document
  if (path === '/openapi.json' || path === '/.well-known/openapi.json')
    return readOpenApi(parsed.value, baseUrl, path)
  return readCatalogue(parsed.value, baseUrl, path, path === '/catalog.json' ? 'marked' : 'every')
}

function readAll(seen: DiscoverSeen): readonly DocumentRead[] {
  const { baseUrl } = seen
  if (baseUrl === null || !URL.canParse(baseUrl)) return []
  return seen.documents.flatMap((document) => readDocument(document, baseUrl) ?? [])
}

/**
 * The paid routes that the documents name: same origin only, without queries, path parameters filled from
 * examples, each (method, path) once with the document that is believed first. A bare URL counts as GET
 * unless another document says the method.
 */
export function routesFound(seen: DiscoverSeen): readonly FoundRoute[] {
  const all = readAll(seen).flatMap((read) => read.routes)
  const said = new Set(all.filter((route) => route.methodSaid).map((route) => route.path))
  const unique = new Map<string, FoundRoute>()
  for (const route of all) {
    if (!route.methodSaid && said.has(route.path)) continue
    const key = `${route.method} ${route.path}`
    if (!unique.has(key)) unique.set(key, route)
  }
  return [...unique.values()]
}

/** What looks like a paid route and cannot be asked, with the reason. */
export function routesLeftOut(seen: DiscoverSeen): readonly LeftOut[] {
  return readAll(seen).flatMap((read) => read.leftOut)
}
