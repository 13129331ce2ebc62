import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { headerValues } from '../../x402/headers.ts'
import { finding } from '../catalog.ts'
import { judgeEntries } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { subjectOf } from '../view.ts'

/** Whether a cache could hand out old terms. Stock v1 servers send no Cache-Control at all. */
export const caching: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.caching',
  question: 'Are the terms kept out of caches?',
  judge: (seen, expected) =>
    judgeEntries('cache rule', seen, expected, (view, entry) => {
      const { answer } = view.seen.unpaid
      if (!answer.seen || entry !== view.entries[0]) return []
      const rules = headerValues(answer.value.headers, 'cache-control')
      if (rules.some((rule) => rule.toLowerCase().includes('no-store'))) return []
      const got = rules.length === 0 ? 'no Cache-Control' : `Cache-Control: ${safe(rules.join(', '), 120)}`
      const version = view.entries.some(({ offer }) => offer.dialect === 'v2') ? 2 : 1
      return [finding('CACHEABLE_402', subjectOf(view), { route: view.name, got, version }, [view.look])]
    }),
}
