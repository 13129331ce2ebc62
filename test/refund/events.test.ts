import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeRoom } from '../../src/core/run-room.ts'
import { planOf } from '../../src/refund/plan.ts'
import { readEvents } from '../../src/refund/read-events.ts'
import { refund } from '../../src/refund/room.ts'
import type { RefundEvent } from '../../src/refund/shapes.ts'
import { alice, bob, hash } from '../payments/world.ts'
import { back, expected, paid, read, seeing, told } from './world.ts'

const withEvents = (events: readonly RefundEvent[], payments = [paid(1)], part = {}) =>
  seeing(payments, { events: { file: 'events.jsonl', events, rejected: [] }, ...part })
const codes = (events: readonly RefundEvent[], payments = [paid(1)]) =>
  judgeRoom(refund, withEvents(events, payments), expected).findings.map(({ code }) => code)
const kinds = (events: readonly RefundEvent[], payments = [paid(1)]) => {
  const { rows, held, done } = planOf(withEvents(events, payments), expected)
  return {
    rows: rows.map(({ amount }) => amount.atomic),
    held: held.map(({ reason }) => reason),
    done: done.length,
  }
}

describe('refund events', () => {
  test('that name the payment are its refund; without one it is missing', () => {
    expect(kinds([told()])).toEqual({ rows: [], held: [], done: 1 })
    expect(codes([])).toEqual(['REFUND_MISSING'])
  })

  test('of a part leave the rest, in dollars or in atomic units', () => {
    expect(kinds([told({ amount: '0.004' })]).rows).toEqual([6_000n])
    expect(kinds([told({ amount: '4000', amountUnit: 'atomic' })]).rows).toEqual([6_000n])
    expect(codes([told({ amount: '0.004' })])).toContain('REFUND_PARTIAL')
  })

  test('by payer and amount count for the only such payment, and hold when they could be of two', () => {
    const bare = told({ tx: null, amount: '0.01' })
    expect(kinds([bare]).done).toBe(1)
    expect(kinds([bare], [paid(1), paid(2)])).toEqual({
      ...{ rows: [], done: 0 },
      held: ['EVENT_UNCLEAR', 'EVENT_UNCLEAR'],
    })
    expect(kinds([bare, { ...bare, line: 2 }]).held).toEqual(['EVENT_UNCLEAR'])
  })

  test('for which nothing is owed are named', () => {
    const delivered = paid(2, { response: 'ok' }, { responseStatus: 200 })
    expect(codes([told(), told({ tx: hash(0x7002) })], [paid(1), delivered])).toEqual(
      expect.arrayContaining(['REFUND_EVENT_UNMATCHED', 'REFUND_DONE']),
    )
    expect(codes([told({ payer: bob })])).toEqual(
      expect.arrayContaining(['REFUND_EVENT_UNMATCHED', 'REFUND_MISSING']),
    )
  })

  test('kept under an address of the internet or a token never satisfy a payer', () => {
    const payments = [paid(1), paid(2, {}, { payer: bob })]
    const shared = [told({ keyedBy: 'ip', payer: null, tx: null }), told({ keyedBy: 'token' })]
    expect(kinds(shared, payments).rows).toEqual([10_000n, 10_000n])
    expect(codes(shared, payments).filter((code) => code === 'REFUND_EVENT_UNKEYED')).toHaveLength(2)
  })

  test('that name the refund too say which payment money on chain was for', () => {
    const readings = [read([back(alice, 10_000n)])]
    const events = [told({ refundTx: hash(0x9001) })]
    const { rows, held, done } = planOf(withEvents(events, [paid(1), paid(2)], { readings }), expected)
    expect([rows.map(({ item }) => item.caseId), held, done.map(({ by }) => by)]).toEqual([
      ['case2'],
      [],
      ['event'],
    ])
  })
})

const relai = {
  ...{ payer: alice.toUpperCase().replace('0X', '0x'), transactionId: hash(0x7001), network: 'base' },
  ...{ amount: 0.01, path: '/v1/quote', reason: 'endpoint_error', statusCode: 500, timestamp: 1_795_000_000 },
}

describe('reading', () => {
  const wanted = {
    ...told({ amount: '0.01', network: 'eip155:8453', path: '/v1/quote', reason: 'endpoint_error' }),
  }
  test.each([
    ['a JSON array', JSON.stringify([relai])],
    ['an object with events', JSON.stringify({ events: [relai] })],
    ['JSON lines', `${JSON.stringify(relai)}\n`],
    [
      'CSV',
      `payer,transaction_id,network,amount,path,reason\r\n${relai.payer},${relai.transactionId},base,0.01,/v1/quote,endpoint_error\r\n`,
    ],
  ])('%s', (_name, text) => {
    const { events, rejected } = readEvents('events', text)
    expect([events.map((event) => ({ ...event, line: 1 })), rejected]).toEqual([[wanted], []])
  })

  test('a small price that JSON writes with an exponent', () => {
    const { events } = readEvents('events', JSON.stringify([{ ...relai, amount: 1e-7 }]))
    expect(events[0]?.amount).toBe('0.0000001')
  })

  test('a long reason or path is cut with a mark', () => {
    const long = { ...relai, path: `/${'p'.repeat(400)}`, reason: 'r'.repeat(400) }
    const [event] = readEvents('events', JSON.stringify([long])).events
    expect(event?.path).toBe(`/${'p'.repeat(296)}...`)
    expect(event?.reason).toBe(`${'r'.repeat(297)}...`)
  })

  test.each([
    ['ip', { ip: '203.0.113.9' }],
    ['ip', { payer: '203.0.113.9' }],
    ['ip', { key: 'ip:2001:db8::1' }],
    ['token', { key: 'bearer-CANARY' }],
    ['token', { keyedBy: 'token', payer: alice }],
    ['payer', { key: alice, payer: alice }],
  ])('what a credit is kept under: %s', (keyedBy, part) => {
    expect(readEvents('events', JSON.stringify([part])).events.map((event) => event.keyedBy)).toEqual([
      keyedBy,
    ])
  })

  test.each([
    ['no object', '[1]'],
    ['no payer and no payment', '[{"amount":1}]'],
    ['no hash', '[{"tx":"abc"}]'],
    ['no decimal', `[{"payer":"${alice}","amount":"-1"}]`],
    ['half a line', `{"payer":"${alice}"}\n{"pay`],
  ])('%s is named with its line', (_name, text) => {
    expect(readEvents('events', text).rejected).toHaveLength(1)
  })

  test('of any text never throws, and counts every entry', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('{', '}', '[', ']', '"', ',', '\n', 'payer', 'tx', alice, hash(1), ':', '""'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { events, rejected } = readEvents('events', pieces.join(''))
        for (const { line } of [...events, ...rejected]) expect(line).toBeGreaterThan(0)
        for (const { payer, tx, keyedBy } of events) {
          expect(keyedBy !== 'payer' || payer !== null || tx !== null).toBe(true)
          expect(`${payer}${tx}`).toBe(`${payer}${tx}`.toLowerCase())
        }
      }),
      { numRuns: 300 },
    )
  })
})
