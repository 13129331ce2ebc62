import type { Finding } from '../../core/finding.ts'
import type { Observation } from '../../core/observation.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import { nameOf, notChosen, routeSubject } from '../routes.ts'
import type { ProbeExpected, ProbeSeen, RouteAnswer, RouteLook } from '../shapes.ts'

const said = (look: Observation<RouteAnswer>) => (look.seen ? String(look.value.status) : look.why.detail)

function isBroken(look: Observation<RouteAnswer>): boolean {
  return look.seen ? look.value.status >= 500 : !['aborted', 'refused'].includes(look.why.kind)
}

// Values are not compared: both do the work anew. The names that the paid route promises must be there.
function shape(look: RouteLook, twin: RouteAnswer, twinName: string): readonly Finding[] {
  const declared = look.paid.seen ? look.paid.value.declared : null
  if (declared === null || twin.keys === null || declared.length === 0) return []
  if (declared.some((key) => twin.keys?.includes(key))) return []
  const args = {
    route: nameOf(look),
    twin: twinName,
    missing: declared.slice(0, 10).map((key) => safe(key, 60)),
  }
  return [finding('TWIN_DIFFERS', routeSubject(look, 'twin shape'), args)]
}

function judgeLook(look: RouteLook): readonly Finding[] {
  const { twinLook, paid } = look
  if (twinLook === null || look.twin === null) return []
  const subject = routeSubject(look, 'twin')
  const route = nameOf(look)
  const twin = safe(`${look.method} ${look.twin}`, 200)
  const { at, source, ref } = twinLook
  const evidence = [{ at, source, ref }]
  if (isBroken(twinLook))
    return [finding('TWIN_FAILS', subject, { route, twin, why: said(twinLook), paid: said(paid) }, evidence)]
  const status = twinLook.seen ? twinLook.value.status : 0
  if (!twinLook.seen || status < 200 || status > 299)
    return [finding('TWIN_REJECTED', subject, { route, twin, status }, evidence)]
  if (isBroken(paid))
    return [finding('TWIN_ALONE_WORKS', subject, { route, twin, paid: said(paid) }, evidence)]
  return [finding('TWIN_OK', subject, { route, status }, evidence), ...shape(look, twinLook.value, twin)]
}

/** Whether the work that is sold works where it is not sold: tells a fault of the work from one of the payment. */
export const twins: Check<ProbeSeen, ProbeExpected> = {
  id: 'twins',
  question: 'Does the work behind the paid routes work without payment?',
  judge: (seen) => {
    const looks = (seen.routes ?? []).filter(({ twinLook }) => twinLook !== null)
    if (looks.length === 0) return [notChosen('free twins', 'routes[].twin names none')]
    return looks.flatMap(judgeLook)
  },
}
