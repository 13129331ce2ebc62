import type { Observation } from '../core/observation.ts'
import type { Pays } from '../core/profile.ts'
import type { CatalogueSeen } from './listing/shapes.ts'

/** Where servers name their paid routes, in the order in which they are believed about methods: cheap to ask. */
export const routePaths = [
  '/openapi.json',
  '/.well-known/openapi.json',
  '/.well-known/x402',
  '/x402/catalog.json',
  '/catalog.json',
] as const

/** Every place where servers describe themselves. */
export const documentPaths = [
  ...routePaths,
  '/.well-known/x402.json',
  '/x402/bazaar.json',
  '/.well-known/t402.json',
  '/.well-known/agent-tools.json',
  '/llms.txt',
] as const

/** The path of one discovery document. */
export type DocumentPath = (typeof documentPaths)[number]

/** Where to look for routes. `baseUrl` null = nowhere. Plain data. */
export type RouteDocumentsExpected = { readonly baseUrl: string | null; readonly timeoutMs: number }

/** A configured route, as far as discovery compares it. */
export type ExpectedRoute = { readonly method: string; readonly path: string }

/** What the documents, the live 402s and the catalogues of facilitators are compared with. Plain data. */
export type DiscoverExpected = RouteDocumentsExpected & {
  readonly pays: readonly Pays[]
  /** Empty = nothing is configured: the documents are then compared with each other and with what is live. */
  readonly routes: readonly ExpectedRoute[]
  /** Hosts of this service, with their ports. */
  readonly hosts: readonly string[]
}

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

/** What a route answered to an unpaid request; `body` null for what was served. */
export type LiveAnswer = {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
}

/** A route that was asked without paying. `method` and `path` as the documents name it. */
export type LiveRoute = {
  readonly method: string
  readonly path: string
  readonly answer: Observation<LiveAnswer>
}

/** What the documents said. Plain data; judging and `routesFound` decode it. */
export type RouteDocumentsSeen = {
  readonly baseUrl: string | null
  readonly documents: readonly DocumentSeen[]
}

/** What discovery saw. Plain data; judging decodes it. */
export type DiscoverSeen = RouteDocumentsSeen & {
  readonly live: readonly LiveRoute[]
  readonly catalogues: readonly CatalogueSeen[]
}

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
