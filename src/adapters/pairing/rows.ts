import { openPages, type Pages } from './pages.ts'

/** How the records are held: `rowBits` says that 2^rowBits of them share a page, and `held` how many pages stay in memory. */
export type Paging = { readonly rowBits: number; readonly held: number }

/**
 * 16,384 records share a page, and 48 pages are held of each kind: some 50 MB for the first 800,000 records, no file for
 * fewer, and nothing more for any number.
 */
export const usualPaging: Paging = { rowBits: 14, held: 48 }

/**
 * What a record is to the sieve: left with the books, open, paired, paired and taken back, or open until a window
 * showed that it is not plain.
 */
export const states = { left: 0, open: 1, paired: 2, taken: 3, refused: 4 } as const

/**
 * The records of one page as columns, 42 bytes a record, known of those that may be plain. `received` counts milliseconds
 * from the beginning of the window, `responded` from there.
 */
export type RowColumns = {
  readonly received: Uint32Array | Float64Array
  readonly responded: Int32Array
  /** Four words a row: payer, nonce and transaction in one hash. */
  readonly terms: Uint32Array
  /** See `amountWords`. */
  readonly amountHigh: Uint32Array
  readonly amountLow: Uint32Array
  /** 40 bits of the hash of the payer. */
  readonly payerWord: Uint32Array
  readonly block: Uint32Array
  readonly group: Uint16Array
  readonly logIndex: Uint16Array
  readonly payerByte: Uint8Array
  /** 1 = its own times show that its route settles after the work. */
  readonly showsAfter: Uint8Array
}

/** All records, in the order of the books. Their states are always in memory. */
export type Rows = {
  readonly pages: Pages<RowColumns>
  readonly rowBits: number
  state: Uint8Array
  count: number
}

const wordColumns = 9
const shortColumns = 2
const byteColumns = 2

function layColumns(memory: ArrayBuffer, rows: number, isLong: boolean): RowColumns {
  let at = 0
  const next = (bytes: number) => {
    at += bytes * rows
    return at - bytes * rows
  }
  const word = () => new Uint32Array(memory, next(4), rows)
  return {
    received: isLong ? new Float64Array(memory, next(8), rows) : word(),
    responded: new Int32Array(memory, next(4), rows),
    terms: new Uint32Array(memory, next(16), rows * 4),
    amountHigh: word(),
    amountLow: word(),
    payerWord: word(),
    block: word(),
    group: new Uint16Array(memory, next(2), rows),
    logIndex: new Uint16Array(memory, next(2), rows),
    payerByte: new Uint8Array(memory, next(1), rows),
    showsAfter: new Uint8Array(memory, next(1), rows),
  }
}

/** No rows yet. `isLong` = the window is longer than milliseconds fit into 32 bits. */
export function openRows({ rowBits, held }: Paging, isLong: boolean): Rows {
  const rows = 2 ** rowBits
  const bytes = rows * (wordColumns * 4 + shortColumns * 2 + byteColumns + (isLong ? 8 : 4))
  const pages = openPages({ bytes, held }, (memory) => layColumns(memory, rows, isLong))
  return { pages, rowBits, state: new Uint8Array(rows), count: 0 }
}

/** Makes room for one more row, which is left until somebody says otherwise. */
export function nextRow(rows: Rows): number {
  const row = rows.count
  rows.count += 1
  if (rows.count > rows.state.length) {
    const longer = new Uint8Array(rows.state.length * 2)
    longer.set(rows.state)
    rows.state = longer
  }
  return row
}

/** The columns of a row to be read; see `Pages.read`. */
export function columnsOf({ pages, rowBits }: Rows, row: number): RowColumns {
  return pages.read(row >>> rowBits)
}

/** The columns of a row to be written. */
export function changedColumns({ pages, rowBits }: Rows, row: number): RowColumns {
  return pages.change(row >>> rowBits)
}

/** The place of a row in its page. */
export function placeIn({ rowBits }: Rows, row: number): number {
  return row & ((1 << rowBits) - 1)
}

/**
 * Calls for each row of any of these states with the columns of its page, its place there and its number, in order. Pages
 * without such a row stay where they are. `each` must not ask for other pages.
 */
export function eachRow(
  rows: Rows,
  wanted: readonly number[],
  each: (columns: RowColumns, place: number, row: number) => void,
): void {
  const { state, count, pages, rowBits } = rows
  const mask = wanted.reduce((bits, one) => bits | (1 << one), 0)
  for (let first = 0, page = 0; first < count; first += 1 << rowBits, page += 1) {
    const end = Math.min(count, first + (1 << rowBits))
    let columns: RowColumns | null = null
    for (let row = first; row < end; row += 1) {
      if (((mask >> (state[row] as number)) & 1) === 0) continue
      columns ??= pages.read(page)
      each(columns, row - first, row)
    }
  }
}
