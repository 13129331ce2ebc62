import { createHmac } from 'node:crypto'
import { freeze, unfreeze } from '../../src/core/json.ts'
import type { CaseDocument } from '../../src/core/report.ts'
import type { Judgement } from '../../src/core/run-room.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import type { BundleRedactor, Hidden } from '../../src/evidence/bundle-redactor.ts'
import { matrix } from '../../src/matrix/room.ts'
import type { MatrixExpected, MatrixSeen } from '../../src/matrix/shapes.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { probe } from '../../src/probe/room.ts'
import { caseDocument } from '../../src/reconcile/case-document.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import { reconcile } from '../../src/reconcile/room.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import { makeDocument } from '../../src/runs/make-document.ts'
import type { SavedRun } from '../../src/runs/run.ts'
import { expecting, requirement, seeing, v2, v2Answer } from '../matrix/fixtures.ts'
import {
  alice,
  block,
  bob,
  genesis,
  hash,
  network,
  payment,
  policy,
  record,
  scan,
  shop,
  usdc,
  view,
} from '../payments/world.ts'
import { expected as reconcileExpected } from '../reconcile/judging.ts'

export { alice, bob, genesis, hash, network, shop, usdc }

/** Judges by the real rooms. */
export function judgeAny(room: string, seen: unknown, expected: unknown): Judgement | null {
  if (room === 'reconcile') return judgeRoom(reconcile, seen as ReconcileSeen, expected as ReconcileExpected)
  if (room === 'matrix') return judgeRoom(matrix, seen as MatrixSeen, expected as MatrixExpected)
  if (room === 'probe') return judgeRoom(probe, seen as never, expected as never)
  return null
}

const at = (seconds: number) => new Date((genesis + seconds) * 1000)

function runOf(
  command: string,
  seconds: number,
  rooms: SavedRun['rooms'],
  cases: readonly CaseDocument[] = [],
): SavedRun {
  const judged = rooms.map(({ room, seen, expected }) => ({
    room,
    judgement: judgeAny(room, seen, expected),
  }))
  const checks = judged.flatMap(({ room, judgement }) =>
    (judgement?.checks ?? []).map((check) => ({ ...check, room, elapsedMs: 12 })),
  )
  const findings = judged.flatMap(({ judgement }) => judgement?.findings ?? [])
  const [startedAt, finishedAt] = [at(seconds), at(seconds + 5)]
  const stamp = `${startedAt.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const document = makeDocument({
    ...{
      version: '0.1.0',
      runId: `${stamp}-${command}-k3f9`,
      command,
      profile: 'shop',
      startedAt,
      finishedAt,
    },
    ...{ target: 'https://api.example', gaps: [], checks, failOn: 'fail' },
    findings: findings.filter(({ verdict }) => verdict !== 'PASS'),
    totals: rooms.some(({ room }) => room === 'reconcile')
      ? [
          {
            name: 'matched',
            count: 1,
            amount: { atomic: 10_000n, decimals: 6, symbol: 'USDC', asset: usdc, network },
          },
        ]
      : [],
  })
  return { document, rooms, cases }
}

const orphan = { state: 'failed', responseStatus: 402, settleReason: 'context deadline exceeded' } as const

/** Alice paid and got nothing, Bob paid and was served, and Bob's second payment came from nowhere. */
export const books: readonly PaymentRecord[] = [
  record({
    ...orphan,
    requestId: 'req-alice',
    payer: alice,
    nonce: hash(1),
    tx: null,
    verifiedAt: (genesis + 201) * 1000,
  }),
  record({
    requestId: 'req-bob',
    payer: bob,
    nonce: hash(2),
    tx: hash(0x7002),
    source: { file: 'pay.jsonl', line: 2 },
  }),
]

const paid = [
  payment(alice, hash(1), 10_000n, { tx: hash(0x7001), block: 101 }),
  payment(bob, hash(2), 10_000n, { tx: hash(0x7002), block: 102, logIndex: 4 }),
]

function reconcileSeen(records: readonly PaymentRecord[]): ReconcileSeen {
  const chainView = view(
    scan({
      authorizations: paid.flatMap(({ authorizations }) => authorizations),
      transfers: paid.flatMap(({ transfers }) => transfers),
      nonces: { [`${alice}/${hash(1)}`]: true },
    }),
  )
  const { cases } = pairPayments({ records, views: [chainView], policy })
  const source = {
    ...{ name: 'pay.jsonl', rows: 3, used: 2, ignored: 0, rejectedCount: 1 },
    rejected: [{ file: 'pay.jsonl', line: 3, why: 'the state "CANARY-word-of-bob" is not known' }],
    mapping: { fields: [], states: [], amountUnit: 'atomic' as const, firstRows: records },
  }
  const chain = {
    ...{ network, asset: usdc, endpoints: ['http://one/***', 'http://two/***'], silent: [], holes: [] },
    ...{
      window: { from: block(0), to: block(2000) },
      latest: block(2000),
      safe: block(1950),
      finalized: block(1900),
    },
    read: { from: 0, to: 2000, fromHash: block(0).hash, toHash: block(2000).hash },
    ...{ disputed: 0, forked: false, dropped: 0, transfersIn: 2 },
    movement: {
      ...{ after: 0, to: 2000, comparedTo: 1950 },
      moves: [
        {
          from: bob,
          to: shop,
          atomic: 10_000n,
          tx: hash(0x7002),
          logIndex: 5,
          block: 102,
          time: null,
          caseId: null,
        },
      ],
      balances: [],
    },
  }
  return {
    at: at(4000).toISOString(),
    ...{ since: genesis, until: genesis + 4000, booksRead: true, folded: 2, notChargeable: 0 },
    ...{ sources: [source], chains: [chain], cases, rechecks: [], memoryDamaged: null },
  }
}

/** A reconcile as it is saved. */
export function reconcileRun(seconds = 4000, records: readonly PaymentRecord[] = books): SavedRun {
  const seen = reconcileSeen(records)
  const judged = seen.cases.flatMap((item) => judgeCase(item, reconcileExpected) ?? [])
  const rooms = [{ room: 'reconcile', expected: reconcileExpected, seen }]
  return runOf('reconcile', seconds, rooms, judged.map(caseDocument))
}

/** A matrix as it is saved, with the terms of its one route changed. */
export function matrixRun(
  seconds: number,
  changes: object = {},
  answer?: Parameters<typeof seeing>[0],
): SavedRun {
  const seen = seeing(answer ?? { unpaid: v2Answer(v2({ ...requirement, ...changes })) })
  return runOf('matrix', seconds, [{ room: 'matrix', expected: expecting(), seen }])
}

/** The case of Alice, who paid and got nothing. */
export function orphanOf(run: SavedRun): CaseDocument {
  const found = run.cases.find(({ payer }) => payer === alice)
  if (found === undefined) throw new Error('the world has lost Alice')
  return found
}

// Words that hold CANARY, with the letters and signs that may stand in a secret. One class: linear.
const canary = /[\w-]*CANARY[\w-]*/g

/** Hides every word that holds CANARY, in texts and in data, with tags under a key: as the real one, but simple. */
export function canaryRedactor(key = 'a key'): BundleRedactor {
  const hide = (text: string, count: { n: number }) =>
    text.replace(canary, (word) => {
      count.n += 1
      return `[redacted:canary:${createHmac('sha256', key).update(word).digest('hex').slice(0, 16)}]`
    })
  const walk = (value: unknown, count: { n: number }): unknown => {
    if (typeof value === 'string') return hide(value, count)
    if (Array.isArray(value)) return value.map((item) => walk(item, count))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [hide(name, count), walk(item, count)]),
    )
  }
  const hidden = <T>(make: (count: { n: number }) => T): Hidden<T> => {
    const count = { n: 0 }
    const value = make(count)
    return { value, redactions: count.n === 0 ? {} : { canary: count.n }, withheld: 0, samples: [] }
  }
  const text = (value: string) => hidden((count) => hide(value, count))
  return {
    learn: () => undefined,
    data: (value) => hidden((count) => walk(value, count) as typeof value),
    text,
    fileInto: (given, write) => {
      const { value, ...counted } = text(given)
      // In parts, of which the last does not end a line.
      for (const part of value.split(/(?<=\n)/)) write(part)
      return { ...counted, value: null }
    },
    *longFile(parts) {
      const { value, ...counted } = text([...parts()].join(''))
      yield* value.split(/(?<=\n)/)
      return { ...counted, value: null }
    },
  }
}

/** A run as it comes back from disk. */
export function reread(run: SavedRun): SavedRun {
  return unfreeze(freeze(run)) as SavedRun
}
