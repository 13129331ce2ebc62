import type { FieldSource, MappingShown } from '../record.ts'
import type { SourceField } from './aliases.ts'
import type { Origin } from './normalise-pick.ts'
import type { StateWord } from './normalise-row.ts'

const maxWords = 1000
const maxPaths = 1000

type Tally = { readonly origin: Origin; rows: number; readonly differs: Set<string> }

/** In how many rows a field came from one place. */
export type OriginCount = Pick<Tally, 'rows'>

/** How often a state word occurred. */
export type WordCount = { count: number }

/** Counts where fields came from and which state words occurred, for `--show-mapping`. */
export type ShownTally = {
  readonly addOrigins: (origins: readonly Origin[]) => void
  readonly addWord: (word: StateWord | null) => void
  /** The counters behind both, for who adds to one of them again and again; of what is not kept, one of its own. */
  readonly originCount: (origin: Origin) => OriginCount
  readonly wordCount: (word: StateWord) => WordCount
  readonly fields: (mapped: Readonly<Partial<Record<SourceField, string>>>) => readonly FieldSource[]
  readonly states: () => MappingShown['states']
}

function inOrder<T>(list: Iterable<T>, key: (item: T) => string): readonly T[] {
  const pairs = [...list].map((item) => [key(item), item] as const)
  return pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item)
}

/** An empty tally; it keeps a bounded number of words and paths, whatever the rows hold. */
export function makeTally(): ShownTally {
  const paths = new Map<SourceField, Map<string, Tally>>()
  const words = new Map<string, { word: StateWord; count: number }>()
  const tallyOf = (origin: Origin): Tally => {
    const known = paths.get(origin.field) ?? new Map<string, Tally>()
    paths.set(origin.field, known)
    const before = known.get(origin.from)
    if (before !== undefined) return before
    const tally = { origin, rows: 0, differs: new Set<string>() }
    if (known.size < maxPaths) known.set(origin.from, tally)
    return tally
  }
  const wordCount = (word: StateWord): WordCount => {
    const before = words.get(word.word)
    if (before !== undefined) return before
    const entry = { word, count: 0 }
    if (words.size < maxWords) words.set(word.word, entry)
    return entry
  }
  return {
    originCount: tallyOf,
    wordCount,
    addOrigins: (origins) => {
      for (const origin of origins) {
        const tally = tallyOf(origin)
        tally.rows += 1
        for (const path of origin.differs) if (tally.differs.size < maxPaths) tally.differs.add(path)
      }
    },
    addWord: (word) => {
      if (word !== null) wordCount(word).count += 1
    },
    fields: (mapped) => {
      const tallies = [...paths.values()].flatMap((known) => [...known.values()])
      const seen = tallies.map(({ origin, rows, differs }) => ({
        field: origin.field,
        from: origin.from,
        by: origin.by,
        rows,
        ...(differs.size === 0 ? {} : { differs: [...differs].sort() }),
      }))
      const absent = Object.entries(mapped)
        .filter(([field]) => !seen.some((one) => one.field === field))
        .map(([field, from]) => ({ field, from, by: 'mapping' as const, rows: 0 }))
      return inOrder([...seen, ...absent], ({ field, from }) => `${field} ${from}`)
    },
    states: () =>
      inOrder(words.values(), ({ word }) => word.word).map(({ word, count }) => ({
        word: word.word,
        count,
        state: word.means === 'none' || word.means === 'unknown' ? null : word.means,
        ...(word.means === 'none' ? { noState: true } : {}),
      })),
  }
}
