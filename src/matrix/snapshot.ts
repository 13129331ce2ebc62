import type { TermsSnapshot } from '../runs/snapshot.ts'
import type { MatrixExpected, MatrixSeen } from './shapes.ts'
import { routeViews } from './view.ts'
import { waysOf } from './ways.ts'

/** The terms of every route that showed some, to be kept. A route without readable terms is left out. */
export function snapshotOf(
  seen: MatrixSeen,
  expected: MatrixExpected,
  about: Pick<TermsSnapshot, 'name' | 'profile' | 'target' | 'takenAt'>,
): TermsSnapshot {
  const routes = routeViews(seen, expected)
    .filter(({ entries }) => entries.length > 0)
    .map(({ route: { id, method, path }, entries }) => {
      return { id, method, path, ways: waysOf(entries.map(({ terms }) => terms)) }
    })
  return { schema: 'x402ops.snapshot/v1', ...about, routes }
}
