import type { Histogram } from '../core/histogram.ts'
import { safe } from '../core/safe.ts'
import { caip2 } from '../networks/lookup.ts'
import { decodeSample, type TextSample } from './exposition.ts'
import { type Known, knownOf, type LabelRule, numberNames, type Source } from './known-catalog.ts'
import type { Read } from './read.ts'

/** A number, what it could not be made from, or null when the page has no such series. */
type Made<T> = { readonly value: T } | { readonly why: string } | null

type ByName = ReadonlyMap<string, readonly TextSample[]>

function fits({ label, is, begins, ends }: LabelRule, { labels }: TextSample): boolean {
  const value = labels.get(label) ?? ''
  if (is !== undefined && !is.includes(value.toLowerCase())) return false
  if (begins !== undefined && !value.startsWith(begins)) return false
  return ends === undefined || ends.some((end) => value.endsWith(end))
}

/** A label value of which it is not known what it means. */
function stranger(rules: readonly LabelRule[], list: readonly TextSample[]): LabelRule | undefined {
  return rules.find(({ label, words }) =>
    list.some(
      ({ labels }) => words !== undefined && !words.includes((labels.get(label) ?? '').toLowerCase()),
    ),
  )
}

/** The series that count for a source; null when the page has none of that name. */
function seriesOf(source: Source, byName: ByName): Made<readonly TextSample[]> {
  const all = byName.get(source.metric)
  if (all === undefined) return null
  const rules = source.where ?? []
  const unclear = stranger(rules, all)
  if (unclear !== undefined) return { why: `a value of its label ${unclear.label} is not known` }
  return { value: all.filter((sample) => rules.every((rule) => fits(rule, sample))) }
}

function sumOf(list: readonly TextSample[], scale: number): Made<number> {
  const sum = list.reduce((total, { value }) => total + value, 0) * scale
  return Number.isFinite(sum) && sum >= 0 ? { value: sum } : { why: 'it is no number from 0 on' }
}

/** The histogram of all its series together. Series whose bounds differ cannot be added. */
function histogramOf(list: readonly TextSample[], scale: number): Made<Histogram> {
  const sums = new Map<number, { sum: number; series: number }>()
  for (const { labels, value } of list) {
    const le = labels.get('le') ?? ''
    const bound = /^\+?inf$/i.test(le) ? Number.POSITIVE_INFINITY : Number(le === '' ? Number.NaN : le)
    if (Number.isNaN(bound) || !Number.isFinite(value) || value < 0) return { why: 'a bucket is no number' }
    const known = sums.get(bound) ?? { sum: 0, series: 0 }
    sums.set(bound, { sum: known.sum + value, series: known.series + 1 })
  }
  const total = sums.get(Number.POSITIVE_INFINITY)
  if (total === undefined) return { why: 'its bucket +Inf is missing' }
  const bounds = [...sums.keys()].filter(Number.isFinite).sort((a, b) => a - b)
  const parts = bounds.flatMap((bound) => sums.get(bound) ?? [])
  if (parts.some(({ series }) => series !== total.series)) return { why: 'its series have different bounds' }
  const counts = parts.map(({ sum }) => sum)
  const rising = [...counts, total.sum].every((count, at, all) => at === 0 || count >= (all[at - 1] ?? 0))
  if (!rising) return { why: 'its buckets do not add up' }
  // A product of decimals may end in 0.30000000000000004; six digits behind the point are a microsecond.
  const scaled = bounds.map((bound) => Number((bound * scale).toFixed(6)))
  return { value: { bounds: scaled, counts, total: total.sum } }
}

function familyOf({ labels }: TextSample): string {
  const [family = ''] = caip2(labels.get('network') ?? '').split(':')
  return family === '' ? 'unnamed' : safe(family, 40)
}

function groupsOf(list: readonly TextSample[]): Made<Readonly<Record<string, number>>> {
  const groups = new Map<string, TextSample[]>()
  for (const sample of list) groups.set(familyOf(sample), [...(groups.get(familyOf(sample)) ?? []), sample])
  const sums = [...groups].slice(0, 50).map(([family, part]) => [family, sumOf(part, 1)] as const)
  const numbers = sums.flatMap(([family, sum]) =>
    sum !== null && 'value' in sum ? [[family, sum.value]] : [],
  )
  if (numbers.length < sums.length) return { why: 'it is no number from 0 on' }
  return { value: Object.fromEntries(numbers) }
}

/** A mapped place: a metric, or a metric with exact labels, as it stands on the page. */
function mappedSource(place: string): Source | null {
  const read = decodeSample(`${place} 0`)
  if ('why' in read) return null
  return {
    metric: read.name,
    where: [...read.labels].map(([label, value]) => ({ label, is: [value.toLowerCase()] })),
  }
}

function firstThere<T>(sources: readonly Source[], make: (source: Source) => Made<T>): Made<T> {
  for (const source of sources) {
    const made = make(source)
    if (made !== null) return made
  }
  return null
}

/** The numbers of a page in the text format of Prometheus. Never throws. */
export function readText(samples: readonly TextSample[], fields: Readonly<Record<string, string>>): Read {
  const byName = new Map<string, TextSample[]>()
  for (const sample of samples) {
    const list = byName.get(sample.name)
    if (list === undefined) byName.set(sample.name, [sample])
    else list.push(sample)
  }
  const numbers: Record<string, number> = {}
  const histograms: Record<string, Histogram> = {}
  const groups: Record<string, Readonly<Record<string, number>>> = {}
  const odd: { name: string; place: string; why: string }[] = []
  const from = <T>(source: Source, make: (list: readonly TextSample[]) => Made<T>): Made<T> => {
    const found = seriesOf(source, byName)
    return found === null || 'why' in found ? found : make(found.value)
  }
  for (const name of numberNames) {
    const { kind, text = [] }: Known = knownOf(name)
    const place = Object.hasOwn(fields, name) ? fields[name] : undefined
    const own = place === undefined ? null : mappedSource(place)
    const sources = place === undefined ? text : own === null ? [] : [own]
    const keep = <T>(made: Made<T>, into: Record<string, T>) => {
      const shown = place ?? sources[0]?.metric ?? ''
      if (made !== null && 'value' in made) into[name] = made.value
      else if (made !== null) odd.push({ name, place: shown, why: made.why })
      else if (place !== undefined) odd.push({ name, place, why: 'it is not there' })
    }
    if (kind === 'histogram') {
      const bucketsOf = (source: Source) => ({ ...source, metric: `${source.metric}_bucket` })
      const make = (source: Source) => from(bucketsOf(source), (list) => histogramOf(list, source.scale ?? 1))
      keep(firstThere(sources, make), histograms)
    } else if (kind === 'groups')
      keep(
        firstThere(sources, (source) => from(source, groupsOf)),
        groups,
      )
    else
      keep(
        firstThere(sources, (source) => from(source, (list) => sumOf(list, source.scale ?? 1))),
        numbers,
      )
  }
  return { numbers, histograms, groups, odd }
}
