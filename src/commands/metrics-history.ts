import { type BookQuestion, bookFacts } from '../alerts/book-facts.ts'
import type { BookFacts, RuleLooks, RunFacts } from '../alerts/facts.ts'
import { runFacts } from '../alerts/run-facts.ts'
import { savedLooks } from '../alerts/saved.ts'
import { OpsError } from '../core/errors.ts'
import type { RunDocument } from '../core/report.ts'
import { savedSample } from '../metrics/saved.ts'
import type { Sample } from '../metrics/shapes.ts'
import type { SavedRun } from '../runs/run.ts'
import type { RunStore } from '../runs/store-port.ts'

/** What earlier runs of a profile left for rules. */
export type MetricsHistory = {
  readonly sample: Sample | null
  readonly looks: RuleLooks
  /** Newest last. */
  readonly runs: readonly RunFacts[]
  readonly books: BookFacts | null
}

const oldestMs = 26 * 3_600_000
const mostRuns = 100

async function loaded(
  store: RunStore,
  profile: string,
  run: RunDocument | undefined,
): Promise<SavedRun | null> {
  if (run === undefined) return null
  try {
    return await store.load(profile, run.runId)
  } catch (error) {
    // A run that is damaged, or was tidied away in between, tells nothing.
    if (error instanceof OpsError && error.code === 'RUN_NOT_FOUND') return null
    throw error
  }
}

const ran =
  (room: string) =>
  ({ checks }: RunDocument) =>
    checks.some((check) => check.room === room && check.verdict !== 'SKIP')

/** What the runs of the last 26 hours say, at most 100. Runs that lie in the future are left out. */
export async function metricsHistory(
  store: RunStore,
  profile: string,
  now: Date,
  books: Omit<BookQuestion, 'at'>,
): Promise<MetricsHistory> {
  const all = (await store.list(profile)).runs
  const recent = all
    .filter(({ finishedAt }) => {
      const age = now.getTime() - Date.parse(finishedAt)
      return age >= 0 && age <= oldestMs
    })
    .slice(0, mostRuns)
  const last = await loaded(store, profile, recent.find(ran('alerts')))
  const paged = recent.find(ran('metrics'))
  const page = paged?.runId === last?.document.runId ? last : await loaded(store, profile, paged)
  const reconciled = await loaded(store, profile, recent.find(ran('reconcile')))
  const roomOf = (run: SavedRun | null, name: string) => run?.rooms.find(({ room }) => room === name)
  const ruled = roomOf(last, 'alerts')
  return {
    sample: savedSample(roomOf(page, 'metrics')?.seen),
    looks: ruled === undefined ? {} : savedLooks(ruled.seen, ruled.expected, now),
    runs: recent.map(runFacts).reverse(),
    books:
      reconciled === null
        ? null
        : bookFacts(reconciled.cases, { at: reconciled.document.finishedAt, ...books }),
  }
}
