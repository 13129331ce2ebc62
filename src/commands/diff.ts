import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import type { ExitCode } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { worst } from '../core/verdict.ts'
import { diffRuns, type RunDiff } from '../runs/diff.ts'
import type { SavedRun } from '../runs/run.ts'
import type { CommandContext, Outcome } from './command.ts'
import { diffFindings } from './diff-findings.ts'
import { diffScreen, diffText } from './diff-screen.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { addHelpWords } from './options.ts'
import { endRun, startRun } from './run-parts.ts'

/** `x402ops diff RUN1 RUN2 [profile]`. */
export function define(command: Command): void {
  command.argument('<run1>', 'the earlier run: an id, a unique beginning of one, a path, last or last~N')
  command.argument('<run2>', 'the later run')
  command.argument('[profile]', 'whose runs: mainnet, testnet or a profile of x402ops.yaml')
  addHelpWords(command, {
    examples: [
      ['what changed since the run before', 'x402ops diff last~1 last'],
      ['two runs by the beginning of their ids', 'x402ops diff 20261120T07 20261121T07 mainnet'],
      ['a report that was kept, against the newest run', 'x402ops diff before.json last'],
    ],
    exitCodes: [
      [0, 'both runs say the same'],
      [1, 'they differ: something is new, changed, gone or resolved'],
      [3, 'the second run did not look at something the first one found'],
    ],
  })
}

/** What the table says as well as a sentence would. */
const inTable: readonly string[] = ['DIFF_NEW', 'DIFF_CHANGED', 'DIFF_RESOLVED']

function exitCodeOf({ differences }: RunDiff, failOn: string): ExitCode {
  const unknown = differences.filter(({ change }) => change === 'not-looked-at').length
  if (differences.length > unknown && failOn !== 'never') return 1
  return unknown > 0 ? 3 : 0
}

async function loadBoth({ args, services, note }: CommandContext, profile: string) {
  const [one, two] = args
  const store = await services.store()
  const first = await store.load(profile, String(one))
  const second = await store.load(profile, String(two))
  const [a, b] = [first.document, second.document]
  if (a.command !== b.command) {
    const words = { first: safe(a.command, 40), second: safe(b.command, 40) }
    throw new OpsError('RUNS_NOT_COMPARABLE', words)
  }
  if (a.startedAt > b.startedAt) note('note: the first run is the newer one of the two')
  return { first, second }
}

/** What the later run says otherwise. Offline: reads saved runs only, and is not saved itself. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { args, global, services } = context
  const [, , named] = args
  const name = typeof named === 'string' ? named : (global.profile ?? null)
  const { profile } = await services.profile({ name, command: 'diff' })
  const running = startRun(context, 'diff', profile, global.deadlineMs ?? profile.limits.deadlineMs)
  const { first, second }: { first: SavedRun; second: SavedRun } = await loadBoth(context, profile.name)
  const diff = diffRuns(first, second)
  const findings = diffFindings(diff, first, second)
  const text = diffText(diff)
  const exitCode = exitCodeOf(diff, global.failOn)
  const verdicts = findings.map(({ verdict }) => verdict)
  const row = {
    ...{ id: 'diff', room: 'diff', question: 'Do both runs say the same?', text, elapsedMs: null },
    verdict: verdicts.length === 0 ? ('PASS' as const) : worst(verdicts),
  }
  const outcome = endRun(running, {
    ...{ target: second.document.target, parts: [], checks: [row], findings, exitCode },
    next: () => [],
    screen: (document) => [
      headerBlock(running, null),
      ...diffScreen(diff, first, second),
      ...findingsShown(
        document.findings.filter(({ code }) => global.verbose > 0 || !inTable.includes(code)),
        global.verbose,
      ),
      { kind: 'summary', text, verdict: document.verdict, exitCode },
    ],
  })
  return outcome.kind === 'report' ? { kind: 'report', report: outcome.report } : outcome
}
