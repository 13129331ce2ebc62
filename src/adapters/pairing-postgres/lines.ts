import { kinds, type LogColumns } from '../../core/log-columns.ts'
import type { BlockRange } from '../../core/ports.ts'
import type { PlainLook } from '../../payments/plain/rule.ts'
import type { PaymentRecord } from '../../payments/record.ts'
import type { MergedLogs } from './merge-nodes.ts'

// Everything here is made of numbers and hex, so no character of the text form of COPY has to be escaped, and the
// server refuses no row. Bounds of `bigint` and `integer` are kept by the callers.

const mostMs = 2 ** 52
const mostEnd = 2 ** 40

/** The columns of a record in its table. */
export const recordColumns = [
  ...['run', 'authorizer', 'nonce', 'record', 'token', 'line', 'tx', 'pay_to', 'amount'],
  ...['received_ms', 'responded_ms', 'valid_before', 'shows_after'],
]

const isTime = (ms: number | null): ms is number =>
  ms !== null && Number.isInteger(ms) && ms >= 0 && ms < mostMs

/** A record as a line of COPY; null when a part of it does not fit its table, and it is then looked at as it is. */
export function recordLine(
  run: number,
  ordinal: number,
  record: PaymentRecord,
  { token, group, showsAfter }: PlainLook,
): string | null {
  const { payer, nonce, tx, payTo, amountAtomic, receivedAt, respondedAt, validBefore } = record
  if (payer === null || nonce === null || tx === null || payTo === null || amountAtomic === null) return null
  if (!isTime(receivedAt) || !isTime(respondedAt)) return null
  const end = Math.min(mostEnd, Math.max(0, Math.floor(validBefore ?? 0)))
  const amount = amountAtomic.toString()
  return `${run}\t${payer}\t${nonce}\t${ordinal}\t${token}\t${group}\t${tx}\t${payTo}\t${amount}\t${receivedAt}\t${respondedAt}\t${end}\t${showsAfter ? 't' : 'f'}\n`
}

/** Which rows of which run and window these are. */
export type Part = { readonly run: number; readonly part: number; readonly token: number }

/** Hex texts of a column, row by row, made out of one text for all of them. */
function hexColumn(column: Uint8Array, count: number, width: number): (row: number) => string {
  const text = Buffer.from(column.buffer, column.byteOffset, count * width).toString('hex')
  return (row) => `0x${text.slice(row * width * 2, (row + 1) * width * 2)}`
}

/** Transactions of which the logs hold this many of a list; `add` counts a whole list. */
export type TxCounts = Map<string, number>

/** Counts the rows of a list by transaction. */
export function countTxs({ columns }: MergedLogs, counts: TxCounts): void {
  const tx = hexColumn(columns.tx, columns.count, 32)
  for (let row = 0; row < columns.count; row += 1) counts.set(tx(row), (counts.get(tx(row)) ?? 0) + 1)
}

/** Is this the only transfer, and the only authorization, of its transaction? */
export type IsSingle = (tx: string) => boolean

/** The columns of an authorization in its table. */
export const authorizationColumns = [
  ...['run', 'authorizer', 'nonce', 'part', 'entry', 'token', 'kind', 'tx', 'block', 'block_hash'],
  ...['log_index', 'nodes', 'single', 'sound'],
]

/** Authorizations as lines of COPY. */
export function authorizationLines(
  { run, part, token }: Part,
  { columns, nodes }: MergedLogs,
  isSingle: IsSingle,
  sound: readonly BlockRange[],
): string[] {
  const { count, kind, block, logIndex } = columns
  const [tx, hash] = [hexColumn(columns.tx, count, 32), hexColumn(columns.blockHash, count, 32)]
  const [payer, nonce] = [hexColumn(columns.first, count, 20), hexColumn(columns.second, count, 32)]
  const isSound = (number: number) => sound.some(({ from, to }) => from <= number && number <= to)
  const lines: string[] = []
  for (let row = 0; row < count; row += 1) {
    const flags = `${isSingle(tx(row)) ? 't' : 'f'}\t${isSound(block[row] ?? -1) ? 't' : 'f'}`
    const what = kind[row] === kinds.authorizationUsed ? 1 : 2
    lines.push(
      `${run}\t${payer(row)}\t${nonce(row)}\t${part}\t${row}\t${token}\t${what}\t${tx(row)}\t${block[row]}\t${hash(row)}\t${logIndex[row]}\t${nodes[row]}\t${flags}\n`,
    )
  }
  return lines
}

/** The columns of a transfer in its table. */
export const transferColumns = [
  ...['run', 'authorizer', 'part', 'entry', 'token', 'pay_to', 'amount', 'tx', 'block', 'block_hash'],
  ...['log_index', 'nodes', 'single'],
]

/** Transfers as lines of COPY. */
export function transferLines(
  { run, part, token }: Part,
  { columns, nodes }: MergedLogs,
  isSingle: IsSingle,
): string[] {
  const { count, block, logIndex } = columns
  const [tx, hash] = [hexColumn(columns.tx, count, 32), hexColumn(columns.blockHash, count, 32)]
  const [from, to] = [hexColumn(columns.first, count, 20), hexColumn(columns.second, count, 32)]
  const value = hexColumn(columns.value, count, 32)
  const lines: string[] = []
  for (let row = 0; row < count; row += 1) {
    const payTo = `0x${to(row).slice(26)}`
    lines.push(
      `${run}\t${from(row)}\t${part}\t${row}\t${token}\t${payTo}\t${BigInt(value(row))}\t${tx(row)}\t${block[row]}\t${hash(row)}\t${logIndex[row]}\t${nodes[row]}\t${isSingle(tx(row)) ? 't' : 'f'}\n`,
    )
  }
  return lines
}

/** The columns of an authorization that is asked about. */
export const askedColumns = [
  ...['run', 'authorizer', 'nonce', 'part', 'entry', 'block', 'block_hash', 'log_index'],
]

/** Authorizations that are asked about as lines of COPY; `part` is the number of the question. */
export function askedLines(run: number, part: number, columns: LogColumns): string[] {
  const { count, block, logIndex } = columns
  const hash = hexColumn(columns.blockHash, count, 32)
  const [payer, nonce] = [hexColumn(columns.first, count, 20), hexColumn(columns.second, count, 32)]
  return Array.from(
    { length: count },
    (_, row) =>
      `${run}\t${payer(row)}\t${nonce(row)}\t${part}\t${row}\t${block[row]}\t${hash(row)}\t${logIndex[row]}\n`,
  )
}
