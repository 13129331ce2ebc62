import { labelsOf } from '../../payments/plain/labels.ts'
import type { PlainLook, PlainTerms } from '../../payments/plain/rule.ts'
import type { PaymentRecord } from '../../payments/record.ts'
import { type LabelColumn, nextChunk, noRows, placeIn, type Rows, states } from './rows.ts'
import { addHash, addHex, addToken, drawTables, type Hash, noHash, parts, type Tables } from './tables.ts'
import { drawSeeds, hashText, type Seeds } from './text-hash.ts'

/** The amounts that records name, each once. */
export type Amounts = {
  readonly list: bigint[]
  readonly numbers: Map<bigint, number>
  /** The hash of each as the value of a transfer. */
  readonly hashes: Hash[]
}

/** Everything the sieve remembers of the books. */
export type Books = {
  readonly terms: PlainTerms
  readonly rows: Rows
  readonly amounts: Amounts
  readonly tables: Tables
  readonly seeds: Seeds
  /** Unix ms from which receipts are counted. */
  readonly base: number
  /** The hashes of recipient and token, by group. */
  readonly groupHashes: Hash[]
  /** The latest end of an authorization, by token; for records that may be plain by themselves. */
  readonly latestEnds: number[]
}

const mostGroups = 65_536
const mostAmounts = 2 ** 32
const mostMs = 2 ** 31

/** Books without a record. */
export function noBooks(terms: PlainTerms): Books {
  const { since, until } = terms.policy
  const isLong = (until - since + 1) * 1000 >= 2 ** 32
  return {
    terms,
    rows: noRows(isLong),
    amounts: { list: [], numbers: new Map(), hashes: [] },
    tables: drawTables(),
    seeds: drawSeeds(),
    base: since * 1000,
    groupHashes: [],
    latestEnds: terms.tokens.map(() => 0),
  }
}

function amountNumber({ amounts, tables }: Books, amount: bigint): number {
  const known = amounts.numbers.get(amount)
  if (known !== undefined) return known
  const number = amounts.list.length
  const hash = noHash()
  addHex(hash, tables, parts.value, `0x${amount.toString(16).padStart(64, '0')}`)
  amounts.numbers.set(amount, number)
  amounts.list.push(amount)
  amounts.hashes.push(hash)
  return number
}

function groupHash({ groupHashes, tables, terms }: Books, group: number): Hash {
  const known = groupHashes[group]
  if (known !== undefined) return known
  const hash = noHash()
  const { payTo, token } = terms.groups.list[group] as PlainTerms['groups']['list'][number]
  addHex(hash, tables, parts.payTo, payTo)
  addToken(hash, tables, token)
  groupHashes[group] = hash
  return hash
}

// One set for all calls: a million records would make a million of each.
const [payer, nonce, tx] = [noHash(), noHash(), noHash()]
const text = new Uint32Array(2)

function put(column: LabelColumn, place: number, head: number, tail: number): void {
  column.word[place] = head || 1
  column.byte[place] = tail & 255
}

function putText(column: LabelColumn, place: number, value: string | null, seeds: Seeds): void {
  if (value === null) return
  hashText(value, seeds, text)
  put(column, place, text[0] as number, text[1] as number)
}

/** The hash of an address as payer, as the label of a payer has it: word and byte in one number. */
export function payerLabel({ tables }: Books, address: string): number {
  const hash = noHash()
  addHex(hash, tables, parts.payer, address)
  return ((hash[0] as number) || 1) * 256 + ((hash[1] as number) & 255)
}

const isHex = (value: string, bytes: number) => value.length === bytes * 2 + 2 && value.startsWith('0x')

/** Adds a record; see `Sieve.record`. */
export function addRecord(books: Books, record: PaymentRecord, look: PlainLook | null): void {
  const { rows, seeds, tables } = books
  const chunk = nextChunk(rows)
  const place = placeIn(rows.count)
  rows.count += 1
  const labels = labelsOf(record)
  putText(chunk.recordId, place, labels.recordId, seeds)
  putText(chunk.requestId, place, labels.requestId, seeds)
  putText(chunk.identifier, place, labels.identifier, seeds)
  payer.fill(0)
  nonce.fill(0)
  tx.fill(0)
  const [owner = '', word = ''] = labels.key?.split('/') ?? []
  if (isHex(owner, 20) && isHex(word, 32)) {
    addHex(payer, tables, parts.payer, owner)
    addHex(nonce, tables, parts.nonce, word)
    addHash(nonce, payer)
    put(chunk.key, place, nonce[0] as number, nonce[1] as number)
  } else putText(chunk.key, place, labels.key, seeds)
  if (labels.tx !== null && isHex(labels.tx, 32)) {
    addHex(tx, tables, parts.tx, labels.tx)
    put(chunk.tx, place, tx[0] as number, tx[1] as number)
  } else putText(chunk.tx, place, labels.tx, seeds)
  if (look === null) return
  const { receivedAt, respondedAt, amountAtomic, validBefore } = record
  if (receivedAt === null || respondedAt === null || amountAtomic === null) return
  const responded = respondedAt - receivedAt
  const amount = amountNumber(books, amountAtomic)
  // What does not fit into the columns is looked at as an object.
  const fits = Number.isInteger(receivedAt) && Number.isInteger(responded) && Math.abs(responded) < mostMs
  if (!fits || look.group >= mostGroups || amount >= mostAmounts) return
  put(chunk.payer, place, payer[0] as number, payer[1] as number)
  addHash(nonce, tx)
  addHash(nonce, books.amounts.hashes[amount] as Hash)
  addHash(nonce, groupHash(books, look.group))
  chunk.terms.set(nonce, place * 4)
  chunk.received[place] = receivedAt - books.base
  chunk.responded[place] = responded
  chunk.group[place] = look.group
  chunk.amount[place] = amount
  chunk.showsAfter[place] = look.showsAfter ? 1 : 0
  chunk.state[place] = states.open
  books.latestEnds[look.token] = Math.max(books.latestEnds[look.token] ?? 0, validBefore ?? 0)
}
