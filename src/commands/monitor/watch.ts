import { isOpsError, OpsError } from '../../core/errors.ts'
import type { Profile } from '../../core/profile.ts'
import type { Block, ExitCode, RunDocument } from '../../core/report.ts'
import { formatDuration } from '../../core/time.ts'
import { countsText } from '../../runs/summary.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { type Brief, briefOf, changeLines, roundChanges } from './changes.ts'
import type { MonitorOutcome } from './outcome.ts'
import { keepWatching } from './rounds.ts'
import { nextStreaks, type Steady, type Streaks } from './streaks.ts'

/** A round that says what the one before said is kept at most this often: a day of watching stays readable. */
export const keptEveryMs = 300_000

/** What a watch is about. `look` makes one round; `tell` sends what has to be sent about it. */
export type Watching = {
  readonly profile: Profile
  readonly everyMs: number
  readonly look: () => Promise<MonitorOutcome>
  readonly tell: (document: RunDocument) => Promise<void>
}

type Manner = 'screen' | 'lines of JSON' | 'one JSON at the end'

/** How a watch shows itself. Throws `OpsError` USAGE for a format that cannot go on. */
export function mannerOf({ global, live }: CommandContext): Manner {
  const format = global.outputs.find(({ path }) => path === null)?.format ?? 'table'
  if (format === 'plain') return 'screen'
  if (format === 'table') return live.isTerminal ? 'screen' : 'lines of JSON'
  if (format === 'ndjson') return 'lines of JSON'
  if (format === 'json') return 'one JSON at the end'
  throw new OpsError('USAGE', {
    message: `--watch cannot go on in ${format}`,
    suggestion: `Give it a file: -o ${format}=FILE is written anew after every round.`,
    command: 'monitor ',
  })
}

/** Everything that is kept from one round to the next; it does not grow. */
type State = {
  last: Brief | null
  document: RunDocument | null
  exitCode: ExitCode
  keptAt: number | null
  changes: number
  streaks: Streaks
  blind: string | null
}

async function keep(outcome: MonitorOutcome, { services, note }: CommandContext): Promise<void> {
  if (outcome.save === undefined) return
  const store = await services.store()
  const kept = await store.save(outcome.save)
  if (!kept.saved) return note(`note: this round was not saved: ${kept.note}`)
  if (outcome.memory === undefined) return
  const lost = await store.remember(outcome.save.document.profile, outcome.memory)
  if (lost !== null) note(`note: ${lost}`)
}

function steadyLine({ check, count, since, forMs }: Steady, at: string, profile: string): string {
  const how = `${check} has failed ${count} times in a row for ${formatDuration(forMs)}, since ${since.slice(11, 19)}Z`
  return `${at.slice(11, 19)}Z  FAIL     ${how}: x402ops toggle guide ${profile}`
}

/** The first round as its screen; the summary of one round and what to do next stay. */
async function show(
  context: CommandContext,
  watching: Watching,
  state: State,
  outcome: MonitorOutcome,
  brief: Brief,
  lines: readonly string[],
): Promise<void> {
  const manner = mannerOf(context)
  if (manner === 'lines of JSON') context.live.data(outcome.report.document)
  else if (manner === 'screen' && state.last === null) await context.live.show(outcome, 'screen')
  else if (manner === 'screen') for (const line of lines) context.emit(line, null)
  const { streaks, steady } = nextStreaks(state.streaks, brief)
  state.streaks = streaks
  for (const one of steady) {
    const line = steadyLine(one, brief.at, watching.profile.name)
    if (manner === 'screen') context.emit(line, null)
    else context.note(line)
  }
}

async function oneRound(context: CommandContext, watching: Watching, state: State): Promise<Outcome | null> {
  const outcome = await watching.look()
  // A round that was cut off by the end says nothing about the service.
  if (context.signal.aborted) return state.last === null ? outcome : null
  const { document } = outcome.report
  const brief = briefOf(document)
  const changes = state.last === null ? [] : roundChanges(state.last, brief)
  await show(context, watching, state, outcome, brief, changeLines(brief.at, changes))
  const isFirst = state.last === null
  // A file that cannot be written ends the watch at its beginning, and is a note later on.
  if (isFirst) await context.live.show(outcome, 'files')
  const now = context.clock.now().getTime()
  const isDue = state.keptAt === null || now - state.keptAt >= keptEveryMs
  if (context.global.save && (isDue || changes.length > 0)) {
    await keep(outcome, context)
    state.keptAt = now
  }
  await watching.tell(document)
  state.last = brief
  state.document = document
  state.exitCode = document.exitCode
  state.changes += changes.length
  if (!isFirst) await context.live.show(outcome, 'files')
  return null
}

/** A later round that cannot be carried out is said once, and the watch goes on; the first one ends it. */
function passOver(error: unknown, context: CommandContext, state: State): void {
  if (!isOpsError(error) || state.last === null) throw error
  const words = `${error.message}${error.why === undefined ? '' : `; ${error.why}`}`
  if (words !== state.blind) context.note(`note: a round could not be carried out: ${words}`)
  state.blind = words
  state.exitCode = error.exitCode
}

function ending(context: CommandContext, state: State, rounds: number, tookMs: number): Outcome {
  const { document, changes, exitCode, blind } = state
  const last = document === null ? 'nothing was seen' : countsText(document.counts)
  const many = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
  const said = `${many(rounds, 'round')} in ${formatDuration(tookMs)}, ${many(changes, 'change')}; last: ${last}`
  const text = blind === null ? said : `${said}; the newest round could not be carried out`
  const verdict = blind === null ? (document?.verdict ?? 'UNKNOWN') : 'UNKNOWN'
  const isScreen = mannerOf(context) === 'screen'
  const summary: Block = { kind: 'summary', text, verdict, exitCode }
  if (!isScreen) context.note(text)
  return {
    ...{ kind: 'screen', screen: isScreen ? [summary] : [], next: isScreen ? (document?.next ?? []) : [] },
    ...{ exitCode, data: document, rows: [], wasLive: true },
  }
}

/**
 * Watches until the run is interrupted: the first round in full, then one line a change; for programs one document a
 * round. The end says what the last round said, and has its exit code. Throws what the first round throws.
 */
export async function watchMonitor(context: CommandContext, watching: Watching): Promise<Outcome> {
  mannerOf(context)
  const { clock, signal, live } = context
  const state: State = {
    ...{ last: null, document: null, exitCode: 3, keptAt: null, changes: 0, streaks: new Map(), blind: null },
  }
  let cutOff: Outcome | null = null
  const begin = clock.monotonicMs()
  let whole = 0
  const round = async () => {
    try {
      cutOff = await oneRound(context, watching, state)
      if (!signal.aborted) whole += 1
      if (!signal.aborted) state.blind = null
    } catch (error) {
      passOver(error, context, state)
    }
  }
  await keepWatching({ clock, signal, random: live.random }, watching.everyMs, round)
  return cutOff ?? ending(context, state, whole, clock.monotonicMs() - begin)
}
