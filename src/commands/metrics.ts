import type { Command } from 'commander'
import { expectAlerts } from '../alerts/room.ts'
import { OpsError } from '../core/errors.ts'
import { parseMoment } from '../core/since.ts'
import { exportLines, flagsAgain, serviceFlags } from './again.ts'
import { type CommandContext, type Outcome, optionFlag, optionText } from './command.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { alertsPart, historyFor, metricsPart, noMetricsPart } from './metrics-part.ts'
import { noPageBlock, numbersTable, rulesData, rulesList, rulesTable } from './metrics-screen.ts'
import { durationFlag } from './numbers.ts'
import { addFlag, addHelpWords, addProfileArgument } from './options.ts'
import { runSummary } from './probe.ts'
import { profileRequest } from './reconcile-flags.ts'
import { endRun, startRun } from './run-parts.ts'

/** `x402ops metrics [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(
    command,
    '--samples-apart <time>',
    'look twice, so far apart, instead of comparing with an earlier run',
    {
      parse: durationFlag('--samples-apart', '10s'),
    },
  )
  addFlag(command, '--deploy-at <time>', 'did paid errors or missing records begin at this deploy?')
  addFlag(command, '--rules', 'print the table of the rules and ask nobody')
  addHelpWords(command, {
    examples: [
      ['what the service counts, and which rules hold', 'x402ops metrics shop'],
      ['two looks half a minute apart', 'x402ops metrics shop --samples-apart 30s'],
      ['did the deploy of 14:00 break something?', 'x402ops metrics shop --deploy-at 2026-11-21T14:00:00Z'],
      ['every rule and its limits', 'x402ops metrics shop --rules'],
    ],
    exitCodes: [
      [0, 'no rule fires; one look alone never makes one fire'],
      [1, 'a rule fires'],
      [3, 'the page or a rule could not say anything'],
    ],
  })
}

function deployTime({ options, clock }: CommandContext): number | null {
  const text = optionText(options, 'deployAt')
  if (text === undefined) return null
  const moment = parseMoment('--deploy-at', text, clock.now())
  if (moment.kind === 'time') return moment.at.getTime()
  throw new OpsError('USAGE', {
    message: '--deploy-at is a time',
    suggestion: 'Give 2h, or 2026-11-21T14:00:00Z.',
    command: 'metrics ',
  })
}

/** Reads the metrics page and judges the alert rules over it and over saved runs. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { options, services, global } = context
  const deployAt = deployTime(context)
  const { profile, notes } = await services.profile(profileRequest(context, 'metrics'))
  const expected = expectAlerts(profile)
  if (optionFlag(options, 'rules')) {
    return { kind: 'screen', screen: [rulesList(expected)], next: [], exitCode: 0, data: rulesData(expected) }
  }
  for (const line of notes) context.note(line)
  const apart = options.samplesApart
  const apartMs = typeof apart === 'number' ? apart : null
  const limit = (global.deadlineMs ?? profile.limits.deadlineMs) + (apartMs ?? 0)
  const running = startRun(context, 'metrics', profile, limit)
  const history = await historyFor(running, context, deployAt)
  if (profile.metrics == null && history.runs.length === 0) {
    running.deadline.stop()
    throw new OpsError('METRICS_MISSING')
  }
  const page = await metricsPart(running, context, history, apartMs)
  const rules = await alertsPart(running, context, page, history)
  const none = page === null ? await noMetricsPart(running, context) : null
  const target = page?.expected.page ?? profile.baseUrl
  const again = flagsAgain(context, serviceFlags)
  return endRun(running, {
    target,
    parts: [...[page, none].filter((part) => part !== null), rules],
    gaps: profile.metrics === null ? [{ what: 'metrics page', why: 'its address or token is left out' }] : [],
    next: ({ verdict, runId }) => [
      ...(verdict === 'PASS' ? [] : [`x402ops monitor ${profile.name}${again}`]),
      ...(verdict === 'FAIL' ? exportLines(context, profile.name, runId) : []),
    ],
    screen: (document) => [
      headerBlock(running, target),
      ...(page === null ? [noPageBlock(profile.metrics === null, history.runs)] : numbersTable(page)),
      ...rulesTable(document.checks),
      ...findingsShown(
        document.findings.filter(({ verdict, code }) => verdict !== 'SKIP' || !code.startsWith('ALERT_')),
        global.verbose,
      ),
      runSummary(document),
    ],
  })
}
