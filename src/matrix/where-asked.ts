import type { Check } from '../core/room.ts'
import { finding } from './catalog.ts'
import type { MatrixExpected, MatrixSeen } from './shapes.ts'

type MatrixCheck = Check<MatrixSeen, MatrixExpected>

/** The check, skipped where no route was to be asked: it would pass, and of nothing nothing is known. */
export function whereAsked(check: MatrixCheck): MatrixCheck {
  const judge: MatrixCheck['judge'] = (seen, expected) => {
    if (expected.routes.length > 0) return check.judge(seen, expected)
    const question = check.id.replace('matrix.', '').replaceAll('-', ' ')
    return [finding('NOTHING_COMPARED', { kind: 'profile', id: check.id }, { question })]
  }
  return { ...check, judge }
}
