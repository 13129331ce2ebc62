import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { LogColumns } from '../../core/log-columns.ts'
import { packColumns, unpackColumns } from './column-bytes.ts'
import type { Cover } from './cover.ts'
import type { Question } from './question.ts'

/** A block by which a chain is known again: it has the blocks of a segment below it, or is the last of them. */
export type Anchor = { readonly number: number; readonly hash: string }

/** Logs that one endpoint told of one token, and for which addresses and blocks they are all there are. */
export type Segment = {
  readonly network: string
  readonly label: string
  readonly question: Question
  readonly covers: readonly Cover[]
  readonly anchor: Anchor
  readonly columns: LogColumns
}

const magic = Buffer.from('x402logs')
const version = 1
const prefix = magic.length + 8
const digestLength = 32
/** Larger files are none of ours: a segment is written in pieces of at most `mostRows` rows. */
export const mostBytes = 64 * 1024 * 1024
/** Rows of one segment; about 5 MB. */
export const mostRows = 65_536

const count = z.int().min(0).max(4_294_967_295)
const block = z.int().min(0)

const headerShape = z.strictObject({
  network: z.string().max(200),
  label: z.string().max(2000),
  asset: z.string().regex(/^0x[0-9a-f]{40}$/),
  kinds: z.array(z.int().min(0).max(2)).min(1).max(3),
  place: z.enum(['first', 'second']),
  // Without a list of its own, a cover is for all addresses of the segment.
  covers: z
    .array(z.strictObject({ from: block, to: block, values: z.array(count).nullable() }))
    .min(1)
    .max(100_000),
  values: count,
  anchor: z.strictObject({ number: block, hash: z.string().regex(/^0x[0-9a-f]{64}$/) }),
  packing: z.strictObject({ rows: count, blocks: count, second: count, value: count }),
})

/** The bytes of a segment: what it is, its addresses, its rows, and the SHA-256 of all that. */
export function encodeSegment(segment: Segment): Buffer {
  const { network, label, question, covers, anchor, columns } = segment
  const { packing, parts } = packColumns(columns)
  const values = [...new Set(covers.flatMap((cover) => [...cover.values]))].sort()
  const places = new Map(values.map((value, at) => [value, at]))
  const listed = covers.map((cover) => ({
    from: cover.from,
    to: cover.to,
    values: cover.values.size === values.length ? null : [...cover.values].map((value) => places.get(value)),
  }))
  const told = { network, label, ...question, covers: listed, values: values.length, anchor, packing }
  const header = Buffer.from(JSON.stringify(told))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32LE(version, 0)
  lengths.writeUInt32LE(header.length, 4)
  const addresses = Buffer.from(values.map((value) => value.slice(2)).join(''), 'hex')
  const body = [magic, lengths, header, addresses, ...parts]
  const hash = createHash('sha256')
  for (const part of body) hash.update(part)
  return Buffer.concat([...body, hash.digest()])
}

function headerOf(bytes: Buffer, length: number): z.infer<typeof headerShape> | undefined {
  try {
    return headerShape.safeParse(JSON.parse(bytes.toString('utf8', prefix, prefix + length))).data
  } catch {
    return undefined
  }
}

/**
 * Reads the bytes of a segment; undefined for everything that is not, to the last byte, what was written by this
 * version: torn, changed, foreign, made by a later version.
 */
export function decodeSegment(bytes: Buffer): Segment | undefined {
  const end = bytes.length - digestLength
  if (end < prefix || !bytes.subarray(0, magic.length).equals(magic)) return undefined
  if (bytes.readUInt32LE(magic.length) !== version) return undefined
  const digest = createHash('sha256').update(bytes.subarray(0, end)).digest()
  if (!digest.equals(bytes.subarray(end))) return undefined
  const start = prefix + bytes.readUInt32LE(magic.length + 4)
  const header = start <= end ? headerOf(bytes, start - prefix) : undefined
  if (header === undefined || start + header.values * 20 > end) return undefined
  const { network, label, asset, kinds, place, anchor, packing } = header
  const values = Array.from(
    { length: header.values },
    (_, at) => `0x${bytes.toString('hex', start + at * 20, start + at * 20 + 20)}`,
  )
  const columns = unpackColumns(packing, bytes.subarray(start + header.values * 20, end))
  const covers = header.covers.map((cover) => ({
    from: cover.from,
    to: cover.to,
    values: new Set(cover.values === null ? values : cover.values.flatMap((at) => values[at] ?? [])),
  }))
  const isSound = covers.every(({ from, to }) => from <= to && to <= anchor.number)
  if (columns === undefined || !isSound) return undefined
  return { network, label, question: { asset, kinds, place }, covers, anchor, columns }
}
