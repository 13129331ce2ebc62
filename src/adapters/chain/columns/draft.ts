import type { LogColumns } from '../../../core/log-columns.ts'
import { type Source, toSource } from './json-bytes.ts'

/** Of a log with more fields no stencil is made. */
export const mostFields = 24

/**
 * How the log was written that was last read key by key: where it stands, and in it what is read, in its order. The
 * next logs are compared with it.
 */
export type Stencil = {
  from: number
  /** Behind it; 0 without one. */
  end: number
  row: number
  /** What is read, from where and up to where, three numbers each. */
  readonly fields: Int32Array
  count: number
  /** Where the hash of its block stands in the log before this one. */
  hashAt: number
}

/** Where the next log is written, and what is noted of it until it is known which event it is. */
export type Draft = {
  readonly columns: LogColumns
  /** The columns of words, for writing four bytes at once. */
  readonly tx: DataView
  readonly blockHash: DataView
  readonly first: DataView
  readonly second: DataView
  readonly value: DataView
  /** Address (20 bytes), event and first topic (32 each) of the log that is being read. */
  readonly noted: Source
  /** The keys of the log before, in its order: a node writes them all alike. */
  readonly keys: Key[]
  readonly stencil: Stencil
  row: number
  hasValue: boolean
}

/** A key as it stands there, with its quotes and its colon. */
export type Key = { readonly written: Source; readonly bit: number }

/** A draft that writes into these columns, from their first row. */
export function newDraft(columns: LogColumns): Draft {
  const { tx, blockHash, first, second, value } = columns
  return {
    columns,
    tx: toSource(tx).view,
    blockHash: toSource(blockHash).view,
    first: toSource(first).view,
    second: toSource(second).view,
    value: toSource(value).view,
    noted: toSource(new Uint8Array(84)),
    keys: [],
    stencil: { from: 0, end: 0, row: 0, fields: new Int32Array(3 * mostFields), count: 0, hashAt: 0 },
    row: 0,
    hasValue: false,
  }
}

/** Notes of a field where it stands. */
export function note({ stencil }: Draft, bit: number, from: number, to: number): void {
  const at = 3 * stencil.count
  stencil.count += 1
  // What is written behind the end is not there; then the count says that there was too much.
  stencil.fields[at] = bit
  stencil.fields[at + 1] = from
  stencil.fields[at + 2] = to
}
