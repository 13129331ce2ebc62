import type { LogColumns } from '../../core/log-columns.ts'
import { placeOfBlock } from '../../payments/plain/blocks.ts'
import type { BooksSifted, OpenSieve, Placed, TokenSifted } from '../../payments/plain/sieve-port.ts'
import { addRecord, type Books, openBooks, tokenOf } from './books.ts'
import { takeBack } from './give-back.ts'
import { emptyIndex, type KeyIndex, separate } from './key-index.ts'
import { type Ledger, type LedgerBlocks, newLedger } from './ledger.ts'
import { pairWindow } from './pair-window.ts'
import { columnsOf, eachRow, type Paging, placeIn, type Rows, states, usualPaging } from './rows.ts'
import { recordOfRow } from './shown-keys.ts'
import { tallyOf } from './tally.ts'

/** What is known of one token while its windows are read. */
type Side = { readonly ledger: Ledger; blocks: LedgerBlocks | null }

const hex = (bytes: Uint8Array) =>
  `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`

function rowsOfState({ state, count }: Rows, wanted: number): number[] {
  const found: number[] = []
  for (let row = 0; row < count; row += 1) if (state[row] === wanted) found.push(row)
  return found
}

function sifted(books: Books): BooksSifted {
  const { rows, terms, latestEnds } = books
  const showAfter = new Set<number>()
  const counts = terms.tokens.map(() => 0)
  eachRow(rows, [states.open], ({ group, showsAfter }, place) => {
    const number = group[place] as number
    const token = tokenOf(books, number)
    counts[token] = (counts[token] ?? 0) + 1
    if (showsAfter[place] === 1) showAfter.add(number)
  })
  const tokens = counts.map((count, token) => ({ count, latestEnd: latestEnds[token] ?? 0 }))
  return { left: rowsOfState(rows, states.left), showAfter: [...showAfter], tokens }
}

function placer(books: Books, sides: readonly Side[]): (row: number) => Placed {
  const { rows } = books
  return (row) => {
    const columns = columnsOf(rows, row)
    const place = placeIn(rows, row)
    const token = tokenOf(books, columns.group[place] as number)
    const { blocks, hashes } = (sides[token] as Side).blocks as LedgerBlocks
    const block = columns.block[place] as number
    const at = placeOfBlock(blocks, block) * 32
    const blockHash = hex(hashes.subarray(at, at + 32))
    return { ordinal: row, token, block, blockHash, logIndex: columns.logIndex[place] as number }
  }
}

/** What the windows of one token left; the pairs that a later window took are counted out of their blocks. */
function tokenSifted(books: Books, token: number, side: Side, placed: (row: number) => Placed): TokenSifted {
  const { rows } = books
  const { blocks, counts, hashes } = side.ledger.sorted()
  side.blocks = { blocks, counts, hashes }
  const unpaired: number[] = []
  const taken: number[] = []
  eachRow(rows, [states.open, states.refused, states.taken], ({ group, block }, place, row) => {
    if (tokenOf(books, group[place] as number) !== token) return
    if (rows.state[row] !== states.taken) {
      unpaired.push(row)
      return
    }
    taken.push(row)
    const at = placeOfBlock(blocks, block[place] as number)
    counts[at] = (counts[at] ?? 1) - 1
  })
  return {
    ...{ unpaired, blocks, counts, hashes },
    taken: taken.map(placed),
    ends: side.ledger
      .ends()
      .filter((row) => rows.state[row] === states.paired)
      .map(placed),
    isTorn: side.ledger.isTorn(),
  }
}

/** The pairs in these blocks. */
function standing(books: Books, token: number, blocks: readonly number[]): readonly number[] {
  const wanted = new Set(blocks)
  const found: number[] = []
  if (wanted.size === 0) return found
  eachRow(books.rows, [states.paired], ({ block, group }, place, row) => {
    if (wanted.has(block[place] as number) && tokenOf(books, group[place] as number) === token)
      found.push(row)
  })
  return found
}

function gone(books: Books, index: KeyIndex, authorizations: LogColumns): Uint8Array {
  const { rows } = books
  const left = new Uint8Array(authorizations.count)
  for (let row = 0; row < authorizations.count; row += 1) {
    const record = recordOfRow(books, index, authorizations, row)
    if (record < 0 || rows.state[record] !== states.paired) continue
    const { block, logIndex } = columnsOf(rows, record)
    const place = placeIn(rows, record)
    const isThere = block[place] === authorizations.block[row]
    if (isThere && logIndex[place] === authorizations.logIndex[row]) left[row] = 1
  }
  return left
}

/**
 * The sieve of this process. Of each record it holds twelve bytes in memory: its state, the label of its payer and nonce,
 * and its share of an index by them, which goes when the chain was read. Everything else lies in pages, of which those
 * that were not used lately stand in a file without a name. All calls reject with `OpsError` PAIRING_SPILL_FAILED when
 * the disk does not take it.
 */
export function memorySieve(paging: Paging): OpenSieve {
  return async (terms) => {
    const books = openBooks(terms, paging)
    const { rows, labels } = books
    const sides: readonly Side[] = terms.tokens.map(() => ({ ledger: newLedger(), blocks: null }))
    const placed = placer(books, sides)
    let index = emptyIndex()
    return {
      record: (_ordinal, record, look) => addRecord(books, record, look),
      booksDone: async () => {
        index = separate(rows, labels)
        labels.pages.close()
        return sifted(books)
      },
      exclude: async (groups) => {
        const out = new Set(groups)
        const found: number[] = []
        if (out.size === 0) return found
        eachRow(rows, [states.open], ({ group }, place, row) => {
          if (!out.has(group[place] as number)) return
          rows.state[row] = states.left
          found.push(row)
        })
        return found
      },
      window: async (seen) => pairWindow(books, index, (sides[seen.token] as Side).ledger, seen),
      windowsDone: async (token) => tokenSifted(books, token, sides[token] as Side, placed),
      standing: async (token, blocks) =>
        standing(books, token, blocks)
          .map(placed)
          .sort((a, b) => a.block - b.block || a.logIndex - b.logIndex),
      hasLeft: async (_token, authorizations) => gone(books, index, authorizations),
      giveBack: async (wanted) => {
        // Asked for when the chain was read: no authorization is looked up any more.
        if (wanted.kind !== 'ordinals') index = emptyIndex()
        return takeBack(books, wanted).map(placed)
      },
      finish: async (token, times) => tallyOf(books, token, times),
      close: async () => {
        index = emptyIndex()
        labels.pages.close()
        rows.pages.close()
        rows.count = 0
      },
    }
  }
}

/** The sieve of this process as it is usually opened. */
export const openMemorySieve: OpenSieve = memorySieve(usualPaging)
