import { expect, test } from 'vitest'
import type { ReconcileStep } from '../../src/core/progress.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import type { Records } from '../../src/payments/records-port.ts'
import { follow } from '../../src/reconcile/follow.ts'
import { stoppedAt, whenStopped } from '../../src/reconcile/stopped-words.ts'

const read: Records['read'] = async () => []
const record = {} as PaymentRecord

/** Books of three records that come one by one. */
const three: NonNullable<Records['stream']> = async (each) => {
  for (let ordinal = 0; ordinal < 3; ordinal += 1) await each(ordinal, record)
  return { reads: [], count: 3, again: async () => [] }
}

test('a run that is followed tells what it told before, and how far it came', async () => {
  const told: ReconcileStep[] = []
  const { ports, stopped } = follow({
    records: { read, stream: three },
    tell: (step: ReconcileStep) => void told.push(step),
  })
  expect(whenStopped(stopped(false))).toBe('before all records were read')
  const ordinals: number[] = []
  await ports.records.stream?.((ordinal) => void ordinals.push(ordinal), new AbortController().signal)
  expect([ordinals, whenStopped(stopped(false))]).toEqual([
    [0, 1, 2],
    'before all records were read (3 were)',
  ])
  expect(whenStopped(stopped(true))).toBe('when all 3 records and not all blocks were read')
  const chain = { phase: 'chain', network: 'eip155:8453', of: 640 } as const
  for (const step of [
    { ...chain, asset: '0xa', blocks: 64 },
    { ...chain, asset: '0xa', blocks: 128 },
    { ...chain, asset: '0xb', blocks: 64 },
  ]) {
    ports.tell(step)
  }
  expect(told.map((step) => step.phase === 'chain' && step.blocks)).toEqual([64, 128, 64])
  expect(whenStopped(stopped(true))).toBe('when all 3 records and 192 of 1280 blocks were read')
})

test('books that are read at once, and runs from before it was noted, say no number', () => {
  const { ports, stopped } = follow({ records: { read } })
  expect(ports.records).toEqual({ read })
  expect(whenStopped(stopped(true))).toBe('when all records and not all blocks were read')
  expect(whenStopped(stoppedAt(undefined))).toBe('before all records were read')
})
