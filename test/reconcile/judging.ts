import type { ChainView } from '../../src/payments/chain-view.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { PaymentPolicy } from '../../src/payments/policy.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { type JudgedCase, judgeCase } from '../../src/reconcile/judge-case.ts'
import { pays, policy } from '../payments/world.ts'

/** The expectation that goes with the world's policy. */
export const expected: ReconcileExpected = {
  since: { kind: 'time', seconds: policy.since },
  until: { kind: 'time', seconds: policy.until },
  pays: [pays],
  finality: 'safe',
  settleMode: 'sync',
  unreadable: ['batch-settlement'],
  lateAfterSeconds: 2,
  skewSeconds: 600,
}

/** A record on line `n` of the world's records file. */
export const onLine = (n: number) => ({
  source: { file: 'pay.jsonl', line: n },
  lines: [{ file: 'pay.jsonl', line: n }],
})

/** Pairs and judges as a run does. */
export function judgeWorld(
  records: readonly PaymentRecord[],
  views: readonly ChainView[],
  part: Partial<PaymentPolicy> = {},
): readonly JudgedCase[] {
  const { cases } = pairPayments({ records, views, policy: { ...policy, ...part } })
  return cases.flatMap((item) => judgeCase(item, expected) ?? [])
}
