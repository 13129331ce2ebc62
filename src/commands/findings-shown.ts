import type { Severity } from '../core/finding.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block } from '../core/report.ts'
import { inIdOrder } from '../core/run-room.ts'
import { verdicts } from '../core/verdict.ts'

const loud: readonly string[] = ['FAIL', 'UNKNOWN', 'WARN']
const perCode = 5

/**
 * The findings of a screen: those that ask for something in full, at most five of a kind; the others only
 * with `-v`. What is left out is counted, so that nothing disappears in silence.
 */
export function findingsShown(findings: readonly PhrasedFinding[], verbose: number): readonly Block[] {
  if (verbose > 0) return findings.length === 0 ? [] : [{ kind: 'findings', findings: worstFirst(findings) }]
  const asking = worstFirst(findings.filter(({ verdict }) => loud.includes(verdict)))
  const { shown, more } = firstOfEach(asking)
  const quiet = findings.filter(({ verdict }) => !loud.includes(verdict))
  const titles = [...new Set(quiet.map(({ title }) => title))].map(lowerFirst).sort()
  const lines = [
    ...[...more].map(([code, count]) => `... ${count} more ${code} (-v shows all of them)`),
    ...(quiet.length === 0 ? [] : [`${quiet.length} more to know (-v): ${titles.join('; ')}`]),
  ]
  return [
    ...(shown.length === 0 ? [] : [{ kind: 'findings', findings: shown } as const]),
    ...(lines.length === 0 ? [] : [{ kind: 'lines', lines } as const]),
  ]
}

function firstOfEach(findings: readonly PhrasedFinding[]) {
  const counts = new Map<string, number>()
  const more = new Map<string, number>()
  const shown = findings.filter(({ code }) => {
    const place = counts.get(code) ?? 0
    counts.set(code, place + 1)
    if (place >= perCode) more.set(code, (more.get(code) ?? 0) + 1)
    return place < perCode
  })
  return { shown, more }
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'none']

/** Worst verdict first, then the most severe, then in id order: the same screen for the same findings. */
export function worstFirst(findings: readonly PhrasedFinding[]): readonly PhrasedFinding[] {
  const rank = ({ verdict, severity }: PhrasedFinding) =>
    verdicts.indexOf(verdict) * severities.length + severities.indexOf(severity)
  return [...inIdOrder(findings)].sort((a, b) => rank(a) - rank(b))
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text
}
