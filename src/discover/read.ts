import { parseJsonText } from '../x402/json-text.ts'
import type { Reading } from './item.ts'
import { type DocumentRead, type LeftOut, type Offer, unread } from './offer.ts'
import { readAgentTools } from './readers/agent-tools.ts'
import { readMarkedList, readPaidList } from './readers/catalogue.ts'
import { readLlms } from './readers/llms.ts'
import { readManifest } from './readers/manifest.ts'
import { readOpenApi } from './readers/openapi.ts'
import { readT402 } from './readers/t402.ts'
import type { DocumentPath, DocumentSeen, FoundRoute } from './shapes.ts'

/** How much of a document is asked for and read. */
export const maxDocumentBytes = 1_048_576

type JsonReader = (document: unknown, reading: Reading) => DocumentRead

const readers: Readonly<Record<Exclude<DocumentPath, '/llms.txt'>, JsonReader>> = {
  '/openapi.json': readOpenApi,
  '/.well-known/openapi.json': readOpenApi,
  '/.well-known/x402': readPaidList,
  '/x402/catalog.json': readPaidList,
  '/catalog.json': readMarkedList,
  '/.well-known/x402.json': readManifest,
  '/x402/bazaar.json': readManifest,
  '/.well-known/t402.json': readT402,
  '/.well-known/agent-tools.json': readAgentTools,
}

/** What a document says; null when it was not found (nothing there, a page, or not seen). Never throws. */
export function readDocument(document: DocumentSeen, baseUrl: string): DocumentRead | null {
  if (!document.answer.seen) return null
  const { body, bodyTruncated, contentType } = document.answer.value
  if (body === null || contentType?.toLowerCase().includes('text/html') === true) return null
  if (bodyTruncated) return unread('it is longer than 1 MiB')
  const reading = { baseUrl, source: document.path }
  if (document.path === '/llms.txt') return readLlms(body, reading)
  const parsed = parseJsonText(body, maxDocumentBytes)
  return parsed.ok ? readers[document.path](parsed.value, reading) : unread(`it is ${parsed.problem}`)
}

type Documents = { readonly baseUrl: string | null; readonly documents: readonly DocumentSeen[] }

function readAll({ baseUrl, documents }: Documents): readonly DocumentRead[] {
  if (baseUrl === null || !URL.canParse(baseUrl)) return []
  return documents.flatMap((document) => readDocument(document, baseUrl) ?? [])
}

/** Every offer of every document, in the order in which the documents are believed. */
export function offersIn(seen: Documents): readonly Offer[] {
  return readAll(seen).flatMap((read) => read.offers)
}

/**
 * The paid routes that the documents name: same origin only, without queries, path parameters filled from
 * examples, each (method, path) once with the document that is believed first. A bare URL counts as GET
 * unless another document says the method.
 */
export function routesFound(seen: Documents): readonly FoundRoute[] {
  const all = offersIn(seen)
  const said = new Set(all.filter((route) => route.methodSaid).map((route) => route.path))
  const unique = new Map<string, FoundRoute>()
  for (const { method, path, source, methodSaid } of all) {
    if (!methodSaid && said.has(path)) continue
    const key = `${method} ${path}`
    if (!unique.has(key)) unique.set(key, { method, path, source, methodSaid })
  }
  return [...unique.values()]
}

/** What looks like a paid route and cannot be asked, with the reason. */
export function routesLeftOut(seen: Documents): readonly LeftOut[] {
  return readAll(seen).flatMap((read) => read.leftOut)
}
