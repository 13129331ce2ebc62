import { answered, failed, gas, health, hung, nonce, one, refused, seeing, signer, target } from './build.ts'

import { again, type Case, key, ok, only, second, unseen } from './case.ts'

const asking = { verifyReachability: true }
const verdict = (isValid: boolean | null, reason: string | null = null) => ({ isValid, reason })

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

/** What stands behind the pages: health, signers, /verify. */
export const behind: readonly Case[] = [...healths, ...signers, ...verify]
