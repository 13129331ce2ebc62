import type { FacilitatorExpected, FacilitatorSeen } from '../../src/facilitator/shapes.ts'
import {
  answered,
  expected,
  failed,
  gas,
  health,
  hung,
  noJson,
  nonce,
  notAsked,
  one,
  refused,
  seeing,
  signer,
  spare,
  supported,
  target,
  usdc,
} from './build.ts'

/** `found`: every finding that is neither PASS, INFO nor SKIP, as `VERDICT CODE`; `also` must be among the rest. */
export type Case = {
  readonly name: string
  readonly seen: FacilitatorSeen
  readonly expected?: Partial<FacilitatorExpected>
  readonly found: readonly string[]
  readonly also?: readonly string[]
}

const unseen = (count: number) => Array.from({ length: count }, () => 'UNKNOWN FACILITATOR_NOT_SEEN')
const both = { targets: [target(), target({ url: spare })] }
const key = { targets: [target({ credential: 'env:FACILITATOR_TOKEN' })] }
const only = (pages: Parameters<typeof one>[0]) => seeing([one(pages)])
const again = <T>(value: T) => [value, value, value]
const no = answered(401, notAsked)
const ok = answered(200, supported())
const asking = { verifyReachability: true }
const verdict = (isValid: boolean | null, reason: string | null = null) => ({ isValid, reason })
const testnets = supported({ kinds: [{ version: 2, scheme: 'exact', network: 'eip155:84532' }] })
const upto = { version: 2, scheme: 'upto', network: 'eip155:8453', from: 'live 402' } as const
const v1Only = supported({ kinds: [{ version: 1, scheme: 'exact', network: 'base' }] })
const live2 = { version: 2, scheme: 'exact', network: 'eip155:8453', from: 'live 402' } as const
const second = `0x${'cd'.repeat(20)}`

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

const healths: readonly Case[] = [
  {
    name: 'skip: no health page',
    seen: only({ ready: answered(404, health(null)) }),
    found: [],
    also: ['SKIP FACILITATOR_NO_HEALTH_PAGE'],
  },
  {
    name: 'fail: ready 503 names the store',
    seen: only({
      ready: answered(503, health(null, [{ name: 'redis', word: 'unhealthy' }])),
      health: answered(200, health('healthy')),
    }),
    found: ['FAIL FACILITATOR_NOT_READY'],
  },
  {
    name: 'warn: degraded',
    seen: only({ ready: answered(200, health('degraded')) }),
    found: ['WARN FACILITATOR_NOT_READY'],
  },
  {
    name: 'warn: health 500',
    seen: only({ health: answered(500, health(null)) }),
    found: ['WARN FACILITATOR_HEALTH_NOT_200'],
  },
]

const signers: readonly Case[] = [
  {
    name: 'pass: enough gas',
    seen: seeing([one()], [signer()]),
    found: [],
    also: ['PASS FACILITATOR_SIGNER_OK'],
  },
  {
    name: 'fail: the only signer is empty',
    seen: seeing([one()], [signer({ balance: gas(0n) })]),
    found: ['FAIL FACILITATOR_SIGNER_EMPTY'],
  },
  {
    name: 'warn: one of two is empty',
    seen: seeing([one()], [signer({ balance: gas(0n) }), signer({ address: second })]),
    found: ['WARN FACILITATOR_SIGNER_EMPTY'],
  },
  {
    name: 'warn: low',
    seen: seeing([one()], [signer({ balance: gas(10n ** 15n - 1n) })]),
    found: ['WARN FACILITATOR_SIGNER_LOW'],
  },
  {
    name: 'pass: exactly at the level',
    seen: seeing([one()], [signer({ balance: gas(10n ** 15n) })]),
    found: [],
  },
  {
    name: 'warn: below the configured level',
    seen: seeing([one()], [signer({ balance: gas(10n ** 17n) })]),
    expected: { targets: [target({ signerLow: { 'eip155:8453': 10n ** 18n } })] },
    found: ['WARN FACILITATOR_SIGNER_LOW'],
  },
  {
    name: 'warn: stuck',
    seen: seeing([one()], [signer({ nonces: [nonce(7, 9), nonce(7, 9, 8)] })]),
    found: ['WARN FACILITATOR_SIGNER_STUCK'],
  },
  {
    name: 'pass: what waited was mined',
    seen: seeing([one()], [signer({ nonces: [nonce(7, 9), nonce(9, 9, 8)] })]),
    found: [],
  },
  {
    name: 'pass: it moves on',
    seen: seeing([one()], [signer({ nonces: [nonce(7, 9), nonce(8, 12, 8)] })]),
    found: [],
  },
  {
    name: 'warn: it moves on, far behind',
    seen: seeing([one()], [signer({ nonces: [nonce(7, 40), nonce(8, 41, 8)] })]),
    found: ['WARN FACILITATOR_SIGNER_BUSY'],
  },
  {
    name: 'unknown: no second look',
    seen: seeing([one()], [signer({ nonces: [nonce(7, 9)] })]),
    found: ['UNKNOWN FACILITATOR_SIGNER_UNKNOWN'],
  },
  {
    name: 'unknown: no endpoint',
    seen: seeing([one()], [signer({ balance: failed('not-configured', 'no endpoint'), nonces: [] })]),
    found: ['UNKNOWN FACILITATOR_SIGNER_UNKNOWN'],
  },
  {
    name: 'info: too many signers, and one of those looked at can pay',
    seen: seeing([one()], [signer()], 12),
    found: [],
    also: ['INFO FACILITATOR_SIGNERS_LEFT'],
  },
  {
    name: 'unknown: too many signers, and none of those looked at can pay',
    seen: seeing([one()], [signer({ balance: gas(0n) })], 12),
    found: ['FAIL FACILITATOR_SIGNER_EMPTY', 'UNKNOWN FACILITATOR_SIGNERS_LEFT'],
  },
]

const verify: readonly Case[] = [
  {
    name: 'pass: refused, as it must',
    seen: only({ verify: answered(400, verdict(false, 'invalid_payload')) }),
    expected: asking,
    found: [],
    also: ['PASS FACILITATOR_VERIFY_REACHED'],
  },
  {
    name: 'fail: it accepts what is no payment',
    seen: only({ verify: answered(200, verdict(true)) }),
    expected: asking,
    found: ['FAIL FACILITATOR_VERIFY_ACCEPTS'],
  },
  {
    name: 'warn: turned away without a verdict',
    seen: only({ verify: answered(422, verdict(null, 'bad request')) }),
    expected: asking,
    found: ['WARN FACILITATOR_VERIFY_REFUSED'],
  },
  {
    name: 'unknown: an exception',
    seen: only({ verify: answered(500, verdict(null)) }),
    expected: asking,
    found: ['UNKNOWN FACILITATOR_VERIFY_REFUSED'],
  },
  {
    name: 'fail: 200 without a verdict',
    seen: only({ verify: answered(200, verdict(null)) }),
    expected: asking,
    found: ['FAIL FACILITATOR_VERIFY_REFUSED'],
  },
  {
    name: 'unknown: nothing to ask about',
    seen: seeing(),
    expected: asking,
    found: ['UNKNOWN FACILITATOR_VERIFY_NO_TERMS'],
  },
  {
    name: 'unknown: verify wants a credential',
    seen: only({ verify: answered(401, verdict(null)) }),
    expected: asking,
    found: ['UNKNOWN FACILITATOR_NEEDS_AUTH'],
  },
  {
    name: 'fail: verify refuses the credential that the open page did not test',
    seen: only({ open: ok, closed: ok, verify: answered(401, verdict(null)) }),
    expected: { ...key, ...asking },
    found: ['FAIL FACILITATOR_AUTH_REFUSED'],
  },
  {
    name: 'unknown: verify is limited',
    seen: only({ verify: answered(429, verdict(null)) }),
    expected: asking,
    found: ['UNKNOWN FACILITATOR_LIMITED'],
  },
  {
    name: 'fail: verify hangs',
    seen: only({ verify: hung }),
    expected: asking,
    found: ['FAIL FACILITATOR_DOWN'],
  },
  {
    name: 'unknown: down, so verify was not asked',
    seen: only({ open: again(refused), ready: refused }),
    expected: asking,
    found: ['FAIL FACILITATOR_DOWN', ...unseen(6)],
  },
]

export const cases: readonly Case[] = [
  ...reach,
  ...auth,
  ...limits,
  ...kinds,
  ...minimum,
  ...healths,
  ...signers,
  ...verify,
]

/** The whole expectation of a case. */
export function expectedOf(one: Case): FacilitatorExpected {
  return { ...expected, ...one.expected }
}
