import { classOfLabel, labelBefore } from './labels.ts'
import type { DeepRule, Span } from './span.ts'

// What looks like our marker and is none; ours are filled with other signs before rules look. A fixed word, then one
// bounded class up to its end sign or to the next blank: linear.
const imitation = /\[(?:forged-)?redacted:(?:[^[\]\r\n]{0,100}\]|[^\s[\]]{0,100})/gi

function find(text: string): readonly Span[] {
  return [...text.matchAll(imitation)].flatMap(({ index, 0: found }): readonly Span[] => {
    if (classOfLabel(labelBefore(text, index)) !== 'secret') return []
    return [{ start: index, end: index + found.length, rule: 'named-value', kind: 'secret', value: null }]
  })
}

/** Imitations of our marker behind the name of a secret: what stands inside could be the secret. */
export const forged: DeepRule = {
  name: 'forged-value',
  mustHide: ['password=[forged-redacted:CANARYz0d] c', '"apiKey":"[redacted:CANARY z0d]"'],
  mustKeep: ['see [forged-redacted:h7nt3r2x9] there', 'password [redacted'],
  find,
}
