import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import type { CheckRow, RunDocument } from '../core/report.ts'
import { type Verdict, worst } from '../core/verdict.ts'
import { expectProbe, probe } from '../probe/room.ts'
import { booksFlags, exportLines, flagsAgain, serviceFlags, shellWord } from './again.ts'
import { requireBaseUrl } from './base-url.ts'
import { type CommandContext, type Outcome, optionFlag, optionText } from './command.ts'
import { headerBlock } from './header.ts'
import { httpFor, runMatrix } from './matrix-run.ts'
import { routesText, rowsOf } from './matrix-screen.ts'
import { monitorReconcile } from './monitor-reconcile.ts'
import { monitorScreen } from './monitor-screen.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { chosenRows } from './probe-rows.ts'
import { addReconcileFlags, profileRequest } from './reconcile-flags.ts'
import { endRun, type Part, type Running, runPart, startRun } from './run-parts.ts'

const parts = ['probe', 'matrix', 'reconcile'] as const

/** One of the things that monitor looks at. */
export type MonitorPart = (typeof parts)[number]

/** `x402ops monitor [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--only <parts>', 'probe, matrix, reconcile; several with commas')
  addFlag(command, '--route <route>', 'a paid route, such as "POST /v1/ask"; again for more', {
    parse: collect,
  })
  addFlag(command, '--since <time>', 'window of reconcile (24h)')
  addReconcileFlags(command)
  addFlag(command, '--variants', 'matrix: also HEAD and other spellings; can run the paid handler')
  addFlag(command, '--probe-garbage', 'matrix: also send "not-a-payment" as payment header')
  addHelpWords(command, {
    examples: [
      [
        'everything that can be asked without paying',
        'x402ops monitor mainnet --base-url https://api.example.dev',
      ],
      ['for a timer: one line of output a run', 'x402ops monitor mainnet -q -o json'],
      ['only the price list', 'x402ops monitor mainnet --only matrix'],
    ],
    exitCodes: [
      [0, 'nothing failed'],
      [1, 'something failed'],
      [3, 'something could not be seen'],
    ],
  })
}

function chosenParts(text: string | undefined): readonly MonitorPart[] {
  if (text === undefined) return parts
  const names = text.split(',').map((name) => name.trim())
  const wrong = names.find((name) => !parts.includes(name as MonitorPart))
  if (wrong === undefined) return names as MonitorPart[]
  throw new OpsError('USAGE', {
    message: `--only knows no part "${wrong}"`,
    suggestion: `Parts: ${parts.join(', ')}.`,
    command: 'monitor ',
  })
}

/** A part that was not run, as one row. */
function skipRow(id: MonitorPart, question: string, text: string): CheckRow {
  return { id, room: id, question, verdict: 'SKIP', text, elapsedMs: null }
}

/** A whole room as one row: monitor asks one question of each. */
function roomRow(part: Part, question: string, text: string): CheckRow {
  const verdicts = part.checks.map(
    ({ verdict }): Verdict => (verdict === 'INFO' || verdict === 'SKIP' ? 'PASS' : verdict),
  )
  return {
    id: part.room,
    room: part.room,
    question,
    verdict: worst(verdicts),
    text,
    elapsedMs: part.elapsedMs,
  }
}

const matrixQuestion = 'Does every paid route ask for the right money?'

async function matrixPart(running: Running, context: CommandContext) {
  const http = await httpFor(context, running.profile)
  const done = await runMatrix(running, http, {
    variants: optionFlag(context.options, 'variants'),
    probeGarbage: optionFlag(context.options, 'probeGarbage'),
  })
  if (done === null) {
    const text = 'no paid route is configured and no document of the server names one'
    return { parts: [], row: skipRow('matrix', matrixQuestion, text) }
  }
  const found = done.discovery === null ? [] : [done.discovery]
  const row = roomRow(done.part, matrixQuestion, routesText(rowsOf(done)))
  return { parts: [...found, done.part], row }
}

/** Runs every check that is configured and sums them up in one verdict. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, clock, options } = context
  const only = chosenParts(optionText(options, 'only'))
  const { profile, notes } = await services.profile(profileRequest(context, 'monitor'))
  const target = requireBaseUrl(profile, 'monitor')
  for (const line of notes) context.note(line)
  const running = startRun(
    context,
    'monitor',
    profile,
    context.global.deadlineMs ?? profile.limits.deadlineMs,
  )
  const done: Part[] = []
  const rows: CheckRow[] = []
  if (only.includes('probe')) {
    const http = await services.http(profile)
    const part = await runPart(running, probe, expectProbe(profile), { http, clock })
    done.push(part)
    rows.push(...chosenRows(part).map((row) => ({ ...row, elapsedMs: null })))
  }
  if (only.includes('matrix')) {
    const { parts: found, row } = await matrixPart(running, context)
    done.push(...found)
    rows.push(row)
  }
  const books = only.includes('reconcile') ? await monitorReconcile(running, context) : null
  if (books !== null) {
    if (books.part !== null) done.push(books.part)
    rows.push(books.row)
  }
  const findings = done.flatMap((part) =>
    part.findings.map((finding) => (part.room === 'probe' ? finding : { ...finding, check: part.room })),
  )
  return endRun(running, {
    target,
    parts: done,
    checks: rows,
    findings: findings.filter(
      ({ check, code, verdict }) =>
        verdict !== 'PASS' &&
        (check !== 'discover' || verdict !== 'INFO') &&
        !['NOT_CHOSEN', 'PROBE_NOT_CHOSEN'].includes(code),
    ),
    ...(books?.result == null
      ? {}
      : {
          gaps: books.result.gaps,
          window: books.result.window,
          cases: books.result.cases,
          figures: books.result.figures,
          totals: books.result.totals.map(({ name, count, amount }) => ({ name, count, amount })),
        }),
    ...(books?.memory == null ? {} : { memory: books.memory }),
    next: (document) =>
      [
        ...nextCommands(loudChecks(document), profile.name, context).slice(0, 2),
        ...(document.verdict === 'FAIL' ? exportLines(context, profile.name, document.runId) : []),
        ...nextCommands(loudChecks(document), profile.name, context).slice(2),
      ].slice(0, 3),
    screen: (document) => [headerBlock(running, target), ...monitorScreen(document, context.global.verbose)],
  })
}

/** The parts in which something asks for attention. */
function loudChecks({ findings }: Pick<RunDocument, 'findings'>): readonly string[] {
  return findings
    .filter(({ verdict }) => ['FAIL', 'UNKNOWN', 'WARN'].includes(verdict))
    .map(({ check }) => check)
}

function nextCommands(
  checks: readonly string[],
  profile: string,
  context: CommandContext,
): readonly string[] {
  const service = flagsAgain(context, serviceFlags)
  const next: string[] = []
  if (checks.includes('matrix')) next.push(`x402ops matrix ${profile}${service}`)
  if (checks.includes('reconcile')) {
    const since = shellWord(optionText(context.options, 'since') ?? '24h')
    next.push(`x402ops reconcile ${profile} --since ${since}${flagsAgain(context, booksFlags)}`)
  }
  if (checks.some((check) => !['matrix', 'reconcile', 'discover'].includes(check))) {
    next.push(`x402ops probe ${profile}${service} -v`)
  }
  return next
}
