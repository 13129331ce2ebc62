import type { RunDocument } from '../../core/report.ts'
import { isTold } from '../../runs/told.ts'
import { booksFlags, exportLines, flagsAgain, shellWord } from '../again.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { headerBlock } from '../header.ts'
import { monitorScreen } from '../monitor-screen.ts'
import { endRun, type Running } from '../run-parts.ts'
import type { Looked } from './look.ts'

/** What a pass of monitor hands back. */
export type MonitorOutcome = Extract<Outcome, { kind: 'report' }>

/** The parts in which something asks for attention. */
function loudChecks({ findings }: Pick<RunDocument, 'findings'>): readonly string[] {
  return findings
    .filter(({ verdict }) => ['FAIL', 'UNKNOWN', 'WARN'].includes(verdict))
    .map(({ check }) => check)
}

type Follow = readonly [room: string, flags: readonly string[]]

// Each command with the flags that it knows.
const prices: Follow = ['matrix', ['config', 'baseUrl', 'payTo', 'route']]
const rest: readonly Follow[] = [
  ['discover', ['config', 'baseUrl', 'payTo', 'route']],
  ['facilitator', ['config', 'baseUrl', 'network', 'asset', 'rpc']],
  ['rpc', ['config', 'rpc', 'network']],
  ['recipient', ['config', 'rpc', 'payTo', 'network', 'asset']],
]
const rooms = [prices, ...rest].map(([room]) => room).concat('metrics', 'alerts', 'reconcile')

function nextCommands(
  checks: readonly string[],
  profile: string,
  context: CommandContext,
): readonly string[] {
  const lineOf = ([room, flags]: Follow) =>
    checks.includes(room) ? [`x402ops ${room} ${profile}${flagsAgain(context, flags)}`] : []
  const since = shellWord(optionText(context.options, 'since') ?? '24h')
  const books = flagsAgain(context, booksFlags)
  const pages = flagsAgain(context, ['config', 'baseUrl'])
  return [
    ...lineOf(prices),
    ...(checks.includes('reconcile') ? [`x402ops reconcile ${profile} --since ${since}${books}`] : []),
    ...(checks.some((check) => !rooms.includes(check)) ? [`x402ops probe ${profile}${pages} -v`] : []),
    ...rest.flatMap(lineOf),
    ...(checks.includes('metrics') || checks.includes('alerts')
      ? [`x402ops metrics ${profile}${flagsAgain(context, ['config'])}`]
      : []),
  ]
}

/** The findings of a pass, filed under the row of their room; those of a probe have rows of their own. */
function findingsOf({ parts }: Looked): RunDocument['findings'] {
  return parts.flatMap(({ room, findings }) =>
    findings
      .filter((finding) => isTold('monitor', room, finding))
      .map((finding) => (room === 'probe' ? finding : { ...finding, check: room })),
  )
}

/** Ends a pass of monitor: its document, its screen, and what is to be saved. */
export function monitorOutcome(running: Running, target: string, looked: Looked): MonitorOutcome {
  const { context, profile } = running
  const { rows, parts, books } = looked
  const result = books?.result ?? null
  const memory = books?.memory ?? null
  const outcome = endRun(running, {
    ...{ target, parts, checks: rows, findings: findingsOf(looked) },
    gaps: [...(result?.gaps ?? []), ...looked.gaps],
    ...(result === null
      ? {}
      : {
          window: result.window,
          cases: result.cases,
          figures: result.figures,
          totals: result.totals.map(({ name, count, amount }) => ({ name, count, amount })),
        }),
    ...(memory === null ? {} : { memory }),
    next: (document) => {
      const next = nextCommands(loudChecks(document), profile.name, context)
      const exports = document.verdict === 'FAIL' ? exportLines(context, profile.name, document.runId) : []
      return [...next.slice(0, 2), ...exports, ...next.slice(2)].slice(0, 3)
    },
    screen: (document) => [headerBlock(running, target), ...monitorScreen(document, context.global.verbose)],
  })
  if (outcome.kind !== 'report') throw new Error('a run of monitor is a report')
  return outcome
}
