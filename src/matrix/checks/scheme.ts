import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import { judgeEntries } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { subjectOf } from '../view.ts'

/** Whether stock clients can pay. */
export const scheme: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.scheme',
  question: 'Can a stock client pay every route?',
  judge: (seen, expected) =>
    judgeEntries('scheme', seen, expected, (view, entry) => {
      if (entry !== view.entries[0] || view.entries.some(({ terms }) => terms.scheme === 'exact')) return []
      const schemes = view.entries.map(({ terms }) => terms.scheme)
      const got = [...new Set(schemes)].map((one) => safe(one ?? 'nothing', 60))
      return [finding('NO_EXACT_SCHEME', subjectOf(view), { route: view.name, got }, [view.look])]
    }),
}
