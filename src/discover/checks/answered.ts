import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import type { DiscoverExpected, DiscoverSeen } from '../shapes.ts'
import { whyUnanswered } from '../unheard.ts'
import { isOpenToGet, liveOf, routeId, viewOf } from '../view.ts'

function judgeDocuments({ documents }: DiscoverSeen): readonly Finding[] {
  const blind = documents.flatMap((document) => {
    const why = whyUnanswered(document)
    return why === null ? [] : [{ document, why }]
  })
  const [first] = blind
  if (first === undefined) return []
  const { at, source, ref } = first.document.answer
  // A server that answers nobody is down; one that hides a document leaves a question open.
  const isDown = documents.every(
    ({ answer }) => !answer.seen && ['connect', 'dns', 'tls'].includes(answer.why.kind),
  )
  const args = { documents: blind.map((one) => one.document.path), why: first.why, down: isDown }
  return [finding('DISCOVER_UNANSWERED', { kind: 'profile', id: 'documents' }, args, [{ at, source, ref }])]
}

/** Whether every document was answered and every route that they name could be compared. */
export const answered: Check<DiscoverSeen, DiscoverExpected> = {
  id: 'discover.answered',
  question: 'Could every document and every route be asked?',
  judge: (seen, expected) => {
    const blind = viewOf(seen, expected).live.flatMap((live, at): readonly Finding[] => {
      const { answer } = seen.live[at] ?? {}
      const { status, name } = live
      const isJudged = live.asks || (status !== null && status < 300) || [404, 405, 410].includes(status ?? 0)
      if (isJudged && (!live.asks || live.ways.length > 0)) return []
      const why =
        answer?.seen === false
          ? safe(answer.why.detail, 160)
          : live.asks
            ? 'its 402 names no terms that can be read'
            : `it answered ${status}`
      const subject = { kind: 'route', id: `${routeId(live)} live`, route: routeId(live) } as const
      return [finding('DISCOVER_LIVE_UNSEEN', subject, { route: name, why }, [live.look])]
    })
    const { documents, live } = viewOf(seen, expected)
    const offers = documents.flatMap((document) => document.offers)
    const open = offers.flatMap((offer) => {
      const there = liveOf(offer, live)
      return there !== undefined && isOpenToGet(offer, there, expected) ? [there] : []
    })
    const unsaid = [...new Set(open)].map((there) => {
      const why = `it answered ${there.status} to GET, and no document says with which method it is sold`
      const subject = { kind: 'route', id: `${routeId(there)} method`, route: routeId(there) } as const
      return finding('DISCOVER_LIVE_UNSEEN', subject, { route: there.name, why }, [there.look])
    })
    return [...judgeDocuments(seen), ...blind, ...unsaid]
  },
}
