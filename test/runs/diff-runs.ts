import type { PhrasedFinding } from '../../src/core/phrase.ts'
import type { CaseDocument, Gap } from '../../src/core/report.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { verdictOfOutcome } from '../../src/reconcile/outcome.ts'
import { makeDocument } from '../../src/runs/make-document.ts'
import type { SavedRun } from '../../src/runs/run.ts'
import { finding, oneCase, usdc } from '../render/sample.ts'

/** The start of an hour of the day, RFC 3339. */
export const at = (hour: number) => new Date(Date.UTC(2026, 10, 21) + hour * 3_600_000).toISOString()

/** The verdict that a class has without flags. */
export const verdictOf = (code: string): Verdict =>
  (verdictOfOutcome as Readonly<Record<string, Verdict>>)[code] ?? 'INFO'

/** A payment of this class, recorded in this hour (null = at no known time). */
export function aCase(caseId: string, code: string, hour: number | null = 1): CaseDocument {
  const receivedAt = hour === null ? null : Date.parse(at(hour))
  const { provisional: _, ...rest } = oneCase
  const ids = { requestIds: [`req_${caseId}`], recordIds: [] }
  return { ...rest, ...ids, caseId, code, verdict: verdictOf(code), facts: { receivedAt, blockTime: null } }
}

/** A finding of a check about the service. */
export function aFinding(code: string, verdict: Verdict, check: string): PhrasedFinding {
  return { ...finding, id: `id-${code}`, code, verdict, check, subject: { kind: 'endpoint', id: 'health' } }
}

/** What a run of the day is made of; hours are those of its window. */
export type RunParts = {
  readonly from?: number
  readonly to?: number
  readonly cases?: readonly CaseDocument[]
  readonly findings?: readonly PhrasedFinding[]
  readonly checks?: readonly { readonly id: string; readonly verdict: Verdict }[]
  readonly gaps?: readonly Gap[]
  readonly target?: string
  readonly matched?: number
  readonly runId?: string
  readonly command?: string
}

/** A saved run over some hours of one day. */
export function aRun(parts: RunParts = {}): SavedRun {
  const cases = parts.cases ?? []
  const matched = parts.matched ?? cases.filter(({ code }) => code === 'MATCHED').length
  const amount = { ...usdc, atomic: 10_000n }
  const document = makeDocument({
    ...{ version: '0.1.0', runId: parts.runId ?? '20261121T074002Z-reconcile-k3f9' },
    ...{ command: parts.command ?? 'reconcile', profile: 'mainnet', target: parts.target ?? 'the shop' },
    ...{ startedAt: new Date(at(12)), finishedAt: new Date(at(12)), failOn: 'fail' },
    window: { from: at(parts.from ?? 0), to: at(parts.to ?? 10), blocks: {} },
    gaps: parts.gaps ?? [],
    checks: (parts.checks ?? []).map((row) => ({
      ...{ question: '?', text: '', room: 'reconcile', elapsedMs: 1 },
      ...row,
    })),
    findings: parts.findings ?? [],
    totals: matched === 0 ? [] : [{ name: 'matched', count: matched, amount }],
  })
  return { document, rooms: [], cases }
}
