import { type BookQuestion, bookFacts } from '../alerts/book-facts.ts'
import type { BookFacts, RuleLooks, RunFacts } from '../alerts/facts.ts'
import { runFacts } from '../alerts/run-facts.ts'
import { savedLooks } from '../alerts/saved.ts'
import { OpsError } from '../core/errors.ts'
import type { Profile } from '../core/profile.ts'
import type { RunDocument } from '../core/report.ts'
import { savedSample } from '../metrics/saved.ts'
import type { Sample } from '../metrics/shapes.ts'
import { matchedCounted } from '../runs/matched-counted.ts'
import type { SavedRun } from '../runs/run.ts'
import type { RunStore } from '../runs/store-port.ts'
import { reconcileTarget } from './reconcile-result.ts'

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

const withoutFiles = (target: string) => target.split(' from ', 1)[0] ?? target

/**
 * Is an earlier run about what this profile means now? The same name may have stood for another service, by a flag or
 * by another file: what was seen of that one says nothing here. Runs without a target ask chains only.
 */
export function isAboutNow({ target }: Pick<RunDocument, 'target'>, profile: Profile): boolean {
  const page = profile.metrics?.url.split(/[?#]/, 1)[0]
  if (target === null || target === profile.baseUrl || target === page) return true
  if (URL.canParse(target) && /^https?:/.test(target)) {
    // Without its token the page is left out of the profile; it was one of this origin.
    const { baseUrl } = profile
    return page === undefined && baseUrl !== null && new URL(target).origin === new URL(baseUrl).origin
  }
  // Receiving addresses may be given by a flag of the reconcile alone.
  const isOpen = profile.pays.some(({ payTo }) => payTo.length === 0)
  return isOpen || withoutFiles(target) === withoutFiles(reconcileTarget(profile))
}

/**
 * What the runs of the last 26 hours say that are about the same service, at most 100. Runs that lie in the future are
 * left out.
 */
export async function metricsHistory(
  store: RunStore,
  profile: Profile,
  now: Date,
  books: Omit<BookQuestion, 'at' | 'counted'>,
): Promise<MetricsHistory> {
  const { name } = profile
  const all = (await store.list(name)).runs
  const recent = all
    .filter((run) => {
      const age = now.getTime() - Date.parse(run.finishedAt)
      return age >= 0 && age <= oldestMs && isAboutNow(run, profile)
    })
    .slice(0, mostRuns)
  const last = await loaded(store, name, recent.find(ran('alerts')))
  const paged = recent.find(ran('metrics'))
  const page = paged?.runId === last?.document.runId ? last : await loaded(store, name, paged)
  const reconciled = await loaded(store, name, recent.find(ran('reconcile')))
  const roomOf = (run: SavedRun | null, name: string) => run?.rooms.find(({ room }) => room === name)
  const ruled = roomOf(last, 'alerts')
  return {
    sample: savedSample(roomOf(page, 'metrics')?.seen),
    looks: ruled === undefined ? {} : savedLooks(ruled.seen, ruled.expected, now),
    runs: recent.map(runFacts).reverse(),
    books:
      reconciled === null
        ? null
        : bookFacts(reconciled.cases, {
            ...{ at: reconciled.document.finishedAt, counted: matchedCounted(reconciled) },
            ...books,
          }),
  }
}
