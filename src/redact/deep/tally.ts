import type { MaskedSample } from '../../core/bundle.ts'

const mostSamples = 5
const around = 8

/** What one call hid. */
export type Tally = {
  readonly count: (rule: string) => void
  readonly withhold: () => void
  /** Looks at a finished text for the places of markers: up to 5 samples with 8 characters around each. */
  readonly sample: (shown: string, rule: string, marker: string) => void
  readonly counts: () => Readonly<Record<string, number>>
  readonly withheld: () => number
  readonly samples: () => readonly MaskedSample[]
}

/** An empty tally. Counts come back in the order of the names of the rules. */
export function createTally(): Tally {
  const byRule = new Map<string, number>()
  const samples: MaskedSample[] = []
  let withheld = 0
  return {
    count: (rule) => byRule.set(rule, (byRule.get(rule) ?? 0) + 1),
    withhold: () => {
      withheld += 1
    },
    sample: (shown, rule, marker) => {
      if (samples.length >= mostSamples) return
      const at = shown.indexOf(marker)
      if (at < 0) return
      const end = at + marker.length
      samples.push({
        rule,
        before: shown.slice(Math.max(0, at - around), at),
        after: shown.slice(end, end + around),
      })
    },
    counts: () => Object.fromEntries([...byRule].sort(([a], [b]) => (a < b ? -1 : 1))),
    withheld: () => withheld,
    samples: () => samples,
  }
}
