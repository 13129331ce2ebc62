import { runFacts } from '../../alerts/run-facts.ts'
import { savedLooks } from '../../alerts/saved.ts'
import { savedSample } from '../../metrics/saved.ts'
import { makeDocument } from '../../runs/make-document.ts'
import type { CommandContext } from '../command.ts'
import type { MetricsHistory } from '../metrics-history.ts'
import { alertsPart, historyFor, type MetricsPart, metricsPart } from '../metrics-part.ts'
import type { Part, Running } from '../run-parts.ts'
import type { Looked } from './look.ts'

const mostRuns = 100
const oldestMs = 26 * 3_600_000

/** The page and what is known from before it, read together: the rules need both. */
export type PageLook = { readonly page: MetricsPart | null; readonly history: MetricsHistory }

/** Reads the metrics page, with what earlier runs left or, in a watch, what its rounds did. */
export async function readPage(
  running: Running,
  context: CommandContext,
  known: MetricsHistory | null,
): Promise<PageLook> {
  const history = known ?? (await historyFor(running, context))
  return { page: await metricsPart(running, context, history), history }
}

function factsOf(running: Running, { rows, parts, books }: Looked) {
  const { context, profile, startedAt } = running
  const findings = parts.flatMap((part) => part.findings)
  return runFacts(
    makeDocument({
      ...{ version: context.version, runId: 'now', command: 'monitor', profile: profile.name },
      ...{ target: profile.baseUrl, startedAt, finishedAt: context.clock.now(), checks: rows, findings },
      gaps: books?.result?.gaps ?? [],
      ...(books?.result == null ? {} : { window: books.result.window, totals: books.result.totals }),
      failOn: context.global.failOn,
    }),
  )
}

/** The alert rules over the page, over earlier runs and over what this one saw so far. */
export async function judgeRules(
  running: Running,
  context: CommandContext,
  { page, history }: PageLook,
  looked: Looked,
): Promise<Part> {
  return alertsPart(running, context, page, history, factsOf(running, looked))
}

/**
 * What the next round of a watch knows of this one, saved or not: its sample, its looks at every rule, and what it
 * found. As old and as many as saved runs are read, so it does not grow.
 */
export function carried(
  running: Running,
  { page, history }: PageLook,
  rules: Part | null,
  looked: Looked,
): MetricsHistory {
  const now = running.context.clock.now()
  const since = now.getTime() - oldestMs
  const runs = [...history.runs, factsOf(running, looked)].filter(({ at }) => Date.parse(at) >= since)
  return {
    sample: page === null ? history.sample : (savedSample(page.seen) ?? history.sample),
    looks: rules === null ? history.looks : savedLooks(rules.seen, rules.expected, now),
    runs: runs.slice(-mostRuns),
    books: history.books,
  }
}
