import { type Breaker, classes, type FailureClass, type Owner } from './classes.ts'
import type { Classification } from './decide.ts'
import type { Signals } from './signals.ts'

/** How many different names are kept per list; what comes later is counted as "and more". */
const namesKept = 2000
const rowsKept = 500
const keysKept = 100_000
/** So many failures in a row that count would open the breaker of most libraries. */
const usualBreaker = 5

/** How often one name was seen, with and without a failure. */
export type NameCount = { failed: number; fine: number }

/** How often one reason was seen, and with whom. */
export type RowCount = {
  readonly said: Classification
  count: number
  readonly payers: Set<string>
  readonly firstLine: number
}

/** What a log holds, counted as it streams by; its size does not grow with the log. */
export type Tally = {
  lines: number
  failures: number
  fine: number
  /** Answers to requests without a payment. */
  challenges: number
  /** Lines that say nothing about a request or a failure. */
  silent: number
  cut: number
  readonly byClass: Map<FailureClass, number>
  readonly byOwner: Map<Owner, number>
  readonly rows: Map<string, RowCount>
  readonly names: Readonly<Record<Facet, Map<string, NameCount>>>
  readonly overflow: Set<string>
  /** Payments that were verified as valid, and settle reasons by payment, for the pair of both. */
  readonly pairs: Map<string, { verified: boolean; refused: string | null; both: boolean }>
  readonly pairReasons: Map<string, number>
  readonly streaks: Map<string, { now: number; longest: number }>
  before: NameCount
  after: NameCount
  /** So many failures in a row that count open the breaker that is asked about. */
  readonly breakerAt: number
}

/** By what failures are grouped to find their scope. */
export type Facet = 'route' | 'payer' | 'facilitator' | 'network'

/** All facets, in the order in which a scope is looked for. */
export const facets: readonly Facet[] = ['payer', 'route', 'facilitator', 'network']

/** Nothing counted yet; without a number the breaker is one of most libraries. */
export function newTally(breakerAt = usualBreaker): Tally {
  return {
    breakerAt,
    ...{ lines: 0, failures: 0, fine: 0, challenges: 0, silent: 0, cut: 0 },
    ...{ byClass: new Map(), byOwner: new Map(), rows: new Map(), overflow: new Set() },
    names: { route: new Map(), payer: new Map(), facilitator: new Map(), network: new Map() },
    ...{ pairs: new Map(), pairReasons: new Map(), streaks: new Map() },
    ...{ before: { failed: 0, fine: 0 }, after: { failed: 0, fine: 0 } },
  }
}

/** What became of one line. */
export type LineSort = 'failed' | 'fine' | 'challenge' | 'silent'

function add<Key>(map: Map<Key, number>, key: Key): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

// A piece of a line keeps the whole buffer alive that it was cut from; what is kept is copied.
const copied = (text: string) => Buffer.from(text).toString()

function countName(tally: Tally, facet: Facet, name: string, sort: 'failed' | 'fine'): void {
  const map = tally.names[facet]
  const known = map.get(name)
  if (known !== undefined) known[sort] += 1
  else if (map.size < namesKept) map.set(copied(name), { failed: 0, fine: 0, [sort]: 1 })
  else tally.overflow.add(facet)
}

function countRow(tally: Tally, said: Classification, payer: string | null): void {
  const key = `${said.class} ${said.row}`
  let row = tally.rows.get(key)
  if (row === undefined) {
    if (tally.rows.size >= rowsKept) {
      tally.overflow.add('reason')
      return
    }
    row = { said, count: 0, payers: new Set(), firstLine: tally.lines }
    tally.rows.set(copied(key), row)
  }
  row.count += 1
  if (payer !== null && row.payers.size < namesKept && !row.payers.has(payer)) row.payers.add(copied(payer))
}

// A refusal for good: what failed on the way or is open says nothing about the pair.
const refusals: readonly FailureClass[] = ['permanent-client', 'permanent-config', 'unknown', 'compliance']

function pairUp(tally: Tally, signals: Signals, said: Classification | null): void {
  const { about, verified, phase, settled } = signals
  const key = about.nonce === null ? about.requestId : `${about.payer ?? ''} ${about.nonce}`
  if (key === null) return
  const isRefused =
    said !== null &&
    refusals.includes(said.class) &&
    verified !== false &&
    (settled === false || phase === 'settle')
  if (verified !== true && !isRefused) return
  let pair = tally.pairs.get(key)
  if (pair === undefined) {
    if (tally.pairs.size >= keysKept) {
      tally.overflow.add('payment')
      return
    }
    pair = { verified: false, refused: null, both: false }
    tally.pairs.set(copied(key), pair)
  }
  pair.verified ||= verified === true
  if (isRefused) pair.refused = said.row
  if (pair.verified && pair.refused !== null && !pair.both) {
    pair.both = true
    add(tally.pairReasons, pair.refused)
  }
}

function streak(tally: Tally, route: string, counts: boolean): void {
  const known = tally.streaks.get(route)
  if (known === undefined && tally.streaks.size >= namesKept) return
  const run = known ?? { now: 0, longest: 0 }
  run.now = counts ? run.now + 1 : 0
  run.longest = Math.max(run.longest, run.now)
  if (known === undefined) tally.streaks.set(copied(route), run)
}

/** The path alone: some lines name the method and others do not. */
function routeOf({ about }: Signals): string | null {
  return about.route?.replace(/^[A-Z]{3,7} /, '') ?? null
}

const counting: readonly Breaker[] = ['yes', 'repeated']

function countSides(tally: Tally, signals: Signals, sort: 'failed' | 'fine', deployAt: number | null): void {
  for (const facet of facets) {
    const name = facet === 'route' ? routeOf(signals) : signals.about[facet]
    if (name !== null) countName(tally, facet, name, sort)
  }
  const { at } = signals.about
  if (deployAt !== null && at !== null) (at < deployAt ? tally.before : tally.after)[sort] += 1
}

/** Counts one line: what it is, and its class when something failed in it. */
export function countLine(
  tally: Tally,
  line: { readonly signals: Signals; readonly sort: LineSort; readonly said: Classification | null },
  deployAt: number | null,
): void {
  const { signals, sort, said } = line
  tally.lines += 1
  pairUp(tally, signals, said)
  if (sort === 'challenge' || sort === 'silent') {
    tally[sort === 'silent' ? 'silent' : 'challenges'] += 1
    return
  }
  if (sort === 'failed' && said !== null) {
    tally.failures += 1
    add(tally.byClass, said.class)
    add(tally.byOwner, said.owner)
    countRow(tally, said, signals.about.payer)
  } else tally.fine += 1
  // A refused input is the caller's own: it does not make a route, a network or a release look bad.
  const blamed = said !== null && said.class !== 'customer-input'
  countSides(tally, signals, sort === 'failed' && blamed ? 'failed' : 'fine', deployAt)
  const route = routeOf(signals)
  if (route !== null) streak(tally, route, said !== null && counting.includes(said.breaker))
}

/** The routes on which the circuit breaker that is asked about would have opened, and the longest row. */
export function wouldOpen({
  streaks,
  breakerAt,
}: Tally): readonly { readonly route: string; readonly longest: number }[] {
  return [...streaks]
    .filter(([, { longest }]) => longest >= breakerAt)
    .map(([route, { longest }]) => ({ route, longest }))
    .sort((a, b) => b.longest - a.longest || (a.route < b.route ? -1 : 1))
}

/** The words of a class for counts. */
export function classTitle(name: FailureClass): string {
  return classes[name].title
}
