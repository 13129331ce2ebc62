import { toJson } from '../../core/json.ts'
import { answer, anyAnswer } from '../answer.ts'
import { namesId } from '../named.ts'
import type { GuideExpected, GuideSeen, Row, RowAnswer, RunLook } from '../shapes.ts'
import { alertAt, foundIn, glanceAt, type Signal } from '../signals.ts'
import { type Glance, streakOf, usedOf, windowsOf } from '../windows.ts'

const authRefused: Signal = {
  room: 'facilitator',
  codes: ['FACILITATOR_AUTH_REFUSED', 'FACILITATOR_NEEDS_AUTH'],
  unless: ['FACILITATOR_SIGNER_UNKNOWN'],
}

/** Refused by every facilitator: where another one still settles, not all paid traffic fails. */
function allRefuse(run: RunLook, { facilitators }: GuideExpected): Glance | null {
  const glance = glanceAt(run, authRefused)
  if (glance?.value !== 'met') return glance
  const hosts = new Set(foundIn(run, authRefused).map(({ subject }) => subject))
  if (hosts.size >= Math.max(1, facilitators)) return glance
  return {
    value: 'clear',
    ids: [],
    says: `${hosts.size} of ${facilitators} facilitators refuse the credential`,
  }
}

const notReady: Signal = {
  room: 'probe',
  codes: ['READY_NOT_200', 'READY_UNREACHABLE', 'READY_DEPENDENCY_FAILED'],
  verdicts: ['FAIL'],
  unless: ['CLOCK_NOT_SHOWN', 'STATUS_NOT_COMPARED', 'READY_DEPENDENCY_UNCLEAR'],
}

const minutes = (ms: number) => `${(ms / 60_000).toFixed(1)} min`
const readyChecks = 3
const readyMs = 180_000
const readyOffMs = 600_000

const readyAnswer = (seen: GuideSeen): RowAnswer => {
  const glance = (run: RunLook) => glanceAt(run, notReady)
  const base = answer(seen, { glance, action: 'consider', missing: 'no run of probe is saved' })
  if (base.state !== 'met') return base
  const { windows, forMs } = streakOf(windowsOf(seen, glance))
  const used = { windows: usedOf(windows, windows.length) }
  const says = `${base.says}; ${windows.length} ${windows.length === 1 ? 'check' : 'checks'} over ${minutes(forMs)} (limit ${readyChecks} over 3 min)`
  if (windows.length < readyChecks || forMs < readyMs) {
    // Two looks prove nothing yet, and a service that is not ready is not fine.
    return { ...base, ...used, state: 'unknown', says: `${says}; look again` }
  }
  return { ...base, ...used, says, action: forMs >= readyOffMs ? 'off-now' : 'consider' }
}

const rpcBlind: Signal = {
  room: 'rpc',
  codes: ['RPC_UNREACHABLE', 'RPC_KEY_REFUSED', 'RPC_LIMITED', 'RPC_STALE_HEAD', 'RPC_WRONG_CHAIN'],
  verdicts: ['FAIL', 'WARN', 'UNKNOWN'],
}
const chainNotRead: Signal = {
  room: 'reconcile',
  codes: ['RECONCILE_CHAIN_NOT_READ'],
  verdicts: ['FAIL', 'WARN', 'UNKNOWN'],
}

/** The networks of the rails of which no endpoint shows the chain in this run. */
function goneIn(run: RunLook, { rails, endpoints }: GuideExpected): readonly string[] {
  const networks = [...new Set(rails.map((rail) => rail.split(' ')[0] ?? rail))]
  const names = (signal: Signal, network: string) =>
    foundIn(run, signal).filter(({ subject, args }) => namesId(`${subject} ${toJson(args)}`, network))
  return networks.filter((network) => {
    if (names(chainNotRead, network).length > 0) return true
    const blind = new Set(names(rpcBlind, network).map(({ subject }) => subject))
    const all = endpoints[network] ?? 0
    return all > 0 && blind.size >= all
  })
}

/** Is a chain out of sight in this run? Of one endpoint among several, the others can still tell. */
function chainGone(run: RunLook, expected: GuideExpected): Glance | null {
  const looked = [glanceAt(run, chainNotRead), glanceAt(run, rpcBlind)].filter((glance) => glance !== null)
  if (looked.length === 0) return null
  const ids = looked.flatMap((glance) => (glance.value === 'met' ? glance.ids : []))
  const gone = goneIn(run, expected)
  if (gone.length > 0) return { value: 'met', ids, says: `no endpoint shows ${gone.join(', ')}` }
  // Any other doubt of these rooms is no doubt about whether the chain was seen.
  if (looked.some(({ value }) => value !== 'skip')) return { value: 'clear', ids: [], says: '' }
  return looked[0] ?? null
}

const chainAnswer = (seen: GuideSeen, expected: GuideExpected): RowAnswer => {
  const glance = (run: RunLook) => chainGone(run, expected)
  const base = answer(seen, { glance, action: 'consider', missing: 'no run of rpc or reconcile is saved' })
  if (base.state !== 'met') return base
  const { windows, forMs } = streakOf(windowsOf(seen, glance))
  const used = { windows: usedOf(windows, windows.length) }
  const limit =
    seen.runs.find(({ maxTimeoutSeconds }) => maxTimeoutSeconds !== null)?.maxTimeoutSeconds ?? null
  if (limit === null) {
    return {
      ...base,
      ...used,
      state: 'unknown',
      says: `${base.says}; maxTimeoutSeconds of the 402s was not seen`,
    }
  }
  const says = `${base.says} for ${minutes(forMs)} (limit ${limit} s, maxTimeoutSeconds)`
  if (forMs <= limit * 1000) return { ...base, ...used, state: 'unknown', says: `${says}; look again` }
  const [newest] = windows
  const networks = newest === undefined ? [] : goneIn(newest.run, expected)
  const gone = expected.rails.filter((rail) => networks.includes(rail.split(' ')[0] ?? rail))
  const partial =
    gone.length < expected.rails.length ? gone.map((name) => ({ kind: 'rail', name }) as const) : []
  return { ...base, ...used, says, partial }
}

const slow: readonly string[] = [
  ...['ALERT_VERIFY_SLOW', 'ALERT_SETTLE_SLOW', 'ALERT_LATENCY', 'ALERT_RATE_LIMITED', 'ALERT_BOT_PROBES'],
  ...['ALERT_PAID_FLAT', 'ALERT_PAYER_LIMITED', 'ALERT_PENDING'],
]

const warnings: readonly Signal[] = [
  { room: 'probe', codes: ['LATENCY_HIGH', 'READY_DEGRADED'], unless: notReady.unless ?? [] },
  { room: 'matrix', codes: ['RATE_LIMITED', 'LATENCY_402'], unless: ['CORS_NOT_SEEN', 'TERMS_NOT_SEEN'] },
  { room: 'facilitator', codes: ['FACILITATOR_SLOW'], unless: ['FACILITATOR_SIGNER_UNKNOWN'] },
  { room: 'rpc', codes: ['RPC_SLOW'] },
  {
    room: 'discover',
    codes: [
      ...['DISCOVER_DRIFT_PRICE', 'DISCOVER_DRIFT_PATH', 'DISCOVER_DRIFT_METHOD', 'DISCOVER_DRIFT_PAYTO'],
      ...['DISCOVER_DRIFT_NETWORK', 'DISCOVER_DRIFT_ASSET', 'DISCOVER_LISTING_DRIFT'],
    ],
  },
]

/** Rows about the service and what it depends on. */
export const serviceRows = {
  authRefused: {
    number: 6,
    title: 'every facilitator refuses the credential in 3 windows',
    cause: 'facilitator-auth',
    answer: (seen, expected) =>
      answer(seen, {
        glance: (run) => allRefuse(run, expected),
        ...{ times: 3, action: 'off-now', missing: 'no run of facilitator is saved' },
      }),
  },
  notReady: {
    number: 8,
    title: 'not ready in 3 checks over 3 min',
    cause: 'route-execution',
    answer: readyAnswer,
  },
  chainGone: {
    number: 12,
    title: 'the chain is out of sight for longer than maxTimeoutSeconds',
    cause: 'observation',
    answer: chainAnswer,
  },
  warnings: {
    number: 16,
    title: 'slow answers, rate limits, bots, flat sales, discovery drift',
    cause: 'observation',
    answer: (seen) =>
      anyAnswer(seen, [
        ...warnings.map((signal) => ({
          glance: (run: RunLook) => glanceAt(run, signal),
          ...{ action: 'keep-on' as const, missing: `no run of ${signal.room} is saved` },
        })),
        {
          glance: (run) => alertAt(run, slow),
          ...{ action: 'keep-on', missing: 'no run of metrics is saved' },
        },
      ]),
  },
} as const satisfies Record<string, Row>
