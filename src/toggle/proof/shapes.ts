import type { InFlight } from '../shapes.ts'

/** One unpaid request of the proof. `route` is the id of the configured route. */
export type ProofAsk = {
  readonly route: string
  readonly method: string
  readonly path: string
  readonly body: string | null
  readonly type: string
  /** Not the request of the route itself but one beside it, in a few words. */
  readonly beside?: string
}

/** What came back: the status and whether payment terms came with it; `why` when nothing did. */
export type ProofAnswer = {
  readonly route: string
  readonly method: string
  readonly at: string
  readonly status: number | null
  readonly terms: boolean
  readonly why: string | null
  readonly beside?: string
}

/** The status page of an instance; `value` null when it is no JSON or was not seen. */
export type ProofStatus = { readonly status: number | null; readonly value: unknown }

/** What the matrix says of an instance while paid traffic is on. */
export type ProofPass = {
  readonly verdict: string
  readonly codes: readonly string[]
  readonly routes: number
}

/** One look at one instance. */
export type InstanceLook = {
  readonly instance: string
  readonly answers: readonly ProofAnswer[]
  readonly page: ProofStatus | null
  readonly pass: ProofPass | null
}

/** Money that came after the drain window. `why` says why it is not known, null when it was looked at. */
export type AfterDrain = {
  readonly payments: readonly string[]
  readonly why: string | null
}

/** What the proof saw. Plain data. `after` null = not asked. */
export type ProofSeen = {
  readonly at: string
  readonly looks: readonly { readonly at: string; readonly instances: readonly InstanceLook[] }[]
  readonly after: AfterDrain | null
  readonly tracks: readonly InFlight[]
}

/** What must be true. `switchedAt` null = not said; `drainSeconds` null = no offer was ever seen. */
export type ProofExpected = {
  readonly expect: 'off' | 'on'
  readonly instances: readonly string[]
  readonly asks: readonly ProofAsk[]
  /** How often one look asks all of it: an address may have several instances behind it. */
  readonly rounds: number
  readonly looks: number
  readonly apartMs: number
  readonly timeoutMs: number
  readonly flagOffMeans: 'closed-503' | 'closed-404' | 'open' | 'crash' | 'unknown'
  readonly statusPath: string
  /** What the page must say by dot path; empty = not compared. */
  readonly status: Readonly<Record<string, string | number | boolean>>
  readonly switchedAt: string | null
  readonly drainSeconds: number | null
}
