import { quantileOf } from '../core/histogram.ts'
import type { PageFacts } from './facts.ts'
import { exactly, type Reading, tooFew, unseen } from './reading.ts'
import type { Measure } from './rule.ts'

/** What a measure of the page is taken with. */
export type PageQuestion = {
  readonly page: PageFacts
  readonly minimum: number
  readonly knownBefore: boolean
}

type Of<Kind extends Measure['kind']> = Extract<Measure, { kind: Kind }>

/** `paid+paidErrors` is the sum of both; null when one of them is not told. */
function counted(name: string, { deltas }: PageFacts): number | null {
  const parts = name.split('+').map((part) => deltas[part])
  return parts.every((part) => part !== undefined)
    ? parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
    : null
}

const tells = (name: string, { told }: PageFacts) => name.split('+').every((part) => told.includes(part))

function percent({ page, minimum }: PageQuestion, part: number, of: number): Reading {
  if (of < Math.max(1, minimum)) return tooFew(page.at, of, Math.max(1, minimum))
  return exactly(page.at, (part * 100) / of, of)
}

/** The counters that a measure needs, when the page tells them; `blind` when their window says nothing. */
function window(names: readonly string[], { page }: PageQuestion): readonly number[] | Reading | null {
  if (!names.every((name) => tells(name, page))) return null
  if (page.blind !== null) return unseen(page.at, page.blind)
  const numbers = names.map((name) => counted(name, page))
  return numbers.every((number) => number !== null)
    ? numbers
    : unseen(page.at, 'only one of two samples has these counters')
}

const isReading = (found: readonly number[] | Reading): found is Reading => !Array.isArray(found)

function share({ part, of }: Of<'share'>, question: PageQuestion): Reading | null {
  const whole = of.find((name) => tells(name, question.page))
  const found = whole === undefined ? null : window([part, whole], question)
  if (found === null || isReading(found)) return found
  const [count = 0, all = 0] = found
  return percent(question, count, all)
}

function quantile(measure: Of<'quantile'>, { page, minimum }: PageQuestion): Reading | null {
  if (!page.told.includes(measure.of)) return null
  if (page.blind !== null) return unseen(page.at, page.blind)
  const histogram = page.histograms[measure.of]
  if (histogram === undefined) return unseen(page.at, 'the samples have different buckets')
  const { total } = histogram
  const found = quantileOf(histogram, measure.share)
  if (total < minimum || found === null) return tooFew(page.at, total, Math.max(1, minimum))
  return { kind: 'number', at: page.at, value: found.over, upTo: found.upTo, of: total }
}

function worstShare({ part, of }: Of<'worst-share'>, question: PageQuestion): Reading | null {
  const { page, minimum } = question
  if (!page.told.includes(part) || !page.told.includes(of)) return null
  if (page.blind !== null) return unseen(page.at, page.blind)
  const [failures, all] = [page.groups[part] ?? {}, page.groups[of] ?? {}]
  const families = Object.entries(all).filter(([, count]) => count >= Math.max(1, minimum))
  if (families.length === 0) return tooFew(page.at, Math.max(0, ...Object.values(all)), Math.max(1, minimum))
  const shares = families.map(([name, count]) => percent(question, failures[name] ?? 0, count))
  return shares.reduce((worst, one) =>
    one.kind === 'number' && worst.kind === 'number' && one.value > worst.value ? one : worst,
  )
}

function flat(measure: Of<'flat'>, question: PageQuestion): Reading | null {
  const found = window([measure.flat, measure.rising], question)
  if (found === null || isReading(found)) return found
  const [still = 0, rising = 0] = found
  const { page, minimum } = question
  if (still > 0) return exactly(page.at, 0, rising)
  return rising < minimum ? tooFew(page.at, rising, minimum) : exactly(page.at, rising, rising)
}

function unexplained({ of, by }: Of<'unexplained'>, question: PageQuestion): Reading | null {
  const found = window([of, by], question)
  if (found === null || isReading(found)) return found
  const [all = 0, explained = 0] = found
  // Nothing that could need an explanation is an answer by itself.
  if (all === 0) return exactly(question.page.at, 0, 0)
  return percent(question, Math.max(0, all - explained), all)
}

function withHarm(measure: Of<'with-harm'>, question: PageQuestion): Reading | null {
  const { page, minimum } = question
  const limited = tells(measure.limited, page)
  const latency = page.gauges[measure.slow]
  if (!limited && latency === undefined) return null
  const found = window(limited ? [measure.of, measure.limited] : [measure.of], question)
  if (found === null || isReading(found)) return found
  const [count = 0, hit = 0] = found
  const harm = hit > 0 || (latency ?? 0) > measure.slowMs
  return exactly(page.at, harm && count >= minimum ? count : 0, count)
}

function counts({ of, perSeconds }: Of<'count'>, question: PageQuestion): Reading | null {
  const found = window([of], question)
  if (found === null || isReading(found)) return found
  const [count = 0] = found
  const { page } = question
  const factor = perSeconds === undefined ? 1 : perSeconds / Math.max(perSeconds, page.seconds)
  return exactly(page.at, count * factor, null)
}

/** The reading of a measure of the page; null when the page tells nothing for it. Pure. */
export function measurePage(measure: Measure, question: PageQuestion): Reading | null {
  const { page } = question
  if (measure.kind === 'down') {
    // Whose page never told these numbers runs no facilitator of his own.
    if (page.up) return page.told.includes('requests') ? exactly(page.at, 0) : null
    return question.knownBefore ? exactly(page.at, 1) : null
  }
  if (measure.kind === 'share') return share(measure, question)
  if (measure.kind === 'quantile') return quantile(measure, question)
  if (measure.kind === 'worst-share') return worstShare(measure, question)
  if (measure.kind === 'flat') return flat(measure, question)
  if (measure.kind === 'unexplained') return unexplained(measure, question)
  if (measure.kind === 'with-harm') return withHarm(measure, question)
  if (measure.kind === 'count') return counts(measure, question)
  if (measure.kind === 'gauge') {
    const value = page.gauges[measure.of]
    return value === undefined ? null : exactly(page.at, value)
  }
  if (measure.kind !== 'gauge-share') return null
  const [part, of] = [page.gauges[measure.part], page.gauges[measure.of]]
  if (part === undefined || of === undefined) return null
  return of > 0 ? exactly(page.at, (part * 100) / of) : unseen(page.at, 'no limit is set')
}
