import { kinds, type LogColumns } from '../../core/log-columns.ts'
import type { NodeWindow, WindowLeft, WindowSeen } from '../../payments/plain/sieve-port.ts'
import type { Books } from './books.ts'
import { type KeyIndex, rowOfKey } from './key-index.ts'
import type { Ledger } from './ledger.ts'
import { chunkOf, placeIn, states } from './rows.ts'
import { addBytes, addToken, noHash, parts } from './tables.ts'
import { countTxs, type TxCount } from './tx-count.ts'

/** A pair as one node shows it: a record, its authorization and its transfer, both by row. */
type Pair = { readonly record: number; readonly used: number; readonly income: number }

const mostBlock = 2 ** 32
const mostLogIndex = 65_535

function sameBytes(a: Uint8Array, from: number, b: Uint8Array, start: number, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (a[from + at] !== b[start + at]) return false
  return true
}

const [key, full] = [noHash(), noHash()]

/** The record of an authorization; -1 = no record that could be plain has its key. `key` holds its hash then. */
export function recordOfRow(books: Books, index: KeyIndex, columns: LogColumns, row: number): number {
  key.fill(0)
  addBytes(key, books.tables, parts.payer, columns.first, row * 20)
  addBytes(key, books.tables, parts.nonce, columns.second, row * 32)
  return rowOfKey(index, books.rows, (key[0] as number) || 1, (key[1] as number) & 255)
}

/** Does the transfer stand directly behind the authorization, in one transaction of one block? */
function stands(used: LogColumns, at: number, income: LogColumns, to: number): boolean {
  return (
    income.kind[to] === kinds.transfer &&
    income.logIndex[to] === (used.logIndex[at] as number) + 1 &&
    income.block[to] === used.block[at] &&
    sameBytes(income.tx, to * 32, used.tx, at * 32, 32) &&
    sameBytes(income.blockHash, to * 32, used.blockHash, at * 32, 32) &&
    sameBytes(income.first, to * 20, used.first, at * 20, 20)
  )
}

/** Is everything that the record says what the logs say? Expects the hash of the key in `key`. */
function agrees({ tables, rows }: Books, record: number, token: number, income: LogColumns, to: number) {
  full.set(key)
  addBytes(full, tables, parts.tx, income.tx, to * 32)
  addBytes(full, tables, parts.payTo, income.second, to * 32 + 12)
  addBytes(full, tables, parts.value, income.value, to * 32)
  addToken(full, tables, token)
  const { terms } = chunkOf(rows, record)
  const at = placeIn(record) * 4
  return full.every((word, lane) => word === terms[at + lane])
}

function isSound(block: number, { sound }: WindowSeen): boolean {
  if (block >= mostBlock) return false
  return sound.some(({ from, to }) => from <= block && block <= to)
}

/** A record of which the chain tells something else beside its payment is not plain. */
function take({ rows }: Books, record: number): void {
  const chunk = chunkOf(rows, record)
  const place = placeIn(record)
  if (chunk.state[place] === states.paired) chunk.state[place] = states.taken
  else if (chunk.state[place] === states.open) chunk.state[place] = states.refused
}

/** Could this record be paid in the token? */
function isOf({ rows, terms }: Books, record: number, token: number): boolean {
  const { state, group } = chunkOf(rows, record)
  const place = placeIn(record)
  return state[place] !== states.left && terms.groups.list[group[place] as number]?.token === token
}

/** The pairs that one node shows by record, and all records of which it shows the key; what is shown twice is taken out of the books. */
function pairsOf(books: Books, index: KeyIndex, seen: WindowSeen, node: NodeWindow, txs: TxCount) {
  const { authorizations: used, income } = node
  const pairs = new Map<number, Pair>()
  const met = new Set<number>()
  for (let row = 0; row < used.count; row += 1) {
    const record = recordOfRow(books, index, used, row)
    if (record < 0 || !isOf(books, record, seen.token)) continue
    const isOpen = chunkOf(books.rows, record).state[placeIn(record)] === states.open
    if (used.kind[row] !== kinds.authorizationUsed || met.has(record) || !isOpen) {
      pairs.delete(record)
      take(books, record)
      continue
    }
    met.add(record)
    const to = txs.onlyTransfer(used.tx, row * 32)
    const logIndex = used.logIndex[row] as number
    if (to < 0 || logIndex > mostLogIndex || !isSound(used.block[row] as number, seen)) continue
    if (stands(used, row, income, to) && agrees(books, record, seen.token, income, to)) {
      pairs.set(record, { record, used: row, income: to })
    }
  }
  return { pairs, met }
}

/** Do two nodes show a pair at one place? What it says is the same already: both agree with the record. */
function isSamePlace(a: NodeWindow, one: Pair, b: NodeWindow, other: Pair | undefined): boolean {
  if (other === undefined) return false
  const [left, right] = [a.authorizations, b.authorizations]
  return (
    left.block[one.used] === right.block[other.used] &&
    left.logIndex[one.used] === right.logIndex[other.used] &&
    sameBytes(left.blockHash, one.used * 32, right.blockHash, other.used * 32, 32)
  )
}

function without(count: number, leaving: readonly number[]): Uint32Array {
  const gone = new Uint8Array(count)
  for (const row of leaving) gone[row] = 1
  const stay = new Uint32Array(count - leaving.length)
  let at = 0
  for (let row = 0; row < count; row += 1) {
    if (gone[row] === 1) continue
    stay[at] = row
    at += 1
  }
  return stay
}

/** Pairs one window; see `Sieve.window`. A pair counts when every node shows it at the same place. */
export function pairWindow(
  books: Books,
  index: KeyIndex,
  ledger: Ledger,
  seen: WindowSeen,
): readonly WindowLeft[] {
  const { nodes } = seen
  const shown = nodes.map((node) => pairsOf(books, index, seen, node, countTxs(node)))
  const [first] = nodes
  const leaving = nodes.map(() => ({ used: [] as number[], income: [] as number[] }))
  for (const pair of shown[0]?.pairs.values() ?? []) {
    const { record } = pair
    if (first === undefined) break
    const chunk = chunkOf(books.rows, record)
    const place = placeIn(record)
    if (chunk.state[place] !== states.open) continue
    const all = shown.map(({ pairs }) => pairs.get(record))
    if (!all.every((other, node) => isSamePlace(first, pair, nodes[node] as NodeWindow, other))) continue
    const { authorizations } = first
    chunk.state[place] = states.paired
    chunk.block[place] = authorizations.block[pair.used] as number
    chunk.logIndex[place] = authorizations.logIndex[pair.used] as number
    ledger.note(authorizations, pair.used, record)
    for (const [node, other] of all.entries()) {
      leaving[node]?.used.push((other as Pair).used)
      leaving[node]?.income.push((other as Pair).income)
    }
  }
  // A key that was used in another way than its record says: a later window must not show it as paid.
  for (const record of shown.flatMap(({ met }) => [...met])) {
    if (chunkOf(books.rows, record).state[placeIn(record)] === states.open) take(books, record)
  }
  ledger.endWindow()
  return nodes.map(({ income, outgo, authorizations }, node) => ({
    income: without(income.count, leaving[node]?.income ?? []),
    outgo: without(outgo.count, []),
    authorizations: without(authorizations.count, leaving[node]?.used ?? []),
  }))
}
