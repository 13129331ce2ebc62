import type { CaseDocument, RunDocument } from '../core/report.ts'
import type { Verdict } from '../core/verdict.ts'
import { matchedCounted } from './matched-counted.ts'
import type { SavedRun } from './run.ts'

/** What became of one payment or one finding between two runs. */
export type Change =
  /** The second run has it and the first one does not. */
  | 'new'
  /** Both have it, judged in different ways. */
  | 'changed'
  /** The first run complained, or had not decided; the second looked and does not. */
  | 'resolved'
  /** The first run knew it, and the second looked where it was and does not know it. */
  | 'gone'
  /** The first run complained, and the second did not look there: not known. */
  | 'not-looked-at'

/** One side of a difference: what a run said. */
export type Said = { readonly code: string; readonly verdict: Verdict }

/** One difference between two runs. `before` or `after` is null where a run says nothing. */
export type Difference = {
  readonly kind: 'case' | 'finding'
  /** The case id, or the id of the finding. */
  readonly id: string
  readonly change: Change
  readonly before: Said | null
  readonly after: Said | null
  /** The case as the later run that knows it has it; null for a finding. */
  readonly item: CaseDocument | null
  /** What a finding is about, and its words; null for a case. */
  readonly about: string | null
  /** New, and outside of what the first run looked at, so it may be older than it seems. */
  readonly outsideFirst: boolean
  /** The run that does not name the payment only counts those that match: it may be one of them there. */
  readonly maybeMatched: boolean
}

/** How two runs differ. */
export type RunDiff = {
  readonly differences: readonly Difference[]
  /** Payments and findings of which both runs say the same. */
  readonly unchanged: number
  /** Payments outside of the other run's window about which nobody complained. */
  readonly beyond: number
  /** False when a run holds no cases (a printed report), so that only findings were compared. */
  readonly casesCompared: boolean
}

const loud: readonly Verdict[] = ['FAIL', 'WARN', 'UNKNOWN']
const isLoud = (verdict: Verdict) => loud.includes(verdict)
// A payment of these classes is not decided; it is not fine because nobody complains.
const waiting: readonly string[] = ['PENDING_FINALITY', 'OPEN', 'OUT_OF_WINDOW']
const said = ({ code, verdict }: Said): Said => ({ code, verdict })

function timesOf({ facts }: CaseDocument): readonly number[] {
  const received = typeof facts.receivedAt === 'number' ? [facts.receivedAt] : []
  const mined = typeof facts.blockTime === 'number' ? [facts.blockTime * 1000] : []
  return [...received, ...mined]
}

const isJudged = ({ code }: CaseDocument) => code !== 'OUT_OF_WINDOW'

function byId(cases: readonly CaseDocument[]): ReadonlyMap<string, CaseDocument> {
  return new Map(cases.filter(isJudged).map((item) => [item.caseId, item]))
}

/**
 * Did a run look where another one, on `target`, saw a payment? Not when it read other books or addresses,
 * when its reading has gaps, when it says so itself, nor outside of its window. A payment without any time
 * belongs to every window.
 */
function looksOf({ document, cases }: SavedRun, target: string | null): (item: CaseDocument) => boolean {
  const { window, gaps } = document
  if (window === undefined || gaps.length > 0 || document.target !== target) return () => false
  const left = new Set(cases.filter((item) => !isJudged(item)).map(({ caseId }) => caseId))
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)]
  return (item) => {
    const times = timesOf(item)
    const inside = times.length === 0 || times.some((at) => from <= at && at <= to)
    return inside && !left.has(item.caseId)
  }
}

function changeOf(before: CaseDocument, after: CaseDocument): Change {
  const fine = !isLoud(after.verdict) && after.verdict !== 'SKIP' && !waiting.includes(after.code)
  return isLoud(before.verdict) && fine ? 'resolved' : 'changed'
}

const aCase = { kind: 'case', about: null, maybeMatched: false } as const

function compareCases(first: SavedRun, second: SavedRun): Omit<RunDiff, 'casesCompared'> {
  const [old, now] = [byId(first.cases), byId(second.cases)]
  const firstLooked = looksOf(first, second.document.target)
  const secondLooked = looksOf(second, first.document.target)
  const [firstCounts, secondCounts] = [matchedCounted(first) > 0, matchedCounted(second) > 0]
  const differences: Difference[] = []
  let unchanged = 0
  let beyond = 0
  for (const [id, item] of now) {
    const before = old.get(id)
    if (before === undefined) {
      const outsideFirst = !firstLooked(item)
      if (item.code === 'MATCHED' && firstCounts) unchanged += 1
      else if (outsideFirst && !isLoud(item.verdict)) beyond += 1
      else {
        const side = { before: null, after: said(item), outsideFirst, maybeMatched: firstCounts }
        differences.push({ ...aCase, id, change: 'new', item, ...side })
      }
    } else if (before.code === item.code && before.verdict === item.verdict) unchanged += 1
    else {
      const change = changeOf(before, item)
      const sides = { before: said(before), after: said(item) }
      differences.push({ ...aCase, id, change, ...sides, item, outsideFirst: false })
    }
  }
  for (const [id, item] of old) {
    if (now.has(id)) continue
    const isFine = isLoud(item.verdict) || secondCounts
    const change = secondLooked(item) ? (isFine ? 'resolved' : 'gone') : 'not-looked-at'
    if (item.code === 'MATCHED' && secondCounts) unchanged += 1
    else if (change === 'not-looked-at' && !isLoud(item.verdict)) beyond += 1
    else {
      const side = { before: said(item), after: null, outsideFirst: false, maybeMatched: secondCounts }
      differences.push({ ...aCase, id, change, item, ...side })
    }
  }
  return { differences, unchanged, beyond }
}

type Shown = RunDocument['findings'][number]

/** Findings that do not stand for payments, when those are compared by themselves. */
function findingsOf(document: RunDocument, withCases: boolean): ReadonlyMap<string, Shown> {
  const list = document.findings.filter(
    ({ subject, verdict, code }) =>
      isLoud(verdict) && !(withCases && (subject.kind === 'case' || subject.id.startsWith(`${code} `))),
  )
  return new Map(list.map((item) => [item.id, item]))
}

/** Did the check of a finding give an answer in this run? */
function wasAsked({ document }: SavedRun, check: string): boolean {
  const row = document.checks.find(({ id }) => id === check)
  return row !== undefined && row.verdict !== 'UNKNOWN' && row.verdict !== 'SKIP'
}

function compareFindings(
  first: SavedRun,
  second: SavedRun,
  withCases: boolean,
): Omit<RunDiff, 'casesCompared'> {
  const old = findingsOf(first.document, withCases)
  const now = findingsOf(second.document, withCases)
  const differences: Difference[] = []
  let unchanged = 0
  const add = (item: Shown, change: Change, before: Shown | null, after: Shown | null) =>
    differences.push({
      ...{ kind: 'finding', id: item.id, change, item: null, outsideFirst: false, maybeMatched: false },
      about: `${item.subject.id}: ${item.text}`,
      before: before === null ? null : said(before),
      after: after === null ? null : said(after),
    })
  for (const [id, item] of now) {
    const before = old.get(id)
    if (before === undefined) add(item, 'new', null, item)
    else if (before.verdict === item.verdict) unchanged += 1
    else add(item, 'changed', before, item)
  }
  for (const [id, item] of old) {
    if (!now.has(id)) add(item, wasAsked(second, item.check) ? 'resolved' : 'not-looked-at', item, null)
  }
  return { differences, unchanged, beyond: 0 }
}

/** Does this run hold the payments it speaks of? A report that was printed does not. */
function holdsCases({ document, cases }: SavedRun): boolean {
  return cases.length > 0 || document.totals.every(({ count }) => count === 0)
}

/**
 * What the second run says otherwise than the first: payments by case id, everything else by the id of the
 * finding. Pure. A payment that the second run did not look at is never called resolved.
 */
export function diffRuns(first: SavedRun, second: SavedRun): RunDiff {
  const casesCompared = holdsCases(first) && holdsCases(second)
  const none = { differences: [], unchanged: 0, beyond: 0 }
  const cases = casesCompared ? compareCases(first, second) : none
  const findings = compareFindings(first, second, casesCompared)
  const order = (a: Difference, b: Difference) => (a.id < b.id ? -1 : 1)
  return {
    differences: [...cases.differences, ...findings.differences].sort(order),
    unchanged: cases.unchanged + findings.unchanged,
    beyond: cases.beyond,
    casesCompared,
  }
}
