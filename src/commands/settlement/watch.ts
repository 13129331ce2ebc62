import type { Profile } from '../../core/profile.ts'
import type { Block, ExitCode } from '../../core/report.ts'
import type { RunStore } from '../../runs/store-port.ts'
import type { Track } from '../../runs/tracks.ts'
import { roundChain } from '../../settlement/round-chain.ts'
import { isTimingKnown, rhythmFor } from '../../settlement/schedule.ts'
import type { BooksRead } from '../../settlement/shapes.ts'
import { booksAround, type Subject } from '../../settlement/subjects.ts'
import { hasEnded } from '../../settlement/track.ts'
import { type WatchEnd, watchTracks } from '../../settlement/watch.ts'
import { lookAgain } from '../../settlement/watch-again.ts'
import { lookAtSubjects } from '../../settlement/watch-look.ts'
import { watchSummary, watchTable } from '../../settlement/watch-screen.ts'
import { booksFlags, flagsAgain } from '../again.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { type Deadline, startDeadline } from '../deadline.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { createOnePayment } from './one-payment.ts'
import { requireInputs } from './show.ts'
import { createStatusPages, requireTemplate, type StatusPages } from './status-pages.ts'
import { titleBlock } from './title.ts'
import { createTeller, type Teller } from './watch-teller.ts'
import { type Watched, watchedPayments } from './watched.ts'

const day = 86_400
// A day is the most that a timer of the whole run may be set to; without the flag there is none.
const noDeadlineMs = Number.MAX_SAFE_INTEGER

async function booksOf(context: CommandContext, profile: Profile, signal: AbortSignal): Promise<BooksRead> {
  const names = profile.records.map(({ file }) => file)
  if (names.length === 0) return { names, records: [], failed: null }
  const read = await (await context.services.records(profile)).read(signal)
  return { names, records: read.flatMap(({ records }) => records), failed: null }
}

/** Keeps tracks as they are now beside what other processes follow; says once when that fails. */
function createKeeper({ global, note }: CommandContext, store: RunStore, profile: string) {
  let said = false
  return async (tracks: readonly Track[]): Promise<void> => {
    if (!global.save || tracks.length === 0) return
    const lost = await store.updateTracks(profile, (before) => [...before, ...tracks])
    if (lost !== null && !said) note(`note: ${lost}`)
    said ||= lost !== null
  }
}

type Watching = {
  readonly context: CommandContext
  readonly profile: Profile
  readonly store: RunStore
  readonly subjects: readonly Subject[]
  readonly books: BooksRead
  readonly teller: Teller
  readonly pages: StatusPages | null
}

async function watch(
  { context, profile, store, subjects, books, teller, pages }: Watching,
  signal: AbortSignal,
): Promise<WatchEnd> {
  const { services, clock, options } = context
  const bySubject = new Map(subjects.map((subject) => [subject.track.id, subject]))
  const rounds = roundChain(await services.chain(profile))
  const onePayment = createOnePayment(
    profile,
    { chain: rounds.chain, clock },
    await store.memory(profile.name),
  )
  const fallback = Math.floor(clock.now().getTime() / 1000) - day
  const everyMs = typeof options.every === 'number' ? options.every : null
  const keep = createKeeper(context, store, profile.name)
  const tracks = subjects.map(({ track }) => track)
  const around = booksAround(subjects, books.records)
  const isOnce = profile.records.some(({ file }) => file === '-')
  const readAgain = isOnce ? null : () => booksOf(context, profile, signal)
  await keep(tracks)
  return watchTracks(
    tracks,
    {
      clock,
      keep,
      tell: teller.change,
      rhythmOf: ({ ref }) => rhythmFor(ref.network, everyMs),
      look: async (due) => {
        rounds.next()
        const nowMs = clock.now().getTime()
        const asked = due.flatMap(({ id }) => bySubject.get(id) ?? [])
        const ask = (some: readonly Subject[], near: BooksRead['records']) =>
          lookAtSubjects(some, { onePayment, nowMs, fallback, near }, signal)
        const first = await ask(asked, around)
        const looks = new Map([...first, ...(await lookAgain(first, asked, readAgain, ask))])
        for (const [id, { advice }] of looks) if (advice !== null) teller.advise(id, advice)
        for (const { track, said } of pages === null ? [] : await pages(due, signal))
          teller.status(track, said)
        return new Map([...looks].map(([id, { look }]) => [id, look]))
      },
    },
    signal,
  )
}

function stopWords(context: CommandContext, deadline: Deadline): string | null {
  if (context.signal.aborted) return 'interrupted'
  return deadline.reached() ? 'the deadline of the run was reached' : null
}

function outcomeOf(
  context: CommandContext,
  profile: Profile,
  { unclear }: Watched,
  end: WatchEnd,
  teller: Teller,
  stopped: string | null,
): Outcome {
  const done = end.tracks.every(hasEnded) && unclear.length === 0
  const exitCode: ExitCode = done ? 0 : 3
  const text =
    end.tracks.length + unclear.length === 0
      ? 'nothing is being watched'
      : watchSummary(end, unclear.length, stopped)
  const summary: Block = { kind: 'summary', text, verdict: done ? 'INFO' : 'UNKNOWN', exitCode }
  const last = teller.end(end, text, exitCode)
  const again = flagsAgain(context, [...booksFlags, 'stateDir', 'runsStore'])
  const next = end.tracks.some((track) => !hasEnded(track)) && context.global.save
  return {
    kind: 'screen',
    screen: [...(end.tracks.length === 0 ? [] : [watchTable(end.tracks, teller.advice)]), summary],
    next: next ? [`x402ops settlement watch --profile ${profile.name}${again}`] : [],
    exitCode,
    data: {
      schema: 'x402ops.settlement-watch/v1',
      profile: profile.name,
      payments: end.tracks.map((track) => ({ ...track, advice: teller.advice.get(track.id) ?? null })),
      unclear,
      givenUp: end.givenUp,
      stopped,
      exitCode,
    },
    rows: [...teller.rows(), last],
  }
}

/** `x402ops settlement watch`: looks at payments until a proof ends each; the state is kept after every round. */
export async function runWatch(context: CommandContext): Promise<Outcome> {
  const { services, clock, global, options, note } = context
  const template = optionText(options, 'statusUrl')
  if (template !== undefined) requireTemplate(template)
  const asked = { ...profileRequest(context, 'settlement'), name: global.profile ?? null }
  const { profile, notes } = await services.profile(asked)
  requireInputs(profile)
  for (const line of notes) note(line)
  const store = await services.store()
  const { tracks: known, damaged } = await store.tracks(profile.name)
  if (damaged !== null) note(`note: ${damaged}; what was being watched is not known`)
  const deadline = startDeadline(clock, context.signal, global.deadlineMs ?? noDeadlineMs)
  const books = await booksOf(context, profile, deadline.signal)
  const chain = await services.chain(profile)
  const named = await watchedPayments({ context, profile, store, known, books, chain }, deadline.signal)
  // Without a name the damaged file was the question: that nothing is left to do is not known.
  const lost = damaged !== null && named.subjects.length + named.unclear.length === 0
  const watched = lost ? { ...named, unclear: [{ name: 'what was being watched', why: damaged }] } : named
  const networks = new Set(watched.subjects.flatMap(({ track }) => track.ref.network ?? []))
  for (const network of networks) {
    if (!isTimingKnown(network)) note(`note: how long ${network} takes is not known; defaults are used`)
  }
  const endless = watched.subjects.filter(({ track }) => track.ref.validBefore === null && !hasEnded(track))
  if (endless.length > 0) {
    note(`note: of ${endless.length} no end is known; they are watched as if it came in an hour`)
  }
  const teller = createTeller(context)
  teller.begin(titleBlock(context, 'settlement watch', profile), watched)
  const pages =
    template === undefined ? null : createStatusPages(template, await services.http(profile), profile)
  const { subjects } = watched
  const end = await watch({ context, profile, store, subjects, books, teller, pages }, deadline.signal)
  deadline.stop()
  return outcomeOf(context, profile, watched, end, teller, stopWords(context, deadline))
}
