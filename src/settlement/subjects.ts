import type { PaymentRecord, TransferMethod } from '../payments/record.ts'
import { foldRecords } from '../payments/records/fold.ts'
import { type Track, type TrackRef, trackId } from '../runs/tracks.ts'
import { madeRecord } from './made-record.ts'
import { recordsBeside, recordsOfPayers } from './match.ts'
import { unknownPayment } from './reference.ts'
import { startTrack } from './track.ts'

/** A payment that is followed, with the rows that tell of it; made from its reference when no books do. */
export type Subject = { readonly track: Track; readonly records: readonly PaymentRecord[] }

/** What of a record says which payment it is. */
export function refOfRecord(record: PaymentRecord): TrackRef {
  const { payer, nonce, network, asset, tx, payTo, amountAtomic, validBefore } = record
  const { recordId, requestId, route, transfer } = record
  return {
    ...{ payer, nonce, network, asset, tx, payTo, amountAtomic, validBefore },
    ...{ recordId, requestId, route, transfer },
  }
}

/** The first reference, with what it leaves open filled from the second; of two ends the later. */
export function filledRef(ref: TrackRef, more: TrackRef): TrackRef {
  const filled = Object.entries(ref).map(([name, value]) => [name, value ?? more[name as keyof TrackRef]])
  const ends = [ref.validBefore, more.validBefore].filter((end) => end !== null)
  return {
    ...(Object.fromEntries(filled) as TrackRef),
    validBefore: ends.length === 0 ? null : Math.max(...ends),
  }
}

/**
 * The payments in some records, each once, as tracks: `known` ones go on where they were. Records that name no
 * payment are left out. `at` in RFC 3339.
 */
export function subjectsOf(
  records: readonly PaymentRecord[],
  known: readonly Track[],
  { at, source }: { readonly at: string; readonly source: string | null },
): readonly Subject[] {
  const before = new Map(known.map((track) => [track.id, track]))
  const subjects = new Map<string, Subject>()
  for (const record of records) {
    const ref = refOfRecord(record)
    const submittedAt = record.receivedAt === null ? null : new Date(record.receivedAt).toISOString()
    const fresh = startTrack(ref, { at, submittedAt, source })
    if (fresh === null) continue
    const met = subjects.get(fresh.id)
    const track = met?.track ?? before.get(fresh.id) ?? fresh
    const filled = { ...track, ref: filledRef(track.ref, ref), submittedAt: track.submittedAt ?? submittedAt }
    subjects.set(fresh.id, { track: filled, records: [...(met?.records ?? []), record] })
  }
  return [...subjects.values()]
}

const isOf = (record: PaymentRecord, { payer, nonce, tx, recordId, requestId }: TrackRef) => {
  if (payer !== null && nonce !== null) return record.payer === payer && record.nonce === nonce
  if (tx !== null && record.tx === tx) return true
  if (recordId !== null) return record.recordId === recordId
  return requestId !== null && record.requestId === requestId
}

const methods: readonly TransferMethod[] = ['eip3009', 'permit2', 'svm', 'none']

/** A followed payment with the rows of the books that tell of it, as they are now; else a row made from what is kept. */
export function subjectOfTrack(track: Track, books: readonly PaymentRecord[], line: number): Subject {
  const records = books.filter((record) => isOf(record, track.ref))
  if (records.length > 0) {
    const ref = records.reduce((all, record) => filledRef(all, refOfRecord(record)), track.ref)
    return { track: { ...track, ref }, records }
  }
  const { payer, nonce, network, asset, payTo, amountAtomic, validBefore, tx } = track.ref
  const given = {
    ...unknownPayment,
    payer,
    nonce,
    network,
    asset,
    payTo,
    amountAtomic,
    validBefore,
    tx,
    endFrom: 'books' as const,
  }
  // Nothing is assumed of how it was paid: read as another method, a nonce that was used looks unused.
  const transfer = methods.find((method) => method === track.ref.transfer) ?? null
  return { track, records: [{ ...madeRecord(given, line), transfer }] }
}

/** A reference as a track that begins now; null when it names nothing. */
export function trackOfRef(
  ref: TrackRef,
  known: readonly Track[],
  begin: { readonly at: string; readonly source: string | null },
): Track | null {
  const id = trackId(ref)
  return known.find((track) => track.id === id) ?? startTrack(ref, { ...begin, submittedAt: null })
}

/** Followed payments with the rows of the books that tell of them, several rows of one payment as one. */
export function subjectsOfTracks(
  tracks: readonly Track[],
  books: readonly PaymentRecord[],
): readonly Subject[] {
  const folded = foldRecords(books)
  return tracks.map((track, index) => subjectOfTrack(track, folded, index + 1))
}

/** The part of the books that must be known to judge these payments, several rows of one payment as one. */
export function booksAround(
  subjects: readonly Subject[],
  books: readonly PaymentRecord[],
): readonly PaymentRecord[] {
  const named = subjects.flatMap(({ records }) => records)
  const folded = foldRecords(books)
  const always = { since: 0, until: Number.MAX_SAFE_INTEGER }
  return [...new Set([...recordsBeside(folded, named), ...recordsOfPayers(folded, named, always)])]
}
