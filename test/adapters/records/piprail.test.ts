import { createHmac } from 'node:crypto'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRecords } from '../../../src/adapters/records/records.ts'
import { OpsError } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { RecordsRead } from '../../../src/payments/record.ts'
import { basePays } from '../../payments/records-testkit.ts'
import { errorOf, folderWith } from './records-testkit.ts'

const key = 'CANARY-receipts-secret-0123456789'
const tx = `0x${'3c'.repeat(32)}`
const payer = `0x${'1a'.repeat(20)}`
const payTo = `0x${'90'.repeat(20)}`

const receipt = (part: Readonly<Record<string, unknown>> = {}) => ({
  scheme: 'exact',
  success: true,
  network: 'eip155:8453',
  transaction: tx,
  asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  amount: '10000',
  payer,
  payTo,
  verifiedAt: '2026-11-20T09:01:01.250Z',
  decimals: 6,
  symbol: 'USDC',
  amountFormatted: '0.01',
  idempotencyKey: tx,
  ...part,
})
const sign = (body: string, secret = key) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const delivery = (body: string, signature: unknown = sign(body)) => ({
  receivedAt: '2026-11-20T09:01:02Z',
  headers: { 'content-type': 'application/json', 'piprail-signature': signature, 'idempotency-key': tx },
  body,
})
const good = delivery(JSON.stringify(receipt()))

async function read(rows: readonly unknown[] | string, signed = true): Promise<RecordsRead> {
  const text = typeof rows === 'string' ? rows : rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const cwd = await folderWith({ 'receipts.jsonl': text })
  const [found] = await createRecords({
    sources: [{ file: 'receipts.jsonl', mapping: null, ...(signed ? { piprail: { env: 'RECEIPTS' } } : {}) }],
    cwd,
    stdin: Readable.from([]),
    pays: [basePays],
    resolveSecret: async () => new Secret('env:RECEIPTS', key),
  }).read(new AbortController().signal)
  if (found === undefined) throw new Error('nothing was read')
  return found
}

describe('a receipt whose signature fits', () => {
  test('is a settled payment, joined by its transaction', async () => {
    const { records, rejected, used } = await read([good])
    expect([used, rejected]).toEqual([1, []])
    expect(records[0]).toMatchObject({
      recordId: tx,
      tx,
      payer,
      payTo,
      network: 'eip155:8453',
      asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
      amountAtomic: 10_000n,
      state: 'settled',
      stateDerived: false,
      responseStatus: null,
      nonce: null,
      scheme: 'exact',
      receivedAt: Date.parse('2026-11-20T09:01:01.250Z'),
    })
  })

  test('may carry the signature beside the body, or its header in any case', async () => {
    const body = JSON.stringify(receipt())
    const { used, rejected } = await read([
      { receivedAt: '2026-11-20T09:01:02Z', body, signature: sign(body) },
      { body, headers: { 'Piprail-Signature': sign(body) } },
    ])
    expect([used, rejected]).toEqual([2, []])
  })

  // Source: RFC 4231, test case 2, so that the HMAC is not only checked against itself.
  test('by HMAC-SHA256 as the RFC has it', async () => {
    expect(createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })
})

describe('everything else is a rejected row that names its line', () => {
  const body = JSON.stringify(receipt())
  const cases: readonly (readonly [what: string, row: unknown, why: string])[] = [
    ['no signature', { body, headers: {} }, 'the receipt is not signed'],
    ['an empty signature', delivery(body, ''), 'the receipt is not signed'],
    ['a null signature', { body, signature: null }, 'the receipt is not signed'],
    ['another secret', delivery(body, sign(body, 'CANARY-other')), 'does not fit the body'],
    ['an altered body', delivery(body.replace('10000', '90000'), sign(body)), 'does not fit the body'],
    ['blanks added to the body', delivery(`${body} `, sign(body)), 'does not fit the body'],
    ['capital hex', delivery(body, sign(body).toUpperCase()), 'is not sha256= and 64'],
    ['a short digest', delivery(body, sign(body).slice(0, -2)), 'is not sha256= and 64'],
    ['a number for a signature', delivery(body, 17), 'is not sha256= and 64'],
    ['two signatures', delivery(body, [sign(body)]), 'is not sha256= and 64'],
    ['a body that was parsed', { body: receipt(), signature: sign(body) }, 'not the text of the request'],
    ['no body', { signature: sign(body) }, 'not the text of the request'],
    ['a plain receipt without envelope', receipt(), 'not the text of the request'],
  ]
  test.each(cases)('%s', async (_, row, why) => {
    const { records, rejected, used } = await read([good, row])
    expect([used, records.length, rejected.length]).toEqual([1, 1, 1])
    expect(rejected[0]).toMatchObject({ file: 'receipts.jsonl', line: 2 })
    expect(rejected[0]?.why).toContain(why)
  })

  const signedBodies: readonly (readonly [what: string, body: string, why: string])[] = [
    ['not JSON', '{"scheme":', 'the body is not JSON'],
    ['a list', '[]', 'the body is not a JSON object'],
    ['not a success', JSON.stringify(receipt({ success: false })), 'does not say success'],
    ['no transaction', JSON.stringify(receipt({ transaction: undefined })), 'has no transaction'],
    ['no amount', JSON.stringify(receipt({ amount: '' })), 'has no amount'],
    ['a fraction', JSON.stringify(receipt({ amount: '0.01' })), 'amount is not an unsigned decimal'],
    [
      'another key',
      JSON.stringify(receipt({ idempotencyKey: `0x${'4d'.repeat(32)}` })),
      'idempotencyKey is not',
    ],
    ['the native coin', JSON.stringify(receipt({ asset: 'native' })), '"asset" is not an address'],
  ]
  test.each(signedBodies)('a signed body that is %s', async (_, text, why) => {
    const { rejected, used } = await read([good, delivery(text)])
    expect([used, rejected.length]).toEqual([1, 1])
    expect(rejected[0]?.why).toContain(why)
  })

  test('neither secret nor signature is told', async () => {
    const { rejected } = await read(cases.map(([, row]) => row))
    const text = JSON.stringify(rejected)
    expect(text).not.toContain(key)
    expect(text).not.toMatch(/[0-9a-f]{16}/i)
  })

  test('one bit of body or signature is enough', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: body.length - 1 }),
        fc.nat({ max: 63 }),
        fc.integer({ min: 1, max: 15 }),
        async (at, digit, by) => {
          const code = body.charCodeAt(at) ^ 1
          const changed = body.slice(0, at) + String.fromCharCode(code) + body.slice(at + 1)
          const signature = sign(body)
          const place = 'sha256='.length + digit
          const other = (Number.parseInt(signature[place] ?? '0', 16) ^ by).toString(16)
          const forged = signature.slice(0, place) + other + signature.slice(place + 1)
          const { used } = await read([delivery(changed, signature), delivery(body, forged)])
          expect(used).toBe(0)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('any bytes in an envelope: rows add up, nothing throws, nothing is trusted', async () => {
    const part = fc.oneof(fc.string(), fc.jsonValue())
    const row = fc.record({ body: part, signature: part, headers: part }, { requiredKeys: [] })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const found = await read(rows)
        expect([found.used, found.ignored, found.rejected.length]).toEqual([0, 0, rows.length])
      }),
      { numRuns: 60 },
    )
  })
})

describe('a source of receipts', () => {
  test('that names no secret: deliveries are refused, never read as books', async () => {
    const { used, rejected } = await read([good], false)
    expect(used).toBe(0)
    expect(rejected[0]?.why).toContain('its source names no secret')
  })

  test('that is no JSON lines', async () => {
    expect((await errorOf(read('a,b\n1,2\n')))[2]).toContain('does not hold PipRail receipts')
  })

  test('whose secret is not there', async () => {
    const source = { file: 'x', mapping: null, piprail: { env: 'RECEIPTS' } }
    const records = createRecords({
      ...{ sources: [source], cwd: '.', stdin: Readable.from([]), pays: [] },
      resolveSecret: async () => {
        throw new OpsError('SECRET_NOT_FOUND', { reference: 'env:RECEIPTS', reason: 'not set.' })
      },
    })
    expect((await errorOf(records.read(new AbortController().signal)))[0]).toBe('SECRET_NOT_FOUND')
  })
})
