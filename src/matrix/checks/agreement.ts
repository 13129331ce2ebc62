import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { normalId } from '../../x402/fields.ts'
import { finding } from '../catalog.ts'
import { judgeEntries } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type Entry, type RouteView, subjectOf } from '../view.ts'

function key({ terms }: Entry): string {
  return [terms.scheme, terms.network, normalId(terms.asset ?? '')].join(' ')
}

function price({ terms }: Entry): string {
  return `${terms.amountAtomic ?? 'an unreadable amount'} to ${normalId(terms.payTo ?? 'nobody')}`
}

function words(entry: Entry): string {
  const { offer, terms } = entry
  const what = `${price(entry)} on ${terms.network ?? 'no network'} in ${normalId(terms.asset ?? 'no token')}`
  return safe(`${offer.dialect} in the ${offer.where}: ${what}`, 300)
}

// The same way of paying must cost the same in both offers; offers that share no way at all contradict
// each other as a whole. Further ways in one of them are not a contradiction: v1 has fewer networks.
function contradictions(
  one: readonly Entry[],
  other: readonly Entry[],
): readonly (readonly [Entry, Entry])[] {
  const shared = one.flatMap((a) => {
    const there = other.filter((b) => key(a) === key(b))
    return there.length === 0 ? [] : [[a, there] as const]
  })
  const [first, second] = [one[0], other[0]]
  if (shared.length === 0) return first === undefined || second === undefined ? [] : [[first, second]]
  return shared.flatMap(([a, there]) => {
    const [b] = there
    return b === undefined || there.some((candidate) => price(candidate) === price(a)) ? [] : [[a, b]]
  })
}

function judgeView(view: RouteView): readonly Finding[] {
  if (view.entries.length < 2) return []
  const offers = [...new Set(view.entries.map((entry) => entry.offer))]
  const [first, ...others] = offers.map((offer) => view.entries.filter((entry) => entry.offer === offer))
  const found = others.flatMap((other) => contradictions(first ?? [], other))
  return found.slice(0, 1).map(([a, b]) => {
    const args = { route: view.name, one: words(a), other: words(b) }
    return finding('HEADER_BODY_DISAGREE', subjectOf(view), args, [view.look])
  })
}

/** Whether all offers in one answer say the same. */
export const agreement: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.agreement',
  question: 'Do the offers of one answer agree with each other?',
  judge: (seen, expected) =>
    judgeEntries('pair of offers', seen, expected, (view, entry) =>
      entry === view.entries[0] ? judgeView(view) : [],
    ),
}
