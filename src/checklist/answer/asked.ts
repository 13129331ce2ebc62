import type { AskedItemId } from '../../core/checklist-settings.ts'
import { safe } from '../../core/safe.ts'
import type { Item } from '../shapes.ts'

const oldestDays = 90
const dayMs = 86_400_000

/** An answer that a person gave: PASS with a name and a date, WARN when it is old, UNKNOWN when nobody was asked. */
export function askedOf(id: AskedItemId): Item['answer'] {
  return ({ at }, { asked }) => {
    const said = asked[id]
    if (said === undefined) return { verdict: 'UNKNOWN', seen: 'asked of nobody' }
    const { by, on, note } = said
    const days = Math.floor((Date.parse(at) - Date.parse(on)) / dayMs)
    const text = `${safe(by, 60)} on ${on}${note === null ? '' : `: ${safe(note, 120)}`}`
    if (Number.isNaN(days) || by.trim() === '')
      return { verdict: 'UNKNOWN', seen: `without a name or a date: ${text}` }
    // A promise for tomorrow is none.
    if (days < -1) return { verdict: 'UNKNOWN', seen: `the date is still to come: ${text}` }
    if (days > oldestDays) return { verdict: 'WARN', seen: `${days} days ago: ${text}` }
    return { verdict: 'PASS', seen: text }
  }
}
