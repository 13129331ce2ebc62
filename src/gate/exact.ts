import type { Known, Needles } from './known.ts'

/** Where values stand that are too short, too odd or too common for the search by pieces. */
export type ExactSearch = (text: string) => readonly number[]

// What may stand between the letters of a wrapped or concatenated value.
const between = '(?:[\\s\\u200b\\u00ad"\'+\\\\]{0,6})'
const generic = 'password|passwd|passphrase|pass|pwd|pin|secret|token|key|user'

/** One pattern per value: its letters, bounded gaps, upper for lower case. Linear, one pass per value. */
export function searchExact(needles: Needles): ExactSearch {
  const patterns = [...needles.exact.map(spaced), ...needles.labelled.map(behindLabel)]
  return (text) => {
    const found: number[] = []
    for (const pattern of patterns) for (const match of text.matchAll(pattern)) found.push(match.index)
    return found
  }
}

function spaced(value: string): RegExp {
  const letters = [...value.replace(/\s/g, '')].map(literal).join(between)
  // Hex and numbers of a dozen letters stand by chance inside longer ones.
  const whole = /^[0-9a-f]+$/i.test(value) ? `(?<![0-9a-z])${letters}(?![0-9a-z])` : letters
  return new RegExp(whole, 'giu')
}

function behindLabel({ label, value }: Known): RegExp {
  const words = label.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const own = words.length === 0 ? generic : `${words.map(literal).join('[-_. ]?')}|${generic}`
  const gap = '["\'`\\]]{0,2}\\s{0,8}(?:=>|[:=,]|\\s(?:is|was)\\s)\\s{0,8}["\'`\\[]{0,2}'
  return new RegExp(`(?:${own})${gap}${literal(value)}(?![A-Za-z0-9])`, 'giu')
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
