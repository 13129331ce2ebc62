import { expect, test } from 'vitest'
import { recordedReceipts } from '../../src/commands/recipient-delta.ts'
import type { Profile } from '../../src/core/profile.ts'
import type { CaseDocument, RunDocument } from '../../src/core/report.ts'
import type { RunStore } from '../../src/runs/store-port.ts'

const network = 'eip155:8453'
const asset = `0x${'c3'.repeat(20)}`
const address = `0x${'a1'.repeat(20)}`
const now = new Date('2026-11-21T12:00:00Z')
const profile = {
  name: 'shop',
  pays: [
    {
      network,
      unit: { network, asset, decimals: 6, symbol: 'USDC' },
      payTo: [{ address, from: null, until: null }],
    },
  ],
} as unknown as Profile

function payment(at: number, parts: Record<string, unknown> = {}): CaseDocument {
  const { books = 'settled', ...rest } = parts
  const facts = { books, movedAtomic: '100' }
  const place = { network, asset, payTo: address, tx: `0x${at}`, logIndex: 0, block: at, moneyMoved: true }
  return { ...place, facts, ...rest } as unknown as CaseDocument
}

/** A history with one run; `expected` is what that run looked at. */
function history(
  cases: readonly CaseDocument[],
  parts: object = {},
  expected: unknown = profile,
  seen: object = {},
): RunStore {
  const window = {
    from: '',
    to: '',
    blocks: { [network]: { from: 10, to: 20, fromHash: '0x1', toHash: '0x2' } },
  }
  const document = {
    runId: 'run-1',
    command: 'reconcile',
    complete: true,
    totals: [],
    window,
    ...parts,
  } as unknown as RunDocument
  const run = { document, rooms: [{ room: 'reconcile', expected, seen }], cases }
  return {
    list: async () => ({ runs: [document], broken: [] }),
    load: async () => run,
  } as unknown as RunStore
}

const told = async (store: RunStore, since?: string) =>
  (await recordedReceipts(store, profile, since, now))[0]

test('every transfer of a recorded payment counts once; what no record knows does not count', async () => {
  const cases = [
    payment(11),
    payment(11),
    payment(12, { books: 'absent' }),
    payment(13, { moneyMoved: false }),
    payment(14, { payTo: asset }),
    payment(15, { facts: { books: 'failed', movedAtomic: '7' } }),
  ]
  expect(await told(history(cases), '6h')).toMatchObject({
    ...{ why: null, from: 9, to: 20, toHash: '0x2', count: 2, recordedAtomic: 107n, run: 'run-1' },
    since: now.getTime() / 1000 - 6 * 3600,
    receipts: [
      { block: 11, atomic: 100n },
      { block: 15, atomic: 7n },
    ],
  })
})

test.each<[string, RunStore, string | undefined]>([
  ['no complete reconcile', history([], { complete: false }), undefined],
  ['no complete reconcile', history([], { command: 'monitor' }), undefined],
  ['did not look at', history([], {}, { pays: [] }), undefined],
  [
    'did not look at',
    history([], {}, { pays: [{ ...profile.pays[0], unit: { asset: address } }] }),
    undefined,
  ],
  ['did not look at', history([], {}, null), undefined],
  ['read no blocks', history([], { window: { from: '', to: '', blocks: {} } }), undefined],
  ['run run-1 left 1 undecided', history([payment(11, { moneyMoved: null })]), undefined],
  ['--since takes a time', history([]), 'block:12'],
])('it cannot be told: %s', async (words, store, since) => {
  expect((await told(store, since))?.why).toContain(words)
})

test('payments that a run only counted are part of what arrived, for its whole window', async () => {
  const totals = [{ name: 'matched', count: 7 }]
  const row = { network, asset, payTo: address, route: '/', hour: 0, count: 4, atomic: 400n }
  const plain = { count: 6, rows: [row, { ...row, payTo: asset, count: 2, atomic: 9n }] }
  const cases = [payment(11, { code: 'MATCHED' })]
  const counted = history(cases, { totals }, profile, { plain })
  expect(await told(counted)).toMatchObject({
    ...{ why: null, recordedAtomic: 500n, count: 5, counted: { count: 4, atomic: 400n } },
    receipts: [{ block: 11, atomic: 100n }],
  })
  expect((await told(counted, '6h'))?.why).toContain('for its whole window')
  // A run that left its matched payments out without sums does not say how much they were.
  expect((await told(history(cases, { totals })))?.why).toBe(
    'run run-1 only counts 6 payments that match, and not how much each address got',
  )
})

test('a --since that is none is refused', async () => {
  await expect(told(history([]), '24')).rejects.toMatchObject({ code: 'SINCE_WITHOUT_UNIT' })
})
