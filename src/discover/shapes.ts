import type { Observation } from '../core/observation.ts'

/** Where servers describe themselves, in the order in which they are believed about methods. */
export const documentPaths = [
  '/openapi.json',
  '/.well-known/openapi.json',
  '/.well-known/x402',
  '/x402/catalog.json',
  '/catalog.json',
] as const

/** The path of one discovery document. */
export type DocumentPath = (typeof documentPaths)[number]

/** Where to look. `baseUrl` null = nowhere. Plain data. */
export type DiscoverExpected = { readonly baseUrl: string | null; readonly timeoutMs: number }

/** What is kept of a document: the body only when it was found (200). */
export type DocumentAnswer = {
  readonly status: number
  readonly contentType: string | null
  readonly body: string | null
  readonly bodyTruncated: boolean
}

/** One document that was asked for. */
export type DocumentSeen = {
  readonly path: DocumentPath
  readonly url: string
  readonly answer: Observation<DocumentAnswer>
}

/** What discovery saw. Plain data; judging and `routesFound` decode it. */
export type DiscoverSeen = { readonly baseUrl: string | null; readonly documents: readonly DocumentSeen[] }

/**
 * A paid route that a document names. `path` without query, parameters filled from examples.
 * `methodSaid` is false where the document names only a URL: GET is then what is tried.
 */
export type FoundRoute = {
  readonly method: string
  readonly path: string
  readonly source: string
  readonly methodSaid: boolean
}

/** Something that looks like a paid route and cannot be asked, with the reason. */
export type LeftOut = { readonly what: string; readonly source: string; readonly why: string }

/** What one document says. `problem` is null when it could be read. */
export type DocumentRead = {
  readonly routes: readonly FoundRoute[]
  readonly leftOut: readonly LeftOut[]
  readonly problem: string | null
}
