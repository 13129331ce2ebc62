import { expect, test } from 'vitest'
import { pairPayments } from '../../src/payments/pairing.ts'
import { alice, genesis, hash, policy, record, scan, view } from './world.ts'

test('an authorization is not over while another record says that it is not', () => {
  const open = { tx: null, state: 'failed', responseStatus: 504 } as const
  // Finalized up to genesis + 3800: past one end, before the other.
  const records = [genesis + 300, genesis + 9000].map((validBefore, line) =>
    record({ ...open, validBefore, requestId: `req-${line}`, source: { file: `${line}.jsonl`, line } }),
  )
  const unused = view(scan({ nonces: { [`${alice}/${hash(1)}`]: false } }))
  for (const rows of [records, [...records].reverse()]) {
    const { cases } = pairPayments({ records: rows, views: [unused], policy })
    expect(cases.map(({ facts, validBefore }) => [facts.expired, validBefore])).toEqual([
      [false, genesis + 9000],
      [false, genesis + 9000],
    ])
  }
})
