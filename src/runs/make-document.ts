import type { Figures } from '../core/figures.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { CheckRow, Gap, RunDocument, RunWindow, Total } from '../core/report.ts'
import { inIdOrder } from '../core/run-room.ts'
import { type Counts, countVerdicts, verdicts, worst } from '../core/verdict.ts'
import { exitCodeOf, type FailOn } from './exit-code.ts'

/** What a command knows at the end of a run; everything else of the document follows from it. */
export type RunFacts = {
  readonly version: string
  readonly runId: string
  readonly command: string
  readonly profile: string
  readonly target: string | null
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly window?: RunWindow
  /** What was not looked at; any gap makes the run incomplete. */
  readonly gaps: readonly Gap[]
  readonly checks: readonly CheckRow[]
  readonly findings: readonly PhrasedFinding[]
  readonly totals?: readonly Total[]
  readonly figures?: Figures
  readonly next?: readonly string[]
  readonly failOn: FailOn
  /** False when the command knows that it did not finish (deadline, interrupt); true adds nothing. */
  readonly complete?: boolean
}

/** One count per check; a finding whose check has no row counts by itself, so nothing found goes uncounted. */
function countAll(checks: readonly CheckRow[], findings: readonly PhrasedFinding[]): Counts {
  const listed = new Set(checks.map((check) => check.id))
  const alone = findings.filter((finding) => !listed.has(finding.check))
  return countVerdicts([...checks, ...alone].map((item) => item.verdict))
}

/**
 * The document of a run. Pure. Findings come in id order, checks in the order given. `complete` is false
 * when the command says so, when there is a gap, or when an answer is UNKNOWN; an incomplete run is never
 * better than UNKNOWN.
 */
export function makeDocument(facts: RunFacts): RunDocument {
  const counts = countAll(facts.checks, facts.findings)
  const complete = facts.complete !== false && facts.gaps.length === 0 && counts.UNKNOWN === 0
  const seen = verdicts.filter((verdict) => counts[verdict] > 0)
  return {
    schema: 'x402ops.run/v1',
    tool: { name: 'x402ops', version: facts.version },
    runId: facts.runId,
    command: facts.command,
    profile: facts.profile,
    target: facts.target,
    startedAt: facts.startedAt.toISOString(),
    finishedAt: facts.finishedAt.toISOString(),
    ...(facts.window === undefined ? {} : { window: facts.window }),
    complete,
    gaps: facts.gaps,
    verdict: worst(complete ? seen : [...seen, 'UNKNOWN']),
    exitCode: exitCodeOf({ counts, failOn: facts.failOn, complete }),
    counts,
    totals: facts.totals ?? [],
    ...(facts.figures === undefined ? {} : { figures: facts.figures }),
    checks: facts.checks,
    findings: inIdOrder(facts.findings),
    next: facts.next ?? [],
  }
}
