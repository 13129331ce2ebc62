import type { Observation } from '../../src/core/observation.ts'
import { saw } from '../../src/core/observation.ts'
import type { MatrixExpected, MatrixSeen, RouteSeen, TokenSeen } from '../../src/matrix/shapes.ts'
import type { TermsSnapshot } from '../../src/runs/snapshot.ts'
import type { Case } from './cases.ts'
import {
  asked,
  expecting,
  ours,
  pays,
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

const ok = 'OK_402 PASS'
const options = { variants: true, probeGarbage: true }
const look = { at: '2026-11-21T07:40:02.000Z', source: 'rpc', ref: 'eth_call' }

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
const cold = Array.from({ length: 13 }, () => 'NOTHING_COMPARED SKIP')

export const gates: readonly Case[] = [
  {
    name: 'half open, in another spelling',
    seen: seeing({ unpaid: asked(503, { 'X-Circuit-State': 'Half_Open' }) }),
    found: [...closed, ...cold],
  },
  {
    name: 'a state that nobody published',
    seen: seeing({ unpaid: asked(503, { 'x-circuit-state': 'tripped', 'retry-after': '1' }) }),
    found: ['GATE_UNKNOWN UNKNOWN', ...cold],
  },
  {
    name: 'a breaker that says closed is not the one that refuses',
    seen: seeing({
      unpaid: asked(503, { 'x-circuit-state': 'closed' }, '{"error":"no","plugin":"preflight"}'),
    }),
    found: ['GATE_CLOSED WARN', 'TERMS_NOT_SEEN UNKNOWN', ...cold],
  },
  {
    name: 'closed with version 1 terms in its body',
    seen: seeing({ unpaid: asked(503, { 'retry-after': '1' }, JSON.stringify(v1())) }),
    found: ['GATE_CLOSED WARN', 'GATE_WITH_TERMS FAIL', 'TERMS_NOT_SEEN UNKNOWN', ...cold],
  },
  {
    name: 'all routes closed together',
    ...two(open, open),
    found: [...closed, ...closed, 'GATE_GLOBAL WARN', ...cold],
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

const word = (digit: string) => `0x${digit.repeat(64)}`
const textOf = (text: string) => {
  const hex = Buffer.from(text).toString('hex')
  const length = text.length.toString(16).padStart(64, '0')
  return `0x${'0'.repeat(62)}20${length}${hex.padEnd(64, '0')}`
}
const vote = (value: string | null) => {
  const answer: Observation<string> =
    value === null
      ? { ...look, seen: false, why: { kind: 'rpc', detail: 'the node did not answer' } }
      : saw(look, value)
  return [{ label: 'http://127.0.0.1/***', answer }]
}
const healthyToken: TokenSeen = {
  network: 'eip155:8453',
  asset: requirement.asset.toLowerCase(),
  ...{ name: 'USD Coin', version: '2', separator: word('a') },
  at: { block: { number: 9, hash: word('b'), timestamp: 1_795_246_800 }, finality: 'latest' },
  names: vote(textOf('USD Coin')),
  versions: vote(textOf('2')),
  separators: vote(word('a')),
}
const onChain = expecting({ options: { ...options, chain: true } })
const reading = (changes: Partial<TokenSeen>, entry: object = {}): MatrixSeen => ({
  ...seeing({ unpaid: v2Answer(v2({ ...requirement, ...entry })) }),
  tokens: [{ ...healthyToken, ...changes }],
})

export const tokens: readonly Case[] = [
  { name: 'chain: the domain is right', seen: reading({}), expected: onChain, found: [ok] },
  {
    name: 'chain: USDC is not USD Coin, whatever the profile says',
    seen: reading({ name: 'USDC', separator: word('c') }, { extra: { name: 'USDC', version: '2' } }),
    expected: { ...onChain, pays: [{ ...pays, eip712: { name: 'USDC', version: '2' } }] },
    found: [ok, 'WRONG_EIP712_NAME FAIL'],
  },
  {
    name: 'chain: the version differs',
    seen: reading({ separators: vote(word('d')), versions: vote(textOf('1')) }),
    expected: onChain,
    found: [ok, 'WRONG_EIP712_NAME FAIL'],
  },
  {
    name: 'chain: name and version agree, the separator does not',
    seen: reading({ separators: vote(word('d')) }),
    expected: onChain,
    found: [ok, 'WRONG_EIP712_NAME FAIL'],
  },
  {
    name: 'chain: a token without separator',
    seen: reading({ separators: vote('0x') }),
    expected: onChain,
    found: [ok],
  },
  {
    name: 'chain: endpoints disagree',
    seen: reading({ separators: [...vote(word('a')), ...vote(word('d'))] }),
    expected: onChain,
    found: [ok, 'TOKEN_NOT_READ UNKNOWN'],
  },
  {
    name: 'chain: no answer',
    seen: reading({ names: vote(null), versions: vote(null), separators: vote(null) }),
    expected: onChain,
    found: [ok, 'TOKEN_NOT_READ UNKNOWN'],
  },
  {
    name: 'chain: no block',
    seen: reading({ at: { block: null, why: 'no endpoint was asked' } }),
    expected: onChain,
    found: [ok, 'TOKEN_NOT_READ UNKNOWN'],
  },
  {
    name: 'chain: a token that was not asked',
    seen: { ...seeing(), tokens: [] },
    expected: onChain,
    found: [ok, 'TOKEN_NOT_READ UNKNOWN'],
  },
]

const kept: TermsSnapshot = {
  schema: 'x402ops.snapshot/v1',
  ...{ name: 'before', profile: 'shop', target: 'http://127.0.0.1:8402', takenAt: '2026-11-20T07:40:02Z' },
  routes: [
    {
      ...{ id: 'quote', method: 'GET', path: '/v1/quote' },
      ways: [
        {
          ...{ scheme: 'exact', network: 'eip155:8453', asset: requirement.asset.toLowerCase() },
          ...{ amountAtomic: '10000', payTo: ours, maxTimeoutSeconds: 60, resource: '/v1/quote' },
          ...{ eip712Name: 'USD Coin', eip712Version: '2', transfer: null, paymentFlow: null },
        },
      ],
    },
  ],
}
const against = (snapshot: TermsSnapshot = kept): MatrixExpected => expecting({ snapshot })
const changed = (entry: object, envelope: object = {}) =>
  seeing({ unpaid: v2Answer({ ...v2({ ...requirement, ...entry }), ...envelope }) })

export const drifts: readonly Case[] = [
  {
    name: 'drift: nothing, though the server picked another fee payer',
    seen: changed({ extra: { ...requirement.extra, feePayer: stranger, facilitatorAddress: stranger } }),
    expected: against(),
    found: [ok],
  },
  {
    name: 'drift: price and time',
    seen: changed({ amount: '10001', maxTimeoutSeconds: 90 }),
    expected: against(),
    found: [ok, 'WRONG_AMOUNT FAIL', 'TERMS_DRIFT FAIL', 'TERMS_DRIFT WARN'],
  },
  {
    name: 'drift: who is paid',
    seen: changed({ payTo: stranger }),
    expected: against(),
    found: [ok, 'WRONG_PAYTO FAIL', 'TERMS_DRIFT FAIL'],
  },
  {
    name: 'drift: the path',
    seen: changed({}, { resource: { url: 'http://127.0.0.1:8402/v1/quote/' } }),
    expected: against(),
    found: [ok, 'WRONG_RESOURCE WARN', 'TERMS_DRIFT WARN'],
  },
  {
    name: 'drift: another token',
    seen: changed({ asset: stranger }),
    expected: against(),
    found: [ok, 'WRONG_ASSET FAIL', 'EXPECTATION_ABSENT INFO', 'TERMS_DRIFT FAIL', 'TERMS_DRIFT FAIL'],
  },
  {
    name: 'drift: a route that shows nothing now',
    seen: seeing({ unpaid: asked(500) }),
    expected: against(),
    found: ['SERVER_ERROR FAIL', 'DRIFT_UNKNOWN UNKNOWN', ...cold],
  },
  {
    name: 'drift: a route that nobody asked, and one that is new',
    seen: seeing(),
    expected: against({ ...kept, routes: [{ id: 'old', method: 'GET', path: '/old', ways: [] }] }),
    found: [ok, 'DRIFT_UNKNOWN UNKNOWN', 'DRIFT_NEW_ROUTE INFO'],
  },
]

const expect = { headers: { 'X-Plan': 'gold' }, body: { 'shop.open': true, 'a.b': 1 } }
const planned = (plan: string, body: string) => {
  const { answer, ...rest } = v2Answer(v2(requirement), {}, body)
  if (!answer.seen) throw new Error('no answer')
  return { ...rest, answer: { ...answer, value: { ...answer.value, asserted: { 'x-plan': [plan] } } } }
}
const wishing = expecting({ routes: [{ ...route, expect }] })

export const expectations: readonly Case[] = [
  {
    name: 'expect: all is there',
    seen: seeing({
      unpaid: planned('gold', '{"shop":{"open":true},"a.b":1}'),
    }),
    expected: wishing,
    found: [ok],
  },
  {
    name: 'expect: a header and a value differ',
    seen: seeing({
      unpaid: planned('lead', '{"shop":{"open":"true"},"a.b":1}'),
    }),
    expected: wishing,
    found: [ok, 'EXPECTATION_MISSED FAIL', 'EXPECTATION_MISSED FAIL'],
  },
  {
    name: 'expect: no answer',
    seen: seeing({ unpaid: unanswered('connect') }),
    expected: wishing,
    found: ['UNREACHABLE FAIL', 'TERMS_NOT_SEEN UNKNOWN', ...cold],
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
