import { OpsError } from '../../core/errors.ts'
import type { Pays } from '../../core/profile.ts'
import { safe } from '../../core/safe.ts'
import type { PaymentRecord, RecordsRead, RejectedRow, RowSource } from '../record.ts'
import type { SourceField } from './aliases.ts'
import { makeAliasLookup } from './aliases-lookup.ts'
import { atomicOf, decideUnits, type WrittenAmount } from './amount-unit.ts'
import { type Mapping, passesWhere } from './mapping.ts'
import { type FlatRow, flatten } from './normalise-flatten.ts'
import { makePickers, type Picker } from './normalise-pick.ts'
import { type Draft, type RowContext, readRow } from './normalise-row.ts'
import { makeTally } from './normalise-shown.ts'
import { makeDefaults } from './normalise-token.ts'
import { isBlank } from './normalise-values.ts'

/** One row as it was read, and where it stood. */
export type RawRow = { readonly source: RowSource; readonly data: unknown }

/** What is known about a source of records besides its rows. */
export type NormaliseContext = {
  /** The source as the operator named it. */
  readonly name: string
  readonly pays: readonly Pays[]
  readonly mapping: Mapping | null
}

const maxFieldsShown = 40
const firstRowsShown = 5

/** Collects rows of one source, one at a time, so that a file need not be held as a whole. */
export type Normaliser = {
  /** Reads one row. Throws `OpsError` TIME_ZONE_UNCLEAR. */
  readonly add: (row: RawRow) => void
  /** Counts a row that could not even be read. */
  readonly reject: (row: RejectedRow) => void
  /** What was read. Throws `OpsError` AMOUNT_UNIT_UNCLEAR or RECORDS_WITHOUT_KEY. */
  readonly finish: () => RecordsRead
}

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

/** Makes a normaliser for one source. Pure: it looks at nothing but the rows and the context. */
export function makeNormaliser({ name, pays, mapping }: NormaliseContext): Normaliser {
  const defaults = makeDefaults(pays, mapping)
  const context: RowContext = { name, mapping, defaults }
  const pickerOf = makePickers(mapping)
  const tally = makeTally()
  const drafts: Draft[] = []
  const rejected: RejectedRow[] = []
  const fieldsSeen = new Set<string>()
  let rows = 0
  let ignored = 0
  let emptyKey = false

  const remember = (row: FlatRow) => {
    if (fieldsSeen.size >= maxFieldsShown) return
    for (const path of row.leaves.keys()) if (fieldsSeen.size < maxFieldsShown) fieldsSeen.add(path)
  }

  const finishDraft = ({ record, amount }: Draft, unitOf: (path: string) => 'atomic' | 'token') => {
    if (amount === null) return record
    const { decimals } = defaults.token(record.network, record.asset)
    const atomic = atomicOf(amount, unitOf(amount.path), decimals)
    if (typeof atomic === 'bigint') return { ...record, amountAtomic: atomic }
    rejected.push({ ...record.source, why: `"${safe(amount.path, 80)}" ${atomic}` })
    return null
  }

  return {
    add: ({ source, data }) => {
      rows += 1
      const row = flatten(data)
      if (row === undefined) {
        rejected.push({ ...source, why: 'the row is not an object, or has more than 1000 fields' })
        return
      }
      remember(row)
      if (mapping !== null && !passesWhere(mapping.where, (path) => row.leaves.get(path))) {
        ignored += 1
        return
      }
      const picker = pickerOf(row)
      emptyKey ||= hasEmptyKey(picker)
      const { kind, draft, word } = readRow(row, picker, source, context)
      if (kind === 'ignored') {
        ignored += 1
        return
      }
      tally.addWord(word)
      tally.addOrigins(picker.origins)
      if (kind === 'rejected') rejected.push({ ...source, why: picker.problems.join('; ') })
      else if (draft !== null) drafts.push(draft)
    },
    reject: (row) => {
      rows += 1
      rejected.push(row)
    },
    finish: () => {
      const written = drafts.flatMap(({ amount }): WrittenAmount[] => (amount === null ? [] : [amount]))
      const unitOf = decideUnits(written, mapping?.amountUnit ?? null, name)
      const records = drafts.map((draft) => finishDraft(draft, unitOf)).filter((record) => record !== null)
      if (records.length > 0 && !emptyKey && !records.some(isJoinable)) {
        throw new OpsError('RECORDS_WITHOUT_KEY', {
          file: name,
          fields: [...fieldsSeen].map((path) => safe(path, 60)).join(', '),
        })
      }
      const [open] = written
      const unread = unexplained(fieldsSeen, mapping)
      const counted = records.some((record) => record.amountAtomic !== null)
      return {
        name,
        rows,
        used: records.length,
        ignored,
        rejected: rejected.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)),
        records,
        mapping: {
          fields: tally.fields(mapping?.fields ?? {}),
          states: tally.states(),
          amountUnit: open !== undefined ? unitOf(open.path) : counted ? 'atomic' : null,
          firstRows: records.slice(0, firstRowsShown),
          unread,
          ...(fieldsSeen.size > 0 && unread.length === fieldsSeen.size ? { nothingUnderstood: true } : {}),
        },
      }
    },
  }
}

/**
 * Turns rows of any shape into payment records. Pure. Rows that are not payments are counted, rows that
 * cannot be used are named by line. Throws `OpsError` AMOUNT_UNIT_UNCLEAR, TIME_ZONE_UNCLEAR, and
 * RECORDS_WITHOUT_KEY when payments were recognised, but none names a payer with a nonce, or a transaction, and
 * no row has even an empty field for them.
 */
export function normaliseRows(rows: readonly RawRow[], context: NormaliseContext): RecordsRead {
  const normaliser = makeNormaliser(context)
  for (const row of rows) normaliser.add(row)
  return normaliser.finish()
}
