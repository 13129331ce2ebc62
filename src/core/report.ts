import type { Figures, Sheet } from './figures.ts'
import type { Amount } from './money.ts'
import type { PhrasedFinding } from './phrase.ts'
import type { CheckResult } from './run-room.ts'
import type { Counts, Verdict } from './verdict.ts'

/** Exit codes of the whole tool; the meanings stand in `x402ops help exit-codes`. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 70 | 130 | 143

/** A block range with the hashes of both ends, so that a reader can reproduce it. */
export type BlockWindow = {
  readonly from: number
  readonly to: number
  readonly fromHash: string
  readonly toHash: string
}

/** The time window of a run (RFC 3339, UTC) and the blocks it means on each network. */
export type RunWindow = {
  readonly from: string
  readonly to: string
  readonly blocks: Readonly<Record<string, BlockWindow>>
}

/** Something that was not looked at, and why; the reason for `complete: false`. */
export type Gap = { readonly what: string; readonly why: string }

/** One line of the accounts: how many cases and how much money. */
export type Total = { readonly name: string; readonly count: number; readonly amount: Amount }

/** A check as the run document carries it. */
export type CheckRow = CheckResult & { readonly room: string; readonly elapsedMs: number | null }

/** `x402ops.run/v1`: what one run found. Published as `schemas/run.schema.json`. */
export type RunDocument = {
  readonly schema: 'x402ops.run/v1'
  readonly tool: { readonly name: 'x402ops'; readonly version: string }
  readonly runId: string
  readonly command: string
  readonly profile: string
  readonly target: string | null
  readonly startedAt: string
  readonly finishedAt: string
  readonly window?: RunWindow
  readonly complete: boolean
  readonly gaps: readonly Gap[]
  readonly verdict: Verdict
  readonly exitCode: ExitCode
  readonly counts: Counts
  readonly totals: readonly Total[]
  /** Accounts, breakdown and settle times of a reconcile. */
  readonly figures?: Figures
  readonly checks: readonly CheckRow[]
  readonly findings: readonly PhrasedFinding[]
  readonly next: readonly string[]
}

/** `x402ops.case/v1`: one payment as the reconciler judged it. Published as `schemas/case.schema.json`. */
export type CaseDocument = {
  readonly schema: 'x402ops.case/v1'
  readonly caseId: string
  readonly code: string
  readonly verdict: Verdict
  readonly recordIds: readonly string[]
  readonly requestIds: readonly string[]
  readonly network: string | null
  readonly asset: string | null
  readonly payTo: string | null
  readonly payer: string | null
  readonly nonce: string | null
  readonly tx: string | null
  readonly logIndex: number | null
  readonly block: number | null
  readonly amountAtomic: string | null
  readonly responseStatus: number | null
  readonly moneyMoved: boolean | null
  readonly flags: readonly string[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly candidates: readonly string[]
  readonly provisional?: string
  /** With `--prove`: what a third party needs to check the verdict against the hash of a block. */
  readonly proof?: Readonly<Record<'log' | 'state', unknown>>
}

/** A table cell: ready text, an amount, or a verdict (renderers may colour it). */
export type Cell = string | Amount | { readonly verdict: Verdict }

/** A column: its title, whether its cells stand at the right edge, and `wrap: false` when none may be broken. */
export type Column = { readonly title: string; readonly align?: 'left' | 'right'; readonly wrap?: false }

/** One block of a screen, in reading order. Text is ready; renderers decide layout, width and colour only. */
export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'pairs'; readonly pairs: readonly (readonly [label: string, value: string])[] }
  | {
      readonly kind: 'table'
      readonly title?: string
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly Cell[])[]
    }
  /** Command lines to copy: broken between words only, each end of a broken line says that it goes on. */
  | { readonly kind: 'commands'; readonly lines: readonly string[] }
  | { readonly kind: 'findings'; readonly findings: readonly PhrasedFinding[] }
  | {
      readonly kind: 'summary'
      readonly text: string
      readonly verdict: Verdict
      readonly exitCode: ExitCode
    }
  | { readonly kind: 'why'; readonly lines: readonly string[] }

/** What a command hands to the renderers: the document for machines and the screen for people. */
export type Report = {
  readonly document: RunDocument
  readonly cases?: readonly CaseDocument[]
  /** What `-o csv` prints instead of the cases; made only when it is asked for. */
  readonly ledger?: Sheet
  readonly screen: readonly Block[]
}
