import type { ChainLog, LogScan } from './ports.ts'

/** The events of EIP-3009 tokens: the first topic of each, at the place that is its number in `LogColumns.kind`. */
export const kindTopics = [
  '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5',
  '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81',
] as const

/** Numbers of the events in `LogColumns.kind`. */
export const kinds = { transfer: 0, authorizationUsed: 1, authorizationCanceled: 2 } as const

/** Logs of one token as columns, row by row in chain order (block, logIndex), each once. */
export type LogColumns = {
  readonly count: number
  /** One of `kinds`. */
  readonly kind: Uint8Array
  readonly block: Float64Array
  readonly logIndex: Uint32Array
  /** 32 bytes a row. */
  readonly tx: Uint8Array
  /** 32 bytes a row. */
  readonly blockHash: Uint8Array
  /** 20 bytes a row: who sent, or who authorized. */
  readonly first: Uint8Array
  /** 32 bytes a row: who received, as a word that begins with twelve zeros; or the nonce. */
  readonly second: Uint8Array
  /** 32 bytes a row: the value of a transfer; zeros for the other events, which carry no data. */
  readonly value: Uint8Array
}

/** As `LogScan`, in columns. `odd`: logs of the question that are not shaped like one of the three events. */
export type ColumnScan = {
  readonly columns: LogColumns
  readonly odd: readonly ChainLog[]
  readonly holes: LogScan['holes']
  readonly dropped: number
  readonly requests: number
}

/** Columns with room for `count` rows, all zero. */
export function emptyColumns(count = 0): LogColumns {
  return {
    count,
    kind: new Uint8Array(count),
    block: new Float64Array(count),
    logIndex: new Uint32Array(count),
    tx: new Uint8Array(count * 32),
    blockHash: new Uint8Array(count * 32),
    first: new Uint8Array(count * 20),
    second: new Uint8Array(count * 32),
    value: new Uint8Array(count * 32),
  }
}

/** The rows from `from` up to and without `to`, over the same memory. */
export function sliceColumns(columns: LogColumns, from: number, to: number): LogColumns {
  const words = (column: Uint8Array) => column.subarray(from * 32, to * 32)
  return {
    count: to - from,
    kind: columns.kind.subarray(from, to),
    block: columns.block.subarray(from, to),
    logIndex: columns.logIndex.subarray(from, to),
    tx: words(columns.tx),
    blockHash: words(columns.blockHash),
    first: columns.first.subarray(from * 20, to * 20),
    second: words(columns.second),
    value: words(columns.value),
  }
}

/** All rows of all parts in the order of the parts, in memory of their own. */
export function joinColumns(parts: readonly LogColumns[]): LogColumns {
  const joined = emptyColumns(parts.reduce((sum, { count }) => sum + count, 0))
  let row = 0
  for (const part of parts) {
    joined.kind.set(part.kind.subarray(0, part.count), row)
    joined.block.set(part.block.subarray(0, part.count), row)
    joined.logIndex.set(part.logIndex.subarray(0, part.count), row)
    joined.first.set(part.first.subarray(0, part.count * 20), row * 20)
    for (const name of ['tx', 'blockHash', 'second', 'value'] as const) {
      joined[name].set(part[name].subarray(0, part.count * 32), row * 32)
    }
    row += part.count
  }
  return joined
}

/** Four bytes at a time where the memory allows it; one by one a row costs as much as reading its log. */
function copier(from: Uint8Array, to: Uint8Array, width: number): (row: number, toRow: number) => void {
  const isAligned = from.byteOffset % 4 === 0
  const [source, target, step] = isAligned
    ? [
        new Int32Array(from.buffer, from.byteOffset, from.length / 4),
        new Int32Array(to.buffer, to.byteOffset, to.length / 4),
        width / 4,
      ]
    : [from, to, width]
  return (row, toRow) => {
    const [at, toAt] = [row * step, toRow * step]
    for (let i = 0; i < step; i += 1) target[toAt + i] = source[at + i] ?? 0
  }
}

/** The named rows in the order in which they are named, in memory of their own. */
export function takeRows(columns: LogColumns, rows: ArrayLike<number>): LogColumns {
  const taken = emptyColumns(rows.length)
  const copiers = (['tx', 'blockHash', 'first', 'second', 'value'] as const).map((name) =>
    copier(columns[name], taken[name], name === 'first' ? 20 : 32),
  )
  for (let to = 0; to < rows.length; to += 1) {
    const from = rows[to] ?? 0
    taken.kind[to] = columns.kind[from] ?? 0
    taken.block[to] = columns.block[from] ?? 0
    taken.logIndex[to] = columns.logIndex[from] ?? 0
    for (const copy of copiers) copy(from, to)
  }
  return taken
}
