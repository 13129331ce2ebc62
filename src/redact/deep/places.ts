import { bareNames } from './bare-names.ts'
import { dense } from './dense.ts'
import { readRuns } from './encoded-runs.ts'
import { forged } from './forged.ts'
import { placesByRules } from './from-rules.ts'
import { homes } from './homes.ts'
import { keys } from './keys.ts'
import type { KnownPlaces } from './known-places.ts'
import { quietMarkers } from './marker.ts'
import { mnemonics } from './mnemonics.ts'
import { namedValues } from './named.ts'
import { outlineOf } from './outline.ts'
import { joinedTexts, peels, unquotedPrintable } from './peel.ts'
import { type Facts, outside, type Span } from './span.ts'
import { spokenPasswords } from './spoken.ts'
import { tables } from './tables.ts'
import type { Tags } from './tags.ts'
import { placeBehind, throughBoth, type View } from './view.ts'

/** What the search for places knows and may ask. */
export type PlaceFacts = Omit<Facts, 'label'> & {
  readonly known: KnownPlaces
  readonly tags: Tags
  readonly showPayment: (text: string) => string | undefined
}

const deepest = 3
const mostRounds = 4
const mostDecoded = 4_194_304

type Search = {
  readonly facts: PlaceFacts
  readonly take: (characters: number) => boolean
}

function within(span: Span, ranges: readonly { readonly start: number; readonly end: number }[]): boolean {
  return ranges.some((range) => span.start >= range.start && span.end <= range.end)
}

/** What stands in a text as it is written. */
function plainPlaces(text: string, label: string | null, depth: number, search: Search): readonly Span[] {
  const { facts, take } = search
  const asked: Facts = { ...facts, label }
  const certain = [
    ...[facts.known, keys, mnemonics, spokenPasswords, namedValues],
    ...[forged, bareNames, tables, homes],
  ].flatMap((rule) => rule.find(text, asked))
  const runs =
    depth >= deepest
      ? { spans: [], explained: [], payments: [] }
      : readRuns(text, {
          placesIn: (inner) => placesAt(inner, null, depth + 1, search),
          mark: (span) => span.instead ?? facts.tags.mark(span.kind, span.value),
          showPayment: facts.showPayment,
          take,
        })
  const rewritten = runs.spans.filter((span) => span.instead !== undefined)
  const byRules = placesByRules(text).filter(
    (span) => span.rule !== 'payment-headers' || !within(span, runs.payments),
  )
  const others = [...certain, ...runs.spans.filter((span) => span.instead === undefined), ...byRules]
  const kept = others.filter((span) => !within(span, rewritten))
  const denied = dense.find(text, asked).filter((span) => !within(span, [...rewritten, ...runs.explained]))
  return [...kept, ...rewritten, ...denied]
}

/** Spans of a view, as spans of the text behind it. What could stand instead fits only where nothing was escaped. */
function behind(view: View, spans: readonly Span[]): readonly Span[] {
  return spans.map((span) => {
    const [start, end] = placeBehind(view, span.start, span.end)
    const { instead, ...place } = { ...span, start, end }
    return instead !== undefined && end - start === span.end - span.start ? { ...place, instead } : place
  })
}

/** What stands in a text once its signs are taken for what they mean, one way of writing after the other. */
function veiledPlaces(text: string, label: string | null, depth: number, search: Search): readonly Span[] {
  const found: Span[] = []
  let current: View | undefined
  for (let round = 0; round < mostRounds; round += 1) {
    let changed = false
    for (const peel of peels) {
      const next: View | undefined = peel(current?.text ?? text)
      if (next === undefined) continue
      if (!search.take(next.text.length)) return [...found, wholeText(text)]
      changed = true
      current = current === undefined ? next : throughBoth(current, next)
      found.push(...behind(current, plainPlaces(current.text, label, depth, search)))
    }
    if (!changed) return found
  }
  return found
}

function wholeText(text: string): Span {
  return { start: 0, end: text.length, rule: 'not-read', kind: 'not-read', value: text }
}

/** What stands in texts that were put together; in signs that mean something else in most texts only the certain. */
function looselyPlaces(text: string, depth: number, search: Search): readonly Span[] {
  const joined = joinedTexts(text)
  const unquoted = unquotedPrintable(text)
  const asked: Facts = { ...search.facts, label: null }
  return [
    ...(joined === undefined ? [] : behind(joined, plainPlaces(joined.text, null, depth, search))),
    ...(unquoted === undefined
      ? []
      : behind(unquoted, [...search.facts.known.find(unquoted.text), ...keys.find(unquoted.text, asked)])),
  ]
}

function placesAt(source: string, label: string | null, depth: number, search: Search): readonly Span[] {
  const { text, places } = quietMarkers(source, search.facts.tags)
  const spans = [
    ...plainPlaces(text, label, depth, search),
    ...(outlineOf(text).isVeiled ? veiledPlaces(text, label, depth, search) : []),
    ...looselyPlaces(text, depth, search),
  ]
  return outside(spans, places)
}

/** Every place of a text in which something must be hidden, in no order and perhaps overlapping. */
export function placesOf(text: string, label: string | null, facts: PlaceFacts): readonly Span[] {
  let left = mostDecoded + text.length * 32
  const take = (characters: number) => {
    left -= characters
    return left >= 0
  }
  return placesAt(text, label, 0, { facts, take })
}
