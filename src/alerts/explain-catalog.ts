import { alertRuleIds } from '../core/alert-rules.ts'
import type { Explanations } from '../core/explanation.ts'
import type { Rule } from './rule.ts'
import { rules } from './rules-catalog.ts'
import { alertWords } from './words-catalog.ts'

function means({ about, warn, fail, unit, minimum, set }: Rule): string {
  const limit = (what: string, at: number | null) =>
    at === null ? [] : [`${what} over ${at}${unit === '' ? '' : ` ${unit}`}`]
  const levels = [...limit('warns', warn), ...limit('fails', fail)].join(' and ')
  const least = minimum === 0 ? '' : `, from ${minimum} attempts on`
  const off = set === 'optional' ? ' It is off unless x402ops.yaml switches it on.' : ''
  return `Measured: ${about}. The rule ${levels}${least}, in two windows a minute apart.${off}`
}

/** What the codes of the rules mean. */
export const explanations: Explanations = Object.fromEntries(
  alertRuleIds.map((id) => {
    const [title, , next] = alertWords[id]
    return [rules[id].code, [means(rules[id]), `${title}: one look never decides that, two do.`, next]]
  }),
)
