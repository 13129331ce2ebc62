import { entry, findings } from '../../core/finding.ts'
import { toJson } from '../../core/json.ts'
import { type PhrasedFinding, phrase } from '../../core/phrase.ts'
import type { CheckRow, Gap } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import type { Verdict } from '../../core/verdict.ts'
import { judgedDifferently, judgedDocument } from '../../evidence/judged-document.ts'
import { type BundleRun, runsInBundle } from '../../evidence/read-runs.ts'
import { judgeBundle as judgeWhole } from '../../evidence/verify.ts'
import { shellWord } from '../again.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { findingsShown } from '../findings-shown.ts'
import { casesJudgedOtherwise, judgeSaved } from './judge-room.ts'
import { type OpenedBundle, openBundle } from './open-bundle.ts'
import { bundleOutcome, titleBlock } from './outcome.ts'
import { aboutBundle, bundleRows, rowsOf, vouching } from './verify.ts'

/** What is said of runs that were judged again. */
export const judgeCatalog = {
  JUDGED_OTHERWISE: entry<{ run: string; codes: readonly string[]; sameVersion: boolean }>({
    // Another version may judge otherwise; the same one does not, so that somebody altered what it says or saw.
    verdict: ({ sameVersion }): Verdict => (sameVersion ? 'FAIL' : 'WARN'),
    severity: 'high',
    title: 'the findings do not follow from what was seen',
    text: ({ run, codes }) =>
      `Run ${safe(run, 80)} says something else than this version judges from what it saw: ${codes.map((code) => safe(code, 80)).join(', ') || 'the words differ'}.`,
    next: 'Compare the version in run.json with x402ops --version; if they are equal, do not rely on the findings.',
    playbook: null,
  }),
  RUN_NOT_JUDGED: entry<{ run: string; rooms: readonly string[] }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'a part of a run cannot be judged',
    text: ({ run, rooms }) =>
      `What ${rooms.map((room) => safe(room, 40)).join(', ')} of run ${safe(run, 80)} saw cannot be judged by this version.`,
    next: 'Judge it with the version that manifest.json names.',
    playbook: null,
  }),
} as const

const finding = findings(judgeCatalog)

type JudgedRun = {
  /** `open`: what could be judged is the same, and a part could not be. */
  readonly outcome: 'same' | 'open' | 'otherwise'
  readonly row: CheckRow
  readonly findings: readonly PhrasedFinding[]
  readonly gaps: readonly Gap[]
}

function judgeRun({ run }: BundleRun, version: string): JudgedRun {
  const { document } = run
  const again = judgedDocument(document, run.rooms, judgeSaved)
  const { runId } = document
  // The rows and the verdict as well: whoever wants to look better leaves the findings and alters those.
  const cases = casesJudgedOtherwise(run)
  const same = toJson(again.document) === toJson(document) && cases.length === 0
  const codes = [
    ...judgedDifferently(document.findings, again.document.findings),
    ...(document.verdict === again.document.verdict ? [] : [`the verdict ${document.verdict}`]),
    ...cases.slice(0, 5).map((caseId) => `payment ${caseId}`),
  ]
  const subject = { kind: 'window', id: runId } as const
  const sameVersion = document.tool.version === version
  const own = [
    ...(same ? [] : [finding('JUDGED_OTHERWISE', subject, { run: runId, codes, sameVersion })]),
    ...(again.notJudged.length === 0
      ? []
      : [finding('RUN_NOT_JUDGED', subject, { run: runId, rooms: again.notJudged })]),
  ].map((one) => phrase(one, 'judge', judgeCatalog))
  const count = again.document.findings.length
  const kept = again.notJudged.length === 0 ? '' : `, not judged: ${again.notJudged.join(', ')}`
  const text = `${same ? `identical: ${count} finding${count === 1 ? '' : 's'}` : 'judged otherwise than it says'}${kept}`
  return {
    outcome: same ? (kept === '' ? 'same' : 'open') : 'otherwise',
    row: {
      ...{ id: runId, room: 'judge', question: 'Do the findings follow from what was seen?' },
      ...{ verdict: again.document.verdict, text, elapsedMs: null },
    },
    findings: [...again.document.findings, ...own],
    gaps: document.gaps.map(({ what, why }) => ({ what: `${runId}: ${what}`, why })),
  }
}

/** A bundle that was altered proves nothing: its findings are not judged, and what was altered is told. */
function refused(context: CommandContext, opened: OpenedBundle, startedAt: Date): Outcome {
  const judgement = judgeWhole(opened.seen)
  const { profile } = aboutBundle(opened)
  return bundleOutcome(context, {
    ...{ command: 'judge', profile, target: opened.path, startedAt, checks: bundleRows(opened, judgement) },
    findings: judgement.findings.filter(({ verdict }) => verdict !== 'PASS'),
    next: [`x402ops evidence verify ${shellWord(opened.path)}`],
    screen: (document) => [
      titleBlock(context, 'judge', opened.seen.bundleId),
      ...findingsShown(document.findings, context.global.verbose),
      {
        kind: 'summary',
        text: 'this is not the bundle that was made; nothing in it was judged',
        ...{ verdict: document.verdict, exitCode: document.exitCode },
      },
    ],
  })
}

function newestOfEach(all: readonly PhrasedFinding[]): readonly PhrasedFinding[] {
  return [...new Map(all.map((item) => [item.id, item])).values()]
}

const noRun: Gap = { what: 'runs', why: 'the bundle holds none that can be read' }

function summaryOf(judged: readonly JudgedRun[], unreadable: number): string {
  const count = (outcome: JudgedRun['outcome']) => judged.filter((run) => run.outcome === outcome).length
  const otherwise = count('otherwise')
  if (otherwise > 0) return `${otherwise} of ${judged.length} runs judged otherwise than they say`
  const open = unreadable + count('open')
  if (open > 0) return `${open} of ${judged.length + unreadable} runs could not be judged`
  return judged.length === 0 ? 'there is no run in it' : 'identical: the findings follow from what was seen'
}

/** Whose word it is that this was seen: the row that `evidence verify` has of the signature. */
function signatureRow({ seen }: OpenedBundle): readonly CheckRow[] {
  return rowsOf('bundle', judgeWhole(seen)).filter(({ id }) => id === 'signature')
}

/**
 * `x402ops judge`: judges again what the runs of a bundle saw and compares with the findings in it. Pure apart
 * from reading the file. Throws `OpsError` BUNDLE_UNREADABLE, BUNDLE_SEAL_FAILED.
 */
export async function judgeBundle(context: CommandContext): Promise<Outcome> {
  const startedAt = context.clock.now()
  const opened = await openBundle(context, String(context.args[0]))
  const { profile, failed } = aboutBundle(opened)
  if (failed) return refused(context, opened, startedAt)
  const { runs, unreadable } = runsInBundle(opened.archive.files)
  const judged = runs.map((run) => judgeRun(run, context.version))
  return bundleOutcome(context, {
    ...{ command: 'judge', profile, target: opened.path, startedAt },
    checks: [...judged.map(({ row }) => row), ...signatureRow(opened)],
    findings: newestOfEach([...judged.flatMap((run) => run.findings), ...unreadable]),
    gaps: [...judged.flatMap((run) => run.gaps), ...(runs.length === 0 ? [noRun] : [])],
    screen: (document) => [
      titleBlock(context, 'judge', opened.seen.bundleId),
      {
        kind: 'table',
        columns: [{ title: 'STATE' }, { title: 'RUN', wrap: false }, { title: 'JUDGED AGAIN' }],
        rows: judged.map(({ row }) => [{ verdict: row.verdict }, row.id, row.text]),
      },
      ...findingsShown(document.findings, context.global.verbose),
      { kind: 'lines', lines: [`Judged from what the bundle holds; ${vouching(opened)}.`] },
      {
        kind: 'summary',
        text: summaryOf(judged, unreadable.length),
        ...{ verdict: document.verdict, exitCode: document.exitCode },
      },
    ],
  })
}
