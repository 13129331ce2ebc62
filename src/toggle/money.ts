import type { CaseDocument } from '../core/report.ts'
import { comparedBooks } from '../runs/compared-books.ts'
import { matchedCounted } from '../runs/matched-counted.ts'
import type { SavedRun } from '../runs/run.ts'

/** Payments of one class or flag. `ids` are case ids; `routes` the routes that the findings name. */
export type CaseCount = { readonly count: number; readonly ids: readonly string[] }

/**
 * The payments of one reconcile. What is not decided counts against nobody and is no proof of health: `undecided`
 * may be anything, `provisional` counts by the class a payment has when its block is final.
 */
export type MoneyLook = {
  /** Payments of the books that belong to the window, decided or not. */
  readonly attempts: number
  readonly classes: Readonly<Record<string, CaseCount>>
  readonly provisional: Readonly<Record<string, number>>
  readonly undecided: number
  /** Ids of payments that have not ended: open, waiting for a final block, or not decided. */
  readonly waiting: readonly { readonly id: string; readonly code: string }[]
  readonly secondDelivery: CaseCount
  readonly responseMissing: CaseCount
  /** Of `responseMissing`, those of which no money is known to have moved. */
  readonly responseMissingUnpaid: number
  /** Payments whose settlement failed by the books, those that never reached it left out. */
  readonly settleFailed: CaseCount
  /** Why the reading has gaps; empty when all of it was read. */
  readonly blind: readonly string[]
}

const notAttempts: readonly string[] = ['OUT_OF_WINDOW', 'UNRECORDED_RECEIPT', 'UNRELATED_INFLOW']
const notDecided: readonly string[] = ['INDETERMINATE', 'AMBIGUOUS', 'INVALID_RECORD']
const notEnded: readonly string[] = ['OPEN', 'PENDING_FINALITY', 'INDETERMINATE', 'AMBIGUOUS']
// Findings of these codes stand for payments, which are counted one by one.
const caseCodes: readonly string[] = ['INDETERMINATE', 'AMBIGUOUS']
const idsKept = 20

const counted = (cases: readonly CaseDocument[]): CaseCount => ({
  count: cases.length,
  ids: cases.slice(0, idsKept).map(({ caseId }) => caseId),
})

function byCode(cases: readonly CaseDocument[]): Readonly<Record<string, CaseCount>> {
  const groups = new Map<string, CaseDocument[]>()
  for (const item of cases) groups.set(item.code, [...(groups.get(item.code) ?? []), item])
  return Object.fromEntries([...groups].map(([code, group]) => [code, counted(group)]))
}

function provisionalOf(cases: readonly CaseDocument[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { provisional } of cases) {
    if (provisional !== undefined) counts[provisional] = (counts[provisional] ?? 0) + 1
  }
  return counts
}

/** The payments of a run; null when it compared no books with a chain. */
export function moneyOf({ document, cases }: Pick<SavedRun, 'document' | 'cases'>): MoneyLook | null {
  if (!comparedBooks(document)) return null
  const mine = cases.filter(({ code }) => !notAttempts.includes(code))
  const missing = mine.filter(({ flags }) => flags.includes('missing_payment_response'))
  const failed = mine.filter(
    ({ facts, flags }) => facts.books === 'failed' && !flags.includes('never_submitted'),
  )
  const blind = document.findings
    .filter(
      ({ verdict, code, check }) =>
        verdict === 'UNKNOWN' && !caseCodes.includes(code) && inBooks(document, check),
    )
    .map(({ text }) => text)
  return {
    attempts: mine.length + matchedCounted({ document, cases }),
    classes: byCode(mine),
    provisional: provisionalOf(mine),
    undecided: mine.filter(({ code }) => notDecided.includes(code)).length,
    waiting: mine
      .filter(({ code }) => notEnded.includes(code))
      .map(({ caseId, code }) => ({ id: caseId, code })),
    secondDelivery: counted(mine.filter(({ flags }) => flags.includes('second_delivery'))),
    responseMissing: counted(missing),
    responseMissingUnpaid: missing.filter(({ moneyMoved }) => moneyMoved !== true).length,
    settleFailed: counted(failed),
    blind: [...document.gaps.map(({ what, why }) => `${what}: ${why}`), ...blind].slice(0, idsKept),
  }
}

function inBooks({ checks }: SavedRun['document'], check: string): boolean {
  return checks.some(({ id, room }) => id === check && room === 'reconcile')
}
