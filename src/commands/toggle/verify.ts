import { OpsError } from '../../core/errors.ts'
import type { Profile } from '../../core/profile.ts'
import type { Block, RunDocument } from '../../core/report.ts'
import { parseMoment } from '../../core/since.ts'
import { formatUtc } from '../../core/time.ts'
import { worst } from '../../core/verdict.ts'
import { asksForPayment } from '../../matrix/view.ts'
import { proof } from '../../toggle/proof/room.ts'
import type { ProofAsk, ProofExpected, ProofPass } from '../../toggle/proof/shapes.ts'
import { booksFlags, flagsAgain, serviceFlags } from '../again.ts'
import { requireBaseUrl } from '../base-url.ts'
import { type CommandContext, type Outcome, optionList, optionText } from '../command.ts'
import { findingsShown } from '../findings-shown.ts'
import { headerBlock } from '../header.ts'
import { httpFor, runMatrix } from '../matrix-run.ts'
import { runSummary } from '../probe.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { endRun, type Running, runPart, startRun } from '../run-parts.ts'
import { afterDrain } from './after-drain.ts'
import { openTracks } from './guide.ts'
import { savedLooks } from './saved.ts'

const looks = 2
const usualApartMs = 10_000

const fewestRequests = 8
const withSlash = (path: string) => path.replace(/\/?(?=\?|$)/, '/')

/**
 * What is asked of every route: its own request, and those by which some servers run the paid handler for nothing:
 * HEAD, GET, and the path with a slash at its end.
 */
function asksOf({ routes }: Profile): readonly ProofAsk[] {
  return routes.flatMap(({ id, method, path, sample }): readonly ProofAsk[] => {
    const bare = { route: id, path, body: null, type: 'application/json' }
    const spelled = withSlash(path)
    const carries = ['POST', 'PUT', 'PATCH'].includes(method)
    const body = sample === null ? '{}' : 'json' in sample ? JSON.stringify(sample.json) : sample.text
    const type = sample !== null && 'type' in sample ? sample.type : 'application/json'
    const own = { ...bare, method, ...(carries ? { body, type } : {}) }
    return [
      own,
      { ...bare, method: 'HEAD', beside: 'HEAD' },
      ...(method === 'GET' ? [] : [{ ...bare, method: 'GET', beside: 'GET' }]),
      ...(spelled === path ? [] : [{ ...own, path: spelled, beside: 'with a slash at its end' }]),
    ]
  })
}

const originOf = (text: string) => text.replace(/\/$/, '')

function expectOf({ options }: CommandContext): 'off' | 'on' {
  const expect = optionText(options, 'expect')
  if (expect === 'off' || expect === 'on') return expect
  throw new OpsError('USAGE', {
    message: 'toggle verify needs --expect off or --expect on',
    command: 'toggle verify ',
  })
}

function switchedAt({ options, clock }: CommandContext): string | null {
  const since = optionText(options, 'since')
  if (since === undefined) return null
  const moment = parseMoment('--since', since, clock.now())
  if (moment.kind === 'time') return moment.at.toISOString()
  throw new OpsError('SINCE_NOT_UNDERSTOOD', {
    flag: '--since',
    value: since,
    suggestion: 'Give a time such as 20m.',
  })
}

async function drainOf(context: CommandContext, profile: Profile): Promise<number | null> {
  const { drain } = context.options
  if (typeof drain === 'number') return Math.ceil(drain / 1000)
  const saved = await savedLooks(await context.services.store(), profile, context.clock.now())
  return saved.find(({ maxTimeoutSeconds }) => maxTimeoutSeconds !== null)?.maxTimeoutSeconds ?? null
}

async function expectProof(
  context: CommandContext,
  profile: Profile,
  target: string,
): Promise<ProofExpected> {
  const expect = expectOf(context)
  const { every } = context.options
  const given = optionList(context.options, 'instance').map(originOf)
  const since = switchedAt(context)
  const asks = asksOf(profile)
  const { toggle: settings, probes, limits } = profile
  return {
    ...{ expect, looks, apartMs: typeof every === 'number' ? every : usualApartMs },
    instances: [...new Set([originOf(target), ...profile.instances.map(originOf), ...given])],
    asks,
    rounds: Math.max(1, Math.ceil(fewestRequests / Math.max(1, asks.length))),
    timeoutMs: limits.timeoutMs,
    flagOffMeans: settings?.flagOffMeans ?? 'unknown',
    statusPath: probes.status.path,
    status: expect === 'off' ? (settings?.statusOff ?? {}) : probes.status.expect,
    switchedAt: since,
    drainSeconds: since === null ? null : await drainOf(context, profile),
  }
}

const gates: readonly string[] = ['GATE_CLOSED', 'CIRCUIT_OPEN']
const profileRoutes = ({ profile }: Running) => profile.routes.length

/** What the matrix says of one instance. */
async function passOf(running: Running, context: CommandContext, instance: string): Promise<ProofPass> {
  const own = { ...running, profile: { ...running.profile, baseUrl: instance } }
  const http = await httpFor(context, own.profile)
  // More than one answer of each route: behind one address may stand several instances.
  const samples = Math.max(1, Math.ceil(fewestRequests / Math.max(1, profileRoutes(running))))
  const done = await runMatrix(own, http, { variants: false, probeGarbage: false, samples })
  if (done === null) return { verdict: 'UNKNOWN', codes: ['ROUTES_UNKNOWN'], routes: 0 }
  const { routes } = done.part.seen
  const loud = done.part.findings.filter(
    ({ verdict, code }) => verdict === 'FAIL' || verdict === 'UNKNOWN' || gates.includes(code),
  )
  // A gate is closed to buyers, whatever it says of itself; so is a route that asks only now and then.
  const isOdd = routes.some(({ samples: looked = [] }) =>
    looked.some(({ status }) => status !== null && !asksForPayment(status)),
  )
  const isFail = isOdd || loud.some(({ code }) => gates.includes(code))
  const verdict = isFail ? 'FAIL' : loud.length === 0 ? 'PASS' : worst(loud.map((each) => each.verdict))
  return {
    verdict,
    codes: [
      ...new Set([...loud.map(({ code }) => code), ...(isOdd ? ['answers that do not ask'] : [])]),
    ].sort(),
    routes: routes.length,
  }
}

function screenOf(
  document: RunDocument,
  expected: ProofExpected,
  at: readonly string[],
  verbose: number,
): readonly Block[] {
  const { instances, asks, rounds, expect } = expected
  const asked = expect === 'off' ? `${asks.length * rounds} requests` : 'every paid route'
  const times = at.map((each) => formatUtc(new Date(each)).slice(11)).join(' and ')
  return [
    {
      kind: 'lines',
      lines: [
        `expects ${expect}: ${asked} on ${instances.length} ${instances.length === 1 ? 'instance' : 'instances'}, looked at ${times}; nothing was paid`,
      ],
    },
    {
      kind: 'table',
      columns: ['STATE', 'CHECK', 'RESULT'].map((title) => ({ title })),
      rows: document.checks.map(({ verdict, id, text, question }) => [{ verdict }, id, text || question]),
    },
    ...findingsShown(document.findings, verbose),
    runSummary(document),
  ]
}

/** `x402ops toggle verify`: is paid traffic off (or on) on every instance, in two looks? Changes nothing. */
export async function runVerify(context: CommandContext): Promise<Outcome> {
  const { services, clock } = context
  const { profile, notes } = await services.profile(profileRequest(context, 'toggle'))
  const target = requireBaseUrl(profile, 'toggle verify')
  for (const line of notes) context.note(line)
  const expected = await expectProof(context, profile, target)
  if (expected.asks.length === 0 && expected.expect === 'off') throw new OpsError('ROUTES_MISSING')
  const limitMs = context.global.deadlineMs ?? profile.limits.deadlineMs + expected.apartMs
  const running = startRun(context, 'toggle-verify', profile, limitMs)
  const { tracks } = await (await services.store()).tracks(profile.name)
  const part = await runPart(running, proof, expected, {
    ...{ http: await httpFor(context, profile), clock, tracks: openTracks(tracks) },
    pass: (instance) => passOf(running, context, instance),
    after: (from) => afterDrain(running, context, from),
  })
  const again = flagsAgain(context, [...new Set([...serviceFlags, ...booksFlags])])
  return endRun(running, {
    ...{ target, parts: [part] },
    next: ({ verdict }) =>
      verdict === 'FAIL'
        ? [`x402ops toggle guide ${profile.name}${again}`]
        : [`x402ops monitor ${profile.name}${again}`],
    screen: (document) => [
      headerBlock(running, target),
      ...screenOf(
        document,
        expected,
        part.seen.looks.map(({ at }) => at),
        context.global.verbose,
      ),
    ],
  })
}
