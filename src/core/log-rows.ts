import { emptyColumns, kinds, kindTopics, type LogColumns, sliceColumns } from './log-columns.ts'
import type { ChainLog } from './ports.ts'

const noAddressBefore = `0x${'0'.repeat(24)}`
const mostIndex = 2 ** 32 - 1
// Lower-case hex of 32 bytes, as every topic of a `ChainLog` is; anchored, one class, fixed length: linear.
const word = /^0x[0-9a-f]{64}$/

function hex(bytes: Uint8Array, from: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString('hex')
}

/** Writes the bytes that a lower-case hex text with `0x` stands for. */
function write(column: Uint8Array, at: number, text: string): void {
  column.set(Buffer.from(text.slice(2), 'hex'), at)
}

/** Which of the three events a log is; undefined when a row could not give it back to the last byte. */
export function kindOf(log: ChainLog, token: string): number | undefined {
  const [event = '', first = '', second = ''] = log.topics
  const kind = (kindTopics as readonly string[]).indexOf(event)
  if (kind < 0 || log.address !== token || log.topics.length !== 3 || log.logIndex > mostIndex)
    return undefined
  if (![first, second, log.tx, log.blockHash].every((text) => word.test(text))) return undefined
  if (!first.startsWith(noAddressBefore)) return undefined
  if (kind !== kinds.transfer) return log.data === '0x' ? kind : undefined
  return second.startsWith(noAddressBefore) && word.test(log.data) ? kind : undefined
}

/**
 * Logs of `token` as rows, in the order given; `odd` are those that are not shaped like one of the three
 * events. `chainLogAt` gives every row back as the log it was.
 */
export function columnsOf(
  logs: readonly ChainLog[],
  token: string,
): { readonly columns: LogColumns; readonly odd: readonly ChainLog[] } {
  const columns = emptyColumns(logs.length)
  const odd: ChainLog[] = []
  let row = 0
  for (const log of logs) {
    const kind = kindOf(log, token)
    if (kind === undefined) {
      odd.push(log)
      continue
    }
    columns.kind[row] = kind
    columns.block[row] = log.blockNumber
    columns.logIndex[row] = log.logIndex
    write(columns.tx, row * 32, log.tx)
    write(columns.blockHash, row * 32, log.blockHash)
    write(columns.first, row * 20, `0x${(log.topics[1] ?? '').slice(26)}`)
    write(columns.second, row * 32, log.topics[2] ?? '')
    if (kind === kinds.transfer) write(columns.value, row * 32, log.data)
    row += 1
  }
  return { columns: sliceColumns(columns, 0, row), odd }
}

/** A row as the log of `token` (an address in lower case) that it was read from. */
export function chainLogAt(columns: LogColumns, row: number, token: string): ChainLog {
  const kind = columns.kind[row] ?? 0
  return {
    address: token,
    topics: [
      kindTopics[kind] ?? '',
      `${noAddressBefore}${hex(columns.first, row * 20, 20)}`,
      `0x${hex(columns.second, row * 32, 32)}`,
    ],
    data: kind === kinds.transfer ? `0x${hex(columns.value, row * 32, 32)}` : '0x',
    blockNumber: columns.block[row] ?? 0,
    blockHash: `0x${hex(columns.blockHash, row * 32, 32)}`,
    tx: `0x${hex(columns.tx, row * 32, 32)}`,
    logIndex: columns.logIndex[row] ?? 0,
  }
}

/** All rows as logs of `token`, in their order. */
export function chainLogsOf(columns: LogColumns, token: string): readonly ChainLog[] {
  return Array.from({ length: columns.count }, (_, row) => chainLogAt(columns, row, token))
}
