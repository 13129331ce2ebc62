import type { Figures, Sheet } from '../core/figures.ts'
import { makeRunId } from '../core/id.ts'
import type { Profile } from '../core/profile.ts'
import type {
  Block,
  CaseDocument,
  CheckRow,
  ExitCode,
  Gap,
  RunDocument,
  RunWindow,
  Total,
} from '../core/report.ts'
import type { Room } from '../core/room.ts'
import { type RoomRun, runRoom } from '../core/run-room.ts'
import { makeDocument } from '../runs/make-document.ts'
import type { MemoryUpdate } from '../runs/memory.ts'
import { casesToSave } from './cases-to-save.ts'
import type { CommandContext, Outcome } from './command.ts'
import { type Deadline, startDeadline } from './deadline.ts'

/** One room of a run and how long it took. */
export type Part<Seen = unknown, Expected = unknown> = RoomRun<Seen, Expected> & {
  readonly elapsedMs: number
}

/** A run in progress: its clock, its id and the limit on its time. */
export type Running = {
  readonly context: CommandContext
  readonly command: string
  readonly profile: Profile
  readonly startedAt: Date
  readonly deadline: Deadline
}

/** Starts a run; `deadlineMs` null leaves it without a limit of its own. */
export function startRun(
  context: CommandContext,
  command: string,
  profile: Profile,
  deadlineMs: number,
): Running {
  const deadline = startDeadline(context.clock, context.signal, deadlineMs)
  return { context, command, profile, startedAt: context.clock.now(), deadline }
}

/** Runs one room and takes its time. */
export async function runPart<Plan, Seen, Expected, Ports>(
  { context, deadline }: Running,
  room: Room<Plan, Seen, Expected, Ports>,
  expected: Expected,
  ports: Ports,
): Promise<Part<Seen, Expected>> {
  context.progress(room.name)
  const before = context.clock.monotonicMs()
  const done = await runRoom(room, expected, ports, deadline.signal)
  return { ...done, elapsedMs: Math.round(context.clock.monotonicMs() - before) }
}

/** The check rows of a part, as the run document lists them. */
export function checkRows({ room, checks, elapsedMs }: Part): readonly CheckRow[] {
  return checks.map((check) => ({ ...check, room, elapsedMs }))
}

/** What a command adds at the end of a run. */
export type RunEnd = {
  readonly target: string | null
  readonly parts: readonly Part[]
  /** Rows to list instead of those of the parts. */
  readonly checks?: readonly CheckRow[]
  readonly findings?: RunDocument['findings']
  readonly gaps?: readonly Gap[]
  readonly window?: RunWindow
  readonly totals?: readonly Total[]
  readonly figures?: Figures
  readonly cases?: readonly CaseDocument[]
  /** Those of them that are saved; without it, all that casesToSave takes. */
  readonly saved?: readonly CaseDocument[]
  readonly ledger?: Sheet
  /** What the run leaves for later ones. */
  readonly memory?: (document: RunDocument) => MemoryUpdate
  readonly next: (document: Pick<RunDocument, 'verdict' | 'findings' | 'runId'>) => readonly string[]
  readonly screen: (document: RunDocument) => readonly Block[]
  /** Where the exit code answers another question than the verdicts do. */
  readonly exitCode?: ExitCode
}

/** The exit code of a command that was interrupted; undefined when it was not. */
export function signalExitCode({ aborted, reason }: AbortSignal): ExitCode | undefined {
  if (!aborted) return undefined
  return reason === 'SIGTERM' ? 143 : 130
}

/** The last line of a run that was stopped says so: what it lacks is no property of what was looked at. */
function saysWhy(screen: readonly Block[], stopped: readonly string[]): readonly Block[] {
  return screen.map((block) =>
    block.kind === 'summary' ? { ...block, text: [block.text, ...stopped].join('; ') } : block,
  )
}

/** Ends a run: one document, one screen, and what is to be saved. */
export function endRun(running: Running, end: RunEnd): Outcome {
  const { context, command, profile, startedAt, deadline } = running
  const finishedAt = context.clock.now()
  deadline.stop()
  const stopped = [
    ...(deadline.reached() ? ['the deadline of the run was reached'] : []),
    ...(context.signal.aborted ? ['the run was interrupted'] : []),
  ]
  const gaps = [...(end.gaps ?? []), ...stopped.map((why) => ({ what: command, why }))]
  const runId = makeRunId(startedAt, command, `${startedAt.getTime()} ${context.clock.monotonicMs()}`)
  const checks = end.checks ?? end.parts.flatMap(checkRows)
  const findings = (end.findings ?? end.parts.flatMap((part) => part.findings)).filter(
    ({ verdict }) => verdict !== 'PASS',
  )
  const draft = makeDocument({
    version: context.version,
    runId,
    command,
    profile: profile.name,
    target: end.target,
    startedAt,
    finishedAt,
    ...(end.window === undefined ? {} : { window: end.window }),
    gaps,
    checks,
    findings,
    ...(end.totals === undefined ? {} : { totals: end.totals }),
    ...(end.figures === undefined ? {} : { figures: end.figures }),
    failOn: context.global.failOn,
  })
  const exitCode = signalExitCode(context.signal) ?? end.exitCode ?? draft.exitCode
  const document = { ...draft, exitCode, next: end.next(draft) }
  const cases = end.cases === undefined ? {} : { cases: end.cases }
  const ledger = end.ledger === undefined ? {} : { ledger: end.ledger }
  return {
    kind: 'report',
    ...(end.memory === undefined ? {} : { memory: end.memory(document) }),
    report: { document, ...cases, ...ledger, screen: saysWhy(end.screen(document), stopped) },
    save: {
      document,
      rooms: end.parts.map(({ room, expected, seen }) => ({ room, expected, seen })),
      cases: end.saved ?? casesToSave(end.cases ?? [], ({ code }) => code === 'MATCHED'),
    },
  }
}
