import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { readAnswer } from '../answer.ts'
import { finding } from '../catalog.ts'
import { type Gate, readGate } from '../gate.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type RouteView, routeViews } from '../view.ts'

const brokenCodes: readonly string[] = [
  ...['SERVER_ERROR', 'UNREACHABLE', 'NOT_INITIALISED', 'AUTH_WALL', 'METHOD_WRONG', 'SERVED_FREE'],
]

const profile = (id: string) => ({ kind: 'profile', id }) as const

function gateOf({ seen: { unpaid } }: RouteView): Gate | null {
  return unpaid.answer.seen && unpaid.answer.value.status === 503 ? readGate(unpaid.answer.value) : null
}

function judgeGates(views: readonly RouteView[]): readonly Finding[] {
  const closed = views.flatMap((view) => {
    const gate = gateOf(view)
    return gate === null || gate.state === 'unknown' ? [] : [{ view, gate }]
  })
  const [first] = closed
  if (first === undefined) return []
  const looks = closed.map(({ view }) => view.look)
  const same = closed.every(({ gate }) => gate.kind === first.gate.kind && gate.words === first.gate.words)
  if (closed.length === views.length && same) {
    const args = { gate: `${first.gate.kind}: ${first.gate.words}`, count: views.length }
    return [finding('GATE_GLOBAL', profile('gates'), args, looks)]
  }
  const args = {
    closed: closed.map(({ view, gate }) => `${view.name} (${gate.kind}: ${gate.words})`),
    silent: views.length - closed.length,
  }
  return [finding('GATE_PER_ROUTE', profile('gates'), args, looks)]
}

function judgeFaults(views: readonly RouteView[]): readonly Finding[] {
  const broken = views.filter(({ seen }) => brokenCodes.includes(readAnswer(seen.unpaid).code))
  if (broken.length === 0) return []
  const args = { broken: broken.map(({ name }) => name), asked: views.length }
  const code = broken.length * 2 >= views.length ? 'FAULT_GLOBAL' : 'FAULT_LOCAL'
  return [
    finding(
      code,
      profile('faults'),
      args,
      broken.map(({ look }) => look),
    ),
  ]
}

/** Whether what is closed or broken is one route or all of them. One route alone tells neither. */
export const spread: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.spread',
  question: 'Is it one route or all of them?',
  judge: (seen, expected) => {
    const views = routeViews(seen, expected)
    return views.length < 2 ? [] : [...judgeGates(views), ...judgeFaults(views)]
  },
}
