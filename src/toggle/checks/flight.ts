import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { drainText, inFlight } from '../flight.ts'
import type { GuideExpected, GuideSeen } from '../shapes.ts'

/** What is under way and cannot be called back by the flag. */
export const flight: Check<GuideSeen, GuideExpected> = {
  id: 'flight',
  question: 'What is still under way?',
  judge: (seen) => {
    const all = inFlight(seen)
    if (all.length === 0) return []
    const ids = all.slice(0, 10).map(({ id, state }) => `${id} ${state}`)
    return [
      finding(
        'TOGGLE_IN_FLIGHT',
        { kind: 'profile', id: 'flight' },
        { count: all.length, ids, drain: drainText(seen) },
      ),
    ]
  },
}
