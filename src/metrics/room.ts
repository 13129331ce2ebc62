import type { Profile } from '../core/profile.ts'
import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { counters } from './checks/counters.ts'
import { page } from './checks/page.ts'
import { targets } from './checks/targets.ts'
import { collectMetrics } from './collect.ts'
import { mappedKey } from './sample.ts'
import type { MetricsExpected, MetricsPorts, MetricsSeen, Sample } from './shapes.ts'

const oldestMs = 3_600_000
const maxBodyBytes = 1_048_576

/** How two samples are had: the one of an earlier run and its age now, and the pause of a run that has none. */
export type Pace = { readonly earlier: Sample | null; readonly nowMs: number; readonly apartMs: number }

/** What a profile means for its metrics page. Plain data, without the token. */
export function expectMetrics({ metrics, limits }: Profile, pace: Pace): MetricsExpected {
  const url = metrics?.url ?? null
  // A query may hold what is nobody's business.
  const page = url === null ? null : (url.split(/[?#]/, 1)[0] ?? null)
  const fields = metrics?.fields ?? {}
  const { earlier } = pace
  const age = earlier === null ? Number.NaN : pace.nowMs - Date.parse(earlier.at)
  const fits = earlier?.page === page && earlier?.mapped === mappedKey(fields) && age > 0 && age <= oldestMs
  return {
    ...{ page, fields, maxBodyBytes, apartMs: pace.apartMs, timeoutMs: limits.timeoutMs },
    earlier: fits ? earlier : null,
  }
}

/** What does the service count about itself? One look at its private page, or two. */
export const metrics: Room<MetricsExpected, MetricsSeen, MetricsExpected, MetricsPorts> = {
  name: 'metrics',
  catalog,
  checks: [page, counters, targets],
  plan: (expected) => expected,
  collect: collectMetrics,
}
