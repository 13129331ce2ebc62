import type { BundleSelection } from '../core/bundle.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { CaseDocument } from '../core/report.ts'
import { countedWords } from '../runs/matched-counted.ts'
import type { SavedRun } from '../runs/run.ts'
import { type ChosenRun, isOfBooks, narrow, whole } from './narrow.ts'

/** What is asked for, resolved: `runs` are ids, `since` is RFC 3339. Empty lists and null = not asked. */
export type Wanted = BundleSelection

/** What goes into a bundle, runs from the oldest to the newest, or why there is nothing. */
export type Choice =
  | {
      readonly chosen: true
      readonly runs: readonly ChosenRun[]
      readonly cases: readonly CaseDocument[]
      readonly findings: readonly PhrasedFinding[]
      /** What was asked for and stands in none of the runs, or perhaps not with all of it, one sentence each. */
      readonly notFound: readonly string[]
    }
  | { readonly chosen: false; readonly why: string }

type Match = {
  readonly run: SavedRun
  readonly cases: ReadonlySet<string>
  readonly findings: readonly PhrasedFinding[]
  /** A chosen finding is about all payments of the run, so that none can be left out. */
  readonly aboutAll: boolean
}

const lower = (list: readonly string[]) => new Set(list.map((text) => text.toLowerCase()))
const codeOf = (text: string) => text.toUpperCase().replaceAll('-', '_')
// Two characters name too many findings. Anchored, one bounded class: linear.
const idPrefix = /^[0-9a-f]{4,16}$/

/** Is this finding about single payments, one of them or several told together? */
function isAboutCases({ subject, code }: PhrasedFinding): boolean {
  return subject.kind === 'case' || subject.id.startsWith(`${code} `)
}

/** The ids of findings that begin so, over all runs: the same finding has the same id tomorrow. */
function idsFor(text: string, runs: readonly SavedRun[]): readonly string[] {
  const wanted = text.toLowerCase()
  if (!idPrefix.test(wanted)) return []
  const ids = new Set<string>()
  for (const { document } of runs) {
    for (const { id } of document.findings) if (id.startsWith(wanted)) ids.add(id)
  }
  return [...ids]
}

type Finder = {
  readonly ids: ReadonlySet<string>
  readonly codes: ReadonlySet<string>
  readonly requestIds: ReadonlySet<string>
  readonly txs: ReadonlySet<string>
  readonly payers: ReadonlySet<string>
}

function txsOf({ tx, facts }: CaseDocument): readonly string[] {
  return [tx, facts.claimedTx].flatMap((hash) => (typeof hash === 'string' ? [hash.toLowerCase()] : []))
}

function isWantedCase(item: CaseDocument, finder: Finder): boolean {
  return (
    finder.codes.has(item.code) ||
    item.requestIds.some((id) => finder.requestIds.has(id)) ||
    txsOf(item).some((tx) => finder.txs.has(tx)) ||
    (item.payer !== null && finder.payers.has(item.payer.toLowerCase()))
  )
}

function matchIn(run: SavedRun, finder: Finder): Match | null {
  const found = run.document.findings.filter(({ id, code }) => finder.ids.has(id) || finder.codes.has(code))
  const cases = new Set<string>()
  for (const item of run.cases) if (isWantedCase(item, finder)) cases.add(item.caseId)
  for (const { subject, code } of found) {
    if (subject.caseId !== undefined) cases.add(subject.caseId)
    // One finding for all payments of a class: those of its network and token.
    else if (subject.id.startsWith(`${code} `)) {
      for (const item of run.cases) {
        if (subject.id === `${item.code} ${item.network}/${item.asset}`) cases.add(item.caseId)
      }
    }
  }
  if (found.length === 0 && cases.size === 0) return null
  const aboutAll = found.some((item) => !isAboutCases(item) && isOfBooks(run.document, item))
  const more = run.document.findings.filter(({ subject }) => cases.has(subject.caseId ?? ''))
  return { run, cases, findings: [...new Set([...found, ...more])], aboutAll }
}

/** The newest of each command: what tells most of how things stand. */
function newestOfEach<T>(list: readonly T[], runOf: (item: T) => SavedRun): readonly T[] {
  const newest = new Map<string, T>()
  for (const item of list) newest.set(runOf(item).document.command, item)
  return list.filter((item) => newest.get(runOf(item).document.command) === item)
}

const byEnd = (a: SavedRun, b: SavedRun) => {
  const [x, y] = [a.document, b.document].map(({ finishedAt, runId }) => `${finishedAt} ${runId}`)
  return (x ?? '') < (y ?? '') ? -1 : 1
}

function missingFrom(
  wanted: Wanted,
  matches: readonly Match[],
  runs: readonly SavedRun[],
): readonly string[] {
  const known = new Set(runs.map(({ document }) => document.runId))
  const cases = matches.flatMap(({ run, cases: ids }) => run.cases.filter(({ caseId }) => ids.has(caseId)))
  const found = matches.flatMap(({ findings }) => findings)
  const codes = new Set([...found, ...cases].map(({ code }) => code))
  const requestIds = new Set(cases.flatMap((item) => item.requestIds))
  const txs = new Set(cases.flatMap(txsOf))
  const payers = new Set(cases.map(({ payer }) => payer?.toLowerCase()))
  const isKnown = (text: string) =>
    codes.has(codeOf(text)) ||
    (idPrefix.test(text.toLowerCase()) && found.some(({ id }) => id.startsWith(text.toLowerCase())))
  const isAsked = ({ document }: SavedRun) => wanted.runs.length === 0 || wanted.runs.includes(document.runId)
  const counting = runs.filter(isAsked).flatMap((run) => countedWords(run) ?? [])
  // One that is not named may be one of those that were only counted.
  const beside = counting.length === 0 ? '' : ` by itself; ${counting.at(-1)}`
  return [
    ...wanted.runs.filter((id) => !known.has(id)).map((id) => `no saved run ${id}`),
    ...wanted.findings.filter((text) => !isKnown(text)).map((text) => `no finding ${text}`),
    ...wanted.requestIds
      .filter((id) => !requestIds.has(id))
      .map((id) => `no payment with request id ${id}${beside}`),
    ...wanted.txs
      .filter((tx) => !txs.has(tx.toLowerCase()))
      .map((tx) => `no payment with transaction ${tx}${beside}`),
    ...wanted.payers
      .filter((payer) => !payers.has(payer.toLowerCase()))
      .map((payer) => `no payment of ${payer}${beside}`),
    ...wanted.payers
      .filter((payer) => payers.has(payer.toLowerCase()) && counting.length > 0)
      .map((payer) => `there may be more payments of ${payer}: ${counting.at(-1)}`),
  ]
}

function finderFor(wanted: Wanted, runs: readonly SavedRun[]): Finder | { readonly why: string } {
  const ids = new Set<string>()
  for (const text of wanted.findings) {
    const fitting = idsFor(text, runs)
    if (fitting.length > 1) {
      return {
        why: `${text} is the beginning of ${fitting.length} findings: ${fitting.slice(0, 5).join(', ')}`,
      }
    }
    for (const id of fitting) ids.add(id)
  }
  return {
    ids,
    codes: new Set(wanted.findings.map(codeOf)),
    requestIds: new Set(wanted.requestIds),
    txs: lower(wanted.txs),
    payers: lower(wanted.payers),
  }
}

function sifted({ run, cases, findings, aboutAll }: Match) {
  const note = 'whole, because a chosen finding is about all payments of its window'
  if (aboutAll) return { chosen: whole(run, note), cases: run.cases, findings }
  const own = run.cases.filter(({ caseId }) => cases.has(caseId))
  return { chosen: narrow(run, cases), cases: own, findings }
}

function lastOfEachCase(cases: readonly CaseDocument[]): readonly CaseDocument[] {
  const newest = new Map(cases.map((item) => [item.caseId, item]))
  return [...newest.values()].sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
}

function lastOfEachFinding(findings: readonly PhrasedFinding[]): readonly PhrasedFinding[] {
  const newest = new Map(findings.map((item) => [item.id, item]))
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/**
 * Chooses runs, payments and findings. Pure. Selectors of one kind or several add up. Without `runs` and `since`
 * the newest run of each command counts that knows what is asked for; with nothing asked for, the newest of each.
 * Payments and findings are told as the newest chosen run tells them.
 */
export function select(saved: readonly SavedRun[], wanted: Wanted): Choice {
  const { since } = wanted
  const ordered = [...saved].sort(byEnd)
  const pool = ordered.filter(
    ({ document }) =>
      (wanted.runs.length === 0 || wanted.runs.includes(document.runId)) &&
      (since === null || Date.parse(document.finishedAt) >= Date.parse(since)),
  )
  if (pool.length === 0) {
    const why = saved.length === 0 ? 'no run is saved' : 'no saved run is one of those asked for'
    return { chosen: false, why }
  }
  const all = wanted.runs.length > 0 || since !== null
  const names = [wanted.findings, wanted.requestIds, wanted.txs, wanted.payers].flat()
  if (names.length === 0) {
    const runs = all ? pool : newestOfEach(pool, (run) => run)
    return {
      chosen: true,
      runs: runs.map((run) => whole(run, null)),
      cases: lastOfEachCase(runs.flatMap(({ cases }) => cases)),
      findings: lastOfEachFinding(runs.flatMap(({ document }) => document.findings)),
      notFound: missingFrom(wanted, [], ordered),
    }
  }
  const finder = finderFor(wanted, pool)
  if ('why' in finder) return { chosen: false, why: finder.why }
  const found = pool.flatMap((run) => matchIn(run, finder) ?? [])
  const matches = all ? found : newestOfEach(found, ({ run }) => run)
  const notFound = missingFrom(wanted, matches, ordered)
  if (matches.length === 0) return { chosen: false, why: notFound.join('; ') }
  const parts = matches.map(sifted)
  return {
    chosen: true,
    runs: parts.map(({ chosen }) => chosen),
    cases: lastOfEachCase(parts.flatMap(({ cases }) => cases)),
    findings: lastOfEachFinding(parts.flatMap(({ findings }) => findings)),
    notFound,
  }
}
