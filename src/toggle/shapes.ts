import type { BreakdownRate } from './blast.ts'
import type { MoneyLook } from './money.ts'

/** What one finding of a run says, as far as the table reads it. */
export type FindingLook = {
  readonly id: string
  readonly code: string
  readonly verdict: string
  readonly room: string
  /** What it is about: a route, an endpoint, a case. */
  readonly subject: string
  readonly route: string | null
  readonly text: string
  readonly args: Readonly<Record<string, unknown>>
}

/** What a room of a run answered: `skip` is not configured, `blind` looked and could not see everything. */
export type RoomLook = { readonly room: string; readonly state: 'answered' | 'skip'; readonly why: string }

/** One run of the profile, read for the table. `money` is null when it compared no books with a chain. */
export type RunLook = {
  readonly runId: string
  /** RFC 3339. */
  readonly at: string
  readonly command: string
  readonly rooms: readonly RoomLook[]
  readonly findings: readonly FindingLook[]
  readonly money: MoneyLook | null
  readonly rate: BreakdownRate | null
  /** The longest life of a signed offer that its 402s showed, in seconds; null = none was seen. */
  readonly maxTimeoutSeconds: number | null
}

/** What a scan for secrets saw. `leftOut` counts what could not be looked at. */
export type ScanLook = {
  readonly paths: readonly string[]
  readonly hits: readonly { readonly file: string; readonly line: number; readonly rule: string }[]
  readonly leftOut: number
}

/** A payment that has not ended: its state in the words of its track, or the class of its case. */
export type InFlight = { readonly id: string; readonly state: string; readonly since: string | null }

/** Everything the guide looks at: plain data. Runs newest first; `scan` null = nothing was scanned. */
export type GuideSeen = {
  readonly at: string
  readonly runs: readonly RunLook[]
  readonly scan: ScanLook | null
  readonly tracks: readonly InFlight[]
}

/** What the advice is made by. `rails` are the (network, asset) pairs that the service takes. */
export type GuideExpected = {
  readonly flagOffMeans: 'closed-503' | 'closed-404' | 'open' | 'crash' | 'unknown'
  readonly rails: readonly string[]
  readonly facilitators: number
  /** How many chain endpoints are configured, by network. */
  readonly endpoints: Readonly<Record<string, number>>
}

/** What the table says to do. `not-the-flag` = the flag is the wrong tool here. */
export type Action = 'off-now' | 'consider' | 'keep-on' | 'not-the-flag'

/** Something smaller than the flag: close a route, or drop a way of paying. */
export type Smaller = { readonly kind: 'route' | 'rail'; readonly name: string }

/** What makes paid traffic unsafe, for machines. */
export type Cause =
  | 'exposure'
  | 'terms'
  | 'settlement'
  | 'facilitator-auth'
  | 'route-execution'
  | 'reconciliation'
  | 'observation'

/** The answer to one row of the table. */
export type RowAnswer = {
  readonly state: 'met' | 'no' | 'unknown'
  /** What it leads to when it is met; the row decides, because some rows depend on how long or how much. */
  readonly action: Action
  /** One clause: figures, thresholds, and what was not looked at. */
  readonly says: string
  /** Ids of findings and cases that it rests on. */
  readonly ids: readonly string[]
  /** The runs that were used as windows, newest first. */
  readonly windows: readonly { readonly runId: string; readonly at: string }[]
  readonly partial: readonly Smaller[]
}

/** A row of the table: its number, what it looks for, and how it is answered. Pure. */
export type Row = {
  readonly number: number
  readonly title: string
  readonly cause: Cause
  readonly answer: (seen: GuideSeen, expected: GuideExpected) => RowAnswer
}
