import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { field } from '../../x402/fields.ts'
import { headerValues } from '../../x402/headers.ts'
import { parseJsonText } from '../../x402/json-text.ts'
import { finding } from '../catalog.ts'
import { notChosen } from '../compare.ts'
import { maxKeptBytes } from '../keep.ts'
import type { MatrixAnswer, MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type RouteView, routeViews, subjectOf } from '../view.ts'

const said = (value: unknown) =>
  safe(value === undefined ? 'missing' : (JSON.stringify(value) ?? 'missing'), 120)

// A whole key that holds dots goes before the path that it spells.
function valueAt(json: unknown, path: string): unknown {
  const whole = field(json, path)
  if (whole !== undefined) return whole
  return path
    .split('.')
    .slice(0, 32)
    .reduce<unknown>((at, part) => (Array.isArray(at) ? at[Number(part)] : field(at, part)), json)
}

function misses(view: RouteView, answer: MatrixAnswer): readonly Finding[] {
  const { headers = {}, body = {} } = view.route.expect ?? {}
  const miss = (what: string, expected: unknown, got: unknown) => {
    const args = { route: view.name, what: safe(what, 120), expected: said(expected), got: said(got) }
    return finding('EXPECTATION_MISSED', subjectOf(view, what), args, [view.look])
  }
  const parsed = parseJsonText(answer.body ?? '', maxKeptBytes)
  const json = parsed.ok ? parsed.value : undefined
  return [
    ...Object.entries(headers).flatMap(([name, expected]) => {
      const lower = name.toLowerCase()
      const got = answer.asserted?.[lower] ?? headerValues(answer.headers, lower)
      if (got.some((value) => value.trim() === expected)) return []
      return [miss(`header ${name}`, expected, got.length === 0 ? undefined : got.join(', '))]
    }),
    ...Object.entries(body).flatMap(([path, expected]) => {
      const got = valueAt(json, path)
      return got === expected ? [] : [miss(`body ${path}`, expected, got)]
    }),
  ]
}

/** Whether the unpaid answers hold what `routes[].expect` says. A route without an answer is judged elsewhere. */
export const expectation: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.expectation',
  question: 'Do the answers hold what the profile expects beside the terms?',
  judge: (seen, expected) => {
    const views = routeViews(seen, expected).filter(({ route }) => route.expect !== undefined)
    if (views.length === 0) return [notChosen('headers and bodies', 'routes[].expect is not configured')]
    return views.flatMap((view) => {
      const { answer } = view.seen.unpaid
      if (answer.seen) return misses(view, answer.value)
      return [finding('TERMS_NOT_SEEN', subjectOf(view, 'expect'), { route: view.name }, [view.look])]
    })
  },
}
