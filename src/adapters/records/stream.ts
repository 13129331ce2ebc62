import { setImmediate as nextTurn } from 'node:timers/promises'
import { OpsError } from '../../core/errors.ts'
import type { PaymentRecord, RecordsRead } from '../../payments/record.ts'
import type { AmountUnit, UnitOf } from '../../payments/records/amount-unit.ts'
import { makeReading, type Reading } from '../../payments/records/reading.ts'
import type { StreamedBooks } from '../../payments/records-port.ts'
import { type BookFile, type BookRow, type Books, bookRows, draftOf, sectionRows } from './books.ts'
import type { Wanted } from './format.ts'
import { makePlaces, type Places } from './places.ts'
import { type Sealed, sealed } from './seal.ts'
import { makeStarts, type Section, type Starts } from './starts.ts'

/** What is told of each record. */
type Each = (ordinal: number, record: PaymentRecord) => void | Promise<void>

/** A file that was told, and what is needed to find rows of it again. */
type ToldFile = BookFile & { readonly sealed: Sealed; readonly starts: Starts }

/** One source after it was told: what is needed to read some of its records again. */
type Told = {
  readonly books: Books
  readonly files: readonly ToldFile[]
  readonly unitOf: UnitOf
  readonly read: RecordsRead
}

// Asked for only when a draft has an amount without a unit, and then the units are known.
const unasked: UnitOf = () => 'atomic'

/** The unit of each path, of all rows: what is told one by one cannot wait for the last one. */
async function unitsOf({ context, files, signed }: Books, signal: AbortSignal): Promise<UnitOf> {
  const reading = makeReading(context)
  for (const file of files) {
    for await (const rows of bookRows(file, signed, null, reading.scan, signal)) {
      for (const row of rows) draftOf(reading, row)
    }
  }
  return reading.units()
}

async function tell(
  books: Books,
  firstFile: number,
  places: Places,
  each: Each,
  signal: AbortSignal,
): Promise<Told> {
  const { context, signed } = books
  const files = books.files.map(
    (file): ToldFile => ({ ...file, sealed: sealed(file.bytes, file.file), starts: makeStarts() }),
  )
  const reading = makeReading(context)
  const used = new Map<string, AmountUnit>()
  let unitOf: UnitOf | null = context.mapping?.amountUnit == null ? null : reading.units()
  for (const [at, { file, sealed, starts }] of files.entries()) {
    const whole = { file, bytes: sealed.first }
    for await (const rows of bookRows(whole, signed, null, reading.scan, signal, starts.mark)) {
      for (const row of rows) {
        const draft = draftOf(reading, row)
        if (draft === null) continue
        if (draft.amount !== null) {
          unitOf ??= await unitsOf(books, signal)
          used.set(draft.amount.path, unitOf(draft.amount.path))
        }
        const record = reading.settle(draft, unitOf ?? unasked)
        if (record === null) continue
        places.add(firstFile + at, row.index)
        const waits = each(places.count() - 1, record)
        if (waits !== undefined) await waits
      }
    }
  }
  const units = reading.units()
  const isOther = [...used].some(([path, unit]) => units(path) !== unit)
  if (isOther) throw new OpsError('RECORDS_CHANGED', { file: context.name })
  return { books, files, unitOf: unitOf ?? units, read: reading.finish([], units) }
}

const sectionsAtOnce = 64

/** The rows of some sections of one file, as they were. */
async function* sectionsAgain(
  { file, sealed, parts }: ToldFile & Required<Pick<BookFile, 'parts'>>,
  sections: readonly Section[],
  wanted: Wanted,
  scan: Reading['scan'],
  signal: AbortSignal,
): AsyncGenerator<Iterable<BookRow>> {
  const opened = await parts()
  async function* bytesOf({ start, end }: Section) {
    yield sealed.part(opened, start.at, end)
  }
  try {
    for (const [number, section] of sections.entries()) {
      signal.throwIfAborted()
      // Parts are read at once: whoever waits for a signal or a timer gets his turn between some of them.
      if (number % sectionsAtOnce === 0) await nextTurn()
      yield* sectionRows(file, bytesOf(section), section, wanted, scan)
    }
  } finally {
    await opened.close()
  }
}

/** The records of some rows of one file, in their order. Throws `OpsError` RECORDS_CHANGED. */
async function recordsAgain(
  { books, unitOf }: Told,
  told: ToldFile,
  rows: readonly number[],
  signal: AbortSignal,
): Promise<readonly PaymentRecord[]> {
  const reading = makeReading(books.context)
  const records: PaymentRecord[] = []
  let next = 0
  const wanted = (index: number) => {
    if (index !== rows[next]) return false
    next += 1
    return true
  }
  const { file, parts, sealed, starts } = told
  const sections = parts === undefined ? null : starts.sectionsOf(rows, sealed.length())
  const found =
    parts === undefined || sections === null
      ? bookRows({ file, bytes: sealed.again }, books.signed, wanted, reading.scan, signal)
      : sectionsAgain({ ...told, parts }, sections, wanted, reading.scan, signal)
  for await (const batch of found) {
    for (const row of batch) {
      const draft = draftOf(reading, row)
      const record = draft === null ? null : reading.settle(draft, unitOf)
      if (record !== null) records.push(record)
    }
  }
  if (records.length !== rows.length) throw new OpsError('RECORDS_CHANGED', { file })
  return records
}

/**
 * Tells every record of the sources in their order and keeps none. `open` finds the files of each source when its turn
 * comes; what it gives is read more than once. Throws what `open` and `each` throw, `OpsError` RECORDS_*,
 * AMOUNT_UNIT_UNCLEAR or TIME_ZONE_UNCLEAR, and the signal's reason when it aborts.
 */
export async function streamBooks(
  open: readonly (() => Promise<Books>)[],
  each: Each,
  signal: AbortSignal,
): Promise<StreamedBooks> {
  const places = makePlaces()
  const told: Told[] = []
  let firstFile = 0
  for (const openOne of open) {
    signal.throwIfAborted()
    const books = await openOne()
    told.push(await tell(books, firstFile, places, each, signal))
    firstFile += books.files.length
  }
  const again = async (ordinals: readonly number[], signal: AbortSignal) => {
    const wanted = places.rowsOf(ordinals)
    const records: PaymentRecord[] = []
    const files = told.flatMap((one) => one.files.map((file) => ({ one, file })))
    for (const [at, { one, file }] of files.entries()) {
      const rows = wanted.get(at)
      if (rows === undefined) continue
      for (const record of await recordsAgain(one, file, rows, signal)) records.push(record)
    }
    return records
  }
  return { reads: told.map(({ read }) => read), count: places.count(), again }
}
