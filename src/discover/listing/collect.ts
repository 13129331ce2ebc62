import { shortHash } from '../../core/id.ts'
import type { Look } from '../../core/observation.ts'
import type { Clock, Http } from '../../core/ports.ts'
import { safe } from '../../core/safe.ts'
import { headerValue } from '../../x402/headers.ts'
import { namedIn } from '../item.ts'
import { concerns, maxPageBytes, type Page, readPage } from './page.ts'
import type { CatalogueSeen, ListedItem } from './shapes.ts'

/** How many pages of one catalogue are asked for, and how many of its entries are kept. */
export const maxPages = 200
const maxKept = 500
const maxItemChars = 32_768
const pageSizes = [500, 100] as const
const maxWaitMs = 10_000
const maxWaits = 3

/** What reading catalogues needs of the world. */
export type ListingPorts = { readonly http: Http; readonly clock: Clock }

/** Whose entries are kept. */
export type Ours = { readonly hosts: readonly string[]; readonly payTos: readonly string[] }

/** Longer parts of a path may be keys. */
const longestPublicPart = 15

/** A catalogue as it is named in reports: without user, query and long parts of its path, which may hold a key. */
export function labelOf(url: string): string {
  if (!URL.canParse(url)) return '***'
  const { origin, pathname } = new URL(url)
  const parts = pathname.split('/').map((part) => (part.length > longestPublicPart ? '***' : part))
  return safe(`${origin}${parts.join('/')}`, 200)
}

/** The address of a listing: a facilitator's own address gets the path of its listing. */
export function listingUrl(given: string): URL {
  const url = new URL(given)
  const isListing = /discovery|services|resources|search|\.json$/.test(url.pathname) || url.search !== ''
  if (!isListing) url.pathname = `${url.pathname.replace(/\/$/, '')}/discovery/resources`
  return url
}

type Asked =
  | { readonly page: Page; readonly look: Look }
  | { readonly why: string; readonly look: Look; readonly status: number | null }

async function askPage(
  url: URL,
  timeoutMs: number,
  { http, clock }: ListingPorts,
  signal: AbortSignal,
): Promise<Asked> {
  const ref = labelOf(url.href)
  for (let waits = 0; ; waits += 1) {
    const headers = { accept: 'application/json' }
    const request = { method: 'GET', url: url.href, headers, timeoutMs, maxBodyBytes: maxPageBytes }
    const seen = await http.send({ ...request, trust: 'operator' }, signal)
    const look = { at: seen.at, source: seen.source, ref }
    if (!seen.seen) return { why: safe(seen.why.detail, 200), look, status: null }
    const { status, body, bodyTruncated } = seen.value
    if (status === 429 && waits < maxWaits && !signal.aborted) {
      const seconds = Number(headerValue(seen.value.headers, 'retry-after') ?? '1')
      if (!(seconds >= 0) || seconds * 1000 > maxWaitMs)
        return { why: 'it limits how often it may be asked', look, status }
      await clock.sleep(Math.max(100, seconds * 1000), signal)
      continue
    }
    if (status === 429) return { why: 'it limits how often it may be asked', look, status }
    if (status !== 200) return { why: `the answer was ${status}`, look, status }
    if (bodyTruncated) return { why: 'a page is longer than 8 MiB', look, status }
    const page = readPage(body)
    if (page === null) return { why: 'a page is no list that is known', look, status }
    return { page, look }
  }
}

function kept(entry: unknown): ListedItem {
  const json = JSON.stringify(entry)
  return { json: json.length > maxItemChars ? null : json }
}

/** What a page is known by: its places, because times and counts beside them move from one answer to the next. */
function markOf({ entries }: Page): string {
  return shortHash(
    ...entries.map((entry) => {
      const named = namedIn(entry)
      return named === null ? JSON.stringify(entry) : `${named.method} ${named.url}`
    }),
  )
}

/** The address of one page. Only the operator's own address is ever asked: links in answers are not followed. */
function pageUrl(base: URL, size: number, offset: number, cursor: string | null): URL {
  const url = new URL(base)
  if (!base.searchParams.has('limit')) url.searchParams.set('limit', String(size))
  if (cursor !== null) url.searchParams.set('cursor', cursor)
  else url.searchParams.set('offset', String(offset))
  return url
}

/**
 * Reads a catalogue to its end: at most 200 pages, none twice, as slowly as it asks for. What concerns us is kept,
 * the rest is counted. Filters of the service are not relied on. Never throws.
 */
export async function collectListing(
  given: string,
  ours: Ours,
  timeoutMs: number,
  ports: ListingPorts,
  signal: AbortSignal,
): Promise<CatalogueSeen> {
  const base = listingUrl(given)
  const label = labelOf(base.href)
  const items: ListedItem[] = []
  const known = new Set<string>()
  let [pages, entries, size]: [number, number, number] = [0, 0, pageSizes[0]]
  let cursor: string | null = null
  let look: Look = { at: ports.clock.now().toISOString(), source: 'http', ref: label }
  let total: number | null = null
  const done = (why: string | null): CatalogueSeen => ({ label, look, pages, entries, items, why })
  // Whoever counts more than it gives has not been read, however it ends.
  const ended = () => done(total !== null && entries < total ? `it ends at ${entries} of ${total}` : null)
  while (pages < maxPages) {
    if (signal.aborted) return done('the run was stopped')
    const asked = await askPage(pageUrl(base, size, entries, cursor), timeoutMs, ports, signal)
    look = asked.look
    if ('why' in asked) {
      // Some refuse large pages outright.
      if (pages === 0 && size !== pageSizes[1] && (asked.status === 400 || asked.status === 422)) {
        size = pageSizes[1]
        continue
      }
      return done(asked.why)
    }
    const { page } = asked
    total = page.total ?? total
    if (page.entries.length === 0) return ended()
    const mark = markOf(page)
    // A service without pages answers every question with its first one.
    if (known.has(mark)) return done(page.total === null ? null : 'it gives the same page again')
    known.add(mark)
    pages += 1
    entries += page.entries.length
    const found = page.entries.filter((entry) => concerns(entry, ours.hosts, ours.payTos))
    items.push(...found.slice(0, maxKept - items.length).map(kept))
    if (found.length > 0 && items.length >= maxKept)
      return done(`more than ${maxKept} entries concern this service`)
    if (page.cursor !== null && page.cursor !== cursor) cursor = page.cursor
    else if (cursor !== null) return ended()
    else if (page.total !== null && entries >= page.total) return done(null)
  }
  return done(`it has more than ${maxPages} pages`)
}
