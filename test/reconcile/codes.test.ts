import { describe, expect, test } from 'vitest'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import type { CaseFacts, CaseFlag, PaymentCase } from '../../src/payments/case.ts'
import type { BalanceSeen, MovementSeen } from '../../src/reconcile/account/seen.ts'
import { catalog } from '../../src/reconcile/catalog.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { type Outcome, outcomeOf } from '../../src/reconcile/outcome.ts'
import { reconcile } from '../../src/reconcile/room.ts'
import type { ChainSeen, ReconcileSeen, SourceSeen } from '../../src/reconcile/seen.ts'
import type { Settlement } from '../../src/runs/settlements.ts'
import { alice, block, genesis, hash, network, pays, shop, usdc } from '../payments/world.ts'

const expected: ReconcileExpected = {
  since: { kind: 'time', seconds: genesis },
  until: { kind: 'time', seconds: genesis + 4000 },
  pays: [pays],
  finality: 'safe',
  settleMode: 'sync',
  unreadable: [],
  lateAfterSeconds: 2,
  skewSeconds: 600,
}

const matched: CaseFacts = {
  inWindow: true,
  hasKey: true,
  isFirstClaim: true,
  books: 'settled',
  response: 'ok',
  nonce: 'used',
  effect: 'one',
  sameAsset: true,
  sameRecipient: true,
  amount: 'equal',
  finality: 'reached',
  covered: true,
  expired: false,
  reverted: false,
  duplicate: false,
  refundFound: false,
  marked: true,
}
const gone = { nonce: 'unused', effect: 'none', expired: true } as const

/** For every class, how its facts differ from those of a matched payment. */
const differing: Readonly<Record<Outcome, Partial<CaseFacts>>> = {
  OUT_OF_WINDOW: { inWindow: false },
  INVALID_RECORD: { hasKey: false },
  DUPLICATE_CLAIM: { isFirstClaim: false },
  REVERSED_BY_REORG: { finality: 'removed' },
  INDETERMINATE: { effect: 'unknown' },
  AMBIGUOUS: { effect: 'many' },
  PENDING_FINALITY: { finality: 'below', books: 'failed', response: 'error' },
  UNRECORDED_RECEIPT: { books: 'absent' },
  UNRELATED_INFLOW: { books: 'absent', marked: false, nonce: 'none' },
  ASSET_OR_NETWORK_MISMATCH: { sameAsset: false },
  RECIPIENT_MISMATCH: { sameRecipient: false },
  AMOUNT_SHORT: { amount: 'short' },
  AMOUNT_OVER: { amount: 'over' },
  REFUNDED: { books: 'refunded', refundFound: true },
  REFUND_MISSING: { books: 'refunded' },
  DUPLICATE_CHARGE: { duplicate: true },
  MATCHED: {},
  CHARGED_NOT_DELIVERED: { response: 'error' },
  UNBOOKED_DELIVERY: { books: 'failed' },
  ORPHANED_PAYMENT: { books: 'failed', response: 'error' },
  SETTLED_UNACKNOWLEDGED: { books: 'pending', response: 'unknown' },
  REFUND_WITHOUT_PAYMENT: { ...gone, books: 'refunded', refundFound: true },
  CANCELLED_AFTER_SERVICE: { nonce: 'cancelled', effect: 'none' },
  REVERTED_SETTLEMENT: { ...gone, reverted: true },
  OPEN: { ...gone, expired: false },
  PHANTOM_SETTLEMENT: gone,
  NO_CHARGE: { ...gone, books: 'failed', response: 'error' },
}
const outcomes = Object.keys(differing) as Outcome[]

function caseOf(outcome: Outcome, n: number, flags: readonly CaseFlag[] = []): PaymentCase {
  const facts = { ...matched, ...differing[outcome] }
  const paid = facts.effect === 'one'
  return {
    caseId: n.toString(16).padStart(16, '0'),
    facts,
    reasons:
      outcome === 'INDETERMINATE'
        ? ['NODES_DISAGREE']
        : outcome === 'INVALID_RECORD'
          ? ['NONCE_MISSING']
          : [],
    flags,
    recordIds: [],
    requestIds: facts.books === 'absent' ? [] : [`req-${n}`],
    lines: facts.books === 'absent' ? [] : [{ file: 'pay.jsonl', line: n }],
    route: 'GET /quote',
    transfer: 'eip3009',
    scheme: 'exact',
    network,
    asset: usdc,
    payTo: shop,
    payer: alice,
    nonce: hash(n),
    tx: paid ? hash(0x7000 + n) : null,
    claimedTx: null,
    logIndex: paid ? 1 : null,
    block: paid ? 100 : null,
    blockHash: paid ? block(100).hash : null,
    blockTime: paid ? genesis + 200 : null,
    movedAtomic: paid ? 10_000n : null,
    requiredAtomic: 10_000n,
    responseStatus: facts.response === 'ok' ? 200 : facts.response === 'error' ? 402 : null,
    settleReason: outcome === 'ORPHANED_PAYMENT' ? 'context deadline exceeded' : null,
    receivedAt: (genesis + 190) * 1000,
    respondedAt: (genesis + 192) * 1000,
    validBefore: genesis + 300,
    candidates: outcome === 'AMBIGUOUS' ? ['req-8', 'req-9'] : [],
    evidence: [],
  }
}

const chain: ChainSeen = {
  network,
  asset: usdc,
  endpoints: ['http://one/***', 'http://two/***'],
  silent: [],
  window: { from: block(0), to: block(2000) },
  read: { from: 0, to: 2000, fromHash: block(0).hash, toHash: block(2000).hash },
  latest: block(2000),
  safe: block(1950),
  finalized: block(1900),
  holes: [],
  disputed: 0,
  forked: false,
  dropped: 0,
  transfersIn: 3,
}
const source: SourceSeen = {
  name: 'pay.jsonl',
  rows: 3,
  used: 3,
  ignored: 0,
  rejectedCount: 0,
  rejected: [],
  mapping: { fields: [], states: [], amountUnit: 'atomic', firstRows: [] },
}
const healthy: ReconcileSeen = {
  at: new Date(genesis * 1000).toISOString(),
  since: genesis,
  until: genesis + 4000,
  booksRead: true,
  sources: [source],
  folded: 3,
  notChargeable: 0,
  chains: [chain],
  cases: [caseOf('MATCHED', 1)],
}

function moved(part: Partial<BalanceSeen>): MovementSeen {
  const balance = {
    address: shop,
    before: 5_000n,
    after: 15_000n,
    inAtomic: 10_000n,
    outAtomic: 0n,
    why: null,
  }
  return { after: 0, to: 2000, comparedTo: 1950, moves: [], balances: [{ ...balance, ...part }] }
}

const witnesses = ['http://one/***', 'http://two/***'].map((endpoint, i) => ({
  ...{ endpoint, head: block(2000), end: block(2000), events: 12 - i, digest: `00c0ffee0000000${i}` },
  dropped: 4 * i,
}))
const wrong = [{ label: 'http://two/***', why: 'its log search leaves out the events of 0x7001..7001' }]
const settlesFirst = { order: 'before', by: 'seen', seen: 'before' } as const
const silentLogs = [{ label: 'http://one/***', why: 'it shows no transfer of the token at all' }]
const silent = [{ label: 'http://one/***', why: 'refused the connection' }]
/** For every code about the reading itself, what was seen. */
const readings: Readonly<Record<string, ReconcileSeen>> = {
  RECONCILE_CHAIN_NOT_READ: {
    ...healthy,
    chains: [{ ...chain, endpoints: [], silent, read: null, window: null }],
  },
  RECONCILE_BLOCKS_MISSING: {
    ...healthy,
    chains: [{ ...chain, holes: [{ from: 10, to: 19, why: 'rate limit' }] }],
  },
  RECONCILE_CHAIN_BEHIND: { ...healthy, chains: [{ ...chain, latest: block(200) }] },
  RECONCILE_ENDPOINTS_DISAGREE: { ...healthy, chains: [{ ...chain, disputed: 2, witnesses }] },
  RECONCILE_ENDPOINT_QUARANTINED: { ...healthy, chains: [{ ...chain, quarantined: wrong }] },
  RECONCILE_ENDPOINT_DISTRUSTED: { ...healthy, chains: [{ ...chain, distrusted: wrong }] },
  RECONCILE_ENDPOINT_QUIET: { ...healthy, chains: [{ ...chain, quiet: silentLogs }] },
  RECONCILE_ENDPOINT_SILENT: { ...healthy, chains: [{ ...chain, silent }] },
  RECONCILE_LOGS_DROPPED: { ...healthy, chains: [{ ...chain, dropped: 4, witnesses }] },
  RECONCILE_ONE_SOURCE: { ...healthy, chains: [{ ...chain, endpoints: ['http://one/***'] }] },
  RECONCILE_BOOKS_NOT_READ: {
    ...{ ...healthy, booksRead: false, sources: [], chains: [], cases: [] },
    stopped: { records: 1200, allRecords: true, blocks: 64, of: 640 },
  },
  RECONCILE_ROWS_REJECTED: {
    ...healthy,
    sources: [
      { ...source, rejectedCount: 1, rejected: [{ file: 'pay.jsonl', line: 7, why: 'the line is cut off' }] },
    ],
  },
  RECONCILE_CLOCKS_DIFFER: {
    ...healthy,
    cases: [1, 2, 3].map((n) => ({ ...caseOf('MATCHED', n), receivedAt: (genesis + 200 + 10_800) * 1000 })),
  },
  RECONCILE_FIELDS_UNREAD: {
    ...healthy,
    sources: [
      { ...source, rows: 5, ignored: 2, mapping: { ...source.mapping, unread: ['outcome', 'memo'] } },
    ],
  },
  RECONCILE_NO_RECORDS: { ...healthy, sources: [{ ...source, rows: 9, used: 0, ignored: 9 }] },
  RECONCILE_PAYMENT_RESPONSE_MISSING: {
    ...healthy,
    cases: [1, 2, 3, 4].map((n) => caseOf('MATCHED', n, ['missing_payment_response'])),
  },
  RECONCILE_POSSIBLE_DUPLICATE: {
    ...healthy,
    cases: [
      {
        ...caseOf('MATCHED', 1, ['possible_duplicate']),
        repeats: { caseId: '0000000000000009', delivered: false },
      },
    ],
  },
  RECONCILE_RECORDS_DIFFER: {
    ...healthy,
    cases: [caseOf('MATCHED', 1, ['payer_differs']), caseOf('MATCHED', 2, ['payer_differs'])],
  },
  RECONCILE_SETTLES_BEFORE_WORK: {
    ...healthy,
    cases: [
      { ...caseOf('MATCHED', 1), settleOrder: settlesFirst },
      { ...caseOf('CHARGED_NOT_DELIVERED', 2), settleOrder: settlesFirst, responseStatus: 500 },
    ],
  },
  RECONCILE_UNVERIFIED_WORK: {
    ...healthy,
    cases: [caseOf('MATCHED', 1, ['work_before_verify']), caseOf('NO_CHARGE', 2, ['work_though_refused'])],
  },
  RECONCILE_NO_PAYMENTS: { ...healthy, cases: [] },
  RECONCILE_PROOF_FAILED: {
    ...healthy,
    proofFailures: [{ network, endpoint: 'http://one/***', block: 1900, what: 'receipts' }],
  },
  RECONCILE_NOT_PROVEN: {
    ...healthy,
    cases: [
      {
        ...caseOf('MATCHED', 1),
        proof: { log: { status: 'unproven', why: 'DEPOSIT_RECEIPTS' }, state: null },
      },
    ],
    proofFailures: [],
  },
  RECONCILE_BALANCE_DIFFERS: { ...healthy, chains: [{ ...chain, movement: moved({ after: 40_000n }) }] },
  RECONCILE_BALANCE_NOT_READ: {
    ...healthy,
    chains: [
      {
        ...chain,
        movement: moved({ before: null, after: null, why: 'http://one/***: missing trie node' }),
      },
    ],
  },
}

const settlement: Settlement = {
  ...{ target: 't', network, asset: usdc, tx: hash(0x7001), logIndex: 1, block: 100 },
  ...{ blockHash: block(100).hash, payer: alice, nonce: hash(1), to: shop, valueAtomic: 10_000n },
  ...{ caseId: '1'.repeat(16), recordIds: [], requestIds: [], code: 'MATCHED', blockTime: genesis + 200 },
  ...{ firstSeen: '2026-11-21T07:40:02.000Z', removedAt: null },
}
const newPlace = { tx: hash(0x7001), logIndex: 4, block: 102, blockHash: block(102).hash }
Object.assign(readings, {
  RECONCILE_PAYMENT_MOVED: {
    ...healthy,
    rechecks: [
      {
        settlement,
        state: 'moved',
        place: newPlace,
        blockHashNow: null,
        reason: null,
        final: true,
        looks: [],
      },
    ],
  },
  RECONCILE_MEMORY_DAMAGED: { ...healthy, memoryDamaged: 'settlements.json cannot be understood' },
} satisfies Record<string, ReconcileSeen>)

const judge = (seen: ReconcileSeen) => judgeRoom(reconcile, seen, expected)
const codesOf = (seen: ReconcileSeen) => judge(seen).findings.map(({ code }) => code)

describe('every code is reached, with words that name what is known', () => {
  test.each(outcomes.map((outcome, i) => [outcome, i + 1] as const))('%s', (outcome, n) => {
    expect(outcomeOf({ ...matched, ...differing[outcome] })).toBe(outcome)
    const { findings } = judge({ ...healthy, cases: [caseOf(outcome, n)] })
    const found = findings.filter(({ code }) => code === outcome)
    expect(found.map(({ verdict, title, text, next }) => ({ verdict, title, text, next }))).toMatchSnapshot()
    expect(found.length).toBe(outcome === 'MATCHED' ? 0 : 1)
  })

  test.each(Object.keys(readings))('%s', (code) => {
    const found = judge(readings[code] as ReconcileSeen).findings.filter((item) => item.code === code)
    expect(found.map(({ verdict, title, text, next }) => ({ verdict, title, text, next }))).toMatchSnapshot()
    expect(found.length).toBe(1)
  })

  test('and no other code exists', () => {
    expect([...outcomes, ...Object.keys(readings)].sort()).toEqual(Object.keys(catalog).sort())
  })
})

describe('what flags change', () => {
  test('a second delivery is FAIL, a refused repetition is INFO', () => {
    const verdicts = [['second_delivery'] as const, []].map(
      (flags) => judge({ ...healthy, cases: [caseOf('DUPLICATE_CLAIM', 1, flags)] }).findings[0]?.verdict,
    )
    expect(verdicts).toEqual(['FAIL', 'INFO'])
  })

  test('open although booked as settled is WARN', () => {
    const { findings } = judge({ ...healthy, cases: [caseOf('OPEN', 1, ['claimed_settled'])] })
    expect(findings.map(({ code, verdict }) => [code, verdict])).toEqual([['OPEN', 'WARN']])
  })

  test('what the operator knows to be unreadable is skipped', () => {
    const { findings } = judgeRoom(
      reconcile,
      { ...healthy, cases: [caseOf('INDETERMINATE', 1)] },
      { ...expected, unreadable: [network] },
    )
    expect(findings[0]?.verdict).toBe('SKIP')
  })
})

describe('a report of many', () => {
  const everything = { ...healthy, cases: outcomes.map((outcome, i) => caseOf(outcome, i + 1)) }

  test('quiet classes are told together', () => {
    const cases = [1, 2, 3].map((n) => caseOf('UNRELATED_INFLOW', n))
    const { findings } = judge({ ...healthy, cases })
    expect(findings.map(({ text }) => text)).toEqual([
      '3 payments, 0.03 USDC: ordinary transfer, not an x402 payment.',
    ])
  })

  test('a network that was not read is told once for all its payments', () => {
    const cases = [1, 2, 3].map((n) => ({ ...caseOf('INDETERMINATE', n), reasons: ['NETWORK_NOT_READ'] }))
    const { findings, checks } = judge({ ...healthy, cases })
    expect(findings.map(({ text }) => text)).toEqual([
      '3 payments: could not be decided, because no endpoint of its network could be read.',
    ])
    expect(checks.find(({ id }) => id === 'undecided')?.verdict).toBe('UNKNOWN')
  })

  test('judging saved data again gives the same', () => {
    expect(judge(unfreeze(freeze(everything)) as ReconcileSeen)).toEqual(judge(everything))
  })

  test.each<[string, Partial<ChainSeen>]>([
    ['was not read', { endpoints: [], silent, read: null, window: null }],
    ['has a hole', { holes: [{ from: 10, to: 19, why: 'rate limit' }] }],
    ['is disputed', { disputed: 2, witnesses }],
    ['is forked', { forked: true, witnesses }],
    ['comes from a node that may keep no logs', { quiet: silentLogs }],
  ])('that there was no payment is not said when the chain %s', (_why, part) => {
    expect(codesOf({ ...healthy, cases: [], chains: [{ ...chain, ...part }] })).not.toContain(
      'RECONCILE_NO_PAYMENTS',
    )
    expect(codesOf({ ...healthy, cases: [] })).toContain('RECONCILE_NO_PAYMENTS')
  })

  test('a healthy run has no WARN, no UNKNOWN and no FAIL', () => {
    expect(codesOf(healthy)).toEqual([])
    expect(judge(healthy).checks.every(({ verdict }) => verdict === 'PASS')).toBe(true)
  })
})
