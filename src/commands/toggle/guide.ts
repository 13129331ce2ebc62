import type { Profile } from '../../core/profile.ts'
import type { ExitCode } from '../../core/report.ts'
import type { Track } from '../../runs/tracks.ts'
import { type Advice, advise } from '../../toggle/advice.ts'
import { toggle } from '../../toggle/room.ts'
import type { GuideExpected, GuideSeen, InFlight, RunLook } from '../../toggle/shapes.ts'
import { booksFlags, flagsAgain, serviceFlags } from '../again.ts'
import { type CommandContext, type Outcome, optionList } from '../command.ts'
import { headerBlock } from '../header.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { checkRows, endRun, type Running, runPart, startRun } from '../run-parts.ts'
import { guideScreen } from './guide-screen.ts'
import { type Looked, lookAround, totalsOf } from './look.ts'
import { namedLooks, savedLooks, staleRooms } from './saved.ts'
import { scanPaths } from './scan.ts'

// Shorter than the distance of two windows: whoever looks again after 60 s gets a second one.
const usualAgeMs = 45_000

/** What the advice for a profile is made by. */
export function expectGuide({ pays, toggle: settings, facilitators, rpc }: Profile): GuideExpected {
  return {
    flagOffMeans: settings?.flagOffMeans ?? 'unknown',
    rails: pays.map(({ network, unit }) => `${network} ${unit.symbol}`),
    facilitators: facilitators?.length ?? 0,
    endpoints: Object.fromEntries(Object.entries(rpc).map(([network, list]) => [network, list.length])),
  }
}

/** The followed payments that have not ended. */
export function openTracks(tracks: readonly Track[]): readonly InFlight[] {
  return tracks
    .filter(({ resolvedAt }) => resolvedAt === null)
    .map(({ id, state, enteredAt }) => ({ id, state, since: enteredAt }))
}

function exitOf({ action, unknown }: Advice): ExitCode {
  if (action === null) return 3
  if (action !== 'keep-on') return 1
  // To keep it on although a row above could not be answered is a lower bound, not an answer.
  return unknown.length > 0 ? 3 : 0
}

type Gathered = { readonly looked: Looked | null; readonly runs: readonly RunLook[] }

async function gather(running: Running, context: CommandContext): Promise<Gathered> {
  const { profile } = running
  const store = await context.services.store()
  const named = optionList(context.options, 'fromRun')
  if (named.length > 0) return { looked: null, runs: await namedLooks(store, profile, named, context.note) }
  const saved = await savedLooks(store, profile, context.clock.now())
  const { maxAge } = context.options
  const maxAgeMs = typeof maxAge === 'number' ? maxAge : usualAgeMs
  const wanted = staleRooms(saved, context.clock.now(), maxAgeMs)
  if (wanted.length === 0) return { looked: null, runs: saved }
  const looked = await lookAround(running, context, wanted)
  const { readRun } = await import('../../toggle/read-run.ts')
  return { looked, runs: [readRun(looked.run), ...saved] }
}

function nextLines({ action }: Advice, { name }: Profile, context: CommandContext): readonly string[] {
  const service = flagsAgain(context, serviceFlags)
  const books = flagsAgain(
    context,
    booksFlags.filter((flag) => !serviceFlags.includes(flag)),
  )
  const verify = `x402ops toggle verify ${name} --expect off${service}${books}`
  if (action === 'off-now' || action === 'consider') return [verify, `x402ops settlement list ${name}`]
  if (action === 'not-the-flag') return [`x402ops matrix ${name} --variants${service}`]
  if (action === 'keep-on') return [`x402ops monitor ${name}${service}${books}`]
  return [`x402ops toggle guide ${name} --scan ./logs${service}${books}`]
}

/** `x402ops toggle guide`: what the table says about switching paid traffic off. Executes nothing. */
export async function runGuide(context: CommandContext): Promise<Outcome> {
  const { services, clock, options } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'toggle'))
  for (const line of notes) context.note(line)
  const limitMs = context.global.deadlineMs ?? profile.limits.deadlineMs
  const running = startRun(context, 'toggle-guide', profile, limitMs)
  const { looked, runs } = await gather(running, context)
  const scan = await scanPaths(context, optionList(options, 'scan'))
  const { tracks } = await (await services.store()).tracks(profile.name)
  const look = async (): Promise<GuideSeen> => ({
    at: clock.now().toISOString(),
    ...{ runs, scan, tracks: openTracks(tracks) },
  })
  const expected = expectGuide(profile)
  const part = await runPart(running, toggle, expected, { look })
  const found = advise(part.seen, expected)
  const result = looked?.books?.result ?? null
  const memory = looked?.books?.memory ?? null
  return endRun(running, {
    target: profile.baseUrl,
    parts: [...(looked?.parts ?? []), part],
    checks: [...checkRows(part).map((row) => ({ ...row, elapsedMs: null })), ...(looked?.rows ?? [])],
    findings: [...part.findings, ...(looked?.findings ?? [])],
    exitCode: exitOf(found),
    ...(result === null
      ? {}
      : {
          ...{ gaps: result.gaps, window: result.window, cases: result.cases, figures: result.figures },
          totals: totalsOf(result.totals),
        }),
    ...(memory === null ? {} : { memory }),
    next: () => nextLines(found, profile, context),
    screen: (document) => [
      headerBlock(running, profile.baseUrl),
      ...guideScreen({ advice: found, seen: part.seen, profile, document, verbose: context.global.verbose }),
    ],
  })
}
