import type { MatrixSeen, RouteSeen } from '../../src/matrix/shapes.ts'
import { type Case, cold, ok, options } from './case-kit.ts'
import { drifts, expectations, tokens } from './cases-against.ts'
import {
  asked,
  expecting,
  ours,
  requirement,
  route,
  seeing,
  stranger,
  unanswered,
  v1,
  v1Answer,
  v2,
  v2Answer,
} from './fixtures.ts'

const _look = { at: '2026-11-21T07:40:02.000Z', source: 'rpc', ref: 'eth_call' }

/** Two routes: the first as given, the second as well or as given. */
function two(first: RouteSeen['unpaid'], second: RouteSeen['unpaid']): Pick<Case, 'seen' | 'expected'> {
  const other = { ...route, id: 'scan', path: '/v1/scan' }
  const moved = (one: RouteSeen['unpaid']) => ({ ...one, url: one.url.replace('quote', 'scan') })
  const seen: MatrixSeen = {
    routes: [
      ...seeing({ unpaid: first }).routes,
      ...seeing({ id: 'scan', path: '/v1/scan', unpaid: moved(second) }).routes,
    ],
  }
  return { seen, expected: expecting({ routes: [route, other] }) }
}

const scanTerms = { ...v2(requirement), resource: { url: 'http://127.0.0.1:8402/v1/scan' } }
const open = asked(503, { 'x-circuit-state': 'OPEN', 'x-circuit-failures': '5', 'retry-after': '30' })
const closed = ['CIRCUIT_OPEN WARN', 'TERMS_NOT_SEEN UNKNOWN']

export const gates: readonly Case[] = [
  {
    name: 'half open, in another spelling',
    seen: seeing({ unpaid: asked(503, { 'X-Circuit-State': 'Half_Open' }) }),
    found: cold(...closed),
  },
  {
    name: 'a state that nobody published',
    seen: seeing({ unpaid: asked(503, { 'x-circuit-state': 'tripped', 'retry-after': '1' }) }),
    found: cold('GATE_UNKNOWN UNKNOWN'),
  },
  {
    name: 'a breaker that says closed is not the one that refuses',
    seen: seeing({
      unpaid: asked(503, { 'x-circuit-state': 'closed' }, '{"error":"no","plugin":"preflight"}'),
    }),
    found: cold('GATE_CLOSED WARN', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  {
    name: 'closed with version 1 terms in its body',
    seen: seeing({ unpaid: asked(503, { 'retry-after': '1' }, JSON.stringify(v1())) }),
    found: cold('GATE_CLOSED WARN', 'GATE_WITH_TERMS FAIL', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  {
    name: 'all routes closed together',
    ...two(open, open),
    found: cold(...closed, ...closed, 'GATE_GLOBAL WARN'),
  },
  {
    name: 'one route closed',
    ...two(open, v2Answer(scanTerms)),
    found: [...closed, ok, 'GATE_PER_ROUTE INFO'],
  },
  {
    name: 'one of two routes is broken: that is half of them',
    ...two(asked(500), v2Answer(scanTerms)),
    found: ['SERVER_ERROR FAIL', ok, 'FAULT_GLOBAL WARN'],
  },
  {
    name: 'one of three routes is broken',
    seen: {
      routes: [
        ...two(v2Answer(v2(requirement)), v2Answer(scanTerms)).seen.routes,
        ...seeing({ id: 'dead', unpaid: asked(500) }).routes,
      ],
    },
    expected: expecting({
      routes: [route, { ...route, id: 'scan', path: '/v1/scan' }, { ...route, id: 'dead' }],
    }),
    found: [ok, ok, 'SERVER_ERROR FAIL', 'FAULT_LOCAL INFO'],
  },
  {
    name: 'asked with a declared body',
    seen: seeing({
      unpaid: { ...v2Answer(v2(requirement)), payload: 'declared schema', from: '/openapi.json' },
    }),
    found: [ok, 'DECLARED_BODY INFO'],
  },
]

const piprail = {
  ...v2(
    {
      ...requirement,
      scheme: 'onchain-proof',
      extra: { nonce: '0x01', decimals: 6, minConfirmations: 1, amountFormatted: '0.01', symbol: 'USDC' },
    },
    requirement,
  ),
  extensions: {
    piprail: { name: 'a gate', protocol: 'x402', pay: [{ payTo: ours }], verifiableReceipts: true },
  },
}

export const neighbours: readonly Case[] = [
  { name: 'PipRail beside exact', seen: seeing({ unpaid: v2Answer(piprail) }), found: [ok] },
  {
    name: 'PipRail alone',
    seen: seeing({ unpaid: v2Answer({ ...piprail, accepts: piprail.accepts.slice(0, 1) }) }),
    found: [ok, 'NO_EXACT_SCHEME WARN'],
  },
  {
    name: 'a bridge that pays itself',
    seen: seeing({
      unpaid: v2Answer({
        ...v2(requirement),
        extensions: { bridge: { info: { bridgeWallet: stranger, feeBps: 50 } } },
      }),
    }),
    found: [ok, 'EXTRA_PAYTO FAIL'],
  },
  {
    name: 'a faucet on a mainnet route',
    seen: seeing({
      unpaid: v2Answer(v2(requirement), {}, '{"help":"https://faucet.example/usdc?key=CANARY"}'),
    }),
    found: [ok, 'TESTNET_LINK FAIL'],
  },
  ...[
    JSON.stringify({ ...v2(requirement), help: 'https://f%61ucet.example' }),
    JSON.stringify({ ...v2(requirement), help: 'https://\uff46aucet.example' }),
    JSON.stringify({ ...v2(requirement), help: 'https://faucet.example' }).replace('faucet', '\\u0066aucet'),
  ].map(
    (text): Case => ({
      name: `a faucet in the header, written as ${text.slice(text.lastIndexOf('https'))}`,
      seen: seeing({ unpaid: v2Answer({}, { 'payment-required': Buffer.from(text).toString('base64') }) }),
      found: [ok, 'TESTNET_LINK FAIL'],
    }),
  ),
]

const linted = expecting({ options: { ...options, lint: true } })
const about = { description: 'A quote', mimeType: 'application/json' }
const described = {
  ...v2(requirement),
  resource: { url: 'http://127.0.0.1:8402/v1/quote', ...about },
}
const withLint = (entry: object) =>
  seeing({ unpaid: v2Answer({ ...described, accepts: [{ ...requirement, ...entry }] }) })

export const advice: readonly Case[] = [
  {
    name: 'lint: v2 says nothing',
    seen: seeing(),
    expected: linted,
    found: [ok, 'DESCRIPTION_MISSING INFO', 'SINGLE_NETWORK INFO'],
  },
  {
    name: 'lint: v1 says all',
    seen: seeing({ unpaid: v1Answer(v1(about)) }),
    expected: linted,
    found: [ok, 'SINGLE_NETWORK INFO'],
  },
  {
    name: 'lint: Permit2, a flow, little time',
    seen: withLint({
      maxTimeoutSeconds: 40,
      extra: { assetTransferMethod: 'permit2', paymentFlow: 'upfront' },
    }),
    expected: linted,
    found: [
      ok,
      ...['SINGLE_NETWORK INFO', 'PERMIT2_OFFERED INFO', 'FLOW_SHOWN INFO', 'TIMEOUT_BELOW_CHAIN WARN'],
    ],
  },
  {
    name: 'lint: Solana with ten minutes',
    seen: seeing({
      unpaid: v2Answer({
        ...described,
        accepts: [
          requirement,
          {
            ...requirement,
            network: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
            asset: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v',
            maxTimeoutSeconds: 600,
          },
        ],
      }),
    }),
    expected: linted,
    found: [ok, 'WRONG_NETWORK WARN', 'TIMEOUT_BEYOND_BLOCKHASH WARN'],
  },
]

const timed = expecting({ options: { ...options, samples: 20 } })
const samplesOf = (...times: readonly number[]) =>
  seeing({ samples: times.map((totalMs) => ({ status: 402, totalMs })) })

export const times: readonly Case[] = [
  { name: 'fast', seen: samplesOf(4, 5, 6), expected: timed, found: [ok, 'LATENCY_402 INFO'] },
  { name: 'exactly the limit', seen: samplesOf(500), expected: timed, found: [ok, 'LATENCY_402 INFO'] },
  {
    name: 'two slow ones in twenty',
    seen: samplesOf(...Array.from({ length: 18 }, () => 5), 900, 901),
    expected: timed,
    found: [ok, 'LATENCY_402 WARN'],
  },
  {
    name: 'nothing to time',
    seen: seeing({ samples: [{ status: 503, totalMs: 1 }] }),
    expected: timed,
    found: [ok, 'LATENCY_402_UNKNOWN UNKNOWN'],
  },
]

const hosts = ['http://127.0.0.1:1', 'http://127.0.0.1:2']
const several = expecting({ options: { ...options, instances: hosts } })
const fleet = (...answers: readonly RouteSeen['unpaid'][]) =>
  seeing({
    instances: answers.map((one, at) => ({
      ...one,
      url: `${hosts[at]}/v1/quote`,
      instance: hosts[at] ?? '',
    })),
  })
const good = v2Answer({ ...v2(requirement), resource: { url: `${hosts[0]}/v1/quote` } })

export const fleets: readonly Case[] = [
  { name: 'three that agree', seen: fleet(good, good), expected: several, found: [ok] },
  {
    name: 'one of three has the old price',
    seen: fleet(v2Answer(v2({ ...requirement, amount: '9' })), good),
    expected: several,
    found: [ok, 'INSTANCES_DISAGREE FAIL'],
  },
  {
    name: 'one of three is free, one is dead',
    seen: fleet(asked(200), unanswered('connect')),
    expected: several,
    found: [ok, 'SERVED_FREE FAIL', 'INSTANCES_DISAGREE FAIL', 'INSTANCE_UNREACHABLE FAIL'],
  },
  {
    name: 'one was not asked any more',
    seen: fleet(good, unanswered('aborted')),
    expected: several,
    found: [ok, 'INSTANCE_UNREACHABLE UNKNOWN'],
  },
]

const unasked: readonly Case[] = [
  {
    name: 'what nobody asked for is said',
    seen: seeing(),
    found: [ok, ...Array.from({ length: 6 }, () => 'NOT_CHOSEN SKIP')],
  },
]

/** What looks beyond one answer. */
export const beyond: readonly Case[] = [
  ...[...gates, ...neighbours, ...advice, ...times, ...fleets, ...tokens, ...drifts],
  ...[...expectations, ...unasked],
]
