import { freeze } from '../../core/json.ts'
import type { PaymentRecord, RowSource } from '../record.ts'
import { groupRows, isDelivered } from './fold-groups.ts'

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function bySource(a: RowSource, b: RowSource): number {
  return compare(a.file, b.file) || a.line - b.line
}

function timeOf({ respondedAt, receivedAt }: PaymentRecord): number | null {
  return respondedAt ?? receivedAt
}

/** A total order that no input order can change; the text decides only between rows with one source. */
function byPlace(a: PaymentRecord, b: PaymentRecord): number {
  return bySource(a.source, b.source) || compare(freeze(a), freeze(b))
}

/** Oldest first: by time when every row has one, else by file and line. */
function inTime(rows: readonly PaymentRecord[]): readonly PaymentRecord[] {
  const timed = rows.every((row) => timeOf(row) !== null)
  return [...rows].sort((a, b) => (timed ? (timeOf(a) ?? 0) - (timeOf(b) ?? 0) : 0) || byPlace(a, b))
}

/**
 * A later refusal of a proof that has already been served (a replay) does not take the delivery back: such
 * rows count before every other row, whenever they came.
 */
function repeatsFirst(old: readonly PaymentRecord[]): readonly PaymentRecord[] {
  const delivered = old.filter(isDelivered)
  const records = new Set(delivered.flatMap(({ recordId }) => recordId ?? []))
  const requests = new Set(delivered.flatMap(({ requestId }) => requestId ?? []))
  const isRepeat = ({ responseStatus, recordId, requestId }: PaymentRecord) =>
    responseStatus !== null &&
    responseStatus >= 400 &&
    delivered.length > 0 &&
    !(recordId !== null && records.has(recordId)) &&
    !(requestId !== null && requests.has(requestId))
  return [...old.filter(isRepeat), ...old.filter((row) => !isRepeat(row))]
}

const foldable = [
  'recordId',
  'requestId',
  'paymentIdentifier',
  'instance',
  'route',
  'method',
  'respondedAt',
  'verifiedAt',
  'workStartedAt',
  'workEndedAt',
  'settledAt',
  'x402Version',
  'scheme',
  'transfer',
  'network',
  'asset',
  'payTo',
  'amountAtomic',
  'settledAtomic',
  'payer',
  'nonce',
  'verify',
  'responseStatus',
  'settleReason',
  'facilitator',
  'tx',
  'paymentResponsePresent',
  'refundTx',
] as const satisfies readonly (keyof PaymentRecord)[]

function foldGroup(rows: readonly PaymentRecord[]): PaymentRecord {
  const [only] = rows
  if (rows.length === 1 && only !== undefined) return only
  const old = inTime(rows)
  const newest = [...repeatsFirst(old)].reverse()
  const [latest] = newest
  if (latest === undefined) throw new Error('a group of no rows')
  const firstWith = <K extends keyof PaymentRecord>(field: K): PaymentRecord[K] =>
    (newest.find((row) => row[field] !== null) ?? latest)[field]
  // What the books say outweighs what follows from a response, whenever it was written.
  const stated =
    newest.find((row) => row.state !== null && !row.stateDerived) ?? newest.find((row) => row.state !== null)
  const ends = rows.flatMap(({ validBefore }) => validBefore ?? [])
  const received = rows.flatMap((row) => (row.receivedAt === null ? [] : [row.receivedAt]))
  const lines = rows.flatMap((row) => row.lines).sort(bySource)
  const values = Object.fromEntries(foldable.map((field) => [field, firstWith(field)]))
  return {
    ...latest,
    ...values,
    source: (old[0] ?? latest).source,
    lines,
    // One nonce may have been signed twice: it is over when the later end has passed.
    validBefore: ends.length === 0 ? null : ends.reduce((a, b) => Math.max(a, b)),
    receivedAt: received.length === 0 ? null : received.reduce((a, b) => Math.min(a, b)),
    state: stated?.state ?? null,
    stateDerived: stated?.stateDerived ?? false,
  }
}

/**
 * Makes one record of the rows that tell of one payment: rows that share a record id or a request id, or one
 * payment key within one instance (rows that name no instance: within one file). Never folded are rows
 * with different payment keys, and rows answered 2xx each under different record ids (or, without record
 * ids, different request ids): what remains may be a duplicate claim. The latest state wins, a written one
 * over a derived one; gaps are filled from the other rows, of several ends the latest; all lines are kept. The order of the input does
 * not matter; records come back by file and line.
 */
export function foldRecords(records: readonly PaymentRecord[]): readonly PaymentRecord[] {
  return groupRows(records).map(foldGroup).sort(byPlace)
}
