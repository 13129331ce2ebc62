import { placesByRules } from './from-rules.ts'
import { keys } from './keys.ts'
import { mnemonics } from './mnemonics.ts'
import { blocksBehindNames } from './named.ts'
import { joinedLines, joinedTexts, joinedTokens, withoutCollector, withoutUnseen } from './peel.ts'
import type { PlaceFacts } from './places.ts'
import type { Span } from './span.ts'
import { placeBehind } from './view.ts'

function crosses(text: string, span: Span): boolean {
  const end = text.indexOf('\n', span.start)
  return end >= 0 && end < span.end
}

/** A private key in armour, over as many lines as it has. */
function armoured(lines: string): readonly Span[] {
  return lines.includes('PRIVATE KEY') ? placesByRules(lines).filter((span) => span.rule === 'pem') : []
}

function placesOverLines(lines: string, facts: PlaceFacts): readonly Span[] {
  const asked = { ...facts, label: null }
  const wrapped = [...joinedLines(lines), joinedTexts(lines)].flatMap((view) => {
    if (view === undefined) return []
    const spans = [
      ...facts.known.find(view.text),
      ...keys.find(view.text, asked),
      ...mnemonics.find(view.text, asked),
    ]
    return spans.map((span) => {
      const [start, end] = placeBehind(view, span.start, span.end)
      return { ...span, start, end }
    })
  })
  const tokens = joinedTokens(lines)
  const byRules =
    tokens === undefined
      ? []
      : [...placesByRules(tokens.text), ...mnemonics.find(tokens.text, asked)].map((span) => {
          const [start, end] = placeBehind(tokens, span.start, span.end)
          return { ...span, start, end }
        })
  const found = [
    ...byRules,
    ...wrapped,
    ...mnemonics.find(lines, asked),
    ...facts.known.findOverLines(lines),
    ...armoured(lines),
    ...blocksBehindNames(lines),
  ]
  return found.filter((span) => crosses(lines, span))
}

/**
 * What reaches over line ends: keys in armour, seed phrases, known values and keys that were wrapped, also under
 * colours, zero-width signs and the prefixes of log collectors.
 */
export function widePlaces(lines: string, facts: PlaceFacts): readonly Span[] {
  const views = [withoutUnseen(lines), withoutCollector(lines)]
  const behind = views.flatMap((view) => {
    if (view === undefined) return []
    return placesOverLines(view.text, facts).map((span) => {
      const [start, end] = placeBehind(view, span.start, span.end)
      return { ...span, start, end }
    })
  })
  return [...placesOverLines(lines, facts), ...behind]
}
