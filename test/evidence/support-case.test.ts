import { describe, expect, test } from 'vitest'
import { sourcesIn } from '../../src/evidence/pieces.ts'
import { supportCaseOf } from '../../src/evidence/support-case.ts'
import { alice, genesis, hash, network, orphanOf, reconcileRun, usdc } from './world.ts'

const run = reconcileRun(4000)
const orphan = orphanOf(run)
const sources = sourcesIn([run])
const none = { seen: null, record: null }
const at = (seconds: number) => new Date((genesis + seconds) * 1000).toISOString()

describe('the nine facts', () => {
  test('of a payment that is known well', () => {
    expect(supportCaseOf(orphan, sources(orphan))).toEqual({
      caseId: orphan.caseId,
      code: 'ORPHANED_PAYMENT',
      requestId: { value: 'req-alice', from: 'record' },
      route: { value: 'GET /quote', from: 'record' },
      status: { value: 402, from: 'record: answer of the service' },
      time: { value: at(200), from: 'record: received' },
      tx: { value: hash(0x7001), from: 'chain' },
      payer: { value: alice, from: 'chain' },
      network: { value: network, from: 'chain' },
      asset: { value: usdc, from: 'chain' },
      settlement: {
        value: 'money moved; books: failed; ORPHANED_PAYMENT',
        from: 'reconcile: records against the chain',
      },
    })
  })

  test('of one that is not: null, and why', () => {
    const bare = {
      ...orphan,
      requestIds: [],
      tx: null,
      payer: null,
      responseStatus: null,
      moneyMoved: null,
      facts: { books: 'absent' },
    }
    const item = supportCaseOf(bare, none)
    expect(
      [item.requestId, item.route, item.status, item.time, item.tx, item.payer].map(({ value }) => value),
    ).toEqual(Array(6).fill(null))
    expect(item.requestId.from).toBe('no record exists')
    expect(item.time.from).toBe('neither the record nor a block tells it')
    expect(item.settlement.value).toBe('not known whether money moved; books: absent; ORPHANED_PAYMENT')
  })

  test('a transaction that only the record names', () => {
    const claimed = { ...orphan, tx: null, facts: { ...orphan.facts, claimedTx: hash(3), effect: 'none' } }
    expect(supportCaseOf(claimed, none).tx).toEqual({ value: hash(3), from: 'record: not seen on chain' })
  })
})
