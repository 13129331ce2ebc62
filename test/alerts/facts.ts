import type { BookFact, BookFacts, PageFacts, RunFacts } from '../../src/alerts/facts.ts'

const zero = Date.parse('2026-11-21T07:00:00.000Z')

/** A moment so many seconds into the test. */
export const at = (seconds: number) => new Date(zero + seconds * 1000).toISOString()

/** Numbers of one look: counters by their change, gauges as they are. */
export type Numbers = {
  readonly counted?: Readonly<Record<string, number>>
  readonly gauges?: Readonly<Record<string, number>>
  readonly histograms?: PageFacts['histograms']
  readonly groups?: PageFacts['groups']
  readonly seconds?: number
}

/** A page that told these numbers. */
export function page(seconds: number, numbers: Numbers): PageFacts {
  const { counted = {}, gauges = {}, histograms = {}, groups = {} } = numbers
  const told = [counted, gauges, histograms, groups].flatMap((kind) => Object.keys(kind))
  const window = { seconds: numbers.seconds ?? 60, deltas: counted, histograms, groups }
  return { at: at(seconds), up: true, gauges, told, ...window, blind: null }
}

/** The same page after the counters began anew: it tells the names, and nothing was counted. */
export function afterReset({ at: time, told, gauges }: PageFacts): PageFacts {
  const blind = 'the counters began anew (paid) between the two samples'
  return { at: time, up: true, gauges, told, seconds: 60, deltas: {}, histograms: {}, groups: {}, blind }
}

/** No page: it did not answer. */
export function noPage(seconds: number): PageFacts {
  const nothing = { gauges: {}, told: [], seconds: 0, deltas: {}, histograms: {}, groups: {} }
  return { at: at(seconds), up: false, ...nothing, blind: 'the page told nothing' }
}

/** A saved run of one room. */
export function run(seconds: number, room: string, facts: Partial<RunFacts> = {}): RunFacts {
  return { at: at(seconds), rooms: { [room]: 'answered' }, codes: {}, classes: null, ...facts }
}

const quiet: BookFact = { value: 0, of: 100, why: '' }

/** What the payments of a reconcile tell. */
export function books(seconds: number, facts: Partial<BookFacts> = {}): BookFacts {
  const none = { limitedPayers: quiet, newPayers: quiet, largestAmount: quiet, spike: quiet }
  const deploy = { errorRiseSinceDeploy: quiet, unrecordedSinceDeploy: quiet }
  return { at: at(seconds), ...none, ...deploy, ...facts }
}

/** A histogram in which everything lies in the bucket that ends at `upTo` (null = beyond the last bound). */
export function allIn(upTo: number | null, total: number, bounds = [0.5, 1, 2, 3, 10, 30, 60]) {
  return { bounds, counts: bounds.map((bound) => (upTo !== null && bound >= upTo ? total : 0)), total }
}
