import { OpsError } from '../../core/errors.ts'
import type { Profile } from '../../core/profile.ts'
import { reconcile } from '../../reconcile/room.ts'
import type { ReconcileSeen } from '../../reconcile/seen.ts'
import type { RunStore } from '../../runs/store-port.ts'
import type { Track } from '../../runs/tracks.ts'
import { ofRun } from '../../settlement/listed.ts'
import { referenceText } from '../../settlement/reference.ts'
import { settlement } from '../../settlement/room.ts'
import type { BooksRead, SettlementPorts } from '../../settlement/shapes.ts'
import { type Subject, subjectsOf, subjectsOfTracks, trackOfRef } from '../../settlement/subjects.ts'
import { type CommandContext, optionText } from '../command.ts'
import { proveEnd } from './prove-end.ts'
import { savedPayments } from './saved-payments.ts'
import { paymentNamed } from './which.ts'

/** What is to be watched, and references that name nothing or several payments. */
export type Watched = {
  readonly subjects: readonly Subject[]
  readonly unclear: readonly { readonly name: string; readonly why: string }[]
}

/** What choosing the payments needs. */
export type WatchSources = {
  readonly context: CommandContext
  readonly profile: Profile
  readonly store: RunStore
  readonly known: readonly Track[]
  readonly books: BooksRead
  readonly chain: SettlementPorts['chain']
}

async function byReference(text: string, sources: WatchSources, signal: AbortSignal): Promise<Watched> {
  const { context, profile, store, known, books, chain } = sources
  const { clock } = context
  const named = await paymentNamed({ ...context, args: [text, null], options: {} })
  const reference = await proveEnd(named, profile, context.services)
  const now = clock.now()
  const since = Math.floor(now.getTime() / 1000) - 86_400
  const ports: SettlementPorts = {
    ...{ clock, chain },
    books: async () => books,
    saved: (asked) => savedPayments(store, profile.name, asked),
    // Only which payment is meant is asked here; the looks come later, many at once.
    onePayment: async () => ({ cases: [], chains: [] }),
  }
  const seen = await settlement.collect({ reference, pays: profile.pays, since }, ports, signal)
  const name = referenceText(reference)
  if (seen.rivals.length > 0) {
    return { subjects: [], unclear: [{ name, why: `${seen.rivals.length} payments have this name` }] }
  }
  const subjects = subjectsOf(seen.records, known, { at: now.toISOString(), source: null })
  const nothing = seen.places.map(({ where, failed }) => (failed === null ? where : `${where} (${failed})`))
  if (subjects.length > 0) return { subjects, unclear: [] }
  const hint = text === profile.name ? '; a profile is named with --profile' : ''
  const why = `nothing is known of it; looked in ${nothing.join(', ')}${hint}`
  return { subjects, unclear: [{ name, why }] }
}

/** What a saved run left open. Throws `OpsError` RUN_NOT_FOUND, or USAGE for a run that compared nothing. */
async function byRun(
  reference: string,
  { store, profile, known, books, context }: WatchSources,
): Promise<Watched> {
  const { document, rooms } = await store.load(profile.name, reference)
  const seen = rooms.find(({ room }) => room === reconcile.name)?.seen as Partial<ReconcileSeen> | undefined
  if (!Array.isArray(seen?.cases)) {
    throw new OpsError('USAGE', {
      message: `run ${document.runId} compared no books with a chain`,
      suggestion: 'Name a reconcile or a monitor.',
      command: 'settlement watch ',
    })
  }
  const begin = { at: context.clock.now().toISOString(), source: document.runId }
  const open = ofRun(document.runId, document.startedAt, seen.cases).filter(({ ended }) => !ended)
  const tracks = open.flatMap(({ ref }) => trackOfRef(ref, known, begin) ?? [])
  return resumed(tracks, books)
}

function resumed(tracks: readonly Track[], books: BooksRead): Watched {
  return { subjects: subjectsOfTracks(tracks, books.records), unclear: [] }
}

/**
 * The payments that a call names: by references, by a saved run, or, when it names none, those that were being
 * watched and have not ended. Each payment once. Throws what reading a reference or a run throws.
 */
export async function watchedPayments(sources: WatchSources, signal: AbortSignal): Promise<Watched> {
  const { args, options } = sources.context
  const [first] = args
  const refs = Array.isArray(first) ? (first as readonly string[]) : []
  const run = optionText(options, 'fromRun')
  const parts: Watched[] = []
  for (const text of refs) parts.push(await byReference(text, sources, signal))
  if (run !== undefined) parts.push(await byRun(run, sources))
  if (parts.length === 0) {
    const open = sources.known.filter(({ resolvedAt }) => resolvedAt === null)
    parts.push(resumed(open, sources.books))
  }
  const all = parts.flatMap((part) => part.subjects)
  const subjects = [...new Map(all.map((subject) => [subject.track.id, subject])).values()]
  return { subjects: withOwnLines(subjects), unclear: parts.flatMap((part) => part.unclear) }
}

/** Rows that were made carry a line each: two of one line would be taken for one payment. */
function withOwnLines(subjects: readonly Subject[]): readonly Subject[] {
  let line = 0
  return subjects.map(({ track, records }) => ({
    track,
    records: records.map((record) => {
      if (record.source.file !== '(given)') return record
      line += 1
      const source = { ...record.source, line }
      return { ...record, source, lines: [source] }
    }),
  }))
}
