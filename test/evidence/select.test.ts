import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeze } from '../../src/core/json.ts'
import { sourcesIn } from '../../src/evidence/pieces.ts'
import { type Choice, select, type Wanted } from '../../src/evidence/select.ts'
import type { SavedRun } from '../../src/runs/run.ts'
import { alice, bob, hash, matrixRun, orphanOf, reconcileRun } from './world.ts'

const nothing: Wanted = { runs: [], findings: [], requestIds: [], txs: [], payers: [], since: null }
const old = reconcileRun(1000)
const books = reconcileRun(4000)
const prices = matrixRun(2000, { payTo: `0x${'9'.repeat(40)}` })
const saved = [prices, books, old]
const ids = (choice: Choice) =>
  choice.chosen ? choice.runs.map(({ run }) => run.document.runId) : choice.why
const chosen = (wanted: Partial<Wanted>, runs: readonly SavedRun[] = saved) => {
  const choice = select(runs, { ...nothing, ...wanted })
  if (!choice.chosen) throw new Error(choice.why)
  return choice
}
const orphanFinding = books.document.findings.find(({ code }) => code === 'ORPHANED_PAYMENT')!

test('the world holds what the cases below need', () => {
  expect(books.cases.map(({ code }) => code).sort()).toEqual(['MATCHED', 'ORPHANED_PAYMENT'])
  expect(orphanFinding.subject.caseId).toBe(orphanOf(books).caseId)
  expect(prices.document.findings.map(({ code }) => code)).toContain('WRONG_PAYTO')
})

describe('which runs', () => {
  test('nothing asked: the newest of each command, whole', () => {
    const choice = chosen({})
    expect(ids(choice)).toEqual([prices, books].map(({ document }) => document.runId))
    expect(choice.runs.every(({ narrowed }) => !narrowed)).toBe(true)
    expect(choice.runs[1]?.run).toBe(books)
  })

  test('a run by its id', () => {
    expect(ids(chosen({ runs: [old.document.runId] }))).toEqual([old.document.runId])
  })

  test('all since a time', () => {
    expect(ids(chosen({ since: prices.document.startedAt }))).toEqual(
      [prices, books].map(({ document }) => document.runId),
    )
  })

  test('of those that know a payment the newest, with a time all of them', () => {
    expect(ids(chosen({ payers: [alice] }))).toEqual([books.document.runId])
    const all = chosen({ payers: [alice], since: '2020-01-01T00:00:00Z' })
    expect(ids(all)).toEqual([old, books].map(({ document }) => document.runId))
  })
})

describe('which payments', () => {
  const orphan = orphanOf(books).caseId
  test.each<[string, Partial<Wanted>]>([
    ['the id of a finding', { findings: [orphanFinding.id] }],
    ['its beginning', { findings: [orphanFinding.id.slice(0, 6)] }],
    ['its code', { findings: ['ORPHANED_PAYMENT'] }],
    ['its code as people type it', { findings: ['orphaned-payment'] }],
    ['a request id', { requestIds: ['req-alice'] }],
    ['a transaction', { txs: [hash(0x7001).toUpperCase().replace('0X', '0x')] }],
    ['a payer in upper case', { payers: [alice.toUpperCase().replace('0X', '0x')] }],
  ])('%s', (_name, wanted) => {
    const choice = chosen(wanted)
    expect(choice.cases.map(({ caseId }) => caseId)).toEqual([orphan])
    expect(choice.findings.map(({ code }) => code)).toContain('ORPHANED_PAYMENT')
    expect(choice.notFound).toEqual([])
  })

  test('a finding about a route leaves all payments out', () => {
    const choice = chosen({ findings: ['wrong-payto'] })
    expect(ids(choice)).toEqual([prices.document.runId])
    expect(choice.cases).toEqual([])
  })

  test('a finding about all payments of a window takes the run whole, and says so', () => {
    const choice = chosen({ findings: ['RECONCILE_ROWS_REJECTED'] })
    expect(choice.runs[0]).toMatchObject({ narrowed: false, note: expect.stringContaining('all payments') })
    expect(choice.cases).toHaveLength(2)
  })

  test('what is not there is named, what is there goes in', () => {
    const choice = chosen({ requestIds: ['req-alice', 'req-nobody'], txs: [hash(9)] })
    expect(choice.cases).toHaveLength(1)
    expect(choice.notFound).toEqual([
      'no payment with request id req-nobody',
      `no payment with transaction ${hash(9)}`,
    ])
  })
})

describe('nothing to choose from', () => {
  test.each<[string, readonly SavedRun[], Partial<Wanted>, string]>([
    ['no run', [], {}, 'no run is saved'],
    [
      'another run',
      saved,
      { runs: ['20260101T000000Z-matrix-0000'] },
      'no saved run is one of those asked for',
    ],
    ['nothing so new', saved, { since: '2099-01-01T00:00:00Z' }, 'no saved run is one of those asked for'],
    ['an unknown finding', saved, { findings: ['PHANTOM_SETTLEMENT'] }, 'no finding PHANTOM_SETTLEMENT'],
    ['an unknown payer', saved, { payers: [`0x${'d'.repeat(40)}`] }, `no payment of 0x${'d'.repeat(40)}`],
  ])('%s', (_name, runs, wanted, why) => {
    expect(select(runs, { ...nothing, ...wanted })).toEqual({ chosen: false, why })
  })

  test('the beginning of several findings', () => {
    const [one] = books.document.findings
    const twin = { ...one!, id: `${one!.id.slice(0, 5)}fffffffffff` }
    const run = { ...books, document: { ...books.document, findings: [one!, twin] } }
    const choice = select([run], { ...nothing, findings: [one!.id.slice(0, 5)] })
    expect(choice).toMatchObject({ chosen: false, why: expect.stringContaining('beginning of 2 findings') })
  })
})

describe('no other payer leaves the house', () => {
  const bobs = [bob, 'req-bob', hash(2), hash(0x7002), 'CANARY-word-of-bob']

  test('the run as saved speaks of Bob', () => {
    for (const word of bobs) expect(freeze(books)).toContain(word)
  })

  test.each<[string, Partial<Wanted>]>([
    ['by payer', { payers: [alice] }],
    ['by finding', { findings: ['ORPHANED_PAYMENT'] }],
    ['by request', { requestIds: ['req-alice'] }],
    ['by transaction', { txs: [hash(0x7001)] }],
  ])('%s', (_name, wanted) => {
    const [one] = chosen(wanted).runs
    expect(one?.narrowed).toBe(true)
    expect(one?.note).toContain('the other 1 left out')
    const { rooms, cases } = one!.run
    for (const word of bobs) expect(freeze({ rooms, cases })).not.toContain(word)
    expect(freeze(rooms)).toContain(alice)
    expect(sourcesIn([one!.run])(orphanOf(books)).record?.requestId).toBe('req-alice')
    expect([one?.run.document.totals, one?.run.document.figures]).toEqual([[], undefined])
  })

  test('what is remembered of earlier runs is narrowed, too', () => {
    const mine = { caseId: orphanOf(books).caseId }
    const other = { caseId: 'ffffffffffffffff', payer: bob }
    const rooms = books.rooms.map((room) => ({
      ...room,
      expected: { ...(room.expected as object), memory: { settlements: [mine, other], damaged: null } },
      seen: { ...(room.seen as object), rechecks: [{ settlement: mine }, { settlement: other }] },
    }))
    const [one] = chosen({ payers: [alice] }, [{ ...books, rooms }]).runs
    expect(one?.run.rooms[0]?.expected).toMatchObject({ memory: { settlements: [mine] } })
    expect(one?.run.rooms[0]?.seen).toMatchObject({ rechecks: [{ settlement: mine }] })
  })

  test('where none of the chosen payments is of the window, the room goes, or it would say there was none', () => {
    const rooms = books.rooms.map((room) => {
      const seen = room.seen as { cases: readonly { facts: object }[] }
      const cases = seen.cases.map((item) => ({ ...item, facts: { ...item.facts, inWindow: false } }))
      return { ...room, seen: { ...seen, cases } }
    })
    const [one] = chosen({ payers: [alice] }, [{ ...books, rooms }]).runs
    expect(one?.run.rooms).toEqual([])
    expect(one?.run.cases).toHaveLength(1)
  })
})

test('any selection: only payments that fit it, and each of them', () => {
  const some = <T>(list: readonly T[]) => fc.subarray([...list])
  const wanted = fc.record({
    findings: some(['ORPHANED_PAYMENT', 'MATCHED', 'nothing', orphanFinding.id]),
    requestIds: some(['req-alice', 'req-bob', 'x']),
    txs: some([hash(0x7001), hash(0x7002)]),
    payers: some([alice, bob]),
  })
  fc.assert(
    fc.property(wanted, (part) => {
      const choice = select(saved, { ...nothing, ...part })
      if (Object.values(part).every((list) => list.length === 0) || !choice.chosen) return
      const fits = books.cases.filter(
        (item) =>
          part.findings.some(
            (text) => text === item.code || (text === orphanFinding.id && item.payer === alice),
          ) ||
          item.requestIds.some((id) => part.requestIds.includes(id)) ||
          part.txs.includes(item.tx ?? '') ||
          part.payers.includes(item.payer ?? ''),
      )
      expect(choice.cases.map(({ caseId }) => caseId)).toEqual(fits.map(({ caseId }) => caseId).sort())
    }),
  )
})
