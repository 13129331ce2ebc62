import { type Observation, saw } from '../../src/core/observation.ts'
import type { BlockRef } from '../../src/core/ports.ts'
import type { RouteAnswer, RouteLook, Watched } from '../../src/probe/shapes.ts'
import { answered, expected, failed, seeing } from './build.ts'
import type { Case } from './cases.ts'

const look = { at: '2026-11-21T07:40:02.000Z', source: 'http', ref: 'GET https://api.example/v1/quote' }

function says(status: number, parts: Partial<RouteAnswer> = {}): Observation<RouteAnswer> {
  const nothing = { keys: null, declared: null, preflight: false, bytes: 0, gate: [] }
  return saw(look, { status, ...nothing, ...parts })
}

function asking(parts: Partial<RouteLook>) {
  const route = { id: 'quote', method: 'GET', path: '/v1/quote', twin: '/free/quote', preflight: null }
  return { ...seeing(), routes: [{ ...route, paid: says(402), twinLook: says(200), ...parts }] }
}

const dead = failed('connect', 'nobody listens', 'ECONNREFUSED') as Observation<never>
const { statusExpect: _none, ...rest } = expected

const times = ['07:40:00', '07:41:00', '07:42:00', '07:43:00']
const watching = (health: string, ready = health) => {
  const words = { x: 'met', o: 'clear', '?': 'unknown' } as const
  const word = (text: string, at: number) => words[text[at] as keyof typeof words]
  const watched = times.map(
    (time, at): Watched => ({ at: `2026-11-21T${time}Z`, health: word(health, at), ready: word(ready, at) }),
  )
  return { ...seeing(), watched }
}
const forThree = { ...rest, forMs: 180_000 }

const blockAt = (timestamp: number): Observation<BlockRef | null> =>
  saw(
    { at: '2026-11-21T07:40:02.000Z', source: 'rpc', ref: 'latest' },
    { number: 1, hash: '0x01', timestamp },
  )
const now = Date.parse('2026-11-21T07:40:02Z') / 1000
const ahead = answered(200, '', { headers: { date: 'Sat, 21 Nov 2026 07:41:02 GMT' } })
const skewed = seeing({ health: ahead, ready: ahead })

/** What the probe asks beside the three pages. */
export const routeCases: readonly Case[] = [
  {
    name: 'skip: nobody asked for more',
    asked: true,
    seen: seeing(),
    found: ['free twins', 'preflights', 'a longer look'].map((what) => `SKIP PROBE_NOT_CHOSEN ${what}`),
  },
  { name: 'twin: both as they should be', seen: asking({}), found: [] },
  {
    name: 'twin: the work itself fails',
    seen: asking({ twinLook: says(500) }),
    found: ['WARN TWIN_FAILS quote twin'],
  },
  {
    name: 'twin: nobody listens, and the paid route is down as well',
    seen: asking({ twinLook: dead, paid: says(502) }),
    found: ['WARN TWIN_FAILS quote twin'],
  },
  {
    name: 'twin: only the paid route is down',
    seen: asking({ paid: says(500) }),
    found: ['FAIL TWIN_ALONE_WORKS quote twin'],
  },
  {
    name: 'twin: it asks for money or refuses the sample',
    seen: asking({ twinLook: says(422) }),
    found: ['UNKNOWN TWIN_REJECTED quote twin'],
  },
  {
    name: 'twin: the same parts',
    seen: asking({
      paid: says(402, { declared: ['price'] }),
      twinLook: says(200, { keys: ['price', 'at'] }),
    }),
    found: [],
  },
  {
    name: 'twin: another answer',
    seen: asking({ paid: says(402, { declared: ['price'] }), twinLook: says(200, { keys: ['html'] }) }),
    found: ['WARN TWIN_DIFFERS quote twin shape'],
  },
  {
    name: 'preflight: answered by the middleware',
    seen: asking({
      twin: null,
      twinLook: null,
      preflight: { head: says(200), own: says(200, { preflight: true }) },
    }),
    found: [],
  },
  {
    name: 'preflight: not known here',
    seen: asking({ twin: null, twinLook: null, preflight: { head: says(402), own: says(402) } }),
    found: ['INFO PREFLIGHT_NOT_OFFERED quote preflight'],
  },
  {
    name: 'preflight: fails, and gives no answer',
    seen: {
      ...seeing(),
      routes: [
        ...asking({ twin: null, twinLook: null, preflight: { head: says(503), own: says(503) } }).routes,
        ...asking({ id: 'scan', twin: null, twinLook: null, preflight: { head: dead, own: dead } }).routes,
      ],
    },
    found: ['WARN PREFLIGHT_FAILED quote preflight', 'WARN PREFLIGHT_FAILED scan preflight'],
  },
  {
    name: 'preflight: the goods for nothing',
    seen: asking({
      twin: null,
      twinLook: null,
      preflight: { head: says(200), own: says(200, { bytes: 80 }) },
    }),
    found: ['FAIL PREFLIGHT_SERVES_PAID quote preflight'],
  },
  {
    name: 'preflight: the goods for nothing, and a word that it was a preflight',
    seen: asking({
      ...{ twin: null, twinLook: null, paid: says(402, { declared: ['status', 'quote'] }) },
      preflight: { head: says(200), own: says(200, { preflight: true, keys: ['preflight', 'quote'] }) },
    }),
    found: ['FAIL PREFLIGHT_SERVES_PAID quote preflight'],
  },
  {
    name: 'preflight: the shield says unhealthy, the health page does not',
    seen: asking({
      ...{ twin: null, twinLook: null, preflight: { head: says(503), own: says(503) } },
      paid: says(503, { gate: [['x-shield-status', 'Unhealthy']] }),
    }),
    found: ['WARN GATE_DISAGREES quote shield', 'WARN PREFLIGHT_FAILED quote preflight'],
  },
  { name: 'for: all is well', seen: watching('oooo'), expected: forThree, found: [] },
  {
    name: 'for: the deadline came after a minute of three',
    seen: { ...seeing(), watched: watching('oooo').watched.slice(0, 2) },
    expected: forThree,
    found: ['UNKNOWN STAYS_UNKNOWN health over time', 'UNKNOWN STAYS_UNKNOWN ready over time'],
  },
  {
    name: 'for: down all the time',
    seen: watching('xxxx', 'oxxx'),
    expected: forThree,
    found: [`FAIL STAYS_DOWN health over time`, 'WARN COMES_AND_GOES ready over time'],
  },
  {
    name: 'for: comes and goes',
    seen: watching('xoxo', 'oooo'),
    expected: forThree,
    found: ['WARN COMES_AND_GOES health over time'],
  },
  {
    name: 'for: broken off',
    seen: watching('x???', '????'),
    expected: forThree,
    found: ['UNKNOWN STAYS_UNKNOWN health over time', 'UNKNOWN STAYS_UNKNOWN ready over time'],
  },
  {
    name: 'warn: the health page depends on the facilitator',
    seen: seeing({ health: answered(200, { status: 'ok', checks: { 'x402-facilitator': 'ok' } }) }),
    found: ['WARN HEALTH_NAMES_FACILITATOR facilitator'],
  },
  {
    name: 'block: the server is wrong',
    seen: { ...skewed, block: blockAt(now - 2) },
    found: ['FAIL CLOCK_SKEW clock-skew', 'WARN CLOCK_BLOCK clock by block'],
  },
  {
    name: 'block: this machine is wrong',
    seen: { ...skewed, block: blockAt(now + 59) },
    found: ['FAIL CLOCK_SKEW clock-skew', 'WARN CLOCK_BLOCK clock by block'],
  },
]
