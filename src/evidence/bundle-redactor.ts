import type { MaskedSample, RuleCounts } from '../core/bundle.ts'

/** What hiding gave: the value without secrets, how often each rule hid something, and what people may see of it. */
export type Hidden<T> = {
  readonly value: T
  readonly redactions: RuleCounts
  readonly withheld: number
  readonly samples: readonly MaskedSample[]
}

/**
 * What the bundle asks of the redactor (`createEvidenceRedactor`). `learn` is called for all data before any
 * is hidden; hiding never throws, equal secrets have equal tags, and data keeps its shape.
 */
export type BundleRedactor = {
  readonly learn: (value: unknown) => void
  readonly data: <T>(value: T) => Hidden<T>
  readonly text: (text: string) => Hidden<string>
  /** A file given whole; what comes out is handed to `write` part by part, each with whole characters. */
  /** The same for a text that is never held as one; `parts` is asked for its lines again and again. */
  readonly longFile: (parts: () => Iterable<string>) => Generator<string, Hidden<null>>
  readonly fileInto: (text: string, write: (part: string) => void) => Hidden<null>
}

/** The sum of several counts, by rule; rules in alphabetical order. */
export function addCounts(list: readonly RuleCounts[]): RuleCounts {
  const sum = new Map<string, number>()
  for (const counts of list) {
    for (const [rule, count] of Object.entries(counts)) sum.set(rule, (sum.get(rule) ?? 0) + count)
  }
  return Object.fromEntries([...sum].sort(([a], [b]) => (a < b ? -1 : 1)))
}
