import { kinds, type LogColumns } from '../../core/log-columns.ts'
import type { NodeWindow, WindowLeft, WindowSeen } from '../../payments/plain/sieve-port.ts'
import { isAmount } from './amounts.ts'
import { type Books, payToOf, tokenOf } from './books.ts'
import { sameWords, wordsOf } from './bytes.ts'
import type { KeyIndex } from './key-index.ts'
import type { Ledger } from './ledger.ts'
import { changedColumns, columnsOf, placeIn, type RowColumns, type Rows, states } from './rows.ts'
import { sameWindow } from './same-window.ts'
import { type ShownKeys, shownKeys } from './shown-keys.ts'
import { addBytes, noHash, parts } from './tables.ts'
import { countTxs, type TxCount } from './tx-count.ts'

/** What one node showed, as it is compared: columns whose bytes are looked at in words. */
type Side = {
  readonly seen: NodeWindow
  readonly txs: TxCount
  readonly keys: ShownKeys
  readonly used: Words
  readonly income: Words
  readonly payTo: Int32Array
  /** Rows that leave. */
  readonly goneUsed: Uint8Array
  readonly goneIncome: Uint8Array
  /** The next of `keys`. */
  next: number
  /** The rows of the pair that is looked at. */
  row: number
  to: number
}

type Words = { readonly tx: Int32Array; readonly hash: Int32Array; readonly first: Int32Array }

const mostBlock = 2 ** 32
const mostLogIndex = 65_535
const none = Number.POSITIVE_INFINITY

const words = ({ tx, blockHash, first }: LogColumns): Words => ({
  tx: wordsOf(tx),
  hash: wordsOf(blockHash),
  first: wordsOf(first),
})

function sideOf(books: Books, index: KeyIndex, seen: NodeWindow): Side {
  const { authorizations, income } = seen
  return {
    seen,
    txs: countTxs(seen),
    keys: shownKeys(books, index, authorizations),
    used: words(authorizations),
    income: words(income),
    payTo: wordsOf(income.second),
    goneUsed: new Uint8Array(authorizations.count),
    goneIncome: new Uint8Array(income.count),
    ...{ next: 0, row: -1, to: -1 },
  }
}

/** Steps over everything that the node shows of a record. Is that one authorization, which was used? Then it is `row`. */
function showsOnce(side: Side, record: number): boolean {
  const { keys, seen } = side
  const from = side.next
  while (side.next < keys.count && keys.records[side.next] === record) side.next += 1
  if (side.next !== from + 1) return false
  side.row = keys.rows[from] as number
  return seen.authorizations.kind[side.row] === kinds.authorizationUsed
}

function isSound(block: number, { sound }: WindowSeen): boolean {
  if (block >= mostBlock) return false
  for (const { from, to } of sound) if (from <= block && block <= to) return true
  return false
}

/** Does the only transfer of its transaction stand directly behind the authorization? Then it is `to`. */
function isFollowed(side: Side, window: WindowSeen): boolean {
  const { used, income, row, txs } = side
  const { authorizations, income: came } = side.seen
  const to = txs.onlyTransfer(row)
  const logIndex = authorizations.logIndex[row] as number
  if (to < 0 || logIndex > mostLogIndex || !isSound(authorizations.block[row] as number, window)) return false
  side.to = to
  return (
    came.kind[to] === kinds.transfer &&
    came.logIndex[to] === logIndex + 1 &&
    came.block[to] === authorizations.block[row] &&
    sameWords(income.tx, to * 8, used.tx, row * 8, 8) &&
    sameWords(income.hash, to * 8, used.hash, row * 8, 8) &&
    sameWords(income.first, to * 5, used.first, row * 5, 5)
  )
}

const full = noHash()

/** Is everything that the record says what the logs say? */
function agrees(books: Books, columns: RowColumns, place: number, side: Side, payTo: Int32Array): boolean {
  const { seen, to, row, keys } = side
  const { terms } = columns
  for (let lane = 0; lane < 4; lane += 1) full[lane] = keys.hashes[row * 4 + lane] as number
  addBytes(full, books.tables, parts.tx, seen.income.tx, to * 32)
  for (let lane = 0; lane < 4; lane += 1) if (full[lane] !== terms[place * 4 + lane]) return false
  // An address stands in the last five of eight words.
  return (
    sameWords(side.payTo, to * 8 + 3, payTo, 0, 5) &&
    isAmount(books.amounts, columns, place, seen.income.value, to * 32)
  )
}

/** Do two nodes show a pair at one place? What it says is the same already: both agree with the record. */
function isSamePlace(a: Side, b: Side): boolean {
  const [left, right] = [a.seen.authorizations, b.seen.authorizations]
  return (
    left.block[a.row] === right.block[b.row] &&
    left.logIndex[a.row] === right.logIndex[b.row] &&
    sameWords(a.used.hash, a.row * 8, b.used.hash, b.row * 8, 8)
  )
}

/** A record of which the chain tells something else beside its payment is not plain, whatever a later window shows. */
function take({ state }: Rows, record: number): void {
  if (state[record] === states.paired) state[record] = states.taken
  else if (state[record] === states.open) state[record] = states.refused
}

function nextRecord(sides: readonly Side[]): number {
  let record = none
  for (const { keys, next } of sides) {
    if (next < keys.count) record = Math.min(record, keys.records[next] as number)
  }
  return record
}

/** Does every node show the payment of an open record once, at one place, and as the record has it? */
function isPair(
  books: Books,
  seen: WindowSeen,
  sides: readonly Side[],
  columns: RowColumns,
  place: number,
): boolean {
  const payTo = payToOf(books, columns.group[place] as number)
  const [first] = sides
  for (const side of sides) {
    if (!isFollowed(side, seen) || !agrees(books, columns, place, side, payTo)) return false
    if (first !== undefined && side !== first && !isSamePlace(first, side)) return false
  }
  return true
}

function leave(sides: readonly Side[]): void {
  for (const side of sides) {
    side.goneUsed[side.row] = 1
    side.goneIncome[side.to] = 1
  }
}

function staying(gone: Uint8Array): Uint32Array {
  const stay = new Uint32Array(gone.length)
  let count = 0
  for (let row = 0; row < gone.length; row += 1) {
    if (gone[row] === 1) continue
    stay[count] = row
    count += 1
  }
  return stay.slice(0, count)
}

/**
 * Pairs one window; see `Sieve.window`. A pair counts when every node shows it at the same place. A key that was used in
 * another way than its record says takes the record out: a later window must not show it as paid.
 */
export function pairWindow(
  books: Books,
  index: KeyIndex,
  ledger: Ledger,
  seen: WindowSeen,
): readonly WindowLeft[] {
  const { rows } = books
  // Nodes mostly show the same, and then one of them is enough.
  const shown = seen.nodes.map((node) => seen.nodes.find((other) => sameWindow(other, node)) ?? node)
  const different = [...new Set(shown)]
  const sides = different.map((node) => sideOf(books, index, node))
  const [first] = sides
  if (first !== undefined) ledger.begin(first.seen.authorizations)
  for (let record = nextRecord(sides); record !== none; record = nextRecord(sides)) {
    let isOnce = true
    for (const side of sides) if (!showsOnce(side, record)) isOnce = false
    const columns = columnsOf(rows, record)
    const place = placeIn(rows, record)
    if (tokenOf(books, columns.group[place] as number) !== seen.token) continue
    const isOpen = rows.state[record] === states.open
    if (!isOpen || !isOnce || first === undefined || !isPair(books, seen, sides, columns, place)) {
      take(rows, record)
      continue
    }
    const { block, logIndex } = changedColumns(rows, record)
    rows.state[record] = states.paired
    block[place] = first.seen.authorizations.block[first.row] as number
    logIndex[place] = first.seen.authorizations.logIndex[first.row] as number
    ledger.note(first.row, record)
    leave(sides)
  }
  const left = sides.map(({ goneUsed, goneIncome, seen: { outgo } }) => ({
    income: staying(goneIncome),
    outgo: staying(new Uint8Array(outgo.count)),
    authorizations: staying(goneUsed),
  }))
  return shown.map((node) => left[different.indexOf(node)] as WindowLeft)
}
