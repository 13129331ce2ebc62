import type { Command } from 'commander'
import type { Block, RunDocument } from '../core/report.ts'
import { expectProbe, probe } from '../probe/room.ts'
import type { ProbeSeen } from '../probe/shapes.ts'
import { countsText, secondsText } from '../runs/summary.ts'
import { flagsAgain, serviceFlags } from './again.ts'
import { requireBaseUrl } from './base-url.ts'
import type { CommandContext, Outcome } from './command.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { addHelpWords, addProfileArgument } from './options.ts'
import { profileRequest } from './reconcile-flags.ts'
import { endRun, runPart, startRun } from './run-parts.ts'

/** `x402ops probe [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addHelpWords(command, {
    examples: [
      [
        'is it up, ready and honest about its mode?',
        'x402ops probe mainnet --base-url https://api.example.dev',
      ],
      ['every look and every timing', 'x402ops probe mainnet --base-url https://api.example.dev -v'],
    ],
    exitCodes: [
      [0, 'up and ready'],
      [1, 'down, not ready, or status.json differs from the profile'],
      [3, 'something could not be seen'],
    ],
  })
}

/** How a run ended, in one line: the counts and how long it took. */
export function runSummary(document: RunDocument): Block {
  const { counts, verdict, exitCode, startedAt, finishedAt } = document
  const took = secondsText(Date.parse(finishedAt) - Date.parse(startedAt))
  return { kind: 'summary', text: `${countsText(counts)} in ${took}`, verdict, exitCode }
}

const parts = ['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs', 'totalMs'] as const

/** Where the time of each page went; nothing when no page answered. */
function timesTable({ pages }: ProbeSeen): readonly Block[] {
  const rows = pages.flatMap(({ name, looks }) => {
    const last = looks.at(-1)
    if (last === undefined || !last.seen) return []
    const { timing } = last.value
    const cells = parts.map((part) => (timing[part] === null ? '-' : `${Math.round(timing[part])} ms`))
    return [[name, ...cells]]
  })
  if (rows.length === 0) return []
  const titles = ['DNS', 'CONNECT', 'TLS', 'FIRST BYTE', 'TOTAL']
  const columns = [{ title: 'PAGE' }, ...titles.map((title) => ({ title, align: 'right' as const }))]
  return [{ kind: 'table', columns, rows }]
}

/** Looks at the health pages of a service. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, clock } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'probe'))
  const target = requireBaseUrl(profile, 'probe')
  for (const line of notes) context.note(line)
  const running = startRun(context, 'probe', profile, context.global.deadlineMs ?? profile.limits.deadlineMs)
  const http = await services.http(profile)
  const part = await runPart(running, probe, expectProbe(profile), { http, clock })
  return endRun(running, {
    target,
    parts: [part],
    next: () => [`x402ops monitor ${profile.name}${flagsAgain(context, serviceFlags)}`],
    screen: (document) => [
      headerBlock(running, target),
      {
        kind: 'table',
        columns: ['STATE', 'CHECK', 'RESULT'].map((title) => ({ title })),
        rows: part.checks.map(({ verdict, id, text, question }) => [{ verdict }, id, text || question]),
      },
      ...timesTable(part.seen),
      ...findingsShown(document.findings, context.global.verbose),
      runSummary(document),
    ],
  })
}
