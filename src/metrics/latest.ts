import type { MetricsExpected, MetricsSeen, MetricsWindow, Sample } from './shapes.ts'
import { comparable, windowOf } from './window.ts'

/** The newest sample, and what was counted since the one before; `why` says what the window lacks. */
export type Latest = {
  readonly sample: Sample | null
  readonly window: MetricsWindow | null
  readonly why: string | null
}

/** What the looks of a run and an earlier sample amount to. Pure. */
export function latestOf({ looks }: MetricsSeen, { earlier }: MetricsExpected): Latest {
  const samples = looks.flatMap((look) =>
    look.seen && look.value.kind === 'sample' ? [look.value.sample] : [],
  )
  const sample = samples.at(-1) ?? null
  const before = earlier ?? (samples.length > 1 ? samples[0] : undefined)
  if (sample === null) return { sample, window: null, why: 'the page told nothing' }
  if (before === undefined) return { sample, window: null, why: 'there is only one sample' }
  if (!comparable(before, sample)) return { sample, window: null, why: 'the samples cannot be compared' }
  const window = windowOf(before, sample)
  const why =
    window.reset === null ? null : `the counters began anew (${window.reset}) between the two samples`
  return { sample, window, why }
}
