import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { offWords } from '../off.ts'
import type { GuideExpected, GuideSeen } from '../shapes.ts'

const codes = {
  'closed-503': 'TOGGLE_OFF_CLOSES',
  'closed-404': 'TOGGLE_OFF_CLOSES',
  open: 'TOGGLE_OFF_MEANS_OPEN',
  crash: 'TOGGLE_OFF_MEANS_CRASH',
  unknown: 'TOGGLE_OFF_MEANS_UNKNOWN',
} as const

/** What switching off would do to this service. */
export const off: Check<GuideSeen, GuideExpected> = {
  id: 'off',
  question: 'What does off mean here?',
  judge: (_seen, { flagOffMeans }) => {
    const args = { means: flagOffMeans, words: offWords[flagOffMeans] }
    return [finding(codes[flagOffMeans], { kind: 'profile', id: 'off' }, args)]
  },
}
