import { emptyColumns, type LogColumns } from '../../core/log-columns.ts'

/** How wide the packed columns are: what a reader must know to find them again. */
export type Packing = {
  readonly rows: number
  /** Different blocks. */
  readonly blocks: number
  /** Bytes a row of `second` and `value`: the zeros that all rows begin with are left out. */
  readonly second: number
  readonly value: number
}

/** How many zero bytes every row of a column of words begins with. */
function commonZeros(column: Uint8Array, rows: number): number {
  let zeros = 32
  for (let row = 0; row < rows && zeros > 0; row += 1) {
    let at = 0
    while (at < zeros && column[row * 32 + at] === 0) at += 1
    zeros = at
  }
  return zeros
}

function trimmed(column: Uint8Array, rows: number, width: number): Uint8Array {
  const packed = new Uint8Array(rows * width)
  for (let row = 0; row < rows; row += 1) {
    packed.set(column.subarray((row + 1) * 32 - width, (row + 1) * 32), row * width)
  }
  return packed
}

function widened(packed: Uint8Array, rows: number, width: number): Uint8Array {
  const column = new Uint8Array(rows * 32)
  for (let row = 0; row < rows; row += 1) {
    column.set(packed.subarray(row * width, (row + 1) * width), (row + 1) * 32 - width)
  }
  return column
}

const bytesOf = (numbers: Uint32Array | Float64Array) =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)

/**
 * Columns as few bytes: blocks and their hashes once each, zeros that all rows share not at all. Rows stand in chain
 * order, so rows of one block follow each other.
 */
export function packColumns(columns: LogColumns): {
  readonly packing: Packing
  readonly parts: readonly Uint8Array[]
} {
  const { count: rows } = columns
  const place = new Uint32Array(rows)
  const firstRows: number[] = []
  for (let row = 0; row < rows; row += 1) {
    if (row === 0 || columns.block[row] !== columns.block[row - 1]) firstRows.push(row)
    place[row] = firstRows.length - 1
  }
  const numbers = Float64Array.from(firstRows, (row) => columns.block[row] ?? 0)
  const hashes = new Uint8Array(firstRows.length * 32)
  firstRows.forEach((row, at) => {
    hashes.set(columns.blockHash.subarray(row * 32, row * 32 + 32), at * 32)
  })
  const second = 32 - commonZeros(columns.second, rows)
  const value = 32 - commonZeros(columns.value, rows)
  const parts = [
    bytesOf(numbers),
    hashes,
    bytesOf(place),
    bytesOf(columns.logIndex.slice(0, rows)),
    columns.kind.subarray(0, rows),
    columns.tx.subarray(0, rows * 32),
    columns.first.subarray(0, rows * 20),
    trimmed(columns.second, rows, second),
    trimmed(columns.value, rows, value),
  ]
  return { packing: { rows, blocks: firstRows.length, second, value }, parts }
}

/** How many bytes columns of this packing take. */
export function packedLength({ rows, blocks, second, value }: Packing): number {
  return blocks * 40 + rows * (4 + 4 + 1 + 32 + 20 + second + value)
}

/**
 * The columns that were packed; undefined when the bytes cannot be some: too many or too few of them, an unknown
 * event, a block that is not there, rows out of order. Memory of its own.
 */
export function unpackColumns(packing: Packing, bytes: Uint8Array): LogColumns | undefined {
  const { rows, blocks, second, value } = packing
  if (bytes.length !== packedLength(packing) || second > 32 || value > 32) return undefined
  let at = 0
  const take = (length: number) => {
    at += length
    // Of a Buffer, `slice` would be a view of its memory.
    return new Uint8Array(bytes.subarray(at - length, at))
  }
  const numbers = new Float64Array(take(blocks * 8).buffer)
  const hashes = take(blocks * 32)
  const place = new Uint32Array(take(rows * 4).buffer)
  const logIndex = new Uint32Array(take(rows * 4).buffer)
  const columns = { ...emptyColumns(), count: rows, logIndex, kind: take(rows), tx: take(rows * 32) }
  const block = new Float64Array(rows)
  const blockHash = new Uint8Array(rows * 32)
  for (let row = 0; row < rows; row += 1) {
    const here = place[row] ?? 0
    const last = row === 0 ? -1 : (block[row - 1] ?? 0)
    block[row] = numbers[here] ?? Number.NaN
    blockHash.set(hashes.subarray(here * 32, here * 32 + 32), row * 32)
    const isNext =
      block[row] === last ? (logIndex[row] ?? 0) > (logIndex[row - 1] ?? 0) : (block[row] ?? 0) > last
    if (!isNext || !Number.isSafeInteger(block[row]) || (columns.kind[row] ?? 3) > 2) return undefined
  }
  const first = take(rows * 20)
  const words = {
    second: widened(take(rows * second), rows, second),
    value: widened(take(rows * value), rows, value),
  }
  return { ...columns, block, blockHash, first, ...words }
}
