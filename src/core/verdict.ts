/** What a check says. `UNKNOWN` means "could not be observed" and is never folded into `PASS`. */
export type Verdict = 'FAIL' | 'UNKNOWN' | 'WARN' | 'PASS' | 'INFO' | 'SKIP'

/** All verdicts, worst first: the order of display and of `worst`. */
export const verdicts: readonly Verdict[] = ['FAIL', 'UNKNOWN', 'WARN', 'PASS', 'INFO', 'SKIP']

/** How many findings or checks ended with each verdict. */
export type Counts = Readonly<Record<Verdict, number>>

/** The worst of some verdicts; `SKIP` when there are none, because nothing was judged. */
export function worst(list: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => list.includes(verdict)) ?? 'SKIP'
}

/** Counts how often each verdict occurs; every verdict has an entry. */
export function countVerdicts(list: readonly Verdict[]): Counts {
  const counts = { FAIL: 0, UNKNOWN: 0, WARN: 0, PASS: 0, INFO: 0, SKIP: 0 }
  for (const verdict of list) counts[verdict] += 1
  return counts
}
