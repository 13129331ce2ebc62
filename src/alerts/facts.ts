import type { AlertRuleChanges, AlertRuleId } from '../core/alert-rules.ts'
import type { Histogram } from '../core/histogram.ts'
import type { LookValue } from '../runs/hysteresis.ts'
import type { BookNumber } from './rule.ts'

type Numbers = Readonly<Record<string, number>>

/** What the metrics page told in this run. */
export type PageFacts = {
  readonly at: string
  /** Did it answer at all? */
  readonly up: boolean
  readonly gauges: Numbers
  /** Everything that the newest sample holds, counters included. */
  readonly told: readonly string[]
  /** Length of the window in seconds, and what was counted in it. */
  readonly seconds: number
  readonly deltas: Numbers
  readonly histograms: Readonly<Record<string, Histogram>>
  readonly groups: Readonly<Record<string, Numbers>>
  /** Why counters say nothing; null when they do. */
  readonly blind: string | null
}

/** What one saved run says, as far as rules care. */
export type RunFacts = {
  readonly at: string
  /** Rooms that were run, and whether each of them has all its answers. */
  readonly rooms: Readonly<Record<string, 'answered' | 'open'>>
  /** How many findings of each code. */
  readonly codes: Numbers
  /** How many payments of each class; null when nothing was reconciled. */
  readonly classes: Numbers | null
}

/**
 * A number of the books: `of` says from how many payments it was made; null where it cannot be made. Of a run that only
 * counts most of those that match, it lies between `value` and `upTo` (null = no end; left out = it is exact), and up to
 * `more` payments belong to it beside `of`.
 */
export type BookFact = {
  readonly value: number | null
  readonly upTo?: number | null
  readonly of: number
  readonly more?: number
  readonly why: string
}

/** What the payments of the newest reconcile tell. */
export type BookFacts = { readonly at: string } & Readonly<Record<BookNumber, BookFact>>

/** What one look said of both levels of a rule. `key` is that of its limits: looks at other limits do not count. */
export type RuleLook = {
  readonly at: string
  readonly key: string
  readonly warn: LookValue
  readonly fail: LookValue
}

/** Earlier looks at each rule, newest last. */
export type RuleLooks = Readonly<Partial<Record<AlertRuleId, readonly RuleLook[]>>>

/** Everything that rules are judged on. Plain data. */
export type AlertsSeen = {
  /** When the rules were judged, RFC 3339. */
  readonly at: string
  /** Null when no metrics page is configured. */
  readonly page: PageFacts | null
  /** Newest last. */
  readonly runs: readonly RunFacts[]
  readonly books: BookFacts | null
  readonly earlier: RuleLooks
}

/** What the operator changed of the table. */
export type AlertsExpected = { readonly changes: AlertRuleChanges }
