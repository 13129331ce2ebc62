import { OpsError } from '../../core/errors.ts'
import type { RunDocument } from '../../core/report.ts'
import { parseMoment } from '../../core/since.ts'
import { type Choice, select, type Wanted } from '../../evidence/select.ts'
import { matchedCounted } from '../../runs/matched-counted.ts'
import type { SavedRun } from '../../runs/run.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { type CommandContext, optionList, optionText } from '../command.ts'

type Chosen = Extract<Choice, { readonly chosen: true }>

// 0x and 40 hex digits, or base58 of an account on Solana; both of fixed bounds, linear.
const anAddress = /^(?:0x[0-9a-fA-F]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})$/

// 0x and 64 hex digits, or base58 of a signature on Solana; both of fixed bounds, linear.
const aTransaction = /^(?:0x[0-9a-fA-F]{64}|[1-9A-HJ-NP-Za-km-z]{80,88})$/

/** What the flags ask for; `runs` are still as the operator wrote them. Throws `OpsError` SINCE_*, ADDRESS_EXPECTED, USAGE. */
export function wantedFrom({ options, clock }: CommandContext): Wanted {
  const text = optionText(options, 'since')
  const moment = text === undefined ? null : parseMoment('--since', text, clock.now())
  if (moment !== null && moment.kind !== 'time') {
    const suggestion = 'Saved runs are chosen by time, such as 24h or 2026-11-20.'
    throw new OpsError('SINCE_NOT_UNDERSTOOD', { flag: '--since', value: text ?? '', suggestion })
  }
  const txs = optionList(options, 'tx')
  if (txs.some((tx) => !aTransaction.test(tx))) {
    const message = '--tx is given what is no transaction hash'
    const suggestion = 'A hash is 0x followed by 64 hex digits; on Solana it is a signature in base58.'
    throw new OpsError('USAGE', { message, suggestion, command: 'evidence export ' })
  }
  const payers = optionList(options, 'payer')
  const wrong = payers.find((payer) => !anAddress.test(payer))
  if (wrong !== undefined) throw new OpsError('ADDRESS_EXPECTED', { flag: '--payer', value: wrong })
  return {
    runs: optionList(options, 'fromRun'),
    findings: optionList(options, 'finding'),
    requestIds: optionList(options, 'request'),
    txs,
    payers,
    since: moment === null ? null : moment.at.toISOString(),
  }
}

const codesNamed = 20

/** What could be asked for instead: the codes of what the newest runs found. */
function foundIn(documents: readonly RunDocument[]): string {
  const loud = documents
    .flatMap(({ findings }) => findings)
    .filter(({ verdict }) => verdict !== 'INFO' && verdict !== 'SKIP')
  const codes = [...new Set(loud.map(({ code }) => code))].sort()
  const more = codes.length > codesNamed ? ' and others' : ''
  return codes.length === 0 ? '' : ` Found there: ${codes.slice(0, codesNamed).join(', ')}${more}.`
}

function nothing(why: string, profile: string, documents: readonly RunDocument[]): OpsError {
  const sentence = `${why.charAt(0).toUpperCase()}${why.slice(1)}`
  const saved = documents.length
  const where = saved === 0 ? '' : ` Looked at: ${saved} saved run${saved === 1 ? '' : 's'}.`
  return new OpsError('EVIDENCE_NOTHING', {
    why: `${sentence}.${where}${foundIn(documents)}`,
    profile,
    saved,
  })
}

const hasNames = ({ findings, requestIds, txs, payers }: Wanted) =>
  [findings, requestIds, txs, payers].some((list) => list.length > 0)

/**
 * Of each command the newest run that knows what is asked for, loaded one after the other: a run of a busy day is
 * large, and there may be 200.
 */
async function newestThatFit(
  documents: readonly RunDocument[],
  wanted: Wanted,
  load: (runId: string) => Promise<SavedRun>,
): Promise<{ readonly runs: readonly SavedRun[]; readonly why: string | null }> {
  const done = new Set<string>()
  const runs: SavedRun[] = []
  let why: { readonly text: string; readonly counts: boolean } | null = null
  for (const { command, runId } of documents) {
    if (done.has(command)) continue
    const run = await load(runId)
    const choice = select([run], wanted)
    if (choice.chosen) {
      done.add(command)
      runs.push(run)
      continue
    }
    // A run that only counts some payments does not say that there is none: its words go before those of others.
    const counts = matchedCounted(run) > 0
    if (why === null || (counts && !why.counts)) why = { text: choice.why, counts }
  }
  return { runs, why: why?.text ?? null }
}

/**
 * The runs, payments and findings that go into a bundle, and the ids of the runs that were asked for. Throws
 * `OpsError` EVIDENCE_NOTHING when nothing fits, RUN_NOT_FOUND.
 */
export async function chooseRuns(
  store: RunStore,
  profile: string,
  asked: Wanted,
): Promise<{ readonly choice: Chosen; readonly wanted: Wanted }> {
  const load = (reference: string) => store.load(profile, reference)
  const given: SavedRun[] = []
  for (const reference of asked.runs) given.push(await load(reference))
  const wanted = { ...asked, runs: given.map(({ document }) => document.runId) }
  const documents =
    given.length > 0 ? given.map(({ document }) => document) : (await store.list(profile)).runs
  const choose = async (): Promise<{ readonly runs: readonly SavedRun[]; readonly why: string | null }> => {
    if (given.length > 0) return { runs: given, why: null }
    const { since } = wanted
    if (since !== null) {
      const runs: SavedRun[] = []
      for (const { runId, finishedAt } of documents)
        if (Date.parse(finishedAt) >= Date.parse(since)) runs.push(await load(runId))
      return { runs, why: documents.length === 0 ? null : 'no saved run is that new' }
    }
    if (hasNames(wanted)) return newestThatFit(documents, wanted, load)
    const newest = new Map([...documents].reverse().map(({ command, runId }) => [command, runId]))
    const runs: SavedRun[] = []
    for (const runId of newest.values()) runs.push(await load(runId))
    return { runs, why: null }
  }
  const { runs, why } = await choose()
  if (runs.length === 0) throw nothing(why ?? 'no run of this profile is saved', profile, documents)
  const choice = select(runs, wanted)
  if (!choice.chosen) throw nothing(choice.why, profile, documents)
  return { choice, wanted }
}

const mostTermRuns = 30

/** The newest runs in which the price list was asked, with that room alone. */
export async function runsWithTerms(store: RunStore, profile: string): Promise<readonly SavedRun[]> {
  const { runs: documents } = await store.list(profile)
  const asked = documents.filter(({ checks }) => checks.some(({ room }) => room === 'matrix'))
  const runs: SavedRun[] = []
  for (const { runId } of asked.slice(0, mostTermRuns)) {
    const run = await store.load(profile, runId).catch(() => null)
    if (run === null) continue
    runs.push({ document: run.document, rooms: run.rooms.filter(({ room }) => room === 'matrix'), cases: [] })
  }
  return runs
}
