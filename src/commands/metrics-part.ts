import type { AlertsExpected, AlertsSeen, RunFacts } from '../alerts/facts.ts'
import { pageFacts } from '../alerts/page-facts.ts'
import { alerts, expectAlerts } from '../alerts/room.ts'
import { latestOf } from '../metrics/latest.ts'
import { expectMetrics, metrics } from '../metrics/room.ts'
import type { MetricsExpected, MetricsSeen } from '../metrics/shapes.ts'
import type { CommandContext } from './command.ts'
import { type MetricsHistory, metricsHistory } from './metrics-history.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/** The metrics page as a part of a run. */
export type MetricsPart = Part<MetricsSeen, MetricsExpected>

/** The alert rules as a part of a run. */
export type AlertsPart = Part<AlertsSeen, AlertsExpected>

const apartMs = 10_000

/** What earlier runs left; `deployAt` in milliseconds, null when nobody asks about a deploy. */
export async function historyFor(
  { profile }: Running,
  { services, clock }: CommandContext,
  deployAt: number | null = null,
): Promise<MetricsHistory> {
  const decimals = new Map(profile.pays.map(({ unit }) => [`${unit.network}/${unit.asset}`, unit.decimals]))
  return metricsHistory(await services.store(), profile, clock.now(), { deployAt, decimals })
}

/**
 * Reads the metrics page; null when none is configured. Compares with the sample of an earlier run that is not
 * older than an hour, else looks twice; `samplesApartMs` looks twice in any case.
 */
export async function metricsPart(
  running: Running,
  context: CommandContext,
  history: MetricsHistory | null = null,
  samplesApartMs: number | null = null,
): Promise<MetricsPart | null> {
  const { profile } = running
  if (profile.metrics == null) return null
  const { services, clock } = context
  const known = history ?? (await historyFor(running, context))
  const expected = expectMetrics(profile, {
    earlier: samplesApartMs === null ? known.sample : null,
    ...{ nowMs: clock.now().getTime(), apartMs: samplesApartMs ?? apartMs },
  })
  const { url, token } = profile.metrics
  return runPart(running, metrics, expected, { http: await services.http(profile), clock, url, token })
}

/** The part of a run that has no page to ask: it says so, and asks nobody. */
export async function noMetricsPart(
  running: Running,
  { services, clock }: CommandContext,
): Promise<MetricsPart> {
  const expected = { ...expectMetrics(running.profile, { earlier: null, nowMs: 0, apartMs }), page: null }
  const http = await services.http(running.profile)
  return runPart(running, metrics, expected, { http, clock, url: null, token: null })
}

/**
 * Judges the alert rules over the page, over what earlier runs saw, and over `current`: what this run saw
 * already and has not saved yet.
 */
export async function alertsPart(
  running: Running,
  context: CommandContext,
  page: MetricsPart | null,
  history: MetricsHistory | null = null,
  current: RunFacts | null = null,
): Promise<AlertsPart> {
  const facts = async (): Promise<AlertsSeen> => {
    const { looks, runs, books } = history ?? (await historyFor(running, context))
    const at = page?.seen.looks.at(-1)?.at ?? context.clock.now().toISOString()
    return {
      at,
      page: page === null ? null : pageFacts(at, latestOf(page.seen, page.expected)),
      runs: current === null ? runs : [...runs, current],
      ...{ books, earlier: looks },
    }
  }
  return runPart(running, alerts, expectAlerts(running.profile), { facts })
}
