import type { ExitCode } from '../../core/report.ts'
import { type Verdict, worst } from '../../core/verdict.ts'
import { compareBundles } from '../../evidence/compare.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { diffFindings } from '../diff-findings.ts'
import { diffScreen, diffText } from '../diff-screen.ts'
import { findingsShown } from '../findings-shown.ts'
import { warnOfAltered } from './altered.ts'
import { openBundle } from './open-bundle.ts'
import { bundleOutcome, titleBlock } from './outcome.ts'

/** What the table says as well as a sentence would. */
const inTable: readonly string[] = ['DIFF_NEW', 'DIFF_CHANGED', 'DIFF_RESOLVED']

/** `x402ops evidence diff`: what the second bundle says otherwise than the first. Tags are not compared. */
export async function runDiff(context: CommandContext): Promise<Outcome> {
  const { args, clock, global } = context
  const startedAt = clock.now()
  const [one, two] = [String(args[0]), String(args[1])]
  const opened = [await openBundle(context, one), await openBundle(context, two)] as const
  for (const bundle of opened) warnOfAltered(context, bundle)
  const [first, second] = [opened[0].archive, opened[1].archive]
  const compared = compareBundles(first.files, second.files, [first.long, second.long])
  const { runs, files, onlyFirst, onlySecond } = compared
  const told = runs.flatMap((run) => diffFindings(run.diff, run.first, run.second))
  const findings = [...new Map([...told, ...compared.findings].map((item) => [item.id, item])).values()]
  const verdictOf = (list: readonly Verdict[]) => (list.length === 0 ? ('PASS' as const) : worst(list))
  const changes = runs.flatMap(({ diff }) => diff.differences)
  const unknown = changes.filter(({ change }) => change === 'not-looked-at').length
  const differ =
    changes.length > unknown ||
    files.some(({ change }) => change !== 'tags') ||
    onlyFirst.length + onlySecond.length > 0
  const found: ExitCode = unknown > 0 ? 3 : 0
  return bundleOutcome(context, {
    ...{ command: 'evidence diff', profile: global.profile ?? 'none', target: two, startedAt, findings },
    exitCode: differ && global.failOn !== 'never' ? 1 : found,
    checks: runs.map(({ command, diff, first: a, second: b }) => ({
      ...{ id: `diff ${command}`, room: 'diff', question: 'Do both bundles say the same?', elapsedMs: null },
      verdict: verdictOf(diffFindings(diff, a, b).map(({ verdict }) => verdict)),
      text: diffText(diff),
    })),
    screen: (document) => [
      titleBlock(context, 'evidence diff', `${first.bundleId} .. ${second.bundleId}`),
      ...runs.flatMap(({ diff, first: a, second: b }) => diffScreen(diff, a, b)),
      ...onlyLines('first', onlyFirst),
      ...onlyLines('second', onlySecond),
      ...findingsShown(
        document.findings.filter(({ code }) => global.verbose > 0 || !inTable.includes(code)),
        global.verbose,
      ),
      {
        kind: 'summary',
        text: differ
          ? `they differ: ${changes.length} in what they say, ${files.length} in their files`
          : 'both say the same',
        // Bytes that differ are no finding, and nobody should read PASS in front of "they differ".
        verdict: differ && document.verdict === 'PASS' ? 'INFO' : document.verdict,
        exitCode: document.exitCode,
      },
    ],
  })
}

function onlyLines(which: string, commands: readonly string[]) {
  if (commands.length === 0) return []
  return [
    { kind: 'lines', lines: [`only the ${which} bundle holds a run of ${commands.join(', ')}`] } as const,
  ]
}
