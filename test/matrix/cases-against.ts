import type { Observation } from '../../src/core/observation.ts'
import { saw } from '../../src/core/observation.ts'
import type { MatrixExpected, MatrixSeen, TokenSeen } from '../../src/matrix/shapes.ts'
import type { TermsSnapshot } from '../../src/runs/snapshot.ts'
import { type Case, cold, ok, options } from './case-kit.ts'
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
  v2,
  v2Answer,
} from './fixtures.ts'

const look = { at: '2026-11-21T07:40:02.000Z', source: 'rpc', ref: 'eth_call' }

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
    found: cold('SERVER_ERROR FAIL', 'DRIFT_UNKNOWN UNKNOWN'),
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
    found: cold('UNREACHABLE FAIL', 'TERMS_NOT_SEEN UNKNOWN'),
  },
]
