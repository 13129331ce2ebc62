import type { Check } from '../../core/room.ts'
import { advise } from '../advice.ts'
import { adviceText } from '../advice-text.ts'
import { finding } from '../catalog.ts'
import type { GuideExpected, GuideSeen } from '../shapes.ts'

/** What the whole table comes to. */
export const advice: Check<GuideSeen, GuideExpected> = {
  id: 'advice',
  question: 'What is to be done with the flag?',
  judge: (seen, expected) => {
    const found = advise(seen, expected)
    const { action, row, unknown, met, causes, partial } = found
    const args = {
      ...{ action: action ?? 'no-verdict', row, says: adviceText(found), causes },
      unknown: unknown.map(String),
      met: met.map(String),
      partial: partial.map(({ kind, name }) => `${kind} ${name}`),
    }
    return [finding('TOGGLE_ADVICE', { kind: 'profile', id: 'advice' }, args)]
  },
}
