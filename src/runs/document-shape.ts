import type { PhrasedFinding } from '../core/phrase.ts'
import type { CaseDocument, RunDocument } from '../core/report.ts'
import { verdicts } from '../core/verdict.ts'

type Fields = Readonly<Record<string, unknown>>
type Is = (value: unknown) => boolean

const words: readonly unknown[] = verdicts
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText: Is = (value) => typeof value === 'string'
const isBoolean: Is = (value) => typeof value === 'boolean'
const isCount: Is = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const isTime: Is = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const isVerdict: Is = (value) => words.includes(value)
// An atomic amount of at most 256 bits. Anchored, one bounded class: linear.
const isAtomicText: Is = (value) => typeof value === 'string' && /^\d{1,78}$/.test(value)

const orNull =
  (is: Is): Is =>
  (value) =>
    value === null || is(value)
const orMissing =
  (is: Is): Is =>
  (value) =>
    value === undefined || is(value)
const listOf =
  (is: Is): Is =>
  (value) =>
    Array.isArray(value) && value.every(is)
const shaped =
  (shape: Readonly<Record<string, Is>>): Is =>
  (value) =>
    isObject(value) && Object.entries(shape).every(([name, is]) => is(value[name]))

const isAmount = shaped({
  atomic: (value) => typeof value === 'bigint',
  decimals: (value) => isCount(value) && Number(value) <= 255,
  symbol: isText,
  asset: isText,
  network: isText,
})

const isFinding = shaped({
  ...{ id: isText, code: isText, verdict: isVerdict, severity: isText, check: isText },
  ...{ subject: shaped({ kind: isText, id: isText }), title: isText, text: isText, args: isObject },
  ...{ evidence: listOf(isObject), next: orNull(isText), playbook: orNull(isText) },
})

const isWhole = shaped({
  schema: (value) => value === 'x402ops.run/v1',
  tool: shaped({ version: isText }),
  ...{ runId: isText, command: isText, profile: isText, target: orNull(isText), complete: isBoolean },
  ...{ startedAt: isTime, finishedAt: isTime, verdict: isVerdict },
  window: orMissing(shaped({ from: isTime, to: isTime, blocks: isObject })),
  gaps: listOf(shaped({ what: isText, why: isText })),
  totals: listOf(shaped({ name: isText, count: isCount, amount: isAmount })),
  checks: listOf(shaped({ id: isText, verdict: isVerdict })),
  findings: listOf(isFinding),
  next: listOf(isText),
})

const isWholeCase = shaped({
  schema: (value) => value === 'x402ops.case/v1',
  ...{ caseId: isText, code: isText, verdict: isVerdict },
  ...{ recordIds: listOf(isText), requestIds: listOf(isText), flags: listOf(isText) },
  ...{ network: orNull(isText), asset: orNull(isText), payTo: orNull(isText), payer: orNull(isText) },
  ...{ nonce: orNull(isText), tx: orNull(isText), amountAtomic: orNull(isAtomicText) },
  ...{ block: orNull(isCount), logIndex: orNull(isCount), responseStatus: orNull(isCount) },
  ...{ moneyMoved: orNull(isBoolean), facts: isObject, candidates: listOf(isText) },
})

/** Is this a finding with its words, of which everything that is read later has its type? */
export function isPhrasedFinding(value: unknown): value is PhrasedFinding {
  return isFinding(value)
}

/** Is this a run document, amounts as bigint, of which everything that is read later has its type? */
export function isRunDocument(value: unknown): value is RunDocument {
  return isWhole(value)
}

/** Is this a case document of which everything that is read later has its type? */
export function isCaseDocument(value: unknown): value is CaseDocument {
  return isWholeCase(value)
}
