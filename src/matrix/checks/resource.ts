import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import { judgeEntries } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type Entry, placeOf, type RouteView, subjectOf } from '../view.ts'

/** A difference between the advertised URL and the one that was asked. */
export type ResourceDifference = { readonly why: string; readonly fails: boolean }

/**
 * Compares an advertised resource with the URL that was asked, without regard to the query (v1 leaves it
 * out). Null when they agree. A different scheme alone is a warning: strict clients refuse it.
 */
export function compareResource(advertised: string | null, asked: string): ResourceDifference | null {
  if (advertised === null) return { why: 'no resource is advertised', fails: false }
  if (!URL.canParse(asked)) return { why: 'the URL that was asked is not absolute', fails: false }
  // The usual case, and the same text is the same URL.
  if (advertised === asked) return null
  if (!URL.canParse(advertised)) return { why: 'it is not an absolute URL', fails: true }
  const [got, wanted] = [new URL(advertised), new URL(asked)]
  if (got.hostname !== wanted.hostname) return { why: 'the host differs', fails: true }
  // Default ports differ with the scheme, which has its own words.
  if (got.protocol === wanted.protocol && got.port !== wanted.port)
    return { why: 'the port differs', fails: true }
  if (got.pathname !== wanted.pathname) {
    const slash = got.pathname.replace(/\/$/, '') === wanted.pathname.replace(/\/$/, '')
    return { why: slash ? 'a slash at the end differs' : 'the path differs', fails: !slash }
  }
  if (got.protocol === wanted.protocol) return null
  return {
    why: `${got.protocol.replace(':', '')} instead of ${wanted.protocol.replace(':', '')}`,
    fails: false,
  }
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? ''
}

function judgeEntry(view: RouteView, entry: Entry): readonly Finding[] {
  const { url } = view.seen.unpaid
  const difference = compareResource(entry.terms.resource, url)
  if (difference === null) return []
  const args = {
    route: placeOf(view, entry),
    expected: safe(withoutQuery(url), 300),
    got: safe(withoutQuery(entry.terms.resource ?? 'nothing'), 300),
    ...difference,
  }
  return [finding('WRONG_RESOURCE', subjectOf(view, entry.label), args, [view.look])]
}

/** Whether the URL that is sold is the URL that was asked. */
export const resource: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.resource',
  question: 'Is the advertised URL the one that was asked?',
  judge: (seen, expected) => judgeEntries('resource', seen, expected, judgeEntry),
}
