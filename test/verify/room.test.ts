import { describe, expect, test } from 'vitest'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { catalog } from '../../src/verify/catalog.ts'
import { readVerify } from '../../src/verify/read.ts'
import { verify } from '../../src/verify/room.ts'
import type { ChainSeen, VerifySeen } from '../../src/verify/shapes.ts'
import { type About, changed, good, look, note, order, reached } from './look.ts'
import {
  asHeader,
  asJson,
  extra,
  type Loose,
  nonce,
  nowSeconds,
  payer,
  payment,
  payTo,
  permitPayment,
  required,
  requirement,
} from './payment.ts'

describe('a payment that would settle', () => {
  test('passes every check, as header, as JSON and in a request', async () => {
    expect(await look(good, required(requirement))).toMatchObject({
      not: [],
      rows: { signature: 'PASS', domain: 'PASS', window: 'PASS', nonce: 'SKIP', balance: 'SKIP' },
    })
    const about = { nowSeconds, minimumAtomic: null }
    const header = asHeader(good).toString()
    const requirements = Buffer.from(
      `HTTP/1.1 402 Payment Required\r\npayment-required: ${asHeader(required(requirement))}\r\n\r\n{}`,
    )
    for (const bytes of [
      header,
      JSON.stringify(good),
      `GET /v1 HTTP/1.1\r\nPAYMENT-SIGNATURE: ${header}\r\n\r\n`,
    ]) {
      const read = readVerify({ payment: Buffer.from(bytes), requirements }, about)
      expect(read).toMatchObject({ expected: { problems: [], echo: 'same', signed: true } })
    }
  })

  test('of version 1, which repeats nothing and names no token', async () => {
    const v1 = { x402Version: 1, scheme: 'exact', network: 'base', payload: good.payload }
    const { amount, ...rest } = requirement
    const asked = { x402Version: 1, accepts: [{ ...rest, network: 'base', maxAmountRequired: amount }] }
    expect(await look(v1, asked)).toMatchObject({ not: [], rows: { accepted: 'SKIP', asset: 'PASS' } })
  })

  test.each(['exact', 'upto'] as const)('by Permit2, scheme %s', async (scheme) => {
    const paid = await permitPayment(scheme, scheme === 'upto' ? payTo : undefined)
    expect(await look(paid, required(paid.accepted))).toMatchObject({
      not: [],
      rows: { spender: 'PASS', signature: 'PASS', domain: 'PASS' },
    })
  })

  test('is compared with the entry that it answers', async () => {
    const cheap = { ...requirement, amount: '1' }
    const elsewhere = { ...requirement, network: 'eip155:84532' }
    const found = await look(good, required(elsewhere, cheap, requirement))
    expect(found.not).toEqual([])
    expect(found.read).toMatchObject({ expected: { required: { entry: 3, entries: 3 } } })
  })
})

describe('what makes each check fail', () => {
  const asked = (change: object) => required({ ...requirement, ...change })
  /** A payment for another requirement, signed properly, against the first one. */
  const paidFor = async (change: object) => payment({ ...requirement, ...change })

  test.each<[string, readonly string[], () => Promise<Loose> | Loose, Loose?, About?]>([
    ['the version', ['version'], () => good, { ...required(requirement), x402Version: 1 }],
    [
      'a number for a text',
      ['shape'],
      () =>
        changed((c) => {
          c.payload.authorization.value = 10_000
        }),
    ],
    [
      'the scheme',
      ['scheme', 'accepted'],
      () =>
        changed((c) => {
          c.accepted.scheme = 'upto'
        }),
    ],
    [
      'the network',
      ['network', 'accepted', 'domain', 'signature'],
      () => good,
      asked({ network: 'eip155:137' }),
    ],
    ['the token', ['asset', 'accepted', 'domain', 'signature'], () => good, asked({ asset: payTo })],
    ['the recipient', ['recipient', 'accepted'], () => good, asked({ payTo: payer.address })],
    ['more is asked', ['amount', 'accepted'], () => good, asked({ amount: '10001' })],
    ['less is asked', ['amount', 'accepted'], () => good, asked({ amount: '9999' })],
    ['the minimum', ['minimum'], () => good, undefined, { minimumAtomic: 10_001n }],
    ['the time is over', ['window'], () => good, undefined, { now: nowSeconds + 120 }],
    ['five seconds are left', ['window'], () => good, undefined, { now: nowSeconds + 115 }],
    ['the time to settle', ['accepted'], () => good, asked({ maxTimeoutSeconds: 60 })],
    [
      'the name in extra',
      ['accepted', 'domain', 'signature'],
      () => good,
      asked({ extra: { ...extra, name: 'USDC' } }),
    ],
    ['no name in extra', ['domain', 'signature'], () => good, asked({ extra: {} })],
    [
      'no signature',
      ['signature'],
      () =>
        changed((c) => {
          c.payload.signature = undefined
        }),
    ],
    [
      'half a signature',
      ['signature'],
      () =>
        changed((c) => {
          c.payload.signature = c.payload.signature.slice(0, 131)
        }),
    ],
    [
      'somebody else',
      ['signature'],
      () =>
        changed((c) => {
          c.payload.authorization.from = payTo
        }),
    ],
    [
      'another nonce',
      ['signature'],
      () =>
        changed((c) => {
          c.payload.authorization.nonce = nonce.replace('5', '6')
        }),
    ],
    ['upto with EIP-3009', ['scheme'], () => paidFor({ scheme: 'upto' }), asked({ scheme: 'upto' })],
  ])('%s', async (_name, not, paid, terms = required(requirement), about = {}) => {
    const found = await look(await paid(), terms, about)
    expect([...found.not].sort()).toEqual([...not].sort())
    expect(Object.values(found.rows)).toContain('FAIL')
  })

  test('not begun, on the second', async () => {
    const later = changed((c) => {
      c.payload.authorization.validAfter = `${nowSeconds}`
    })
    expect(await look(later, required(requirement))).toMatchObject({ rows: { window: 'FAIL' } })
  })

  test('the wrong domain name is named: the payer signed for what extra said', async () => {
    const { signature } = good.payload
    const found = await look(good, asked({ extra: { ...extra, name: 'USDC' } }))
    expect(found.codes).toEqual(expect.arrayContaining(['DOMAIN_WRONG', 'SIGNATURE_OTHER_DOMAIN']))
    expect(found.printed).toContain('USD Coin')
    expect(found.printed).not.toContain(signature.slice(2, 30))
  })

  test('a token that nobody knows leaves the domain open', async () => {
    const unknownToken = { ...requirement, asset: '0x00000000000000000000000000000000000000aa' }
    const found = await look(await payment(unknownToken), required(unknownToken))
    expect(found.rows).toMatchObject({ domain: 'UNKNOWN' })
  })
})

describe('forms of a signature', () => {
  const { signature } = good.payload
  const v = Number.parseInt(signature.slice(-2), 16)
  const s = order - BigInt(`0x${signature.slice(66, 130)}`)
  const high = `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${(55 - v).toString(16)}`
  test.each([
    ['0 or 1 at the end', `${signature.slice(0, -2)}0${v - 27}`, 'SIGNATURE_LOW_V', 'UNKNOWN'],
    ['the other half of the curve', high, 'SIGNATURE_HIGH_S', 'FAIL'],
    ['of a contract wallet', `0x01${signature.slice(2)}`, 'SIGNATURE_OF_CONTRACT', 'UNKNOWN'],
    ['with its wallet', `${signature}${'6492'.repeat(16)}`, 'SIGNATURE_OF_CONTRACT', 'UNKNOWN'],
    ['another last byte', `${signature.slice(0, -2)}1d`, 'SIGNATURE_UNREADABLE', 'FAIL'],
  ])('%s', async (_name, form, code, verdict) => {
    const found = await look(
      changed((c) => {
        c.payload.signature = form
      }),
      required(requirement),
    )
    expect(found.codes).toContain(code)
    expect(found.rows).toMatchObject({ signature: verdict })
    expect(found.printed).not.toContain(form.slice(4, 40))
  })
})

describe('Permit2', () => {
  test('through another contract, or for another facilitator', async () => {
    const other = await permitPayment('exact')
    other.payload.permit2Authorization.spender = payTo
    expect((await look(other, required(other.accepted))).codes).toContain('SPENDER_WRONG')
    const upto = await permitPayment('upto', payTo)
    const terms = { ...upto.accepted, extra: { ...extra, facilitatorAddress: payer.address } }
    expect((await look(upto, required(terms))).codes).toContain('SETTLER_WRONG')
  })

  test('of upto more may be signed than is asked, never less', async () => {
    const paid = await permitPayment('upto', payTo)
    const at = (amount: string) => look(paid, required({ ...paid.accepted, amount }))
    expect((await at('9999')).rows).toMatchObject({ amount: 'PASS' })
    expect((await at('10001')).rows).toMatchObject({ amount: 'FAIL' })
  })
})

describe('what the endpoints say', () => {
  const look1 = { at: '2026-11-21T00:00:00.000Z', source: 'node', ref: 'test' }
  const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`
  const say = (...values: readonly string[]) =>
    values.map((value, index) => ({ label: `node ${index}`, answer: saw(look1, value) }))
  const silent = [{ label: 'node 0', answer: couldNotSee(look1, 'deadline', 'no answer') }]
  const block = { number: 9, hash: word(9n), timestamp: nowSeconds }
  const separator = word(5n)
  const chain: ChainSeen = {
    at: { block, finality: 'latest' },
    nonce: say(word(0n)),
    balance: say(word(10_000n)),
    allowance: [],
    code: say('0x'),
    separator: say(separator),
    name: [],
    version: [],
    wallet: null,
  }
  const signer = { kind: 'signer', address: payer.address.toLowerCase(), v: 27, highS: false } as const
  const contract = { kind: 'contract', bytes: 66, deploys: false } as const

  /** The findings for a good payment when this was seen instead. */
  async function judged(change: Partial<ChainSeen>, rest: Partial<VerifySeen> = {}, paid: Loose = good) {
    const read = readVerify(
      { payment: asJson(paid), requirements: asJson(required(paid.accepted)) },
      { nowSeconds, minimumAtomic: 1n },
    )
    if ('problem' in read) throw new Error(read.problem)
    const seen = { signer, signedFor: null, separator, chain: { ...chain, ...change }, ...rest }
    const judgement = judgeRoom(verify, seen, read.expected)
    expect(judgeRoom(verify, unfreeze(freeze(seen)) as VerifySeen, read.expected)).toEqual(judgement)
    note(judgement.findings.map(({ code }) => code))
    return judgement
  }

  test('all is well', async () => {
    const { findings, checks } = await judged({})
    expect(findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['NONCE_FREE', 'BALANCE_ENOUGH', 'DOMAIN_RIGHT', 'MINIMUM_REACHED']),
    )
    expect(checks.filter(({ verdict }) => !['PASS', 'SKIP'].includes(verdict))).toEqual([])
  })

  test.each<[string, string, string, Partial<ChainSeen>, Partial<VerifySeen>?]>([
    ['nonce', 'NONCE_SPENT', 'FAIL', { nonce: say(word(1n), word(1n)) }],
    ['nonce', 'CHAIN_SPLIT', 'UNKNOWN', { nonce: say(word(1n), word(0n)) }],
    ['nonce', 'CHAIN_BLIND', 'UNKNOWN', { nonce: silent }],
    ['nonce', 'CHAIN_BLIND', 'UNKNOWN', { nonce: say('0x') }],
    ['balance', 'BALANCE_SHORT', 'FAIL', { balance: say(word(9999n)) }],
    ['balance', 'CHAIN_SPLIT', 'UNKNOWN', { balance: say(word(9999n), word(10_000n)) }],
    ['window', 'WINDOW_NOT_READ', 'UNKNOWN', { at: { block: null, why: 'no block' } }],
    [
      'window',
      'WINDOW_TOO_SHORT',
      'FAIL',
      { at: { block: { ...block, timestamp: nowSeconds + 115 }, finality: 'latest' } },
    ],
    ['domain', 'DOMAIN_WRONG', 'FAIL', { separator: say(word(6n)) }],
    ['domain', 'CHAIN_SPLIT', 'UNKNOWN', { separator: say(word(5n), word(6n)) }],
    ['domain', 'DOMAIN_RIGHT', 'PASS', { separator: silent }],
    ['signature', 'SIGNATURE_STRANGE', 'FAIL', {}, { signer: { ...signer, address: payTo } }],
    ['signature', 'SIGNATURE_OF_CONTRACT', 'UNKNOWN', { code: say('0xef01') }],
    ['signature', 'SIGNATURE_NOT_CHECKED', 'UNKNOWN', { code: silent }],
    ['signature', 'SIGNATURE_NOT_CHECKED', 'UNKNOWN', {}, { signer: null }],
    ['signature', 'SIGNATURE_OF_NOBODY', 'FAIL', {}, { signer: contract }],
    [
      'signature',
      'SIGNATURE_WALLET_YES',
      'PASS',
      { code: say('0x60'), wallet: say(`0x1626ba7e${'0'.repeat(56)}`) },
      { signer: contract },
    ],
    [
      'signature',
      'SIGNATURE_WALLET_NO',
      'FAIL',
      { code: say('0x60'), wallet: say(`0xffffffff${'0'.repeat(56)}`) },
      { signer: contract },
    ],
  ])('%s: %s, %s', async (id, code, verdict, change, rest) => {
    const { checks, findings } = await judged(change, rest)
    expect(findings.find(({ check }) => check === id)).toMatchObject({ code, verdict })
    expect(checks.find((row) => row.id === id)).toMatchObject({ verdict })
  })

  test('Permit2: nonce bit, allowance, and the other half of the curve', async () => {
    const paid = await permitPayment('exact')
    const bit = say(word(1n << 77n))
    const poor = await judged({ nonce: bit, allowance: say(word(9999n)) }, {}, paid)
    expect(poor.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['NONCE_SPENT', 'ALLOWANCE_SHORT']),
    )
    const rich = await judged({ allowance: say(word(10_000n)) }, { signer: { ...signer, highS: true } }, paid)
    expect(rich.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ALLOWANCE_ENOUGH', 'SIGNATURE_HIGH_S_PERMIT']),
    )
  })
})

test('other versions, schemes and kinds of payment are not guessed at', async () => {
  const future = { ...required(requirement), x402Version: 3 }
  expect((await look(good, future)).codes).toContain('VERSION_NOT_NAMED')
  const batch = { ...requirement, scheme: 'batch-settlement' }
  expect((await look({ ...good, accepted: batch }, required(batch))).codes).toContain('SCHEME_NOT_KNOWN')
  const solana = { x402Version: 2, accepted: requirement, payload: { transaction: 'CANARY' } }
  const found = await look(solana, required(requirement))
  expect(found.codes).toEqual(expect.arrayContaining(['SIGNATURE_NOT_CHECKED', 'WINDOW_NOT_READ']))
})

test('every code was met above', () => {
  expect([...reached].sort()).toEqual(Object.keys(catalog).sort())
})
