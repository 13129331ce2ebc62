import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import type { TermsSnapshot } from '../../runs/snapshot.ts'
import { finding } from '../catalog.ts'
import { notChosen } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type RouteView, routeViews, subjectOf } from '../view.ts'
import { compareWays, waysOf } from '../ways.ts'

const keyOf = ({ method, path }: { readonly method: string; readonly path: string }) =>
  `${method.toUpperCase()} ${path.split('?')[0]}`

function judgeView(view: RouteView, kept: TermsSnapshot): readonly Finding[] {
  const snapshot = safe(kept.name, 80)
  const before = kept.routes.find((route) => keyOf(route) === keyOf(view.route))
  const args = { route: view.name, snapshot }
  if (before === undefined)
    return view.entries.length === 0
      ? []
      : [finding('DRIFT_NEW_ROUTE', subjectOf(view, 'drift'), args, [view.look])]
  if (view.entries.length === 0)
    return [finding('DRIFT_UNKNOWN', subjectOf(view, 'drift'), args, [view.look])]
  const now = waysOf(view.entries.map(({ terms }) => terms))
  return compareWays(before.ways, now).map((difference) => {
    const subject = subjectOf(view, `drift of ${difference.field}`)
    return finding('TERMS_DRIFT', subject, { ...args, ...difference }, [view.look])
  })
}

/** Whether the terms are still the ones that were kept. Only with `--against`. */
export const drift: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.drift',
  question: 'Are the terms the ones that were kept?',
  judge: (seen, expected) => {
    const kept = expected.snapshot
    if (kept === undefined) return [notChosen('earlier terms', '--against')]
    const views = routeViews(seen, expected)
    const asked = new Set(views.map(({ route }) => keyOf(route)))
    const gone = kept.routes
      .filter((route) => !asked.has(keyOf(route)))
      .map((route) => {
        const args = { route: safe(keyOf(route), 200), snapshot: safe(kept.name, 80) }
        return finding('DRIFT_UNKNOWN', { kind: 'profile', id: `drift ${keyOf(route)}` }, args)
      })
    return [...views.flatMap((view) => judgeView(view, kept)), ...gone]
  },
}
