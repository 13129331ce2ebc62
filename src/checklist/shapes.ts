import type { ChecklistSettings, Said } from '../core/checklist-settings.ts'
import type { Observation } from '../core/observation.ts'
import type { OwnPlace } from '../core/service-files.ts'
import type { Verdict } from '../core/verdict.ts'
import type { EnvLook } from './env/shapes.ts'

/** The headings of the checklist, in the order of the screen. */
export const groups = ['Money', 'Settlement', 'Replay', 'Discovery', 'Secrets', 'Operations'] as const

/** A heading of the checklist. */
export type Group = (typeof groups)[number]

/** What one finding of another room says, as far as the list reads it. */
export type FindingLook = {
  readonly check: string
  readonly code: string
  readonly verdict: Verdict
  readonly text: string
}

/** What another room said: in this run, or in the saved one that `runId` names. */
export type RoomLook = {
  readonly room: string
  readonly at: string
  readonly runId: string | null
  readonly checks: readonly { readonly id: string; readonly verdict: Verdict; readonly text: string }[]
  readonly findings: readonly FindingLook[]
}

/** One way of paying that a live 402 names. */
export type TermLook = {
  readonly route: string
  readonly network: string
  readonly maxTimeoutSeconds: number | null
}

/** A package of the service, as a lock file names it. */
export type LockedPackage = { readonly name: string; readonly version: string; readonly file: string }

/** What the folder of the service shows. */
export type ServiceLook = {
  readonly packages: Observation<readonly LockedPackage[]>
  /** Files with secrets that git keeps. */
  readonly tracked: Observation<readonly string[]>
  readonly env: Observation<readonly EnvLook[]>
  /** The permission bits of the .env files. */
  readonly modes: readonly OwnPlace[]
}

/** Until when the books of this profile were read and decided without a gap; null = never. */
export type BooksMark = { readonly until: string | null }

/** Everything the list looks at: plain data, without any value of any variable. `service` null = no folder was named. */
export type ChecklistSeen = {
  readonly at: string
  readonly rooms: readonly RoomLook[]
  readonly terms: readonly TermLook[]
  readonly service: ServiceLook | null
  readonly places: readonly OwnPlace[]
  readonly books: Observation<BooksMark>
  /** Variables of monitor that are set here. */
  readonly monitor: { readonly webhook: boolean }
}

/** What the service's variables are compared with. Public facts only. */
export type EnvExpected = {
  readonly payTo: readonly string[]
  readonly networks: readonly string[]
  readonly host: string | null
  /** Host and port of every configured facilitator. */
  readonly facilitators: readonly string[]
  readonly flag: { readonly variable: string; readonly on: string | null; readonly off: string | null }
}

/** What the list is judged by. */
export type ChecklistExpected = {
  readonly instances: number
  readonly forbidden: number
  readonly facilitators: number
  readonly settings: Omit<ChecklistSettings, 'asked'>
  readonly asked: Readonly<Record<string, Said | undefined>>
  readonly env: EnvExpected
}

/** The answer to one item: a verdict, and what was seen in one clause. */
export type Answer = { readonly verdict: Verdict; readonly seen: string }

/** An item: one question, where it comes from, and how it is answered. Pure. */
export type Item = {
  readonly id: string
  readonly group: Group
  readonly question: string
  /** The rows of the requirements that ask for it. */
  readonly rows: readonly string[]
  /** What to do when it does not hold. */
  readonly next: string
  readonly how: 'observed' | 'asked'
  readonly answer: (seen: ChecklistSeen, expected: ChecklistExpected) => Answer
}
