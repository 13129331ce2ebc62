import type { CaseFacts, PaymentCase } from '../../src/payments/case.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import type {
  JudgedPayment,
  Outgoing,
  RefundEvent,
  RefundExpected,
  RefundSeen,
} from '../../src/refund/shapes.ts'
import { defaultBilling } from '../../src/refund/shapes.ts'
import { caseWith } from '../payments/settlement/case-with.ts'
import { alice, hash, network, pays, usdc } from '../payments/world.ts'
import { expected as reconcileExpected } from '../reconcile/judging.ts'

/** A plan for the shop of the world. */
export const expected: RefundExpected = { pays: [pays], billing: defaultBilling, network: null }

/** Money moved, the books call it settled, and the buyer got an error. */
export const notDelivered: Partial<CaseFacts> = {
  ...{ nonce: 'used', effect: 'one', books: 'settled', response: 'error', covered: true },
}

/** Payment `n` of the world, final, judged by the reconciler itself. */
export function paid(
  n: number,
  facts: Partial<CaseFacts> = {},
  part: Partial<PaymentCase> = {},
): JudgedPayment {
  const item = caseWith({
    ...{ caseId: `case${n}`, network, asset: usdc, payer: alice, nonce: hash(n), tx: hash(0x7000 + n) },
    ...{ logIndex: 1, block: 100 + n, movedAtomic: 10_000n, requiredAtomic: 10_000n },
    ...{ responseStatus: 500, requestIds: [`req_${n}`], transfer: 'eip3009' },
    ...part,
    facts: { ...notDelivered, ...facts },
  })
  const judged = judgeCase(item, reconcileExpected)
  if (judged === undefined) throw new Error('nobody knows of this payment')
  return { item, outcome: judged.outcome, provisional: judged.provisional }
}

/** Money that went back to somebody in block 200. */
export const back = (to: string, atomic: bigint, n = 1): Outgoing => ({
  ...{ network, asset: usdc, tx: hash(0x9000 + n), logIndex: 0, block: 200, to, atomic },
})

/** A refund event that names everything but what is replaced. */
export const told = (part: Partial<RefundEvent> = {}): RefundEvent => ({
  ...{ line: 1, payer: alice, tx: hash(0x7001), logIndex: null, amount: null, amountUnit: 'decimal' },
  ...{ network: null, path: null, reason: null, refundTx: null, keyedBy: 'payer' },
  ...part,
})

/** What a plan is made from: these payments, the chain read whole and empty. */
export function seeing(payments: readonly JudgedPayment[], part: Partial<RefundSeen> = {}): RefundSeen {
  return {
    at: '2026-11-21T07:40:02.000Z',
    run: {
      ...{ runId: '20261121T074002Z-reconcile-k3f9', startedAt: '2026-11-21T07:40:02.000Z' },
      ...{ complete: true, payments, outgoing: [], heads: {} },
    },
    readings: [read([])],
    events: null,
    book: { cases: [], damaged: null },
    ...part,
  }
}

/** The token read up to block 300 by one endpoint, with what went out. */
export const read = (outgoing: readonly Outgoing[], why: string | null = null) => ({
  ...{ network, asset: usdc, endpoints: ['https://one.example/***'], from: 100, to: 300, why, outgoing },
})
