import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFileStore } from '../../src/adapters/store/file-store.ts'
import { marked, openedBy } from '../../src/refund/book.ts'
import { planOf } from '../../src/refund/plan.ts'
import {
  parseRefunds,
  type RefundCase,
  refundId,
  refundStates,
  refundsText,
} from '../../src/runs/refund-cases.ts'
import { alice, hash, network, usdc } from '../payments/world.ts'
import { expected, paid, seeing } from './world.ts'

const at = '2026-11-21T07:40:02.000Z'
const clock = { now: () => new Date(at), monotonicMs: () => 0, sleep: async () => undefined }
const oneCase = (n: number, part: Partial<RefundCase> = {}): RefundCase => ({
  ...{ id: refundId(network, hash(n), 1), network, asset: usdc, tx: hash(n), logIndex: 1, payee: alice },
  ...{ amountAtomic: 10_000n, paidAtomic: 0n, state: 'open', refundTx: null, openedAt: at, changedAt: at },
  ...{ runId: 'run', ...part },
})

let stateDir = ''
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'x402ops-refunds-'))
})
afterEach(() => rm(stateDir, { recursive: true, force: true }))
const store = () => createFileStore({ stateDir, clock })
const file = () => join(stateDir, 'mainnet', 'refunds.json')

describe('the refund book', () => {
  test('gives back what was written, in a file for the owner only', async () => {
    expect(await store().refunds('mainnet')).toEqual({ cases: [], damaged: null })
    expect(await store().updateRefunds('mainnet', () => [oneCase(1)])).toBeNull()
    expect(await store().refunds('mainnet')).toEqual({ cases: [oneCase(1)], damaged: null })
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect((await store().refunds('testnet')).cases).toEqual([])
  })

  test('of many plans at the same moment holds one open case for each transfer, and never overwrites one', async () => {
    await store().updateRefunds('mainnet', () => [oneCase(1, { state: 'sent', refundTx: hash(9) })])
    const plans = Array.from({ length: 8 }, (_, n) => [oneCase(1), oneCase(2), oneCase(10 + n)])
    const add = (more: readonly RefundCase[]) =>
      store().updateRefunds('mainnet', (cases) => [...cases, ...more])
    expect(await Promise.all(plans.map(add))).toEqual(plans.map(() => null))
    const { cases } = await store().refunds('mainnet')
    expect(cases).toHaveLength(10)
    expect(cases.find(({ tx }) => tx === hash(1))?.state).toBe('sent')
  })

  test('that is damaged is named, stays as it is, and holds every refund back', async () => {
    await store().updateRefunds('mainnet', () => [oneCase(1)])
    const spoilt = (await readFile(file(), 'utf8')).slice(0, -9)
    await writeFile(file(), spoilt)
    const { cases, damaged } = await store().refunds('mainnet')
    expect([cases, damaged]).toEqual([[], 'refunds.json cannot be understood'])
    expect(await store().updateRefunds('mainnet', () => [])).toContain('refunds.json cannot be understood')
    expect(await readFile(file(), 'utf8')).toBe(spoilt)
    const { rows, held } = planOf(seeing([paid(1)], { book: { cases, damaged } }), expected)
    expect([rows, held.map(({ reason }) => reason)]).toEqual([[], ['BOOK_DAMAGED']])
  })

  test('is not written when a change is refused', async () => {
    await store().updateRefunds('mainnet', () => [oneCase(1)])
    const refuse = () => {
      throw new RangeError('refused')
    }
    await expect(store().updateRefunds('mainnet', refuse)).rejects.toThrow('refused')
    expect((await store().refunds('mainnet')).cases).toEqual([oneCase(1)])
  })

  test('any book comes back as it was written', () => {
    const anyCase = fc
      .record({
        ...{ n: fc.nat(), logIndex: fc.nat(), state: fc.constantFrom(...refundStates) },
        amountAtomic: fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
        refundTx: fc.option(fc.nat().map(hash)),
      })
      .map(({ n, logIndex, ...part }) =>
        oneCase(n, { ...part, logIndex, id: refundId(network, hash(n), logIndex) }),
      )
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 5 }), (cases) => {
        const kept = new Map([...cases].reverse().map((item) => [item.id, item]))
        const back = new Map(parseRefunds(refundsText(cases)).map((item) => [item.id, item]))
        expect(back).toEqual(kept)
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    ['an id of another transfer', { tx: hash(2) }],
    ['a state that is none', { state: 'paid' }],
    ['a payee that is no address', { payee: 'alice' }],
    ['a negative amount', { amountAtomic: '-1' }],
    ['a time of no form', { openedAt: '1' }],
  ])('%s is not believed', (_name, part) => {
    const text = refundsText([{ ...oneCase(1), ...(part as object) }])
    expect(() => parseRefunds(text)).toThrow(SyntaxError)
  })
})

describe('marking', () => {
  const { id } = oneCase(1)
  const mark = (
    item: RefundCase,
    state: RefundCase['state'],
    tx: string | null = null,
    paidAtomic: bigint | null = null,
  ) => marked([item], { id: id.slice(0, 6), state, tx, paidAtomic, at: '2026-11-22T00:00:00.000Z' })

  test('what was approved is sent and confirmed, each with its transaction', () => {
    const approved = mark(oneCase(1), 'approved')
    const sent = mark(approved, 'sent', hash(9))
    const done = mark(sent, 'confirmed')
    expect([approved.state, sent.refundTx, done.refundTx, done.paidAtomic]).toEqual([
      ...['approved', hash(9), hash(9)],
      10_000n,
    ])
    expect(mark(oneCase(1), 'partial', hash(9), 400n).paidAtomic).toBe(400n)
    expect(mark(sent, 'open').refundTx).toBeNull()
  })

  test.each([
    ['sent without a transaction', () => mark(oneCase(1), 'sent')],
    ['partial without an amount', () => mark(oneCase(1), 'partial', hash(9))],
    ['partial with the whole', () => mark(oneCase(1), 'partial', hash(9), 10_000n)],
    ['open again after it was confirmed', () => mark(oneCase(1, { state: 'confirmed' }), 'open')],
    ['sent after it was denied', () => mark(oneCase(1, { state: 'denied' }), 'sent', hash(9))],
    ['an id of nobody', () => marked([], { id, state: 'open', tx: null, paidAtomic: null, at })],
  ])('%s is refused', (_name, act) => {
    expect(act).toThrow(expect.objectContaining({ code: 'REFUND_NOT_MARKED' }))
  })

  test('what is marked as sent is not planned again', () => {
    const seen = seeing([paid(1)])
    const [opened] = openedBy(planOf(seen, expected), seen)
    if (opened === undefined) throw new Error('nothing was opened')
    const sent = marked([opened], { id: opened.id, state: 'sent', tx: hash(9), paidAtomic: null, at })
    expect(planOf({ ...seen, book: { cases: [sent], damaged: null } }, expected).rows).toEqual([])
  })
})
