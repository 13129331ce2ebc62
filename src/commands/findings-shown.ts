import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block } from '../core/report.ts'
import { inIdOrder } from '../core/run-room.ts'
import { verdicts } from '../core/verdict.ts'

const loud: readonly string[] = ['FAIL', 'UNKNOWN', 'WARN']

/**
 * The findings of a screen: those that ask for something in full; the others only with `-v`, else as one
 * line that counts them, so that nothing is left out in silence.
 */
export function findingsShown(findings: readonly PhrasedFinding[], verbose: number): readonly Block[] {
  const shown = worstFirst(verbose > 0 ? findings : findings.filter(({ verdict }) => loud.includes(verdict)))
  const blocks: Block[] = shown.length === 0 ? [] : [{ kind: 'findings', findings: shown }]
  const quiet = findings.length - shown.length
  if (quiet === 0) return blocks
  const titles = [...new Set(findings.filter((item) => !shown.includes(item)).map(({ title }) => title))]
  const text = `${quiet} more to know (-v): ${titles.map(lowerFirst).join('; ')}`
  return [...blocks, { kind: 'lines', lines: [text] }]
}

/** Worst verdict first, then in id order: the same screen for the same findings. */
export function worstFirst(findings: readonly PhrasedFinding[]): readonly PhrasedFinding[] {
  const rank = ({ verdict }: PhrasedFinding) => verdicts.indexOf(verdict)
  return [...inIdOrder(findings)].sort((a, b) => rank(a) - rank(b))
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text
}
