import { kindTopics } from '../../../core/log-columns.ts'
import type { LogQuery } from '../../../core/ports.ts'
import { type Source, toSource } from './json-bytes.ts'

/** Is the value at this place of a column one of those that were asked for? */
type IsWanted = (column: Uint8Array, at: number) => boolean

/** What a query asks for, ready to be compared with bytes. */
export type Wanted = {
  readonly address: Source
  readonly fromBlock: number
  readonly toBlock: number
  /** By the number of an event in `kindTopics`: was it asked for? */
  readonly kinds: readonly boolean[]
  readonly first: IsWanted
  readonly second: IsWanted
}

type Topic = LogQuery['topics'][number]

const always: IsWanted = () => true

/** The bytes of a hex text with 0x, as a plain `Uint8Array`. */
export function toBytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.slice(2), 'hex'))
}

/** Of two values the ends differ more often than the beginnings: vanity addresses and counted nonces begin with zeros. */
function endOf(column: Uint8Array, end: number): number {
  return ((column[end - 3] ?? 0) << 16) | ((column[end - 2] ?? 0) << 8) | (column[end - 1] ?? 0)
}

function isSame(value: Uint8Array, column: Uint8Array, at: number): boolean {
  for (let i = 0; i < value.length; i += 1) if (value[i] !== column[at + i]) return false
  return true
}

function anyOf(values: readonly Uint8Array[], length: number): IsWanted {
  const [only] = values
  if (only !== undefined && values.length === 1) return (column, at) => isSame(only, column, at)
  const byEnd = new Map<number, Uint8Array[]>()
  for (const value of values) {
    const end = endOf(value, length)
    byEnd.set(end, [...(byEnd.get(end) ?? []), value])
  }
  return (column, at) => {
    const near = byEnd.get(endOf(column, at + length))
    if (near === undefined) return false
    for (const value of near) if (isSame(value, column, at)) return true
    return false
  }
}

const listOf = (topic: string | readonly string[]) => (typeof topic === 'string' ? [topic] : topic)

function firstOf(topic: Topic | undefined): IsWanted {
  if (topic === undefined || topic === null) return always
  const words = listOf(topic).map(toBytes)
  // A word that is no address is none of the rows, which hold addresses only.
  const addresses = words.filter((word) => word.subarray(0, 12).every((byte) => byte === 0))
  return anyOf(
    addresses.map((word) => word.subarray(12)),
    20,
  )
}

function secondOf(topic: Topic | undefined): IsWanted {
  return topic === undefined || topic === null ? always : anyOf(listOf(topic).map(toBytes), 32)
}

/** A normalised query (lower case, whole words) for bytes; undefined when it asks for a fourth topic, which no row has. */
export function toWanted({ address, topics, fromBlock, toBlock }: LogQuery): Wanted | undefined {
  const [event = null, first, second] = topics
  if (topics.length > 3) return undefined
  const events = event === null ? kindTopics : listOf(event)
  return {
    address: toSource(toBytes(address)),
    fromBlock,
    toBlock,
    kinds: kindTopics.map((topic) => (events as readonly string[]).includes(topic)),
    first: firstOf(first),
    second: secondOf(second),
  }
}
