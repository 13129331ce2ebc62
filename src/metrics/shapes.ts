import type { Histogram } from '../core/histogram.ts'
import type { Observation } from '../core/observation.ts'
import type { Clock, Http } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'

/** What a page told at one moment. Only numbers that we know are kept; a page may hold what is nobody's business. */
export type Sample = {
  readonly at: string
  /** What was asked, without a query. Samples of different pages or field maps are not compared. */
  readonly page: string
  readonly mapped: string
  readonly format: 'json' | 'text'
  readonly numbers: Readonly<Record<string, number>>
  readonly histograms: Readonly<Record<string, Histogram>>
  readonly groups: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** What should be there and is not, or is there and cannot be used. */
  readonly odd: readonly { readonly name: string; readonly place: string; readonly why: string }[]
}

/** Why an answer holds no sample. */
export type NoSample = 'refused' | 'redirected' | 'status' | 'unreadable'

/** One look at the page: a sample, or what came instead. */
export type PageLook =
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: NoSample; readonly status: number; readonly why: string }

/** What is known of the page before it is asked. Plain data, without the token. */
export type MetricsExpected = {
  /** Null when no page or no token is configured: then nothing is asked. */
  readonly page: string | null
  /** Dot path (JSON) or series (text) of each number, by our name for it. */
  readonly fields: Readonly<Record<string, string>>
  /** The sample of an earlier run to compare with; null = look twice in this run. */
  readonly earlier: Sample | null
  readonly apartMs: number
  readonly timeoutMs: number
  readonly maxBodyBytes: number
}

/** What was seen: one look when an earlier sample was at hand, else two. */
export type MetricsSeen = { readonly looks: readonly Observation<PageLook>[] }

/** What the room needs of the world. The token goes to `url` and nowhere else. */
export type MetricsPorts = {
  readonly http: Http
  readonly clock: Clock
  readonly url: string | null
  readonly token: Secret | null
}

/** What changed between two samples. */
export type MetricsWindow = {
  readonly from: string
  readonly to: string
  readonly seconds: number
  /** The number that fell, or `processStart`: what was counted in between is not known. Null = no reset. */
  readonly reset: string | null
  readonly deltas: Readonly<Record<string, number>>
  readonly histograms: Readonly<Record<string, Histogram>>
  readonly groups: Readonly<Record<string, Readonly<Record<string, number>>>>
}
