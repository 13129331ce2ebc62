import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { finding } from '../catalog.ts'
import { type Heard, heardIn, onePerRequest } from './answers.ts'
import { drainedAt } from './collect.ts'
import type { ProofExpected, ProofSeen } from './shapes.ts'

type ProofCheck = Check<ProofSeen, ProofExpected>

const subjectOf = (id: string) => ({ kind: 'endpoint', id }) as const
const nameOf = ({ method, route, beside }: Heard) =>
  `${method} ${safe(route, 200)}${beside === undefined || beside === method ? '' : ` (${beside})`}`
const placeOf = (heard: Heard) => ({
  instance: safe(heard.instance, 200),
  route: nameOf(heard),
  status: heard.status ?? 0,
})
const idOf = ({ instance, method, route, beside }: Heard) =>
  `${instance} ${method} ${route}${beside === undefined || beside === method ? '' : ` ${beside}`}`
const closedAs: Readonly<Record<string, number>> = { 'closed-503': 503, 'closed-404': 404 }

const routes: ProofCheck = {
  id: 'routes',
  question: 'Does no route ask for money, and none serve for nothing?',
  judge: (seen, expected) => {
    if (expected.expect === 'on') return onFindings(seen, expected)
    const heard = heardIn(seen, expected)
    const of = (said: Heard['said']) => onePerRequest(heard.filter((each) => each.said === said))
    const means = expected.flagOffMeans
    const wanted = closedAs[means]
    const otherwise = onePerRequest(
      heard.filter(
        ({ said, status, beside }) =>
          said === 'closed' && beside === undefined && wanted !== undefined && status !== wanted,
      ),
    )
    const found = [
      ...of('asks').map((each) => finding('TOGGLE_STILL_ASKS', subjectOf(idOf(each)), placeOf(each))),
      ...of('free').map((each) => finding('TOGGLE_SERVED_FREE', subjectOf(idOf(each)), placeOf(each))),
      ...of('not-told').map((each) => {
        const { instance, route } = placeOf(each)
        const why = each.why ?? `it answered ${each.status}, which says nothing about payment`
        return finding('TOGGLE_NOT_TOLD', subjectOf(idOf(each)), { instance, route, why })
      }),
      ...otherwise.map((each) =>
        finding('TOGGLE_CLOSED_OTHERWISE', subjectOf(idOf(each)), { ...placeOf(each), means }),
      ),
      ...missingLooks(seen, expected),
    ]
    if (found.length > 0) return found
    const { asks, instances, looks } = expected
    const args = { routes: asks.length * expected.rounds, instances: instances.length, looks }
    return [finding('TOGGLE_CLOSED', subjectOf('routes'), args)]
  },
}

/** A proof that was broken off has fewer looks than it needs. */
function missingLooks({ looks }: ProofSeen, expected: ProofExpected) {
  if (looks.length >= expected.looks) return []
  const why = `${looks.length} of ${expected.looks} looks were taken`
  return [
    finding('TOGGLE_NOT_TOLD', subjectOf('looks'), { instance: 'every instance', route: 'every route', why }),
  ]
}

function onFindings(seen: ProofSeen, expected: ProofExpected) {
  const bad = new Map<string, { verdict: string; codes: Set<string> }>()
  for (const { instances } of seen.looks) {
    for (const { instance, pass } of instances) {
      if (pass === null || (pass.verdict === 'PASS' && pass.routes > 0)) continue
      const known = bad.get(instance) ?? { verdict: 'UNKNOWN', codes: new Set<string>() }
      for (const code of pass.routes === 0 ? ['no route was asked'] : pass.codes) known.codes.add(code)
      bad.set(instance, { ...known, verdict: pass.verdict === 'FAIL' ? 'FAIL' : known.verdict })
    }
  }
  const found = [
    ...[...bad].map(([instance, { verdict, codes }]) =>
      finding('TOGGLE_NOT_ON', subjectOf(instance), {
        ...{ instance: safe(instance, 200), verdict, codes: [...codes].sort() },
      }),
    ),
    ...missingLooks(seen, expected),
  ]
  if (found.length > 0) return found
  return [
    finding('TOGGLE_IS_ON', subjectOf('routes'), {
      instances: expected.instances.length,
      looks: expected.looks,
    }),
  ]
}

const instances: ProofCheck = {
  id: 'instances',
  question: 'Do all instances do the same?',
  judge: (seen, expected) => {
    const heard = heardIn(seen, expected)
    const states = expected.instances.map((instance) => {
      const mine = heard.filter((each) => each.instance === instance)
      const passes = seen.looks.flatMap(({ instances: all }) =>
        all.filter((each) => each.instance === instance),
      )
      const stale =
        expected.expect === 'off'
          ? mine.some(({ said }) => said === 'asks' || said === 'free')
          : passes.some(({ pass }) => pass?.verdict === 'FAIL')
      return { instance, stale }
    })
    const stale = states.filter((each) => each.stale)
    // When all do the same, the routes say it; one that differs was forgotten.
    if (stale.length === 0 || stale.length === states.length) return []
    return stale.map(({ instance }) =>
      finding('TOGGLE_INSTANCE_STALE', subjectOf(instance), {
        ...{ instance: safe(instance, 200), stale: stale.length, of: states.length },
      }),
    )
  },
}

/** The value at a dot path; undefined when there is none. */
function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    return (at as Readonly<Record<string, unknown>>)[key]
  }, value)
}

const status: ProofCheck = {
  id: 'status',
  question: 'Does the status page agree?',
  judge: (seen, expected) => {
    const wanted = Object.entries(expected.status)
    if (wanted.length === 0) {
      const key = expected.expect === 'off' ? 'toggle.statusOff' : 'probes.status.expect'
      return [finding('TOGGLE_STATUS_NOT_COMPARED', subjectOf('status'), { key })]
    }
    const newest = seen.looks.at(-1)?.instances ?? []
    const found = newest.flatMap(({ instance, page }): readonly Finding[] => {
      const name = safe(instance, 200)
      if (page === null || page.value === null) {
        const gone = page?.status == null && expected.flagOffMeans === 'crash' && expected.expect === 'off'
        const why = page?.status == null ? 'it does not answer' : `it answered ${page.status}`
        return gone ? [] : [finding('TOGGLE_STATUS_NOT_SEEN', subjectOf(instance), { instance: name, why })]
      }
      return wanted.flatMap(([path, value]) => {
        const got = valueAt(page.value, path)
        if (got === value) return []
        const args = {
          instance: name,
          path,
          expected: String(value),
          got: safe(JSON.stringify(got) ?? 'nothing', 100),
        }
        return [finding('TOGGLE_STATUS_DISAGREES', subjectOf(`${instance} ${path}`), args)]
      })
    })
    if (found.length > 0) return found
    return [finding('TOGGLE_STATUS_AGREES', subjectOf('status'), { instances: newest.length })]
  },
}

const drain: ProofCheck = {
  id: 'drain',
  question: 'Did no money come after the drain window?',
  judge: (seen, expected) => {
    const subject = subjectOf('drain')
    if (expected.expect === 'on') {
      return [finding('TOGGLE_DRAIN_NOT_ASKED', subject, { why: 'paid traffic is to be on' })]
    }
    const { drainSeconds } = expected
    if (expected.switchedAt === null) {
      return [
        finding('TOGGLE_DRAIN_NOT_ASKED', subject, { why: 'when it was switched off is not said (--since)' }),
      ]
    }
    const at = drainedAt(expected)
    if (at === null || drainSeconds === null) {
      const why = 'maxTimeoutSeconds of the 402s was never seen (--drain says it)'
      return [finding('TOGGLE_DRAIN_NOT_SEEN', subject, { why })]
    }
    const until = at.toISOString()
    if (seen.after === null) return [finding('TOGGLE_DRAINING', subject, { until, seconds: drainSeconds })]
    const { payments, why } = seen.after
    if (payments.length > 0) {
      return [
        finding('TOGGLE_PAID_AFTER_DRAIN', subject, { count: payments.length, ids: payments, from: until }),
      ]
    }
    if (why !== null) return [finding('TOGGLE_DRAIN_NOT_SEEN', subject, { why })]
    return [finding('TOGGLE_DRAINED', subject, { from: until })]
  },
}

const flight: ProofCheck = {
  id: 'flight',
  question: 'Have all settlements ended?',
  judge: ({ tracks }) => {
    if (tracks.length === 0) return []
    const ids = tracks.slice(0, 10).map(({ id, state }) => `${id} ${state}`)
    return [finding('TOGGLE_NOT_ENDED', { kind: 'profile', id: 'flight' }, { count: tracks.length, ids })]
  },
}

/** The questions of the proof. */
export const proofChecks: readonly ProofCheck[] = [routes, instances, status, drain, flight]
