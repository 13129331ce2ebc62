import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pays } from '../../src/core/profile.ts'
import type { Mapping } from '../../src/payments/records/mapping.ts'
import { normaliseRows } from '../../src/payments/records/normalise.ts'
import { basePays, nonce, payer, payTo, tx, usdc } from './records-testkit.ts'

const plain: Mapping = {
  file: 'mapping.yaml',
  fields: {},
  states: {},
  amountUnit: null,
  timeZone: null,
  constants: { network: null, asset: null },
  where: {},
}

function read(
  rows: readonly unknown[],
  parts: Partial<Mapping> | null = null,
  pays: readonly Pays[] = [basePays],
) {
  const mapping = parts === null ? null : { ...plain, ...parts }
  const raw = rows.map((data, index) => ({ source: { file: 'pay.jsonl', line: index + 1 }, data }))
  return normaliseRows(raw, { name: 'pay.jsonl', pays, mapping })
}

function one(row: unknown, parts: Partial<Mapping> | null = null, pays: readonly Pays[] = [basePays]) {
  const { records, rejected } = read([row], parts, pays)
  expect(rejected).toEqual([])
  return records[0]
}

function why(row: unknown, parts: Partial<Mapping> | null = null) {
  return read([row, { payer, nonce }], parts).rejected[0]?.why
}

const authorization = {
  from: payer,
  to: payTo,
  value: '1000',
  validAfter: '0',
  validBefore: '1795166760',
  nonce,
}
const v1 = {
  x402Version: 1,
  scheme: 'exact',
  network: 'base',
  payload: { signature: '0xCANARY', authorization },
}

describe('names', () => {
  const wanted = { payer, nonce, payTo, network: 'eip155:8453', asset: usdc, amountAtomic: 1000n }
  test.each([
    ['camelCase', { payer, nonce, payTo, network: 'base', asset: usdc, amountAtomic: '1000' }],
    [
      'snake_case',
      {
        payer_address: payer,
        payment_nonce: nonce,
        pay_to: payTo,
        chain_id: 8453,
        asset_address: usdc,
        amount_atomic: 1000,
      },
    ],
    [
      'kebab-case',
      {
        'payer-address': payer,
        nonce,
        'pay-to': payTo,
        'chain-id': '8453',
        asset: 'USDC',
        'amount-atomic': '1000',
      },
    ],
    ['nested', { payment: { payer, nonce, payTo, network: 'eip155:8453', asset: usdc }, amount: '1000' }],
    [
      'upper case values',
      {
        payer: payer.toUpperCase().replace('0X', '0x'),
        nonce: nonce.slice(2).toUpperCase(),
        payTo: payTo.toUpperCase().replace('0X', '0x'),
        network: 'BASE',
        asset: usdc.toUpperCase().replace('0X', '0x'),
        value: '1000',
      },
    ],
    ['an authorization', { payment: { authorization }, network: 'base' }],
    ['a whole v1 payload', { paymentPayload: v1 }],
    ['a whole v1 payload, deep', { ctx: { x402: { payment: v1 } } }],
    ['a v1 header', { http_x_payment: Buffer.from(JSON.stringify(v1)).toString('base64') }],
    ['a payload as JSON text', { paymentPayload: JSON.stringify(v1) }],
  ])('%s', (_name, row) => {
    expect(one(row)).toMatchObject(wanted)
  })

  test('no signature survives', () => {
    const read = JSON.stringify(one({ paymentPayload: v1, signature: '0xCANARY' }), (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(read).not.toContain('CANARY')
  })

  test('payer and nonce come from one signature, and a different word of the log is mentioned', () => {
    const other = `0x${'ee'.repeat(20)}`
    const { records, mapping } = read([{ payer: other, paymentPayload: v1 }])
    expect(records[0]).toMatchObject({ payer, nonce })
    const differing = mapping.fields.filter(
      ({ field, differs }) => field === 'payer' && differs !== undefined,
    )
    expect(differing).toMatchObject([{ from: '(payment payload)', differs: ['payer'] }, { from: 'payer' }])
  })

  test('of two names the better one is taken, and the other one is mentioned', () => {
    const other = `0x${'ee'.repeat(32)}`
    const { records, mapping } = read([{ payer, nonce, tx, hash: other }])
    expect(records[0]?.tx).toBe(tx)
    expect(mapping.fields).toContainEqual({ field: 'tx', from: 'tx', by: 'name', rows: 1, differs: ['hash'] })
  })

  test('a Permit2 nonce is decimal and says how the money moves', () => {
    expect(one({ payer, nonce: '0007' })).toMatchObject({ nonce: '7', transfer: 'permit2' })
    expect(one({ payer, nonce })).toMatchObject({ transfer: 'eip3009' })
    expect(one({ payer, nonce, network: 'eip155:1', asset: tx.slice(0, 42) })).toMatchObject({
      transfer: null,
    })
  })

  test('a nonce of EIP-3009 kept as a number is the same nonce, and its method is not known', () => {
    const number = BigInt(nonce).toString()
    expect(one({ payer, nonce: number, transfer: 'eip3009' })).toMatchObject({ nonce, transfer: null })
    expect(one({ payer, nonce, transfer: 'eip3009' })).toMatchObject({ nonce, transfer: 'eip3009' })
    expect(one({ payer, nonce: number, transfer: 'permit2' })?.nonce).toBe(number)
    expect(one({ payer, nonce: '9'.repeat(78), transfer: 'eip3009' })?.nonce).toBe('9'.repeat(78))
  })

  test('a validBefore in milliseconds, or that is a length of time, is not known; a far one is', () => {
    for (const validBefore of ['1795166760000', 1795166760000, '1795166760000000', 0, 60, '300']) {
      expect(one({ payer, nonce, validBefore })?.validBefore).toBeNull()
    }
    expect(one({ payer, nonce, validBefore: '32503680000' })?.validBefore).toBe(32503680000)
    expect(one({ payer, nonce, validBefore: '9'.repeat(78) })?.validBefore).toBe(Number.MAX_SAFE_INTEGER)
    expect(one({ payer, nonce, validBefore: '2026-11-20T09:00:00Z' })?.validBefore).toBe(1795165200)
  })

  test('routes lose their query, facilitators everything behind the host', () => {
    const row = {
      payer,
      nonce,
      url: 'https://127.0.0.1/v1/quote?key=CANARY',
      facilitator: 'https://127.0.0.1/CANARY',
    }
    expect(one(row)).toMatchObject({ route: '/v1/quote', facilitator: 'https://127.0.0.1' })
    expect(one({ payer, nonce, request: 'POST /v1/ask?x=1 HTTP/1.1' })).toMatchObject({
      route: '/v1/ask',
      method: 'POST',
    })
  })

  test('nobody can hide a payment behind an odd route or id', () => {
    expect(one({ payer, nonce, path: `/${'a'.repeat(4096)}`, requestId: 'b'.repeat(4096) })).toMatchObject({
      payer,
      nonce,
      route: null,
      requestId: null,
    })
  })
})

test.each([
  [['true', 't', 'T', 'yes', '1', 1, true], true],
  [['false', 'f', 'no', '0', 0, false], false],
  [['', 'tr', null], null],
])('%j is %s', (values, flag) => {
  for (const value of values)
    expect(one({ tx, payer, paid: 'settled', paymentResponsePresent: value })).toMatchObject({
      paymentResponsePresent: flag,
    })
})

describe('defaults', () => {
  test('one network and asset in the profile fill what rows leave out, and it is said', () => {
    const { records, mapping } = read([{ payer, nonce }])
    expect(records[0]).toMatchObject({ network: 'eip155:8453', asset: usdc })
    expect(mapping.fields).toContainEqual({ field: 'network', from: 'eip155:8453', by: 'profile', rows: 1 })
  })

  test('two networks fill nothing', () => {
    const second = { ...basePays, network: 'eip155:84532', unit: { ...basePays.unit, asset: payTo } }
    expect(one({ payer, nonce }, null, [basePays, second])).toMatchObject({ network: null, asset: null })
    expect(
      one({ payer, nonce }, { constants: { network: 'base', asset: 'usdc' } }, [basePays, second]),
    ).toMatchObject({
      network: 'eip155:8453',
      asset: usdc,
    })
  })
})

describe('rows that are not payments, or cannot be used', () => {
  test.each([
    ['an unpaid 402', { time: '2026-11-20T09:00:00Z', status: 402, path: '/v1/quote' }],
    ['a health check', { status: 200, url: '/health' }],
    ['a state that is none', { state: 'unpaid', path: '/v1/quote' }],
    ['empty fields', { payer: '', nonce: '-', tx: null, state: '' }],
    ['our own garbage probe', { http_payment_signature: 'not-a-payment', status: 402 }],
    ['a text log line', { level: 30, msg: 'listening' }],
  ])('%s is ignored', (_name, row) => {
    expect(read([row])).toMatchObject({ rows: 1, used: 0, ignored: 1, rejected: [] })
  })

  test('a redacted payment header is still a payment', () => {
    const redacted = { 'x-payment': '[Redacted]', status: 200, tx }
    expect(one(redacted)).toMatchObject({ state: 'settled', stateDerived: true, tx, nonce: null })
  })

  test.each([
    [
      { payer, nonce, state: 'requires_review' },
      'the state "requires_review" is not known; say in the mapping file what it means',
    ],
    [
      { payer, nonce, state: 'CANARY'.repeat(20) },
      'the state "(a text of 120 characters)" is not known; say in the mapping file what it means',
    ],
    [{ payer: 'alice', nonce }, '"payer" is not an address'],
    [{ payer, nonce: '0x12' }, '"nonce" is not 32 bytes of hex (or the decimal nonce of Permit2)'],
    [{ payer, nonce, tx: '0x12' }, '"tx" is not a transaction hash of 32 bytes'],
    [
      { payer, nonce, amountAtomic: 0.5 },
      '"amountAtomic" is a fractional JSON number, which may have lost digits; write it as a text',
    ],
    [
      { payer, nonce, amount: 0.5 },
      '"amount" is a fractional JSON number, which may have lost digits; write it as a text',
    ],
    [
      { payer, nonce, amountAtomic: 2 ** 60 },
      '"amountAtomic" is a JSON number too large to be exact; write it as a text',
    ],
    [{ payer, nonce, value: '0.5' }, '"value" has a decimal point, but amounts are in atomic units'],
    [{ payer, nonce, asset: 'DOGE' }, '"asset" is not an address or a token symbol of this network'],
    [
      { payer, nonce, time: 'yesterday' },
      '"time" is not a time (RFC 3339 with a zone, or Unix seconds or milliseconds)',
    ],
    ['a text', 'the row is not an object, or has more than 1000 fields'],
    [null, 'the row is not an object, or has more than 1000 fields'],
  ])('case %#', (row, problem) => {
    expect(why(row)).toBe(problem)
  })

  test('the mapping says what a word means', () => {
    expect(
      one({ payer, nonce, state: 'requires_review' }, { states: { requires_review: 'pending' } })?.state,
    ).toBe('pending')
  })

  test('where keeps only matching rows and counts the others', () => {
    const rows = [
      { payer, nonce, env: { name: 'live' } },
      { payer, nonce, env: { name: 'test' } },
    ]
    expect(read(rows, { where: { 'env.name': 'live' } })).toMatchObject({ rows: 2, used: 1, ignored: 1 })
  })

  test('a mapped field is the only place looked at, and one that no row has is shown with 0 rows', () => {
    const row = { who: payer, payer: tx, n: nonce }
    expect(one(row, { fields: { payer: 'who', nonce: 'n' } })).toMatchObject({ payer, nonce })
    const { mapping } = read([{ payer, nonce }], { fields: { requestId: 'rid' } })
    expect(mapping.fields).toContainEqual({ field: 'requestId', from: 'rid', by: 'mapping', rows: 0 })
  })

  test('payments without any key stop the run and name the fields that are there', () => {
    expect(() =>
      read([{ id: 'ch_1', status: 'succeeded', customer: 'x' }]),
    ).toThrowErrorMatchingInlineSnapshot(
      `[OpsError: pay.jsonl holds no field that could join a record to the chain]`,
    )
    expect(() => read([{ id: 'ch_1', status: 'succeeded' }])).toThrow(
      expect.objectContaining({ code: 'RECORDS_WITHOUT_KEY', why: 'Fields seen: id, status.' }),
    )
    expect(read([])).toMatchObject({ rows: 0, used: 0 })
  })

  test('a log that has the fields but no paid request in this window is read', () => {
    const rows = [
      { status: 402, http_x_payment: '' },
      { status: 402, http_x_payment: 'AAAA' },
    ]
    expect(read(rows)).toMatchObject({ rows: 2, used: 1, ignored: 1 })
    expect(read([{ id: 'ch_1', status: 'failed', tx_hash: '' }])).toMatchObject({ used: 1 })
  })

  test('a time without a zone stops the run', () => {
    expect(() => read([{ payer, nonce, created_at: '2026-11-20 09:00:00' }])).toThrow(
      expect.objectContaining({ code: 'TIME_ZONE_UNCLEAR' }),
    )
    expect(read([{ time: '2026-11-20 09:00:00', msg: 'no payment' }]).ignored).toBe(1)
  })

  test('keys that play with prototypes are only keys', () => {
    const hostile = JSON.parse(
      `{"__proto__":{"payer":"${payer}"},"constructor":{"nonce":1},"payer":"${payer}","nonce":"${nonce}"}`,
    )
    expect(one(hostile)).toMatchObject({ payer, nonce })
    expect(({} as { payer?: string }).payer).toBeUndefined()
  })
})

describe('amounts', () => {
  test('atomic when every value is an integer, token units when every value has a decimal point', () => {
    const amounts = (...list: readonly unknown[]) => {
      const { records, mapping } = read(list.map((amount) => ({ payer, nonce, amount })))
      return [mapping.amountUnit, ...records.map(({ amountAtomic }) => amountAtomic)]
    }
    expect(amounts('1000', 2000)).toEqual(['atomic', 1000n, 2000n])
    expect(amounts('0.001', '1.0')).toEqual(['token', 1000n, 1_000_000n])
    expect(() => amounts('0.001', '1')).toThrow(expect.objectContaining({ code: 'AMOUNT_UNIT_UNCLEAR' }))
  })

  test('upto is measured by what was charged', () => {
    const row = {
      payer,
      nonce: '7',
      scheme: 'upto',
      amountAtomic: '5000',
      settle: { success: true, transaction: tx, amount: '1200' },
    }
    expect(one(row)?.amountAtomic).toBe(1200n)
    expect(one({ ...row, settle: { success: true, transaction: '', amount: '0' } })?.state).toBe(
      'not_charged',
    )
  })
})

describe('properties', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null))
  const names = fc.oneof(
    fc.constantFrom('payer', 'nonce', 'status', 'state', 'tx', 'time', 'amount', 'x-payment'),
    fc.string(),
  )
  const rows = fc.array(fc.dictionary(names, fc.oneof(leaf, fc.dictionary(names, leaf)), { maxKeys: 6 }), {
    maxLength: 6,
  })

  test('for any rows the counts add up, or the run stops with a named error', () => {
    fc.assert(
      fc.property(rows, (list) => {
        try {
          const { rows: all, used, ignored, rejected, records } = read(list, { timeZone: 'Z' })
          expect([used + ignored + rejected.length, records.length]).toEqual([all, used])
          expect(all).toBe(list.length)
        } catch (error) {
          expect(['RECORDS_WITHOUT_KEY', 'AMOUNT_UNIT_UNCLEAR']).toContain((error as { code?: string }).code)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('the order of columns does not matter', () => {
    const entries = Object.entries({
      payer,
      nonce,
      tx,
      wallet: payTo,
      hash: nonce,
      amount: '5',
      price: '7',
      status: 'paid',
      id: 'x',
    })
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(one(Object.fromEntries(shuffled))).toEqual(one(Object.fromEntries(entries)))
      }),
    )
  })
})
