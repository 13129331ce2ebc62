import { makeRunId } from '../../../src/core/id.ts'
import type { RunDocument } from '../../../src/core/report.ts'
import type { MemoryUpdate } from '../../../src/runs/memory.ts'
import type { OpenNotice } from '../../../src/runs/notices.ts'
import { type RefundCase, refundId } from '../../../src/runs/refund-cases.ts'
import type { SavedRun } from '../../../src/runs/run.ts'
import type { Settlement } from '../../../src/runs/settlements.ts'
import type { TermsSnapshot } from '../../../src/runs/snapshot.ts'
import type { Track } from '../../../src/runs/tracks.ts'
import { finding, oneCase, sampleReport } from '../../render/sample.ts'

/** The moment that the clock of these tests shows. */
export const now = Date.UTC(2026, 10, 21)
export const day = 86_400_000
export const clock = { now: () => new Date(now), monotonicMs: () => 0, sleep: async () => undefined }
const at = '2026-11-20T07:40:02.000Z'
const hash = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}`

/** A saved run that began at that moment; what it says holds characters of every kind. */
export function runAt(startMs: number, part: Partial<RunDocument> = {}, cases = 2): SavedRun {
  const startedAt = new Date(startMs)
  const command = part.command ?? 'monitor'
  const runId = makeRunId(startedAt, command, String(startMs))
  const strange = { ...finding, id: '00112233445566ff', text: 'tab\t nul\0 half\ud800 \u202e ü 💸 \\N \\x' }
  const document = {
    ...sampleReport().document,
    ...{ runId, startedAt: startedAt.toISOString(), findings: [finding, strange] },
    ...part,
  }
  const rooms = [{ room: 'matrix', expected: { price: 10_000n }, seen: { at: 'x\0', list: [1n, '\u2028'] } }]
  return { document, rooms, cases: Array.from({ length: cases }, () => oneCase) }
}

export const settlement = (n: number): Settlement => ({
  ...{ target: 't', network: 'eip155:8453', asset: '0xa', payer: '0xb', to: '0xc', nonce: null },
  ...{ valueAtomic: 10_000n, caseId: `case-${String(n).padStart(3, '0')}`, tx: hash(n), logIndex: 1 },
  ...{ block: n, blockHash: hash(n), blockTime: null, recordIds: [], requestIds: [], code: 'MATCHED' },
  ...{ firstSeen: at, removedAt: null },
})

/** What run `n` adds: a payment, and that it looked at `target` up to `until`. */
export const update = (n: number, target = `t${n}`, until = at): MemoryUpdate => ({
  settlements: { forget: [], keep: [settlement(n)] },
  stretch: { target, runId: `run-${n}`, from: '2026-11-01T00:00:00.000Z', until, undecidedSince: null },
})

export const track = (n: number): Track => ({
  id: n.toString(16).padStart(16, '0'),
  ref: {
    ...{ payer: '0xb', nonce: null, network: null, asset: null, tx: `0x${n}`, payTo: null, route: null },
    ...{ amountAtomic: 10_000n, validBefore: 1_800_000_000, recordId: null, requestId: null },
  },
  ...{ state: 'polling', firmness: 'provisional', enteredAt: at, submittedAt: null, resolvedAt: null },
  ...{ pollAttempts: 0, nextPollAt: null, lastError: null, history: [], source: null },
})

export const refund = (n: number): RefundCase => ({
  ...{ id: refundId('eip155:8453', hash(n), 1), network: 'eip155:8453', asset: address(1), tx: hash(n) },
  ...{ logIndex: 1, payee: address(2), amountAtomic: 10_000n, state: 'open', paidAtomic: 0n },
  ...{ refundTx: null, openedAt: at, changedAt: at, runId: 'run' },
})

export const notice = (id: string): OpenNotice => ({
  ...{ id, check: 'pay-to', code: 'PAYTO_MISMATCH', title: 'payTo', severity: 'fail', since: at, clean: [] },
})

export const snapshot: TermsSnapshot = {
  schema: 'x402ops.snapshot/v1',
  ...{ name: 'before', profile: 'shop', target: null, takenAt: at, routes: [] },
}
