import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { openedBy } from '../../src/refund/book.ts'
import { catalog } from '../../src/refund/catalog.ts'
import { planCsv } from '../../src/refund/csv.ts'
import { csvRows } from '../../src/refund/csv-rows.ts'
import { planOf } from '../../src/refund/plan.ts'
import { refund } from '../../src/refund/room.ts'
import type { RefundSeen } from '../../src/refund/shapes.ts'
import { alice, bob, hash, shop } from '../payments/world.ts'
import { back, expected, paid, read, seeing, told } from './world.ts'

const plan = (seen: RefundSeen, part = {}) => planOf(seen, { ...expected, ...part })
const reasons = (seen: RefundSeen) => plan(seen).held.map(({ reason }) => reason)
const amounts = (seen: RefundSeen, part = {}) => plan(seen, part).rows.map(({ amount }) => amount.atomic)

describe('what is owed', () => {
  test.each([
    ['CHARGED_NOT_DELIVERED', paid(1), 10_000n],
    ['ORPHANED_PAYMENT', paid(1, { books: 'failed' }, { responseStatus: 402 }), 10_000n],
    [
      'ORPHANED_PAYMENT',
      paid(1, { books: 'failed', response: 'unknown' }, { responseStatus: null }),
      10_000n,
    ],
    ['SETTLED_UNACKNOWLEDGED', paid(1, { books: 'pending' }), 10_000n],
    ['DUPLICATE_CHARGE', paid(1, { duplicate: true, response: 'ok' }, { responseStatus: 200 }), 10_000n],
    [
      'AMOUNT_OVER',
      paid(1, { amount: 'over', response: 'ok' }, { movedAtomic: 12_500n, responseStatus: 200 }),
      2_500n,
    ],
    ['AMOUNT_OVER', paid(1, { amount: 'over' }, { movedAtomic: 12_500n }), 12_500n],
    ['AMOUNT_SHORT', paid(1, { amount: 'short' }, { movedAtomic: 400n }), 400n],
  ])('%s goes back to who authorized it', (outcome, payment, atomic) => {
    const { rows, held } = plan(seeing([payment]))
    expect(rows.map((row) => [row.outcome, row.payee, row.amount.atomic])).toEqual([[outcome, alice, atomic]])
    expect(held).toEqual([])
  })

  test.each([
    ['what was delivered', paid(1, { response: 'ok' }, { responseStatus: 200 })],
    [
      'what was delivered and not booked',
      paid(1, { books: 'failed', response: 'ok' }, { responseStatus: 200 }),
    ],
    [
      'what was delivered for too little',
      paid(1, { amount: 'short', response: 'ok' }, { responseStatus: 200 }),
    ],
    ['money of another window', paid(1, { inWindow: false })],
    ['the second claim of one payment', paid(1, { isFirstClaim: false })],
    ['what never moved', paid(1, { effect: 'none', nonce: 'unused', expired: true, books: 'failed' })],
    ['what a reorganisation took back', paid(1, { finality: 'removed' })],
  ])('%s is not', (_name, payment) => {
    const { rows, held, waiting, undecided } = plan(seeing([payment]))
    expect([rows, held, waiting, undecided]).toEqual([[], [], [], 0])
  })

  test('what is not final waits, what is not known is never planned', () => {
    const waits = plan(seeing([paid(1, { finality: 'below' })]))
    expect([waits.rows, waits.waiting.length]).toEqual([[], 1])
    const over = plan(seeing([paid(1, { finality: 'below', amount: 'over' })]))
    expect([over.rows, over.waiting.length]).toEqual([[], 1])
    const unknown = plan(seeing([paid(1, { effect: 'unknown' }), paid(2, { effect: 'many' })]))
    expect([unknown.rows, unknown.undecided]).toEqual([[], 2])
  })

  test.each([
    ['BOOKS_SAY_REFUNDED', paid(1, { books: 'refunded' })],
    ['DELIVERY_UNKNOWN', paid(1, { books: 'pending', response: 'unknown' }, { responseStatus: null })],
    ['OTHER_TOKEN', paid(1, { sameAsset: false })],
    ['OTHER_RECIPIENT', paid(1, { sameRecipient: false })],
    ['NO_RECORD', paid(1, { books: 'absent', marked: true })],
    ['PAYER_NOT_PROVEN', paid(1, { nonce: 'none' }, { nonce: null })],
    ['PAYER_NOT_PROVEN', paid(1, {}, { flags: ['payer_differs'] })],
    ['PAYER_NOT_PROVEN', paid(1, {}, { payer: `0x${'0'.repeat(40)}` })],
    ['PAYER_IS_OURS', paid(1, {}, { payer: shop })],
    ['UNIT_UNKNOWN', paid(1, {}, { asset: `0x${'e'.repeat(40)}` })],
    ['NOT_EVM', paid(1, {}, { network: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp' })],
  ])('%s is held back for a person', (reason, payment) => {
    const seen = seeing([payment])
    expect([reasons(seen), plan(seen).rows]).toEqual([[reason], []])
  })

  test('the operator says which answers are worth their money', () => {
    const seen = seeing([paid(1, {}, { responseStatus: 404 }), paid(2, {}, { responseStatus: 503 })])
    expect(amounts(seen)).toEqual([10_000n, 10_000n])
    const { rows } = plan(seen, { billing: { billable: ['2xx', '404'] } })
    expect(rows.map(({ item }) => item.responseStatus)).toEqual([503])
    const partial = seeing([paid(1, { response: 'ok' }, { responseStatus: 206 })])
    expect(amounts(partial, { billing: { billable: ['200'] } })).toEqual([10_000n])
  })

  test('two payments that claim one transfer are both held', () => {
    const seen = seeing([paid(1), paid(2, {}, { tx: hash(0x7001), logIndex: 5, otherParts: [1] })])
    expect(reasons(seen)).toEqual(['NAMED_TWICE', 'NAMED_TWICE'])
    expect(plan(seen).rows).toEqual([])
  })
})

describe('nothing goes back twice', () => {
  test('what the run found on chain is done', () => {
    const refunded = { refund: { tx: hash(0x9001), logIndex: 0, block: 200 } }
    const { rows, done } = plan(seeing([paid(1, { refundFound: true, books: 'failed' }, refunded)]))
    expect([rows, done.map(({ by }) => by)]).toEqual([[], ['chain']])
  })

  test('the only transfer of that amount to the only such payer is his refund', () => {
    const { rows, done } = plan(seeing([paid(1)], { readings: [read([back(alice, 10_000n)])] }))
    expect([rows, done.map(({ by }) => by)]).toEqual([[], ['chain']])
  })

  test.each([
    ['another amount', [paid(1)], [back(alice, 9_999n)]],
    ['two transfers', [paid(1)], [back(alice, 10_000n), back(alice, 10_000n, 2)]],
    ['two payments', [paid(1), paid(2)], [back(alice, 10_000n)]],
  ])('%s: ambiguous, so every payment of the payer is held', (_name, payments, outgoing) => {
    const seen = seeing(payments, { readings: [read(outgoing)] })
    expect([plan(seen).rows, new Set(reasons(seen))]).toEqual([[], new Set(['MAYBE_REFUNDED'])])
  })

  test('money to another payer, or before the payment, changes nothing', () => {
    const early = { ...back(alice, 10_000n), block: 50 }
    expect(amounts(seeing([paid(1)], { readings: [read([back(bob, 10_000n), early])] }))).toEqual([10_000n])
  })

  test('a transfer that the run gave to another payment is not looked at again', () => {
    const refunded = { refund: { tx: hash(0x9001), logIndex: 0, block: 200 } }
    const payments = [paid(1, { refundFound: true, books: 'refunded' }, refunded), paid(2)]
    expect(amounts(seeing(payments, { readings: [read([back(alice, 10_000n)])] }))).toEqual([10_000n])
  })

  test('where nobody could look, nothing is planned; offline the run alone counts', () => {
    const blind = seeing([paid(1)], { readings: [read([], 'rate')] })
    expect([plan(blind).rows, reasons(blind)]).toEqual([[], ['REFUNDS_NOT_READ']])
    expect(reasons(seeing([paid(1)], { readings: [] }))).toEqual(['REFUNDS_NOT_READ'])
    expect(amounts(seeing([paid(1)], { readings: null }))).toEqual([10_000n])
  })

  test('planning again from the same run gives the same plan, and opens nothing twice', () => {
    const seen = seeing([paid(1), paid(2)])
    const first = plan(seen)
    const cases = openedBy(first, seen)
    expect(cases.map(({ state }) => state)).toEqual(['open', 'open'])
    const again = { ...seen, book: { cases, damaged: null } }
    expect(plan(again)).toEqual(first)
    expect(openedBy(plan(again), again)).toEqual([])
  })

  test.each(['sent', 'confirmed', 'denied'] as const)('what the book calls %s is done', (state) => {
    const seen = seeing([paid(1)])
    const cases = openedBy(plan(seen), seen).map((item) => ({ ...item, state }))
    const { rows, done } = plan({ ...seen, book: { cases, damaged: null } })
    expect([rows, done.map(({ by, detail }) => [by, detail])]).toEqual([[], [['book', state]]])
  })

  test('a mark takes its own transfer of a batch, and hides no other', () => {
    const one = hash(0x9001)
    const [mine, other] = [back(alice, 10_000n), { ...back(bob, 10_000n), logIndex: 1 }]
    const payments = [paid(1), paid(2, {}, { payer: bob })]
    const seen = seeing(payments, { readings: [read([mine, other])] })
    const cases = openedBy(plan(seeing(payments)), seen).map((item) =>
      item.payee === alice ? { ...item, state: 'confirmed' as const, refundTx: one } : item,
    )
    const { rows, done } = plan({ ...seen, book: { cases, damaged: null } })
    expect([rows, done.map(({ by }) => by)]).toEqual([[], ['book', 'chain']])
  })

  test('of two transfers to one payer in one batch a mark takes one', () => {
    const outs = [back(alice, 10_000n), { ...back(alice, 10_000n), logIndex: 1 }]
    const payments = [paid(1), paid(2)]
    const seen = seeing(payments, { readings: [read(outs)] })
    const [first, ...rest] = openedBy(plan(seeing(payments)), seen)
    if (first === undefined) throw new Error('nothing was opened')
    const cases = [{ ...first, state: 'confirmed' as const, refundTx: hash(0x9001) }, ...rest]
    const { rows, done } = plan({ ...seen, book: { cases, damaged: null } })
    expect([rows, done.map(({ by }) => by)]).toEqual([[], ['book', 'chain']])
    expect(plan(seen).done.map(({ by }) => by)).toEqual(['chain', 'chain'])
    expect(plan(seen).rows).toEqual([])
  })

  test('of a part that was paid the rest is planned; a book that differs or is damaged holds', () => {
    const seen = seeing([paid(1)])
    const [item] = openedBy(plan(seen), seen)
    if (item === undefined) throw new Error('nothing was opened')
    const withBook = (part: object, damaged: string | null = null) => ({
      ...seen,
      book: { cases: [{ ...item, ...part }], damaged },
    })
    expect(amounts(withBook({ state: 'partial', paidAtomic: 4_000n }))).toEqual([6_000n])
    expect(reasons(withBook({ payee: bob }))).toEqual(['BOOK_DIFFERS'])
    expect(reasons(withBook({ amountAtomic: 1n }))).toEqual(['BOOK_DIFFERS'])
    expect(reasons(withBook({}, 'refunds.json cannot be understood'))).toEqual(['BOOK_DAMAGED'])
  })
})

test('every code is reached, has words without holes, and is judged alike from what was saved', () => {
  const events = { file: 'events.jsonl', events: [told({ tx: hash(0xdead) })], rejected: [] }
  const worlds: readonly RefundSeen[] = [
    seeing([paid(1), paid(2, { finality: 'below' }), paid(3, { effect: 'unknown' })]),
    seeing([paid(1), paid(2, { books: 'refunded' })], {
      readings: null,
      events: { ...events, rejected: [{ line: 3, why: 'it is no object' }] },
      run: { ...seeing([paid(1), paid(2, { books: 'refunded' })]).run, complete: false },
    }),
    seeing([paid(1)], {
      events: { ...events, events: [told({ amount: '0.004' }), told({ keyedBy: 'ip' })] },
    }),
    seeing([paid(1)], { readings: [read([back(alice, 10_000n)])] }),
  ]
  const found = worlds.flatMap((seen) => judgeRoom(refund, seen, expected).findings)
  expect([...new Set(found.map(({ code }) => code))].sort()).toEqual(Object.keys(catalog).sort())
  for (const { title, text, next } of found) {
    expect(`${title} ${text} ${next}`).not.toMatch(/undefined|NaN|\[object/)
  }
  for (const seen of worlds) {
    expect(judgeRoom(refund, unfreeze(freeze(seen)) as RefundSeen, expected)).toEqual(
      judgeRoom(refund, seen, expected),
    )
  }
})

const anyPayment = fc
  .record({
    n: fc.integer({ min: 1, max: 6 }),
    books: fc.constantFrom('settled', 'failed', 'pending', 'refunded', 'absent'),
    response: fc.constantFrom('ok', 'error', 'unknown'),
    amount: fc.constantFrom('equal', 'short', 'over'),
    finality: fc.constantFrom('reached', 'below', 'removed'),
    nonce: fc.constantFrom('used', 'none'),
    ...{ duplicate: fc.boolean(), refundFound: fc.boolean(), sameRecipient: fc.boolean() },
    moved: fc.bigInt({ min: 0n, max: 2n ** 64n }),
    payer: fc.constantFrom(alice, bob, shop),
    status: fc.constantFrom(null, 200, 402, 500),
    logIndex: fc.constantFrom(0, 1),
  })
  .map(({ n, moved, payer, status, logIndex, ...facts }) =>
    paid(n, facts as object, { movedAtomic: moved, payer, responseStatus: status, logIndex }),
  )
const anyBack = fc.record({ to: fc.constantFrom(alice, bob), atomic: fc.bigInt({ min: 1n, max: 20_000n }) })

test('the total is the sum of the rows, no key stands twice, and the payee is always who authorized it', () => {
  fc.assert(
    fc.property(
      fc.array(anyPayment, { maxLength: 8 }),
      fc.array(anyBack, { maxLength: 3 }),
      (payments, outs) => {
        const seen = seeing(payments, {
          readings: [read(outs.map(({ to, atomic }, n) => back(to, atomic, n)))],
        })
        const { rows, held, done, totals } = plan(seen)
        const sum = rows.reduce((total, { amount }) => total + amount.atomic, 0n)
        expect(totals.reduce((total, { atomic }) => total + atomic, 0n)).toBe(sum)
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
        const paidBack = new Set(outs.map(({ to }) => to))
        for (const { item, payee, amount, key } of rows) {
          expect([payee, item.facts.nonce, item.facts.finality]).toEqual([item.payer, 'used', 'reached'])
          expect([shop, ...paidBack]).not.toContain(payee)
          expect(amount.atomic > 0n && amount.atomic <= (item.movedAtomic ?? 0n)).toBe(true)
          const apart = [...held, ...done].filter((other) => other.key === key && other.item === item)
          expect(apart).toEqual([])
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('the CSV has a line for each row, and no cell that is a formula', () => {
  const hostile = paid(1, {}, { requestIds: ['=HYPERLINK("http://evil")', 'a"b', 'x\ny;=1'] })
  const text = planCsv(plan(seeing([hostile, paid(2)])))
  const lines = text.split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatch(/^id,network,asset,symbol,payee,amount_atomic,amount,/)
  expect(text).toContain(`,${alice},10000,0.01,0,NOT_DELIVERED,CHARGED_NOT_DELIVERED,`)
  const cells = csvRows(text).flatMap(({ fields }) => Object.values(fields))
  expect(cells).toContain(`'=HYPERLINK("http://evil") a"b x\\x0ay =1`)
  expect(cells.filter((cell) => /(?:^|;)[=+@-]/.test(cell))).toEqual([])
})
