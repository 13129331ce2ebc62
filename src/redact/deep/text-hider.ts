import { hasDenyShape } from '../structured/provenance.ts'
import { createTextMemory } from '../text-memory.ts'
import { escapeForged } from './marker.ts'
import { type PlaceFacts, placesOf } from './places.ts'
import { mergeSpans, replaceSpans, type Span } from './span.ts'
import type { Tally } from './tally.ts'

/** Hides in single texts. */
export type TextHider = {
  readonly facts: PlaceFacts
  /** The marker for a place, counted. */
  readonly mark: (span: Span) => string
  readonly hide: (text: string, label: string | null) => string
  /** A text of public shape: unchanged unless it is or holds a known secret, or looks like a credential. */
  readonly publicId: (value: string) => string
}

const mostRounds = 3
const rememberedTexts = 20_000
const rememberedLength = 200

/** A hider of single texts that counts into `tally`. Short texts in which nothing was found are remembered. */
export function createTextHider(facts: PlaceFacts, tally: Tally): TextHider {
  const harmless = createTextMemory(rememberedTexts)

  const mark = (span: Span) => {
    tally.count(span.rule)
    return span.instead ?? facts.tags.mark(span.kind, span.value)
  }

  const hide = (given: string, label: string | null) => {
    const key = given.length <= rememberedLength ? `${label ?? ''}\0${given}` : undefined
    if (key !== undefined && harmless.has(key)) return given
    const { text, forged } = escapeForged(given, facts.tags)
    for (let count = 0; count < forged; count += 1) tally.count('forged-marker')
    let shown = text
    const marked: (readonly [string, string])[] = []
    // What lies beside a marker may look different once the marker is there; so twice is no more than once.
    for (let round = 0; round < mostRounds; round += 1) {
      const spans = mergeSpans(placesOf(shown, label, facts))
      if (spans.length === 0) break
      shown = replaceSpans(shown, spans, (span) => {
        const marker = mark(span)
        if (span.instead === undefined) marked.push([span.rule, marker])
        return marker
      })
    }
    for (const [rule, marker] of marked) tally.sample(shown, rule, marker)
    if (key !== undefined && shown === given) harmless.add(key)
    return shown
  }

  const known = (text: string) => {
    const spans = facts.known.find(text)
    return spans.length === 0 ? text : replaceSpans(text, mergeSpans(spans), mark)
  }

  return {
    facts,
    mark,
    hide,
    publicId: (value) => {
      const key = value.length <= rememberedLength ? `\0public\0${value}` : undefined
      if (key !== undefined && harmless.has(key)) return value
      const shown = known(value)
      if (shown !== value) return shown
      if (hasDenyShape(value)) return hide(value, null)
      if (key !== undefined) harmless.add(key)
      return value
    },
  }
}
