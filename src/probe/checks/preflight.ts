import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import { outcomeOf, pageOf } from '../outcome.ts'
import { nameOf, notChosen, routeSubject } from '../routes.ts'
import type { ProbeExpected, ProbeSeen, RouteAnswer, RouteLook } from '../shapes.ts'

const isGood = (status: number) => status >= 200 && status < 300

const plain: readonly string[] = ['preflight', 'status', 'ok', 'error', 'message', 'timestamp', 'success']

// The answer of the middleware says that it is one; so can a handler that was run. What the route sells is not in it.
function holdsGoods({ paid, twinLook }: RouteLook, { keys }: RouteAnswer): boolean {
  const sold = [
    ...((paid.seen ? paid.value.declared : null) ?? []),
    ...((twinLook?.seen === true ? twinLook.value.keys : null) ?? []),
  ].filter((key) => !plain.includes(key.toLowerCase()))
  return sold.some((key) => keys?.includes(key) === true)
}

function judgeLook(look: RouteLook): readonly Finding[] {
  if (look.preflight === null) return []
  const { head, own } = look.preflight
  const subject = routeSubject(look, 'preflight')
  const route = nameOf(look)
  const { at, source, ref } = own
  const evidence = [{ at, source, ref }]
  // Anybody can send the header: a body that is not the answer of the middleware is what others pay for.
  if (own.seen && isGood(own.value.status) && (!own.value.preflight || holdsGoods(look, own.value))) {
    const { status, bytes } = own.value
    return [finding('PREFLIGHT_SERVES_PAID', subject, { route, status, bytes }, evidence)]
  }
  if (!head.seen) return [finding('PREFLIGHT_FAILED', subject, { route, why: head.why.detail }, evidence)]
  const { status } = head.value
  if (status >= 500) return [finding('PREFLIGHT_FAILED', subject, { route, why: String(status) }, evidence)]
  if (own.seen && own.value.preflight && isGood(status))
    return [finding('PREFLIGHT_OK', subject, { route }, evidence)]
  return [finding('PREFLIGHT_NOT_OFFERED', subject, { route, status }, evidence)]
}

// The shield asks a health page of its own; ours from outside should say the same.
function judgeShield(seen: ProbeSeen, look: RouteLook): readonly Finding[] {
  const page = pageOf(seen, 'health')
  if (page === undefined || !look.paid.seen) return []
  const word = look.paid.value.gate.find(([name]) => name === 'x-shield-status')?.[1]
  const outcome = outcomeOf(page, isGood)
  const closed = word?.trim().toLowerCase() === 'unhealthy'
  if (word === undefined || outcome.kind === 'blind' || closed !== (outcome.kind === 'good')) return []
  const health = outcome.kind === 'good' ? `answers ${outcome.answer.status}` : 'fails'
  const args = { route: nameOf(look), gate: safe(word, 40), health }
  return [finding('GATE_DISAGREES', routeSubject(look, 'shield'), args)]
}

/** What the routes say to a preflight, and whether their shield agrees with the health page. Only with `--preflight`. */
export const preflight: Check<ProbeSeen, ProbeExpected> = {
  id: 'preflight',
  question: 'Do the gates in front of the routes say what is so?',
  judge: (seen) => {
    const looks = (seen.routes ?? []).filter((look) => look.preflight !== null)
    if (looks.length === 0) return [notChosen('preflights', '--preflight was not given')]
    return looks.flatMap((look) => [...judgeLook(look), ...judgeShield(seen, look)])
  },
}
