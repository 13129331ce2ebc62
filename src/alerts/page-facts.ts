import type { Histogram } from '../core/histogram.ts'
import type { PageFacts } from './facts.ts'

type Numbers = Readonly<Record<string, number>>

/** A sample and a window as the metrics room makes them; null where there is none, and `why`. */
export type PageTold = {
  readonly sample: {
    readonly numbers: Numbers
    readonly histograms: Readonly<Record<string, Histogram>>
    readonly groups: Readonly<Record<string, Numbers>>
  } | null
  readonly window: {
    readonly seconds: number
    readonly reset: string | null
    readonly deltas: Numbers
    readonly histograms: Readonly<Record<string, Histogram>>
    readonly groups: Readonly<Record<string, Numbers>>
  } | null
  readonly why: string | null
}

/** What rules take from a page. Pure. */
export function pageFacts(at: string, { sample, window, why }: PageTold): PageFacts {
  const nothing = { seconds: 0, deltas: {}, histograms: {}, groups: {} }
  const { seconds, deltas, histograms, groups } = window ?? nothing
  const blind = window === null || window.reset !== null ? (why ?? 'the counters cannot be compared') : null
  const gauges = sample?.numbers ?? {}
  const told = sample === null ? [] : [sample.numbers, sample.histograms, sample.groups].flatMap(Object.keys)
  return { at, up: sample !== null, gauges, told, seconds, deltas, histograms, groups, blind }
}
