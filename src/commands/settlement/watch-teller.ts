import type { Block, ExitCode } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import { formatUtc } from '../../core/time.ts'
import type { Track } from '../../runs/tracks.ts'
import type { StatusSaid } from '../../settlement/status-page.ts'
import type { Tracked } from '../../settlement/track.ts'
import type { WatchEnd } from '../../settlement/watch.ts'
import type { SubjectLook } from '../../settlement/watch-look.ts'
import { changeLines, shortName } from '../../settlement/watch-screen.ts'
import { contradicted } from '../../settlement/watch-words.ts'
import type { CommandContext } from '../command.ts'
import type { Watched } from './watched.ts'

type Advice = NonNullable<SubjectLook['advice']>
type Row = Readonly<Record<string, unknown>>

/** Says what happens while it happens, and remembers the rows for the end. */
export type Teller = {
  readonly begin: (title: Block, watched: Watched) => void
  readonly change: (change: Tracked) => void
  readonly status: (track: Track, said: StatusSaid) => void
  /** What to do about a payment by its newest look; told with its next change. */
  readonly advise: (id: string, advice: Advice) => void
  readonly advice: ReadonlyMap<string, Advice>
  readonly rows: () => readonly Row[]
  /** The row that ends the stream; not told, because the outcome prints it. */
  readonly end: (end: WatchEnd, text: string, exitCode: ExitCode) => Row
}

/** One line for each change on stdout, at once; as `x402ops.settlement-event/v1` with `-o ndjson`. */
export function createTeller({ clock, emit }: Pick<CommandContext, 'clock' | 'emit'>): Teller {
  const told: Row[] = []
  const advice = new Map<string, Advice>()
  const rowOf = (type: string, more: Row): Row => ({
    schema: 'x402ops.settlement-event/v1',
    type,
    at: clock.now().toISOString(),
    ...more,
  })
  const tell = (lines: readonly string[], row: Row) => {
    told.push(row)
    emit(lines.join('\n'), row)
  }
  return {
    begin: (title, { subjects, unclear }) => {
      const names = unclear.map(({ name, why }) => `${safe(name, 90)}: not watched, ${safe(why, 300)}`)
      const count = `watching ${subjects.length} payment${subjects.length === 1 ? '' : 's'}`
      const head = title.kind === 'lines' ? title.lines : []
      const payments = subjects.map(({ track: { id, ref, state } }) => ({ id, state, ...ref }))
      tell([...head, ...names, count], rowOf('watch', { payments, unclear }))
    },
    change: (change) => {
      const { track, moves, contradiction } = change
      // Whatever the look advised follows from what was not believed.
      if (contradiction !== null) advice.set(track.id, contradicted)
      const known = advice.get(track.id) ?? null
      const type = contradiction !== null ? 'contradiction' : track.lastError !== null ? 'blind' : 'change'
      const { id, ref, state, firmness, lastError, pollAttempts, resolvedAt } = track
      const about = { id, ref, state, firmness, resolvedAt, pollAttempts, lastError }
      tell(
        changeLines(change, known, clock.now()),
        rowOf(type, { payment: about, moves, contradiction, advice: known }),
      )
    },
    status: (track, said) => {
      const word = said.word === null ? said.detail : `"${said.word}", ${said.detail}`
      const line = `${formatUtc(new Date(said.at))}  ${shortName(track.ref)}  status page: ${said.says}`
      tell([line, `  ${word}`], rowOf('status', { payment: { id: track.id, ref: track.ref }, status: said }))
    },
    advise: (id, known) => void advice.set(id, known),
    advice,
    rows: () => told,
    end: ({ tracks, givenUp, rounds }, text, exitCode) => {
      const payments = tracks.map(({ id, state, firmness, resolvedAt }) => ({
        id,
        state,
        firmness,
        resolvedAt,
      }))
      return rowOf('end', { payments, givenUp, rounds, text, exitCode })
    },
  }
}
