/** How many records share one piece of memory. A power of two. */
export const chunkRows = 65_536
const low = chunkRows - 1

/** 40 bits a row: a label that is only ever compared with labels of its kind. The word 0 = no label. */
export type LabelColumn = { readonly word: Uint32Array; readonly byte: Uint8Array }

/**
 * What a record is to the sieve: left with the books, open, paired, paired and taken back, or open until a window
 * showed that it is not plain.
 */
export const states = { left: 0, open: 1, paired: 2, taken: 3, refused: 4 } as const

/**
 * The records of one chunk as columns, 62 bytes a record. Labels are known of every record, the others of those that
 * may be plain. `received` counts milliseconds from the beginning of the window, `responded` from there.
 */
export type Chunk = {
  readonly key: LabelColumn
  readonly tx: LabelColumn
  readonly recordId: LabelColumn
  readonly requestId: LabelColumn
  readonly identifier: LabelColumn
  readonly payer: LabelColumn
  /** Four words a row: payer, nonce, transaction, recipient, amount and token in one hash. */
  readonly terms: Uint32Array
  readonly received: Uint32Array | Float64Array
  readonly responded: Int32Array
  readonly group: Uint16Array
  /** Number of the amount in the list of amounts. */
  readonly amount: Uint32Array
  readonly state: Uint8Array
  /** 1 = its own times show that its route settles after the work. */
  readonly showsAfter: Uint8Array
  readonly block: Uint32Array
  readonly logIndex: Uint16Array
}

/** All records, in the order of the books. */
export type Rows = { readonly chunks: Chunk[]; count: number; readonly isLong: boolean }

/** No rows yet. `isLong` = the window is longer than milliseconds fit into 32 bits. */
export function noRows(isLong: boolean): Rows {
  return { chunks: [], count: 0, isLong }
}

const label = (): LabelColumn => ({ word: new Uint32Array(chunkRows), byte: new Uint8Array(chunkRows) })

/** The names of the label columns by which records are connected. */
export const connecting = ['recordId', 'requestId', 'identifier', 'tx', 'key'] as const

function newChunk(isLong: boolean): Chunk {
  return {
    key: label(),
    tx: label(),
    recordId: label(),
    requestId: label(),
    identifier: label(),
    payer: label(),
    terms: new Uint32Array(chunkRows * 4),
    received: isLong ? new Float64Array(chunkRows) : new Uint32Array(chunkRows),
    responded: new Int32Array(chunkRows),
    group: new Uint16Array(chunkRows),
    amount: new Uint32Array(chunkRows),
    state: new Uint8Array(chunkRows),
    showsAfter: new Uint8Array(chunkRows),
    block: new Uint32Array(chunkRows),
    logIndex: new Uint16Array(chunkRows),
  }
}

/** The chunk in which the next row stands; `rows.count` is its number. */
export function nextChunk(rows: Rows): Chunk {
  if ((rows.count & low) === 0) rows.chunks.push(newChunk(rows.isLong))
  return rows.chunks[rows.chunks.length - 1] as Chunk
}

/** The chunk of a row. */
export function chunkOf({ chunks }: Rows, row: number): Chunk {
  return chunks[Math.floor(row / chunkRows)] as Chunk
}

/** The place of a row in its chunk. */
export function placeIn(row: number): number {
  return row & low
}

/** Calls for each row of the given states with its chunk, its place there and its number, in order. */
export function eachRow(
  rows: Rows,
  state: number,
  each: (chunk: Chunk, place: number, row: number) => void,
): void {
  for (let first = 0, number = 0; first < rows.count; first += chunkRows, number += 1) {
    const chunk = rows.chunks[number] as Chunk
    const end = Math.min(chunkRows, rows.count - first)
    for (let place = 0; place < end; place += 1) {
      if (chunk.state[place] === state) each(chunk, place, first + place)
    }
  }
}

/** Lets go of the labels that only connect records, when all of them were looked at. */
export function dropLabels(rows: Rows): void {
  const none: LabelColumn = { word: new Uint32Array(0), byte: new Uint8Array(0) }
  for (const [number, chunk] of rows.chunks.entries()) {
    rows.chunks[number] = { ...chunk, tx: none, recordId: none, requestId: none, identifier: none }
  }
}
