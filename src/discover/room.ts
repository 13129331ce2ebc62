import { type Observation, saw } from '../core/observation.ts'
import type { Http, HttpAnswer } from '../core/ports.ts'
import type { Profile } from '../core/profile.ts'
import type { Room } from '../core/room.ts'
import { headerValue } from '../x402/headers.ts'
import { catalog } from './catalog.ts'
import { documents } from './checks/documents.ts'
import { leftOut } from './checks/left-out.ts'
import { maxDocumentBytes } from './read.ts'
import {
  type DiscoverExpected,
  type DiscoverSeen,
  type DocumentAnswer,
  type DocumentSeen,
  documentPaths,
} from './shapes.ts'

/** What discovery needs of the world. */
export type DiscoverPorts = { readonly http: Http }

/** What a profile means for discovery. Plain data. */
export function expectDiscover(profile: Profile): DiscoverExpected {
  return { baseUrl: profile.baseUrl, timeoutMs: profile.limits.timeoutMs }
}

function keep(observed: Observation<HttpAnswer>): Observation<DocumentAnswer> {
  if (!observed.seen) return observed
  const { at, source, ref } = observed
  const look = { at, source, ref }
  const { status, headers, body, bodyTruncated } = observed.value
  const contentType = headerValue(headers, 'content-type')
  return saw(look, { status, contentType, body: status === 200 ? body : null, bodyTruncated })
}

async function collectDocuments(
  expected: DiscoverExpected,
  { http }: DiscoverPorts,
  signal: AbortSignal,
): Promise<DiscoverSeen> {
  const { baseUrl, timeoutMs } = expected
  if (baseUrl === null) return { baseUrl, documents: [] }
  const base = baseUrl.endsWith('/') ? baseUrl.slice(0, -1) : baseUrl
  const seen: DocumentSeen[] = []
  // One after the other: five requests are not worth two connections to a server that may be struggling.
  for (const path of documentPaths) {
    const url = `${base}${path}`
    const headers = { accept: 'application/json' }
    const maxBodyBytes = maxDocumentBytes
    const request = { method: 'GET', url, headers, timeoutMs, maxBodyBytes, trust: 'operator' } as const
    seen.push({ path, url, answer: keep(await http.send(request, signal)) })
  }
  return { baseUrl, documents: seen }
}

/** The documents in which a server describes itself. They are advice: the live 402 decides. */
export const discover: Room<DiscoverExpected, DiscoverSeen, DiscoverExpected, DiscoverPorts> = {
  name: 'discover',
  catalog,
  checks: [documents, leftOut],
  plan: (expected) => expected,
  collect: collectDocuments,
}
