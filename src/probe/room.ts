import type { Profile } from '../core/profile.ts'
import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { clockSkew } from './checks/clock-skew.ts'
import { health } from './checks/health.ts'
import { lasting } from './checks/lasting.ts'
import { latency } from './checks/latency.ts'
import { paywalled } from './checks/paywalled.ts'
import { preflight } from './checks/preflight.ts'
import { ready } from './checks/ready.ts'
import { redirect } from './checks/redirect.ts'
import { status } from './checks/status.ts'
import { tls } from './checks/tls.ts'
import { twins } from './checks/twins.ts'
import { collectProbe } from './collect.ts'
import { planProbe } from './plan.ts'
import type { ProbeExpected, ProbePlan, ProbePorts, ProbeRoute, ProbeSeen } from './shapes.ts'

/** What a run asks beside the three pages. All of it is off unless the operator says so. */
export type ProbeOptions = {
  /** Free twins of paid routes, where the profile names some. */
  readonly twins?: boolean
  /** `X-Preflight` on every paid route. */
  readonly preflight?: boolean
  /** How long to watch. */
  readonly forMs?: number
}

function routesFor(profile: Profile, { twins, preflight }: ProbeOptions): readonly ProbeRoute[] {
  const chosen = profile.routes.filter(({ twin }) => preflight === true || (twins === true && twin !== null))
  return chosen.map(({ id, method, path, sample, twin }) => {
    return { id, method, path, sample, twin: twins === true ? twin : null }
  })
}

/** What a profile means for the service's own pages. Plain data, without secrets. */
export function expectProbe(profile: Profile, options: ProbeOptions = {}): ProbeExpected {
  const { baseUrl, probes, thresholds, limits } = profile
  return {
    baseUrl,
    healthPath: probes.health,
    readyPath: probes.ready.path,
    dependencies: probes.ready.dependencies,
    statusPath: probes.status.path,
    statusExpect: probes.status.expect,
    latencyWarnMs: thresholds.latencyWarnMs,
    skewWarnMs: thresholds.skewWarnMs,
    skewFailMs: thresholds.skewFailMs,
    tlsWarnDays: thresholds.tlsWarnDays,
    timeoutMs: limits.timeoutMs,
    maxBodyBytes: limits.maxBodyBytes,
    routes: routesFor(profile, options),
    preflight: options.preflight === true,
    ...(options.forMs === undefined ? {} : { forMs: options.forMs }),
  }
}

/** Is the service up, ready and in the mode that the profile expects? Three unpaid GETs, at most nine, and what the options add. */
export const probe: Room<ProbePlan, ProbeSeen, ProbeExpected, ProbePorts> = {
  name: 'probe',
  catalog,
  checks: [health, ready, status, latency, tls, clockSkew, redirect, paywalled, twins, preflight, lasting],
  plan: planProbe,
  collect: collectProbe,
}
