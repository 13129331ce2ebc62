import type { Observation } from '../core/observation.ts'
import type { Clock, Http, HttpAnswer } from '../core/ports.ts'

/** The three pages that a service shows without being paid. */
export type PageName = 'health' | 'ready' | 'status'

/** What the operator expects of the service's own pages. Plain data, without secrets. */
export type ProbeExpected = {
  /** Null when no base URL is known: then nothing is asked and every check is skipped. */
  readonly baseUrl: string | null
  readonly healthPath: string
  readonly readyPath: string
  /** Dependencies that the ready page must mention; empty = the usual names of a database, where present. */
  readonly dependencies: readonly string[]
  readonly statusPath: string
  /** Values of the status page by dot path; empty = nothing is compared. */
  readonly statusExpect: Readonly<Record<string, string | number | boolean>>
  readonly latencyWarnMs: number
  readonly skewWarnMs: number
  readonly skewFailMs: number
  readonly tlsWarnDays: number
  readonly timeoutMs: number
  readonly maxBodyBytes: number
}

/** One page to look at. `label` is its URL without query, for people and for finding ids. */
export type PagePlan = {
  readonly name: PageName
  readonly url: string
  readonly label: string
  /** True when nothing is expected of the page, so that its absence is not looked at again. */
  readonly optional: boolean
}

/** What will be asked. */
export type ProbePlan = {
  readonly pages: readonly PagePlan[]
  readonly timeoutMs: number
  readonly maxBodyBytes: number
}

/** A page and every look at it, in order; the last one counts, the earlier ones failed. */
export type Page = Omit<PagePlan, 'url' | 'optional'> & {
  readonly looks: readonly Observation<HttpAnswer>[]
}

/** What was seen; empty when there was nothing to ask. */
export type ProbeSeen = { readonly pages: readonly Page[] }

/** What the room needs of the world. */
export type ProbePorts = { readonly http: Http; readonly clock: Clock }
