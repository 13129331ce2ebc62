import type { KnownValue } from '../known.ts'
import { knownPatterns } from '../known.ts'
import { createSearch, type Pattern } from '../patterns.ts'
import { furtherForms } from './further-forms.ts'
import { pairAt } from './line-ends.ts'
import type { Span } from './span.ts'

/** Finds the secrets of this run in all their forms. */
export type KnownPlaces = {
  readonly find: (text: string) => readonly Span[]
  /** As `find`, but only forms that hold a line end, where one of them has such neighbours (`lineEndsOf`). */
  readonly findOverLines: (text: string, pairs: ReadonlySet<string>) => readonly Span[]
  /** Is the value one of the secrets, or does it hold one? */
  readonly holds: (text: string) => boolean
}

function pairsIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [...text.matchAll(/\n/g)].map(({ index }) => pairAt(text, index))))
}

/** The finder of known values. Their place is named after their label, and their tag is made of the value itself. */
export function createKnownPlaces(values: readonly KnownValue[]): KnownPlaces {
  const used = values.filter((known) => known.value.trim() !== '')
  // The number of a value as label: labels need not be unique, and the tag is made of the value.
  const patterns = used.flatMap((known, index) => {
    const texts = knownPatterns(known, furtherForms)
    return texts.map((text): Pattern => ({ text, label: String(index) }))
  })
  const search = createSearch(patterns)
  const overLines = patterns.filter((pattern) => pattern.text.includes('\n'))
  const searchOverLines = createSearch(overLines)
  const pairsOfPatterns = pairsIn(overLines.map((pattern) => pattern.text))
  const spansOf = (hits: ReturnType<typeof search>): readonly Span[] =>
    hits.map(({ start, end, label }) => {
      const known = used[Number(label)]
      const value = known === undefined || known.value.trim().length < 8 ? null : known.value.trim()
      return { start, end, rule: 'known-value', kind: known?.label ?? 'known-value', value }
    })
  return {
    find: (text) => spansOf(search(text)),
    findOverLines: (text, pairs) =>
      [...pairs].some((pair) => pairsOfPatterns.has(pair)) ? spansOf(searchOverLines(text)) : [],
    holds: (text) => search(text).length > 0,
  }
}
