import type { PaymentRecord } from '../payments/record.ts'
import type { BooksRead } from './shapes.ts'
import { booksAround, type Subject, subjectsOfTracks } from './subjects.ts'
import type { SubjectLook } from './watch-look.ts'

type Looks = ReadonlyMap<string, SubjectLook>
type Ask = (subjects: readonly Subject[], near: readonly PaymentRecord[]) => Promise<Looks>

const reason = (error: unknown) => (error instanceof Error ? error.message : 'not known why')

/**
 * Looks once more at payments that are ready to be delivered, with the books as they are now: while a payment was
 * watched its buyer may have come again and been served. `readAgain` null = the books can be read only once. When they
 * cannot be read nothing was seen. Throws as `ask` does.
 */
export async function lookAgain(
  looks: Looks,
  subjects: readonly Subject[],
  readAgain: (() => Promise<BooksRead>) | null,
  ask: Ask,
): Promise<Looks> {
  const ready = subjects.filter(({ track }) => looks.get(track.id)?.advice?.action === 'deliver')
  if (ready.length === 0 || readAgain === null) return new Map()
  const books = await readAgain().catch(reason)
  if (typeof books === 'string') {
    const why = `the books could not be read again: ${books}`
    return new Map(ready.map(({ track }) => [track.id, { look: { seen: false, why }, advice: null }]))
  }
  const tracks = ready.map(({ track }) => track)
  const fresh = subjectsOfTracks(tracks, books.records)
  return ask(fresh, booksAround(fresh, books.records))
}
