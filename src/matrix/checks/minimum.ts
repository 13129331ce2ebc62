import { amountOf } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { amountIn, judgeEntries, notCompared, paysOf } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { placeOf, subjectOf } from '../view.ts'

/** Whether the facilitator would settle what is asked for. */
export const minimum: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.minimum',
  question: 'Is every price large enough for the facilitator?',
  judge: (seen, expected) => {
    const { minimumAtomic } = expected
    if (minimumAtomic === null) return [notCompared("the facilitator's minimum")]
    return judgeEntries('minimum', seen, expected, (view, entry) => {
      const got = amountIn(expected, entry.terms)
      if (got === undefined || got.atomic >= minimumAtomic) return []
      if (paysOf(expected, entry.terms) === undefined) return []
      const args = { route: placeOf(view, entry), got, minimum: amountOf(minimumAtomic, got) }
      return [finding('BELOW_FACILITATOR_MINIMUM', subjectOf(view, entry.label), args, [view.look])]
    })
  },
}
