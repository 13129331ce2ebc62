import type { LogColumns } from '../../core/log-columns.ts'
import type { PlainTerms } from '../../payments/plain/rule.ts'
import type { BooksSifted, Placed, Sieve, TokenSifted } from '../../payments/plain/sieve-port.ts'
import { addRecord, type Books, noBooks } from './books.ts'
import { takeBack } from './give-back.ts'
import { type KeyIndex, separate } from './key-index.ts'
import { type Ledger, type LedgerBlocks, newLedger, placeOfBlock } from './ledger.ts'
import { pairWindow, recordOfRow } from './pair-window.ts'
import { chunkOf, dropLabels, eachRow, placeIn, states } from './rows.ts'
import { tallyOf } from './tally.ts'

/** What is known of one token while its windows are read. */
type Side = { readonly ledger: Ledger; blocks: LedgerBlocks | null }

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`

function sifted({ rows, terms, latestEnds }: Books): BooksSifted {
  const left: number[] = []
  const showAfter = new Set<number>()
  const counts = terms.tokens.map(() => 0)
  eachRow(rows, states.left, (_chunk, _place, row) => left.push(row))
  eachRow(rows, states.open, ({ group, showsAfter }, place) => {
    const number = group[place] as number
    const token = terms.groups.list[number]?.token ?? 0
    counts[token] = (counts[token] ?? 0) + 1
    if (showsAfter[place] === 1) showAfter.add(number)
  })
  const tokens = counts.map((count, token) => ({ count, latestEnd: latestEnds[token] ?? 0 }))
  return { left, showAfter: [...showAfter], tokens }
}

function placer(books: Books, sides: readonly Side[]): (row: number) => Placed {
  return (row) => {
    const chunk = chunkOf(books.rows, row)
    const place = placeIn(row)
    const token = books.terms.groups.list[chunk.group[place] as number]?.token ?? 0
    const { blocks, hashes } = (sides[token] as Side).blocks as LedgerBlocks
    const block = chunk.block[place] as number
    const at = placeOfBlock(blocks, block) * 32
    const blockHash = hex(hashes.subarray(at, at + 32))
    return { ordinal: row, token, block, blockHash, logIndex: chunk.logIndex[place] as number }
  }
}

/** What the windows of one token left; the pairs that a later window took are counted out of their blocks. */
function tokenSifted(books: Books, token: number, side: Side, placed: (row: number) => Placed): TokenSifted {
  const { rows, terms } = books
  const isOfToken = (group: number) => terms.groups.list[group]?.token === token
  const { blocks, counts, hashes } = side.ledger.sorted()
  side.blocks = { blocks, counts, hashes }
  const unpaired: number[] = []
  const taken: number[] = []
  for (const state of [states.open, states.refused]) {
    eachRow(rows, state, ({ group }, place, row) => {
      if (isOfToken(group[place] as number)) unpaired.push(row)
    })
  }
  eachRow(rows, states.taken, ({ group, block }, place, row) => {
    if (!isOfToken(group[place] as number)) return
    taken.push(row)
    const at = placeOfBlock(blocks, block[place] as number)
    counts[at] = (counts[at] ?? 1) - 1
  })
  const isPaired = (row: number) => chunkOf(rows, row).state[placeIn(row)] === states.paired
  return {
    ...{ unpaired: unpaired.sort((a, b) => a - b), blocks, counts, hashes },
    taken: taken.map(placed),
    ends: side.ledger.ends().filter(isPaired).map(placed),
    isTorn: side.ledger.isTorn(),
  }
}

/**
 * The sieve in memory: the records as columns, found by open addressing over a hash of payer and nonce. Some 70
 * bytes a record, whatever the length of its ids.
 */
export async function openMemorySieve(terms: PlainTerms): Promise<Sieve> {
  const books = noBooks(terms)
  const sides: readonly Side[] = terms.tokens.map(() => ({ ledger: newLedger(), blocks: null }))
  const placed = placer(books, sides)
  let index: KeyIndex = { slots: new Uint32Array(16), mask: 15 }
  return {
    record: (_ordinal, record, look) => addRecord(books, record, look),
    booksDone: async () => {
      index = separate(books.rows)
      dropLabels(books.rows)
      return sifted(books)
    },
    exclude: async (groups) => {
      const out = new Set(groups)
      const found: number[] = []
      eachRow(books.rows, states.open, (chunk, place, row) => {
        if (!out.has(chunk.group[place] as number)) return
        chunk.state[place] = states.left
        found.push(row)
      })
      return found
    },
    window: async (seen) => pairWindow(books, index, sides[seen.token]?.ledger as Ledger, seen),
    windowsDone: async (token) => tokenSifted(books, token, sides[token] as Side, placed),
    standing: async (token, blocks) => {
      const wanted = new Set(blocks)
      const found: number[] = []
      eachRow(books.rows, states.paired, ({ block, group }, place, row) => {
        const isWanted = wanted.has(block[place] as number)
        if (isWanted && terms.groups.list[group[place] as number]?.token === token) found.push(row)
      })
      return found.map(placed).sort((a, b) => a.block - b.block || a.logIndex - b.logIndex)
    },
    hasLeft: async (_token, authorizations) => gone(books, index, authorizations),
    giveBack: async (wanted) => takeBack(books, wanted).map(placed),
    finish: async (token, times) => tallyOf(books, token, times),
    close: async () => {
      books.rows.chunks.length = 0
      books.rows.count = 0
    },
  }
}

function gone(books: Books, index: KeyIndex, authorizations: LogColumns): Uint8Array {
  const left = new Uint8Array(authorizations.count)
  for (let row = 0; row < authorizations.count; row += 1) {
    const record = recordOfRow(books, index, authorizations, row)
    if (record < 0) continue
    const { state, block, logIndex } = chunkOf(books.rows, record)
    const place = placeIn(record)
    const isPair = state[place] === states.paired && block[place] === authorizations.block[row]
    if (isPair && logIndex[place] === authorizations.logIndex[row]) left[row] = 1
  }
  return left
}
