import { nonceWord } from '../../payments/plain/labels.ts'
import type { PlainLook, PlainTerms } from '../../payments/plain/rule.ts'
import type { PaymentRecord } from '../../payments/record.ts'
import { type Amounts, type AmountWords, amountWords, noAmounts } from './amounts.ts'
import { wordsOf } from './bytes.ts'
import { type LabelPages, labels, openLabels, putLabel } from './label-pages.ts'
import { changedColumns, nextRow, openRows, type Paging, placeIn, type Rows, states } from './rows.ts'
import { addHash, addHex, clear, drawTables, noHash, parts, type Tables } from './tables.ts'
import { drawSeeds, hashText, type Seeds } from './text-hash.ts'

/** Everything the sieve remembers of the books. */
export type Books = {
  readonly terms: PlainTerms
  readonly rows: Rows
  readonly labels: LabelPages
  readonly amounts: Amounts
  readonly tables: Tables
  readonly seeds: Seeds
  /** Unix ms from which receipts are counted. */
  readonly base: number
  /** The latest end of an authorization, by token; for records that may be plain by themselves. */
  readonly latestEnds: number[]
  /** The recipients of groups as bytes, in words. */
  readonly payTos: Int32Array[]
}

const mostGroups = 65_536
const mostMs = 2 ** 31

/** Books without a record. */
export function openBooks(terms: PlainTerms, paging: Paging): Books {
  const { since, until } = terms.policy
  const isLong = (until - since + 1) * 1000 >= 2 ** 32
  return {
    terms,
    rows: openRows(paging, isLong),
    labels: openLabels(2 ** paging.rowBits, paging.held),
    amounts: noAmounts(),
    tables: drawTables(),
    seeds: drawSeeds(),
    base: since * 1000,
    latestEnds: terms.tokens.map(() => 0),
    payTos: [],
  }
}

/** The token of a group. */
export function tokenOf({ terms }: Books, group: number): number {
  return terms.groups.list[group]?.token ?? -1
}

/** The recipient of a group: twenty bytes in five words. */
export function payToOf({ terms, payTos }: Books, group: number): Int32Array {
  const known = payTos[group]
  if (known !== undefined) return known
  const bytes = new Uint8Array(20)
  bytes.set(Buffer.from(terms.groups.list[group]?.payTo.slice(2) ?? '', 'hex'))
  const words = wordsOf(bytes)
  payTos[group] = words
  return words
}

// One set for all calls: a million records would make a million of each.
const [payer, key, tx] = [noHash(), noHash(), noHash()]
const text = new Uint32Array(2)
const words: AmountWords = { high: 0, low: 0 }

/** The hash of an address as payer, as the label of a payer has it: word and byte in one number. */
export function payerLabel({ tables }: Books, address: string): number {
  const hash = noHash()
  addHex(hash, tables, parts.payer, address)
  return ((hash[0] as number) || 1) * 256 + ((hash[1] as number) & 255)
}

const isHex = (value: string, bytes: number) => value.length === bytes * 2 + 2 && value.startsWith('0x')

type Labels = ReturnType<LabelPages['pages']['change']>

/** Where the labels of a record are put. */
type Spot = { readonly books: Books; readonly own: Labels; readonly place: number }

function put({ books, own, place }: Spot, kind: number, head: number, tail: number): void {
  putLabel(books.labels, own, kind, place, head, tail)
}

function putText(spot: Spot, kind: number, value: string | null): void {
  if (value === null) return
  hashText(value, spot.books.seeds, text)
  put(spot, kind, text[0] as number, text[1] as number)
}

/** Notes the label of a record's key, which stays behind in `payer` and `key` where it is the usual one. */
function putKey(spot: Spot, owner: string, word: string): void {
  const { tables } = spot.books
  if (!isHex(owner, 20) || !isHex(word, 32)) {
    putText(spot, labels.key, `${owner}/${word}`)
    return
  }
  clear(payer)
  clear(key)
  addHex(payer, tables, parts.payer, owner)
  addHex(key, tables, parts.nonce, word)
  addHash(key, payer)
  put(spot, labels.key, key[0] as number, key[1] as number)
}

function putTx(spot: Spot, name: string | null): void {
  if (name === null || !isHex(name, 32)) {
    putText(spot, labels.tx, name)
    return
  }
  clear(tx)
  addHex(tx, spot.books.tables, parts.tx, name)
  put(spot, labels.tx, tx[0] as number, tx[1] as number)
}

/** Adds a record; see `Sieve.record`. */
export function addRecord(books: Books, record: PaymentRecord, look: PlainLook | null): void {
  const { rows } = books
  const row = nextRow(rows)
  const place = placeIn(rows, row)
  const own = books.labels.pages.change(row >>> rows.rowBits)
  // Also for a record that is left: pages are made in their order.
  const columns = changedColumns(rows, row)
  const spot = { books, own, place }
  putText(spot, labels.recordId, record.recordId)
  putText(spot, labels.requestId, record.requestId)
  putText(spot, labels.identifier, record.paymentIdentifier)
  const { payer: owner, nonce } = record
  // What may be plain has its nonce as a word.
  if (owner !== null && nonce !== null) putKey(spot, owner, look === null ? nonceWord(nonce) : nonce)
  putTx(spot, record.tx)
  if (look === null) return
  const { receivedAt, respondedAt, amountAtomic, validBefore } = record
  if (receivedAt === null || respondedAt === null || amountAtomic === null) return
  const responded = respondedAt - receivedAt
  // What does not fit into the columns is looked at as an object.
  const fits = Number.isInteger(receivedAt) && Number.isInteger(responded) && Math.abs(responded) < mostMs
  if (!fits || look.group >= mostGroups || !amountWords(books.amounts, amountAtomic, words)) return
  for (let lane = 0; lane < 4; lane += 1) {
    columns.terms[place * 4 + lane] = (key[lane] as number) ^ (tx[lane] as number)
  }
  columns.payerWord[place] = (payer[0] as number) || 1
  columns.payerByte[place] = (payer[1] as number) & 255
  columns.received[place] = receivedAt - books.base
  columns.responded[place] = responded
  columns.group[place] = look.group
  columns.amountHigh[place] = words.high
  columns.amountLow[place] = words.low
  columns.showsAfter[place] = look.showsAfter ? 1 : 0
  rows.state[row] = states.open
  books.latestEnds[look.token] = Math.max(books.latestEnds[look.token] ?? 0, validBefore ?? 0)
}
