import { safe } from '../core/safe.ts'
import type { DocumentSeen } from './shapes.ts'

/** Why a document was not answered in a way that can be judged; null when it was. Pure. */
export function whyUnanswered({ answer }: DocumentSeen): string | null {
  if (!answer.seen) return safe(answer.why.detail, 160)
  const { status } = answer.value
  return status >= 500 || status === 429 ? `it answered ${status}` : null
}

/** Documents that may say what nobody could read, and why the first of them could not be read. Plain data. */
export type Unheard = { readonly documents: readonly string[]; readonly why: string }

/** The documents that may name routes although none was read in them; null when each was read or is not there. Pure. */
export function unheardIn(documents: readonly DocumentSeen[]): Unheard | null {
  const blind = documents.flatMap((document) => {
    const { answer, path } = document
    const isCut = answer.seen && answer.value.body !== null && answer.value.bodyTruncated
    const why = isCut ? 'it is longer than 1 MiB' : whyUnanswered(document)
    return why === null ? [] : [{ path, why }]
  })
  const [first] = blind
  return first === undefined ? null : { documents: blind.map(({ path }) => path), why: first.why }
}
