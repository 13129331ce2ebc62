import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import { readDocument } from '../read.ts'
import type { DocumentSeen, RouteDocumentsExpected, RouteDocumentsSeen } from '../shapes.ts'

function isAbsent({ answer }: DocumentSeen): boolean {
  return answer.seen && (answer.value.status === 404 || answer.value.status === 410)
}

function judgeDocument(document: DocumentSeen, baseUrl: string): Finding {
  const { answer, path } = document
  const subject = { kind: 'endpoint', id: path } as const
  const look = { at: answer.at, source: answer.source, ref: answer.ref }
  if (!answer.seen)
    return finding('DISCOVER_NOT_SEEN', subject, { document: path, why: safe(answer.why.detail, 200) }, [
      look,
    ])
  // Single-page sites answer every path with their page; that is no document.
  if (answer.value.contentType?.toLowerCase().includes('text/html') === true)
    return finding('DISCOVER_NOT_SEEN', subject, { document: path, why: 'a page for people came' }, [look])
  const read = readDocument(document, baseUrl)
  if (read === null) {
    const why = `the answer was ${answer.value.status}`
    return finding('DISCOVER_NOT_SEEN', subject, { document: path, why }, [look])
  }
  if (read.problem !== null)
    return finding('DISCOVER_UNREADABLE', subject, { document: path, problem: read.problem }, [look])
  return finding('DISCOVER_FOUND', subject, { document: path, routes: read.offers.length }, [look])
}

/** Whether the documents that are there can be read. */
export const documents: Check<RouteDocumentsSeen, RouteDocumentsExpected> = {
  id: 'discover.documents',
  question: 'Can the discovery documents that are there be read?',
  judge: ({ baseUrl, documents: all }) => {
    if (baseUrl === null) return [finding('DISCOVER_NOT_ASKED', { kind: 'profile', id: 'baseUrl' }, {})]
    const absent = all.filter(isAbsent).map((document) => document.path)
    const judged = all.filter((document) => !isAbsent(document)).map((one) => judgeDocument(one, baseUrl))
    if (absent.length === 0) return judged
    return [
      ...judged,
      finding('DISCOVER_ABSENT', { kind: 'profile', id: 'documents' }, { documents: absent }),
    ]
  },
}
