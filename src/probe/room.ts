import type { Profile } from '../core/profile.ts'
import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { clockSkew } from './checks/clock-skew.ts'
import { health } from './checks/health.ts'
import { latency } from './checks/latency.ts'
import { paywalled } from './checks/paywalled.ts'
import { ready } from './checks/ready.ts'
import { redirect } from './checks/redirect.ts'
import { status } from './checks/status.ts'
import { tls } from './checks/tls.ts'
import { collectProbe } from './collect.ts'
import { planProbe } from './plan.ts'
import type { ProbeExpected, ProbePlan, ProbePorts, ProbeSeen } from './shapes.ts'

/** What a profile means for the service's own pages. Plain data, without secrets. */
export function expectProbe(profile: Profile): ProbeExpected {
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
  }
}

/** Is the service up, ready and in the mode that the profile expects? Three unpaid GETs, at most nine. */
export const probe: Room<ProbePlan, ProbeSeen, ProbeExpected, ProbePorts> = {
  name: 'probe',
  catalog,
  checks: [health, ready, status, latency, tls, clockSkew, redirect, paywalled],
  plan: planProbe,
  collect: collectProbe,
}
