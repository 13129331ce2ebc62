import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findingId } from '../../src/core/finding.ts'
import { saw } from '../../src/core/observation.ts'
import type { BlockRef, ChainNode } from '../../src/core/ports.ts'
import { runRoom } from '../../src/core/run-room.ts'
import type { Authorization, Transfer } from '../../src/payments/effect.ts'
import type { PaymentRecord, RecordsRead } from '../../src/payments/record.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import { type Recheck, recheckSettlements } from '../../src/reconcile/remembered/remembered.ts'
import { concerning, settlementsAfter, stretchOf } from '../../src/reconcile/remembered/update.ts'
import { reconcile } from '../../src/reconcile/room.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import { type Settlement, updateSettlements } from '../../src/runs/settlements.ts'
import {
  alice,
  block,
  bob,
  genesis,
  hash,
  network,
  payment,
  pays,
  record,
  scan,
  shop,
  transfer,
  usdc,
  view,
} from '../payments/world.ts'
import { type NodeParts, nodeOver } from './chain-nodes.ts'

type Events = { readonly transfers: readonly Transfer[]; readonly authorizations: readonly Authorization[] }

const never = new AbortController().signal
const none: Events = { transfers: [], authorizations: [] }
const span = (since: number, until: number) =>
  ({
    since: { kind: 'time', seconds: genesis + since },
    until: { kind: 'time', seconds: genesis + until },
  }) as const
const expected: ReconcileExpected = {
  ...span(0, 4000),
  ...{ pays: [pays], finality: 'safe', settleMode: 'sync', unreadable: [] },
  ...{ lateAfterSeconds: 2, skewSeconds: 600 },
}
const clock = (seconds: number) => ({
  now: () => new Date((genesis + seconds) * 1000),
  monotonicMs: () => 0,
  sleep: async () => undefined,
})

// Blocks from here on are others on the other branch.
const forkAt = 1930
const branch = (n: number): BlockRef => (n < forkAt ? block(n) : { ...block(n), hash: hash(0xf0_0000 + n) })
/** The same events as they stand on the other branch. */
const onBranch = ({ transfers, authorizations }: Events): Events => ({
  transfers: transfers.map((item) => ({ ...item, blockHash: branch(item.block).hash })),
  authorizations: authorizations.map((item) => ({ ...item, blockHash: branch(item.block).hash })),
})

const made = (number: number, part: Partial<PaymentRecord> = {}) =>
  record({
    receivedAt: (genesis + 2 * number - 4) * 1000,
    respondedAt: (genesis + 2 * number) * 1000,
    validBefore: genesis + 2 * number + 60,
    ...part,
  })
const paidAt = (number: number) => payment(alice, hash(1), 10_000n, { block: number })

type Run = {
  readonly chains: readonly (readonly [events: Events, parts?: NodeParts])[]
  readonly records?: readonly PaymentRecord[]
  readonly settlements?: readonly Settlement[]
  readonly at?: number
  readonly expected?: Partial<ReconcileExpected>
}

async function runOnce({ chains, records = [made(1940)], settlements = [], at = 4000, ...more }: Run) {
  const nodes = chains.map(
    ([events, parts], index) => nodeOver(events, { label: `http://n${index}/***`, ...parts }).node,
  )
  const read: RecordsRead = {
    ...{ name: 'pay.jsonl', rows: records.length, used: records.length, ignored: 0, rejected: [], records },
    mapping: { fields: [], states: [], amountUnit: 'atomic', firstRows: [] },
  }
  const wanted = { ...expected, ...more.expected, memory: { settlements, damaged: null } }
  const ports = {
    chain: { nodes: () => nodes },
    records: { read: async () => [read] },
    clock: clock(at),
  }
  const { seen, findings } = await runRoom(reconcile, wanted, ports, never)
  const judged = seen.cases.flatMap((item) => judgeCase(item, wanted) ?? [])
  const update = settlementsAfter(seen, judged, 'target')
  const after = updateSettlements(settlements, update, clock(at).now()).settlements
  return { seen, judged, findings, after, codes: judged.map(({ outcome }) => outcome) }
}

const honest = [[paidAt(1940)]] as const
const reorged = [[none, { block: branch }]] as const

describe('an id that a server gave twice', () => {
  test('does not make the payment of one buyer the reversal of another', async () => {
    const first = await runOnce({ chains: honest })
    const bobs = made(1940, { payer: bob, nonce: hash(2), tx: null, state: 'failed', responseStatus: 402 })
    const second = await runOnce({ chains: reorged, records: [bobs], settlements: first.after })
    expect([...second.codes].sort()).toEqual(['OPEN', 'REVERSED_BY_REORG'])
    const reversed = second.judged.find(({ outcome }) => outcome === 'REVERSED_BY_REORG')
    expect(reversed?.item).toMatchObject({ payer: alice, nonce: hash(1) })
  })
})

describe('what is remembered', () => {
  test('money in a block that is not final, and nothing that is', async () => {
    const { after } = await runOnce({ chains: honest })
    expect(after).toMatchObject([
      { block: 1940, blockHash: block(1940).hash, payer: alice, nonce: hash(1), code: 'MATCHED', to: shop },
    ])
    const old = await runOnce({ chains: [[paidAt(1850)]], records: [made(1850)] })
    expect(old.codes).toEqual(['MATCHED'])
    expect(old.after).toEqual([])
  })

  test('until it stands in a final block', async () => {
    const { after } = await runOnce({ chains: honest })
    const same = await runOnce({ chains: honest, settlements: after })
    expect(same.after).toEqual(after)
    const final = await runOnce({
      chains: [[paidAt(1940), { latest: 2200 }]],
      settlements: after,
      at: 4400,
      expected: span(0, 4400),
    })
    expect(final.codes).toEqual(['MATCHED'])
    expect(final.after).toEqual([])
  })
})

describe('a reorganisation between two runs', () => {
  test('takes the verdict back under the same id, with both hashes in the evidence', async () => {
    const first = await runOnce({ chains: honest })
    const second = await runOnce({ chains: reorged, settlements: first.after })
    expect(second.codes).toEqual(['REVERSED_BY_REORG'])
    const [item] = second.seen.cases
    expect(item?.caseId).toBe(first.seen.cases[0]?.caseId)
    const refs = item?.evidence.map(({ ref }) => ref).join('\n') ?? ''
    expect(refs).toContain(block(1940).hash)
    expect(refs).toContain(branch(1940).hash)
    const third = await runOnce({ chains: reorged, settlements: second.after, at: 4001 })
    expect(third.seen.cases).toEqual(second.seen.cases)
    expect(third.findings.map(({ id }) => id)).toEqual(second.findings.map(({ id }) => id))
  })

  test('takes back what no record knows, and what lies behind the window', async () => {
    const first = await runOnce({ chains: honest, records: [] })
    expect(first.codes).toEqual(['UNRECORDED_RECEIPT'])
    const second = await runOnce({
      ...{ chains: reorged, records: [], settlements: first.after },
      expected: span(3990, 4000),
    })
    expect(second.codes).toEqual(['REVERSED_BY_REORG'])
    expect(second.seen.cases[0]?.caseId).toBe(first.seen.cases[0]?.caseId)
    // Old news in a window that begins after it was noticed belongs to another run.
    const later = await runOnce({
      ...{ chains: [[none, { block: branch, latest: 4000 }]], records: [], settlements: second.after },
      ...{ at: 8000, expected: span(7000, 8000) },
    })
    expect(later.codes).toEqual(['OUT_OF_WINDOW'])
  })

  test('of a payment that a record joins by its hash keeps the id it had', async () => {
    const plain: Events = { transfers: [transfer(alice, shop, 10_000n, { block: 1940 })], authorizations: [] }
    const part = { nonce: null, payer: null, transfer: 'none' as const }
    const first = await runOnce({ chains: [[plain]], records: [made(1940, part)] })
    expect(first.after).toHaveLength(1)
    const second = await runOnce({
      ...{ chains: reorged, records: [made(1940, part)], settlements: first.after },
    })
    expect(second.codes).toEqual(['REVERSED_BY_REORG'])
    expect(second.seen.cases[0]?.caseId).toBe(first.seen.cases[0]?.caseId)
    expect(second.seen.cases[0]?.requestIds).toEqual(['req-1'])
  })

  test('that only moves the payment leaves one payment and says so', async () => {
    const first = await runOnce({ chains: honest })
    const moved = await runOnce({
      chains: [[onBranch(paidAt(1945)), { block: branch }]],
      settlements: first.after,
    })
    expect(moved.codes).toEqual(['MATCHED'])
    expect(moved.findings.map(({ code }) => code)).toContain('RECONCILE_PAYMENT_MOVED')
    expect(moved.seen.cases[0]?.caseId).toBe(first.seen.cases[0]?.caseId)
    expect(moved.after).toMatchObject([{ block: 1945, blockHash: branch(1945).hash }])
    expect(moved.seen.cases[0]?.evidence.map(({ ref }) => ref).join()).toContain(block(1940).hash)
  })

  test('after which another transaction carries the authorization leaves one payment', async () => {
    const first = await runOnce({ chains: honest })
    const again = onBranch(payment(alice, hash(1), 10_000n, { block: 1950, tx: hash(0x7777) }))
    const { codes, after, seen } = await runOnce({
      chains: [[again, { block: branch }]],
      settlements: first.after,
    })
    expect(codes).toEqual(['MATCHED'])
    expect(seen.cases[0]?.caseId).toBe(first.seen.cases[0]?.caseId)
    expect(after).toMatchObject([{ tx: hash(0x7777), block: 1950, logIndex: 1 }])
  })

  test('that is itself taken back clears the reversal', async () => {
    const first = await runOnce({ chains: honest })
    const gone = await runOnce({ chains: reorged, settlements: first.after })
    expect(gone.after).toMatchObject([{ removedAt: expect.any(String) }])
    const back = await runOnce({ chains: honest, settlements: gone.after })
    expect(back.codes).toEqual(['MATCHED'])
    expect(back.after).toMatchObject([{ removedAt: null }])
  })

  test('of money nobody counted and nobody recorded is nobody`s verdict', async () => {
    const first = await runOnce({ chains: [[paidAt(1990)]], records: [] })
    expect(first.codes).toEqual(['PENDING_FINALITY'])
    expect((await runOnce({ chains: reorged, records: [], settlements: first.after })).codes).toEqual([])
  })
})

describe('what cannot be answered is never a reversal', () => {
  const seenBefore = async () => (await runOnce({ chains: honest })).after
  const unknownCases: readonly (readonly [string, Run['chains'], string])[] = [
    ['one node of two shows the old block', [[none, { block: branch }], [paidAt(1940)]], ''],
    ['the node is behind', [[none, { latest: 1935, block: branch }]], 'EARLIER_BLOCK_NOT_READ'],
    [
      'the node does not tell the block',
      [[none, { block: branch, fails: (asked) => asked.what === 'block' && asked.at === '1940' }]],
      'EARLIER_BLOCK_NOT_READ',
    ],
    [
      'the node does not tell the receipt',
      [[none, { block: branch, fails: (asked) => asked.what === 'receipt' }]],
      'EARLIER_RECEIPT_NOT_READ',
    ],
    ['the node hides the log of a block that stands', [[none]], 'EARLIER_LOG_MISSING'],
    ['no node answers', [[none, { fails: () => true }]], 'NETWORK_NOT_READ'],
  ]
  test.each(unknownCases)('%s', async (_name, chains, reason) => {
    const { codes, seen } = await runOnce({ chains, settlements: await seenBefore() })
    expect(codes).toEqual(['INDETERMINATE'])
    expect(seen.cases[0]?.reasons.join()).toContain(reason)
  })

  test.each(unknownCases)('%s, and it stays remembered', async (_name, chains) => {
    const settlements = await seenBefore()
    expect((await runOnce({ chains, settlements })).after).toEqual(settlements)
  })
})

type Word = 'same' | 'gone' | 'moved' | 'silent' | 'behind' | 'mute'

/** A node that says this of the remembered payment. */
function nodeThatSays(word: Word, label: string, item: Settlement): ChainNode {
  const { node } = nodeOver(none, { label })
  const look = { at: '', source: label, ref: '' }
  const blind = { ...look, seen: false as const, why: { kind: 'deadline' as const, detail: 'no answer' } }
  const now = word === 'same' ? { ...block(item.block), hash: item.blockHash } : branch(item.block)
  const paid = nodeOver(onBranch(paidAt(1945)), { label }).node
  return {
    ...node,
    block: async () => (word === 'silent' ? blind : saw(look, word === 'behind' ? null : now)),
    receipt: async (tx, signal) =>
      word === 'mute' ? blind : word === 'moved' ? paid.receipt(tx, signal) : saw(look, null),
  }
}

test('for any answers of any nodes: gone only when all say so, standing only when nobody objects', async () => {
  const [item] = (await runOnce({ chains: honest })).after as [Settlement]
  const word = fc.constantFrom<Word>('same', 'gone', 'moved', 'silent', 'behind', 'mute')
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), fc.boolean(), async (words, inRange) => {
      const nodes = words.map((one, index) => nodeThatSays(one, `http://n${index}/***`, item))
      const latest = inRange ? 2000 : 1000
      const seen = view(...nodes.map(({ label }) => scan({ label, latest, safe: 900, finalized: 900 })))
      const site = { network, asset: usdc, view: seen, nodes, owned: [shop] }
      const [answer] = (await recheckSettlements([item], [site], 'now', never)) as [Recheck]
      const says = (one: Word) => words.includes(one)
      if (answer.state === 'gone') expect(new Set(words)).toEqual(new Set(['gone']))
      if (answer.state === 'moved') expect(new Set(words)).toEqual(new Set(['moved']))
      if (answer.state === 'standing') {
        expect(says('same') && !says('gone') && !says('moved') && !says('mute')).toBe(true)
      }
      if (words.every((one) => one === 'gone')) expect(answer.state).toBe('gone')
      if (answer.state === 'unknown') expect(answer.reason).not.toBeNull()
    }),
  )
})

describe('how far a run has looked', () => {
  const seen = { since: genesis, until: genesis + 4000 } as ReconcileSeen
  const names = { target: 't', runId: 'r' }

  test('an open payment holds the end back to where it began', async () => {
    const open = made(1000, { validBefore: genesis + 9000 })
    const { judged, codes } = await runOnce({ chains: [[none]], records: [open] })
    expect(codes).toEqual(['OPEN'])
    const { undecidedSince } = stretchOf(seen, judged, names)
    expect(undecidedSince).toBe(new Date(open.receivedAt ?? 0).toISOString())
  })

  test('more open payments than one call takes arguments hold it back, too', async () => {
    const { judged } = await runOnce({
      chains: [[none]],
      records: [made(1000, { validBefore: genesis + 9000 })],
    })
    const many = Array.from({ length: 150_000 }, () => judged).flat()
    expect(stretchOf(seen, many, names)).toEqual(stretchOf(seen, judged, names))
  })

  test('when all is decided nothing holds it back', async () => {
    const { judged } = await runOnce({ chains: [[paidAt(1850)]], records: [made(1850)] })
    expect(stretchOf(seen, judged, names).undecidedSince).toBeNull()
  })
})

test('a run looks again at its own target and at money to its own addresses', async () => {
  const [item] = (await runOnce({ chains: honest })).after as [Settlement]
  const foreign = { ...item, to: alice, target: 'other' }
  expect(concerning([item, foreign, { ...foreign, target: 'mine' }], { pays: [pays] }, 'mine')).toEqual([
    item,
    { ...foreign, target: 'mine' },
  ])
})

test('ids of findings do not depend on the run', async () => {
  const first = await runOnce({ chains: [[none]], records: [made(1000)] })
  const later = await runOnce({ chains: [[none]], records: [made(1000)], at: 4010, expected: span(10, 4010) })
  expect(later.findings.map(({ id }) => id)).toEqual(first.findings.map(({ id }) => id))
  expect(first.findings.every((finding) => finding.id === findingId(finding))).toBe(true)
})
