import { kinds, type LogColumns } from '../../core/log-columns.ts'
import type { Authorization, Transfer } from '../../payments/effect.ts'

/** Events counted, and a sum over them that no order changes: two words of 32 bits. */
export type EventSum = { events: number; one: number; two: number }

/** The sum of no events. */
export function noEvents(): EventSum {
  return { events: 0, one: 0, two: 0 }
}

/** Adds one sum to another. */
export function addSum(to: EventSum, { events, one, two }: EventSum): void {
  to.events += events
  to.one = (to.one + one) >>> 0
  to.two = (to.two + two) >>> 0
}

/** Takes one sum out of another. */
export function takeSum(from: EventSum, { events, one, two }: EventSum): void {
  from.events -= events
  from.one = (from.one - one) >>> 0
  from.two = (from.two - two) >>> 0
}

/** 64 bits for a sum, in hex: equal events, equal digests. For people who compare what endpoints say. */
export function digestOf({ events, one, two }: EventSum): string {
  return [one ^ events, two].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

// One place for the bytes of an event: kind, block, log number, transaction, block hash, who, to whom or nonce, value.
// Four bytes at a time; where a machine has them the other way round its digests are others, but alike among themselves.
const own = new Uint8Array(172)
const text = Buffer.from(own.buffer)
const words = new Int32Array(own.buffer)
const numbers = new Float64Array(2)
const numberWords = new Int32Array(numbers.buffer)

function mixed(): EventSum {
  let [one, two] = [0x243f6a88, 0x85a308d3]
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as number
    one = Math.imul(((one << 5) | (one >>> 27)) ^ word, 0x9e3779b1)
    two = Math.imul(((two << 11) | (two >>> 21)) + word, 0x85ebca6b) ^ (one >>> 15)
  }
  return { events: 1, one: (one ^ (one >>> 16)) >>> 0, two: (two ^ (two >>> 13)) >>> 0 }
}

function writePlace(kind: number, block: number, logIndex: number): void {
  words[0] = kind
  numbers[0] = block
  numbers[1] = logIndex
  for (let at = 0; at < 4; at += 1) words[1 + at] = numberWords[at] as number
}

/** The sum of one event. */
export function sumOfEvent(event: Transfer | Authorization): EventSum {
  const isTransfer = !('kind' in event)
  const kind = isTransfer
    ? kinds.transfer
    : event.kind === 'used'
      ? kinds.authorizationUsed
      : kinds.authorizationCanceled
  writePlace(kind, event.block, event.logIndex)
  text.write(event.tx.slice(2), 20, 'hex')
  text.write(event.blockHash.slice(2), 52, 'hex')
  text.write((isTransfer ? event.from : event.authorizer).slice(2), 84, 'hex')
  const second = isTransfer ? event.to.slice(2).padStart(64, '0') : event.nonce.slice(2)
  text.write(second, 104, 'hex')
  text.write((isTransfer ? event.value : 0n).toString(16).padStart(64, '0'), 136, 'hex')
  return mixed()
}

/** Adds an event. */
export function addEvent(to: EventSum, event: Transfer | Authorization): void {
  addSum(to, sumOfEvent(event))
}

/** A column as words; one that does not begin with a word is copied first. */
function wordsOf(column: Uint8Array): Int32Array {
  const { buffer, byteOffset, length } = column.byteOffset % 4 === 0 ? column : column.slice()
  return new Int32Array(buffer, byteOffset, length >> 2)
}

/** Adds rows of logs as the events that they are: all but those that `stay`, which are in order. */
export function addRows(to: EventSum, columns: LogColumns, stay: ArrayLike<number>): void {
  const { kind, block, logIndex, count } = columns
  const [tx, blockHash, first] = [wordsOf(columns.tx), wordsOf(columns.blockHash), wordsOf(columns.first)]
  const [second, value] = [wordsOf(columns.second), wordsOf(columns.value)]
  let next = 0
  for (let row = 0; row < count; row += 1) {
    if (stay[next] === row) {
      next += 1
      continue
    }
    writePlace(kind[row] ?? 0, block[row] ?? 0, logIndex[row] ?? 0)
    for (let at = 0; at < 8; at += 1) {
      words[5 + at] = tx[row * 8 + at] as number
      words[13 + at] = blockHash[row * 8 + at] as number
      words[26 + at] = second[row * 8 + at] as number
      words[34 + at] = value[row * 8 + at] as number
    }
    for (let at = 0; at < 5; at += 1) words[21 + at] = first[row * 5 + at] as number
    addSum(to, mixed())
  }
}
