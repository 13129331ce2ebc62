import { describe, expect, test } from 'vitest'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { givenSource } from '../../src/payments/settlement/from-case.ts'
import { catalog } from '../../src/settlement/catalog.ts'
import { settlementDocument } from '../../src/settlement/document.ts'
import { judgePayments } from '../../src/settlement/judged.ts'
import { stations } from '../../src/settlement/life.ts'
import { madeRecord } from '../../src/settlement/made-record.ts'
import { settlement } from '../../src/settlement/room.ts'
import { settlementScreen } from '../../src/settlement/screen.ts'
import type { SettlementSeen } from '../../src/settlement/shapes.ts'
import { expected, fixtures, given, seeing } from './seen.ts'

const codesOf = (seen: SettlementSeen) =>
  judgeRoom(settlement, seen, expected).findings.map(({ code }) => code)

describe('the room of settlement', () => {
  test.each(Object.keys(fixtures))('finds %s', (code) => {
    expect(codesOf(fixtures[code] as SettlementSeen)).toContain(code)
  })

  test('every code of the catalogue is reached, but that of a track that goes on', () => {
    // One look shows no payment that is being looked for: only a track can stand there.
    const apart = ['SETTLEMENT_POLLING', 'SETTLEMENT_SIGNATURE_UNPROVEN']
    const reached = [...Object.keys(fixtures), ...apart]
    expect(reached.toSorted()).toEqual(Object.keys(catalog).toSorted())
  })

  test('a payment that was given, and that nobody vouches for, is said to be that', () => {
    const codes = (endFrom: 'signature' | 'nobody') =>
      judgeRoom(settlement, fixtures.SETTLEMENT_NOT_FOUND as SettlementSeen, {
        ...expected,
        reference: { kind: 'payment', payments: [{ ...given, endFrom }] },
      }).findings.map(({ code }) => code)
    expect(codes('nobody')).toContain('SETTLEMENT_SIGNATURE_UNPROVEN')
    expect(codes('signature')).not.toContain('SETTLEMENT_SIGNATURE_UNPROVEN')
    expect(madeRecord({ ...given, endFrom: 'nobody' }, 1).validBefore).toBeNull()
    expect(madeRecord({ ...given, endFrom: 'signature' }, 1).validBefore).toBe(given.validBefore)
  })

  test('every code has words without holes', () => {
    const words = { name: 'req_0042', why: 'why', action: 'wait', retry: 'WAIT', until: null }
    expect(catalog.SETTLEMENT_POLLING.text(words)).toBe('req_0042: it is being looked for; why.')
    for (const seen of Object.values(fixtures)) {
      for (const { text, title, next } of judgeRoom(settlement, seen, expected).findings) {
        expect(`${title} ${text} ${next}`).not.toMatch(/undefined|NaN|\[object/)
      }
    }
  })

  test('what was seen can be saved and is judged again alike', () => {
    for (const seen of Object.values(fixtures)) {
      const again = unfreeze(freeze(seen)) as SettlementSeen
      expect(judgeRoom(settlement, again, expected)).toEqual(judgeRoom(settlement, seen, expected))
    }
  })

  test('a state is told once for each payment, with action and retry answer', () => {
    const { findings } = judgeRoom(settlement, fixtures.SETTLEMENT_CONFIRMED_LATE as SettlementSeen, expected)
    expect(findings.find(({ check }) => check === 'settlement.state')?.args).toMatchObject({
      ...{ name: 'req_0042', action: 'deliver', retry: 'DO_NOT_RETRY', until: null },
    })
  })
})

test('what the books paid back is not delivered, though the chain shows no refund', () => {
  const [payment] = judgePayments(
    seeing({ nonce: 'used', effect: 'one', books: 'refunded', response: 'error' }),
  )
  expect(payment?.advice).toMatchObject({
    ...{ action: 'unknown', retry: 'DO_NOT_RETRY', reasons: ['REFUNDED'] },
  })
})

describe('the life of a payment', () => {
  test('has every station, and says where nothing is known', () => {
    for (const seen of Object.values(fixtures)) {
      for (const { life } of judgePayments(seen)) {
        expect(life.map(({ step }) => step)).toEqual([...stations])
        expect(life.every(({ what }) => what !== '')).toBe(true)
      }
    }
  })

  test('takes from the record what the record says, each with its line', () => {
    const source = { file: 'payments.jsonl', line: 1 }
    const at = Date.parse('2026-09-21T14:00:00Z')
    const record = {
      ...madeRecord(given, 1),
      ...{ source, lines: [source], receivedAt: at, verifiedAt: at + 40, verify: 'valid' as const },
      ...{
        settledAt: at + 900,
        settleReason: 'settlement_pending',
        workEndedAt: at + 800,
        route: '/v1/quote',
      },
    }
    const item = { responseStatus: 402, respondedAt: at + 950, receivedAt: at }
    const seen = seeing(
      { nonce: 'used', effect: 'one', books: 'failed' },
      { item, seen: { records: [record] } },
    )
    const life = judgePayments(seen)[0]?.life.map(({ step, at: when, source: by, what }) => [
      step,
      when,
      by,
      what,
    ])
    expect(life).toEqual([
      ['signed', null, null, 'not known; good until 2026-09-21 14:14:20Z'],
      ['received', '2026-09-21T14:00:00.000Z', 'payments.jsonl:1', '/v1/quote'],
      ['verified', '2026-09-21T14:00:00.040Z', 'payments.jsonl:1', 'the facilitator said valid'],
      ['settle asked', null, 'payments.jsonl:1', 'after the work ended, 2026-09-21 14:00:00Z'],
      ['settle answered', '2026-09-21T14:00:00.900Z', 'payments.jsonl:1', 'settlement_pending'],
      ['mined', null, 'https://one.example/***, https://two.example/***', 'not known'],
      ['final', null, 'https://one.example/***, https://two.example/***', 'final, finalized up to block 90'],
      ['delivered', '2026-09-21T14:00:00.950Z', 'payments.jsonl:1', 'not delivered: HTTP 402'],
      ['refunded', null, null, 'no refund seen'],
    ])
  })

  test('a record made from a reference tells nothing of any station', () => {
    const record = madeRecord(given, 1)
    const seen = seeing(
      { books: 'pending', nonce: 'unused', effect: 'none', covered: true },
      { item: { lines: [{ file: givenSource, line: 1 }] }, seen: { records: [record] } },
    )
    const [payment] = judgePayments(seen)
    const fromBooks = payment?.life.filter(({ source }) => source?.startsWith('(given)'))
    expect(fromBooks).toEqual([])
  })
})

describe('hostile texts', () => {
  const evil = '\u001b]52;c;Q0FOQVJZ\u0007\u202eCANARY'
  const source = { file: `pay${evil}.jsonl`, line: 1 }
  const record = {
    ...madeRecord(given, 1),
    source,
    lines: [source],
    settleReason: evil,
    receivedAt: 1,
    route: evil,
  }
  const item = {
    requestIds: [evil],
    lines: [source],
    settleReason: evil,
    payTo: evil,
    payer: evil,
    nonce: evil,
  }
  const seen = seeing(
    { nonce: 'used', effect: 'one' },
    {
      item,
      seen: {
        records: [record],
        rivals: [{ name: evil, place: evil, payer: evil, nonce: evil, tx: null, receivedAt: 0 }],
      },
    },
  )

  test('reach no screen as they are', () => {
    const text = JSON.stringify(settlementScreen(judgePayments(seen), seen, expected))
    expect(text).toContain('CANARY')
    expect(text).not.toMatch(/\\u001b|\\u0007|\u202e/)
  })

  test('stand in the document as data', () => {
    const judged = judgeRoom(settlement, seen, expected)
    const document = settlementDocument(seen, expected, judged, 3)
    expect(document.payments[0]?.requestIds).toEqual([evil])
  })
})
