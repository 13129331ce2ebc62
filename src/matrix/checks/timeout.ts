import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { judgeEntries } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { placeOf, subjectOf } from '../view.ts'

/** Whether payers get enough time. */
export const timeout: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.timeout',
  question: 'Is there enough time to pay?',
  judge: (seen, expected) =>
    judgeEntries('time to pay', seen, expected, (view, entry) => {
      const seconds = entry.terms.maxTimeoutSeconds
      const atLeast = expected.minTimeoutSeconds
      if (seconds === null || seconds >= atLeast) return []
      const args = { route: placeOf(view, entry), seconds, atLeast }
      return [finding('TIMEOUT_TOO_SHORT', subjectOf(view, entry.label), args, [view.look])]
    }),
}
