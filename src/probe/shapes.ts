import type { Observation } from '../core/observation.ts'
import type { BlockRef, ChainNode, Clock, Http, HttpAnswer } from '../core/ports.ts'
import type { PaidRoute } from '../core/profile.ts'
import type { LookValue } from '../runs/hysteresis.ts'
import type { AskRoutes } from './ask-routes.ts'

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
  /** Paid routes to ask without paying, for their free twins and their gates; absent = none. */
  readonly routes?: readonly ProbeRoute[]
  /** Also ask these routes with `X-Preflight`. */
  readonly preflight?: boolean
  /** How long the service is watched; absent = looked at once. */
  readonly forMs?: number
}

/** A paid route that the probe asks. `twin` does the same work without payment, as the operator says. */
export type ProbeRoute = Pick<PaidRoute, 'id' | 'method' | 'path' | 'sample' | 'twin'>

/** What is kept of the answer of a route: never its body. `declared` = parts of the answer that it promises. */
export type RouteAnswer = {
  readonly status: number
  readonly keys: readonly string[] | null
  readonly declared: readonly string[] | null
  /** Its body says `preflight: true`. */
  readonly preflight: boolean
  readonly bytes: number
  readonly gate: readonly (readonly [name: string, value: string])[]
}

/** Everything that was asked of a route. */
export type RouteLook = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly twin: string | null
  readonly paid: Observation<RouteAnswer>
  readonly twinLook: Observation<RouteAnswer> | null
  readonly preflight: {
    readonly head: Observation<RouteAnswer>
    readonly own: Observation<RouteAnswer>
  } | null
}

/** One look at the pages while the service was watched. */
export type Watched = { readonly at: string; readonly health: LookValue; readonly ready: LookValue }

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
  /** Null = no route is asked. */
  readonly routes: AskRoutes | null
  /** How long to watch; 0 = one look. */
  readonly forMs: number
}

/** A page and every look at it, in order; the last one counts, the earlier ones failed. */
export type Page = Omit<PagePlan, 'url' | 'optional'> & {
  readonly looks: readonly Observation<HttpAnswer>[]
}

/** What was seen; empty when there was nothing to ask. */
export type ProbeSeen = {
  readonly pages: readonly Page[]
  readonly routes?: readonly RouteLook[]
  /** Every look of a run that watched, in order; the pages are those of the last one. */
  readonly watched?: readonly Watched[]
  /** The newest block of the first configured network, and our clock when it was asked. */
  readonly block?: Observation<BlockRef | null>
}

/** What the room needs of the world. */
export type ProbePorts = {
  readonly http: Http
  readonly clock: Clock
  /** Endpoints of one network, to tell the time by; absent = not asked. */
  readonly nodes?: readonly ChainNode[]
  /** Told the number of looks so far, while the service is watched. */
  readonly looked?: (looks: number) => void
}
