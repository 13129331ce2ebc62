import type { Command } from 'commander'
import type { ChainNode } from '../core/ports.ts'
import type { Block, RunDocument } from '../core/report.ts'
import { expectProbe, probe } from '../probe/room.ts'
import type { ProbeSeen } from '../probe/shapes.ts'
import { countsText, secondsText } from '../runs/summary.ts'
import { flagsAgain, serviceFlags } from './again.ts'
import { requireBaseUrl } from './base-url.ts'
import { type CommandContext, type Outcome, optionFlag, optionList } from './command.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { durationFlag } from './numbers.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { chosenIn } from './probe-rows.ts'
import { profileRequest } from './reconcile-flags.ts'
import { endRun, runPart, startRun } from './run-parts.ts'

/** `x402ops probe [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(
    command,
    '--route <route>',
    'a paid route for --preflight, such as "POST /v1/ask"; again for more',
    {
      parse: collect,
    },
  )
  addFlag(command, '--preflight', 'also send X-Preflight to every paid route')
  addFlag(command, '--for <time>', 'watch so long (3m): does it stay down?', {
    parse: durationFlag('--for', '3m'),
  })
  addFlag(command, '--rpc <url>', 'chain endpoint whose time decides between two clocks, or env:NAME', {
    parse: collect,
  })
  addHelpWords(command, {
    examples: [
      [
        'is it up, ready and honest about its mode?',
        'x402ops probe mainnet --base-url https://api.example.dev',
      ],
      ['is it down for good? four looks in three minutes', 'x402ops probe mainnet --for 3m'],
      ['every look and every timing', 'x402ops probe mainnet --base-url https://api.example.dev -v'],
    ],
    exitCodes: [
      [0, 'up and ready'],
      [1, 'down, not ready, free by a preflight, or status.json is not as expected'],
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

/** Endpoints are asked for the time only when the operator names some in this call. */
async function nodesFor(context: CommandContext, name: string): Promise<readonly ChainNode[]> {
  const { services, options } = context
  if (optionList(options, 'rpc').length === 0) return []
  const { profile } = await services.profile({ ...profileRequest(context, 'rpc'), name })
  const { nodes } = await services.chain(profile)
  return Object.keys(profile.rpc)
    .flatMap((network) => nodes(network))
    .slice(0, 1)
}

/** Looks at the pages of a service, at the free twins of its paid routes, and at what the flags add. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, clock, options, global } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'probe'))
  const target = requireBaseUrl(profile, 'probe')
  for (const line of notes) context.note(line)
  const forMs = typeof options.for === 'number' ? options.for : 0
  const limit = (global.deadlineMs ?? profile.limits.deadlineMs) + forMs
  const nodes = await nodesFor(context, profile.name)
  const running = startRun(context, 'probe', profile, limit)
  const http = await services.http(profile)
  const expected = expectProbe(profile, {
    ...{ twins: true, preflight: optionFlag(options, 'preflight') },
    ...(forMs === 0 ? {} : { forMs }),
  })
  const looked = (looks: number) => context.progress(`probe, look ${looks}`)
  const part = await runPart(running, probe, expected, {
    http,
    clock,
    looked,
    ...(nodes.length === 0 ? {} : { nodes }),
  })
  const { rows, findings } = chosenIn(part)
  return endRun(running, {
    target,
    parts: [part],
    ...{ checks: rows, findings },
    next: () => [`x402ops monitor ${profile.name}${flagsAgain(context, serviceFlags)}`],
    screen: (document) => [
      headerBlock(running, target),
      {
        kind: 'table',
        columns: ['STATE', 'CHECK', 'RESULT'].map((title) => ({ title })),
        rows: rows.map(({ verdict, id, text, question }) => [{ verdict }, id, text || question]),
      },
      ...timesTable(part.seen),
      ...findingsShown(document.findings, global.verbose),
      runSummary(document),
    ],
  })
}
