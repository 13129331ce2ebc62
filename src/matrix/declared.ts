import type { Http, HttpRequest } from '../core/ports.ts'
import { parseJsonText } from '../x402/json-text.ts'
import { declaredInput } from './declared-input.ts'
import { type Asking, documentRequest, hasBody, jsonRequest, unpaidRequest } from './requests.ts'
import type { MatrixRoute } from './shapes.ts'

const documents = ['/openapi.json', '/.well-known/openapi.json', '/.well-known/x402'] as const
const maxDocumentBytes = 1_048_576
const maxBodyChars = 16_384

/** A request that a document of the server declares, and which document that is. */
export type Declared = { readonly request: HttpRequest; readonly from: string }

function requestFor(asking: Asking, route: MatrixRoute, document: unknown): HttpRequest | undefined {
  const { body, query } = declaredInput(document, route)
  const path = query === undefined || route.path.includes('?') ? route.path : `${route.path}?${query}`
  if (hasBody(route.method)) {
    if (body === undefined || (JSON.stringify(body) ?? '').length > maxBodyChars) return undefined
    return jsonRequest(asking, { ...route, path }, body)
  }
  return path === route.path || path.length > 4000 ? undefined : unpaidRequest(asking, { ...route, path })
}

/**
 * Asks the server's own documents what the input of these routes looks like, and builds the smallest request for
 * each, by route id. A route that no document describes is left out. Never rejects.
 */
export async function readDeclared(
  asking: Asking,
  routes: readonly MatrixRoute[],
  http: Http,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Declared>> {
  const found = new Map<string, Declared>()
  for (const path of documents) {
    const missing = routes.filter(({ id }) => !found.has(id))
    if (missing.length === 0 || signal.aborted) break
    const answer = await http.send(documentRequest(asking, path, maxDocumentBytes), signal)
    if (!answer.seen || answer.value.status !== 200 || answer.value.bodyTruncated) continue
    const parsed = parseJsonText(answer.value.body, maxDocumentBytes)
    if (!parsed.ok) continue
    for (const route of missing) {
      const request = requestFor(asking, route, parsed.value)
      if (request !== undefined) found.set(route.id, { request, from: path })
    }
  }
  return found
}
