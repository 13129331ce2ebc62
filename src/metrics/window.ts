import type { Histogram } from '../core/histogram.ts'
import { knownOf, numberNames } from './known-catalog.ts'
import type { MetricsWindow, Sample } from './shapes.ts'

function sameBounds(a: Histogram, b: Histogram): boolean {
  return a.bounds.length === b.bounds.length && a.bounds.every((bound, at) => bound === b.bounds[at])
}

/** The observations between two samples; null when one of its numbers fell, which a histogram never does by itself. */
function histogramDelta(first: Histogram, second: Histogram): Histogram | null {
  const counts = second.counts.map((count, at) => count - (first.counts[at] ?? 0))
  const total = second.total - first.total
  return [...counts, total].some((count) => count < 0) ? null : { bounds: second.bounds, counts, total }
}

/** Can these two samples be compared: one page, read in one way, in order of time? */
export function comparable(first: Sample, second: Sample): boolean {
  const [a, b] = [Date.parse(first.at), Date.parse(second.at)]
  return (
    first.page === second.page && first.mapped === second.mapped && first.format === second.format && a < b
  )
}

/**
 * What was counted between two samples. Pure. When any counter fell or the process is another one, `reset` names
 * it and nothing was counted that can be relied on, not even by counters that rose. What only one sample has is
 * left out.
 */
export function windowOf(first: Sample, second: Sample): MetricsWindow {
  const deltas: Record<string, number> = {}
  const histograms: Record<string, Histogram> = {}
  const groups: Record<string, Record<string, number>> = {}
  const fell: string[] = []
  for (const name of numberNames) {
    const { kind } = knownOf(name)
    const [a, b] = [first.numbers[name], second.numbers[name]]
    if (name === 'processStart' && a !== undefined && b !== undefined && a !== b) fell.push(name)
    if (kind === 'counter' && a !== undefined && b !== undefined) {
      if (b < a) fell.push(name)
      else deltas[name] = b - a
    }
    const [old, now] = [first.histograms[name], second.histograms[name]]
    if (old !== undefined && now !== undefined && sameBounds(old, now)) {
      const delta = histogramDelta(old, now)
      if (delta === null) fell.push(name)
      else histograms[name] = delta
    }
    const [before, after] = [first.groups[name], second.groups[name]]
    if (before === undefined || after === undefined) continue
    // A family that was not there counted nothing before.
    const changes = Object.entries(after).map(
      ([family, count]) => [family, count - (before[family] ?? 0)] as const,
    )
    const lost = Object.keys(before).some((family) => after[family] === undefined)
    if (lost || changes.some(([, change]) => change < 0)) fell.push(name)
    else groups[name] = Object.fromEntries(changes)
  }
  const seconds = (Date.parse(second.at) - Date.parse(first.at)) / 1000
  const [reset = null] = fell
  const about = { from: first.at, to: second.at, seconds, reset }
  return reset === null
    ? { ...about, deltas, histograms, groups }
    : { ...about, deltas: {}, histograms: {}, groups: {} }
}
