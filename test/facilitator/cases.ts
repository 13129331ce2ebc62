import type { FacilitatorExpected } from '../../src/facilitator/shapes.ts'
import {
  answered,
  expected,
  failed,
  health,
  hung,
  noJson,
  notAsked,
  one,
  refused,
  seeing,
  spare,
  supported,
  target,
  usdc,
} from './build.ts'

import { again, type Case, key, no, ok, only, unseen } from './case.ts'
import { behind } from './cases-behind.ts'

const both = { targets: [target(), target({ url: spare })] }
const testnets = supported({ kinds: [{ version: 2, scheme: 'exact', network: 'eip155:84532' }] })
const upto = { version: 2, scheme: 'upto', network: 'eip155:8453', from: 'live 402' } as const
const v1Only = supported({ kinds: [{ version: 1, scheme: 'exact', network: 'base' }] })
const live2 = { version: 2, scheme: 'exact', network: 'eip155:8453', from: 'live 402' } as const

const reach: readonly Case[] = [
  {
    name: 'pass: everything is fine',
    seen: seeing(),
    found: [],
    also: [
      'PASS FACILITATOR_REACHED',
      'PASS FACILITATOR_OPEN',
      'PASS FACILITATOR_KIND_LISTED',
      'PASS FACILITATOR_READY',
      'INFO FACILITATOR_OFFERS',
      'SKIP FACILITATOR_MINIMUM_UNKNOWN',
      'SKIP FACILITATOR_NO_SIGNERS',
      'SKIP FACILITATOR_VERIFY_NOT_ASKED',
      'PASS FACILITATOR_NOT_LIMITED',
      'PASS FACILITATOR_FAST',
      'PASS FACILITATOR_SHAPE_OK',
    ],
  },
  {
    name: 'skip: none configured',
    seen: seeing([]),
    expected: { targets: [] },
    found: [],
    also: ['SKIP FACILITATOR_NOT_CONFIGURED'],
  },
  {
    name: 'fail: down, while the static health page says well',
    seen: only({ open: again(refused), ready: refused, health: answered(200, health('healthy')) }),
    found: ['FAIL FACILITATOR_DOWN', ...unseen(5)],
    also: ['INFO FACILITATOR_HEALTH_STATIC'],
  },
  {
    name: 'fail: two time-outs',
    seen: only({ open: [hung, hung], ready: hung, health: hung }),
    found: ['FAIL FACILITATOR_DOWN', ...unseen(6)],
  },
  {
    name: 'fail: 503 every time',
    seen: only({ open: again(answered(503, notAsked, { body: 'html' })) }),
    found: ['FAIL FACILITATOR_DOWN', ...unseen(4)],
  },
  {
    name: 'warn: it comes back',
    seen: only({ open: [refused, answered(502, notAsked), ok] }),
    found: ['WARN FACILITATOR_FLAPPING'],
  },
  {
    name: 'unknown: this side could not ask',
    seen: only({
      open: failed('refused', 'the address is private'),
      ready: failed('refused', 'the address is private'),
    }),
    found: ['UNKNOWN FACILITATOR_BLIND', ...unseen(5)],
  },
  {
    name: 'fail: a wrong path',
    seen: only({ open: answered(404, notAsked) }),
    found: ['FAIL FACILITATOR_NOT_THERE', ...unseen(3)],
  },
  {
    name: 'warn: a redirect',
    seen: only({ open: answered(301, notAsked, { location: 'https://new.example' }) }),
    found: ['WARN FACILITATOR_REDIRECTED', ...unseen(3)],
  },
  {
    name: 'fail: an HTML page',
    seen: only({ open: answered(200, noJson, { body: 'html' }) }),
    found: ['FAIL FACILITATOR_NOT_JSON', ...unseen(2)],
  },
  {
    name: 'fail: JSON of another kind',
    seen: only({ open: answered(200, { kind: 'wrong-shape', problem: 'holds no list of kinds' }) }),
    found: ['FAIL FACILITATOR_SHAPE', ...unseen(2)],
  },
  {
    name: 'warn: odd entries',
    seen: only({ open: answered(200, supported({ odd: 2 })) }),
    found: ['WARN FACILITATOR_SHAPE_ODD'],
  },
  {
    name: 'warn: slow',
    seen: only({ open: answered(200, supported(), { totalMs: 900 }) }),
    found: ['WARN FACILITATOR_SLOW'],
  },
  {
    name: 'pass: exactly at the threshold',
    seen: only({ open: answered(200, supported(), { totalMs: 500 }) }),
    found: [],
  },
]

const auth: readonly Case[] = [
  {
    name: 'info: closed to strangers, open to us',
    seen: only({ open: no, closed: ok }),
    expected: key,
    found: [],
    also: ['INFO FACILITATOR_NEEDS_AUTH'],
  },
  {
    name: 'unknown: it wants a credential and none is configured',
    seen: only({ open: no }),
    found: ['UNKNOWN FACILITATOR_NEEDS_AUTH', ...unseen(2)],
  },
  {
    name: 'fail: the credential is refused',
    seen: only({ open: no, closed: no }),
    expected: key,
    found: ['FAIL FACILITATOR_AUTH_REFUSED', ...unseen(2)],
  },
  {
    name: 'fail: open to strangers, closed to our credential',
    seen: only({ open: ok, closed: answered(403, notAsked, { body: 'html' }) }),
    expected: key,
    found: ['FAIL FACILITATOR_AUTH_REFUSED', ...unseen(1)],
  },
  {
    name: 'info: an open page proves no credential',
    seen: only({ open: ok, closed: ok }),
    expected: key,
    found: [],
    also: ['INFO FACILITATOR_AUTH_NOT_SHOWN'],
  },
]

const limits: readonly Case[] = [
  {
    name: 'unknown: limited to the end',
    seen: only({ open: again(answered(429, notAsked, { retryAfterMs: 60_000 })) }),
    found: ['UNKNOWN FACILITATOR_LIMITED', ...unseen(3)],
  },
  {
    name: 'warn: limited at first',
    seen: only({ open: [answered(429, notAsked), ok] }),
    found: ['WARN FACILITATOR_LIMITED'],
  },
  {
    name: 'warn: the limit is nearly used up',
    seen: only({
      open: answered(200, supported(), { rate: { limit: 1000, remaining: 99, resetMs: 30_000 } }),
    }),
    found: ['WARN FACILITATOR_LIMIT_NEAR'],
  },
  {
    name: 'info: exactly a tenth is left',
    seen: only({
      open: answered(200, supported(), { rate: { limit: 1000, remaining: 100, resetMs: null } }),
    }),
    found: [],
    also: ['INFO FACILITATOR_RATE'],
  },
]

const kinds: readonly Case[] = [
  {
    name: 'fail: a kind of a live 402 is missing',
    seen: seeing(),
    expected: { kinds: [upto] },
    found: ['FAIL FACILITATOR_KIND_MISSING'],
  },
  {
    name: 'info: the second facilitator lists it',
    seen: seeing([one({ open: answered(200, supported({ kinds: [] })) }), one({ url: spare })]),
    expected: both,
    found: [],
    also: ['INFO FACILITATOR_KIND_MISSING'],
  },
  {
    name: 'unknown: the second facilitator may list it',
    seen: seeing([
      one({ open: answered(200, supported({ kinds: [] })) }),
      one({ url: spare, open: again(refused) }),
    ]),
    expected: both,
    found: ['FAIL FACILITATOR_DOWN', 'UNKNOWN FACILITATOR_KIND_MISSING', ...unseen(5)],
  },
  {
    name: 'pass: a wildcard covers the network',
    seen: only({
      open: answered(200, supported({ kinds: [{ version: 2, scheme: 'exact', network: 'eip155:*' }] })),
    }),
    found: [],
  },
  {
    name: 'warn: listed for version 1 only',
    seen: only({ open: answered(200, v1Only) }),
    found: ['WARN FACILITATOR_KIND_OTHER_VERSION'],
  },
  {
    name: 'fail: a live 402 speaks version 2',
    seen: only({ open: answered(200, v1Only) }),
    expected: { kinds: [live2] },
    found: ['FAIL FACILITATOR_KIND_OTHER_VERSION'],
  },
  {
    name: 'fail: a facilitator for tests before mainnet',
    seen: only({ open: answered(200, testnets) }),
    found: ['FAIL FACILITATOR_KIND_MISSING', 'FAIL FACILITATOR_TESTNET_ONLY'],
  },
  {
    name: 'skip: the profile takes nothing',
    seen: seeing(),
    expected: { kinds: [] },
    found: [],
    also: ['SKIP FACILITATOR_NO_KINDS'],
  },
]

const least = { targets: [target({ minimum: { atomic: 1000n, from: 'known' } })] }
const price = (atomic: bigint, decimals = 6) => ({
  ...least,
  prices: [{ route: 'quote', atomic, unit: { ...usdc, decimals } }],
})
const minimum: readonly Case[] = [
  { name: 'fail: 999 of 1000', seen: seeing(), expected: price(999n), found: ['FAIL FACILITATOR_MINIMUM'] },
  {
    name: 'pass: 1000 of 1000',
    seen: seeing(),
    expected: price(1000n),
    found: [],
    also: ['PASS FACILITATOR_MINIMUM_OK'],
  },
  {
    name: 'skip: a token of another size',
    seen: seeing(),
    expected: price(999n, 18),
    found: [],
    also: ['SKIP FACILITATOR_MINIMUM_UNKNOWN'],
  },
]

export const cases: readonly Case[] = [...reach, ...auth, ...limits, ...kinds, ...minimum, ...behind]

/** The whole expectation of a case. */
export function expectedOf(one: Case): FacilitatorExpected {
  return { ...expected, ...one.expected }
}
