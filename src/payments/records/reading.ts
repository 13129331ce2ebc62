import { OpsError } from '../../core/errors.ts'
import type { Pays } from '../../core/profile.ts'
import { safe } from '../../core/safe.ts'
import type { PaymentRecord, RecordsRead, RejectedRow, RowSource } from '../record.ts'
import type { SourceField } from './aliases.ts'
import { makeAliasLookup } from './aliases-lookup.ts'
import { atomicOf, makeUnitVote, type UnitOf } from './amount-unit.ts'
import { makeFlatReader } from './flat-reader.ts'
import { type Mapping, passesWhere } from './mapping.ts'
import { type FlatRow, flatten } from './normalise-flatten.ts'
import { makePickers, type Picker } from './normalise-pick.ts'
import { type Draft, type RowContext, readRow } from './normalise-row.ts'
import { makeTally } from './normalise-shown.ts'
import { makeDefaults } from './normalise-token.ts'
import { isBlank } from './normalise-values.ts'

/** What is known about a source of records besides its rows. */
export type NormaliseContext = {
  /** The source as the operator named it. */
  readonly name: string
  readonly pays: readonly Pays[]
  readonly mapping: Mapping | null
}

/**
 * The reading of one source, row by row. It counts and keeps no row: what becomes of the drafts and the records is
 * the matter of its user.
 */
export type Reading = {
  /** Reads one row; null when it is no payment or cannot be used. Throws `OpsError` TIME_ZONE_UNCLEAR. */
  readonly take: (source: RowSource, data: unknown) => Draft | null
  /**
   * As `take`, for the row that these bytes are the JSON of; undefined when they must be parsed and taken, and then
   * nothing was counted: when they are not written as usual, or no row of their shape was taken before.
   */
  readonly scan: (source: RowSource, bytes: Buffer, from: number, to: number) => Draft | null | undefined
  /** Counts a row that could not even be read. */
  readonly reject: (row: RejectedRow) => void
  /** The units as far as the rows taken tell. Throws `OpsError` AMOUNT_UNIT_UNCLEAR. */
  readonly units: () => UnitOf
  /** The record of a draft, in the order of the rows; null when its amount does not fit, and its row is rejected. */
  readonly settle: (draft: Draft, unitOf: UnitOf) => PaymentRecord | null
  /** What was read, with these records, once every draft is settled. Throws `OpsError` RECORDS_WITHOUT_KEY. */
  readonly finish: (records: readonly PaymentRecord[], unitOf: UnitOf) => RecordsRead
}

const maxFieldsShown = 40
const firstRowsShown = 5

/** Those of the paths that neither the mapping nor any known name explains. */
function unexplained(paths: Iterable<string>, mapping: Mapping | null): readonly string[] {
  const lookup = makeAliasLookup()
  const mapped = new Set<string | undefined>(Object.values(mapping?.fields ?? {}))
  return [...paths].filter((path) => !mapped.has(path) && lookup(path).length === 0).sort()
}

function isJoinable(record: PaymentRecord): boolean {
  return record.tx !== null || (record.payer !== null && record.nonce !== null)
}

/**
 * Does the row have a field for the key, though an empty one? Then the log is fit for joining, and one that holds
 * only refused attempts in this window must not stop a run.
 */
function hasEmptyKey(picker: Picker): boolean {
  const isEmpty = (field: SourceField) => {
    const first = picker.first(field)
    return first !== null && isBlank(first.value)
  }
  return isEmpty('tx') || isEmpty('paymentHeader') || (isEmpty('nonce') && picker.first('payer') !== null)
}

function byPlace(a: RejectedRow, b: RejectedRow): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1
}

/** Begins the reading of one source. Pure: it looks at nothing but the rows and the context. */
export function makeReading({ name, pays, mapping }: NormaliseContext): Reading {
  const defaults = makeDefaults(pays, mapping)
  const context: RowContext = { name, mapping, defaults }
  const pickerOf = makePickers(mapping)
  const tally = makeTally()
  // Where a mapping fixes paths, names do not decide alone.
  const flat = mapping === null ? makeFlatReader(defaults, tally) : null
  const vote = makeUnitVote()
  const rejected: RejectedRow[] = []
  const unfit: RejectedRow[] = []
  const fieldsSeen = new Set<string>()
  const firstRows: PaymentRecord[] = []
  let [rows, ignored, used] = [0, 0, 0]
  let [emptyKey, joinable, counted] = [false, false, false]
  let openPath: string | null = null

  const remember = (row: FlatRow) => {
    if (fieldsSeen.size >= maxFieldsShown) return
    for (const path of row.leaves.keys()) if (fieldsSeen.size < maxFieldsShown) fieldsSeen.add(path)
  }

  const takeAny = (source: RowSource, data: unknown): Draft | null => {
    const row = flatten(data)
    if (row === undefined) {
      rejected.push({ ...source, why: 'the row is not an object, or has more than 1000 fields' })
      return null
    }
    remember(row)
    if (mapping !== null && !passesWhere(mapping.where, (path) => row.leaves.get(path))) {
      ignored += 1
      return null
    }
    const picker = pickerOf(row)
    emptyKey ||= hasEmptyKey(picker)
    const { kind, draft, word } = readRow(row, picker, source, context)
    if (kind === 'ignored') {
      ignored += 1
      return null
    }
    tally.addWord(word)
    tally.addOrigins(picker.origins)
    if (kind === 'rejected') rejected.push({ ...source, why: picker.problems.join('; ') })
    if (kind === 'rejected' || draft === null) return null
    if (draft.amount !== null) {
      openPath ??= draft.amount.path
      vote.add(draft.amount)
    }
    return draft
  }

  const atomicRecord = ({ record, amount }: Draft, unitOf: UnitOf): PaymentRecord | null => {
    if (amount === null) return record
    const { decimals } = defaults.token(record.network, record.asset)
    const atomic = atomicOf(amount, unitOf(amount.path), decimals)
    if (typeof atomic === 'bigint') return { ...record, amountAtomic: atomic }
    unfit.push({ ...record.source, why: `"${safe(amount.path, 80)}" ${atomic}` })
    return null
  }

  const count = (known: Draft | 'ignored'): Draft | null => {
    if (known !== 'ignored') return known
    ignored += 1
    return null
  }

  return {
    take: (source, data) => {
      rows += 1
      const known = flat?.read(source, data)
      return known === undefined ? takeAny(source, data) : count(known)
    },
    scan: (source, bytes, from, to) => {
      const known = flat?.scan(source, bytes, from, to)
      if (known === undefined) return undefined
      rows += 1
      return count(known)
    },
    reject: (row) => {
      rows += 1
      rejected.push(row)
    },
    units: () => vote.decide(mapping?.amountUnit ?? null, name),
    settle: (draft, unitOf) => {
      const record = atomicRecord(draft, unitOf)
      if (record === null) return null
      used += 1
      joinable ||= isJoinable(record)
      counted ||= record.amountAtomic !== null
      if (firstRows.length < firstRowsShown) firstRows.push(record)
      return record
    },
    finish: (records, unitOf) => {
      if (used > 0 && !emptyKey && flat?.hasEmptyKey() !== true && !joinable) {
        throw new OpsError('RECORDS_WITHOUT_KEY', {
          file: name,
          fields: [...fieldsSeen].map((path) => safe(path, 60)).join(', '),
        })
      }
      flat?.finish()
      const unread = unexplained(fieldsSeen, mapping)
      return {
        name,
        rows,
        used,
        ignored,
        rejected: [...rejected, ...unfit].sort(byPlace),
        records,
        mapping: {
          fields: tally.fields(mapping?.fields ?? {}),
          states: tally.states(),
          amountUnit: openPath !== null ? unitOf(openPath) : counted ? 'atomic' : null,
          firstRows,
          unread,
          ...(fieldsSeen.size > 0 && unread.length === fieldsSeen.size ? { nothingUnderstood: true } : {}),
        },
      }
    },
  }
}
