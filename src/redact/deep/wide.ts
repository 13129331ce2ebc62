import { dense } from './dense.ts'
import { placesByRules } from './from-rules.ts'
import { keys } from './keys.ts'
import { classOfLabel, labelBefore } from './labels.ts'
import { type LineEnds, lineEndsOf } from './line-ends.ts'
import { mnemonics } from './mnemonics.ts'
import { blocksBehindNames } from './named.ts'
import { joinedLines, joinedTexts, joinedTokens, withoutCollector, withoutUnseen } from './peel.ts'
import type { PlaceFacts } from './places.ts'
import type { Span } from './span.ts'
import { placeBehind, type View } from './view.ts'

function crosses(text: string, span: Span): boolean {
  const end = text.indexOf('\n', span.start)
  return end >= 0 && end < span.end
}

/** A private key in armour, over as many lines as it has. */
function armoured(lines: string): readonly Span[] {
  return lines.includes('PRIVATE KEY') ? placesByRules(lines).filter((span) => span.rule === 'pem') : []
}

function behind(view: View, spans: readonly Span[]): readonly Span[] {
  return spans.map((span) => {
    const [start, end] = placeBehind(view, span.start, span.end)
    return { ...span, start, end }
  })
}

/** What stands in lines of which the ends are no more than wraps. */
function wrappedPlaces(lines: string, facts: PlaceFacts): readonly Span[] {
  const asked = { ...facts, label: null }
  const wrapped = [...joinedLines(lines), joinedTexts(lines)].flatMap((view) => {
    if (view === undefined) return []
    return behind(view, [
      ...facts.known.find(view.text),
      ...keys.find(view.text, asked),
      ...mnemonics.find(view.text, asked),
    ])
  })
  const tokens = joinedTokens(lines)
  if (tokens === undefined) return wrapped
  // What is only dense may be a hash with the first word of the next line behind it.
  const named = dense
    .find(tokens.text, asked)
    .filter(({ start }) => classOfLabel(labelBefore(tokens.text, start)) === 'secret')
  const found = [...placesByRules(tokens.text), ...mnemonics.find(tokens.text, asked), ...named]
  return [...behind(tokens, found), ...wrapped]
}

/** `wrappedPlaces` of the stretches of lines that may go on in each other. */
function placesOfWraps(lines: string, stretches: LineEnds['stretches'], facts: PlaceFacts): readonly Span[] {
  return stretches.flatMap(([start, end]) => {
    const part = lines.slice(start, end)
    return [...wrappedPlaces(part, facts), ...blocksBehindNames(part)].map((span) => ({
      ...span,
      start: span.start + start,
      end: span.end + start,
    }))
  })
}

function placesOverLines(lines: string, facts: PlaceFacts): readonly Span[] {
  const { stretches, pairs } = lineEndsOf(lines)
  const found = [
    ...placesOfWraps(lines, stretches, facts),
    ...mnemonics.find(lines, { ...facts, label: null }),
    ...facts.known.findOverLines(lines, pairs),
    ...armoured(lines),
  ]
  return found.filter((span) => crosses(lines, span))
}

/**
 * What reaches over line ends: keys in armour, seed phrases, known values and keys that were wrapped, also under
 * colours, zero-width signs and the prefixes of log collectors.
 */
export function widePlaces(lines: string, facts: PlaceFacts): readonly Span[] {
  const views = [withoutUnseen(lines), withoutCollector(lines)]
  const others = views.flatMap((view) =>
    view === undefined ? [] : behind(view, placesOverLines(view.text, facts)),
  )
  return [...placesOverLines(lines, facts), ...others]
}
