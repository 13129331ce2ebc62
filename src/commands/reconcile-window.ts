import { OpsError } from '../core/errors.ts'
import type { RunDocument } from '../core/report.ts'
import { type Moment, parseMoment } from '../core/since.ts'
import type { WindowEdge } from '../reconcile/expected.ts'

const overlapSeconds = 3600

const toSeconds = (at: Date) => Math.floor(at.getTime() / 1000)

/** The start of the window after the last complete run on the same target, one hour of overlap included. */
function afterLast(runs: readonly RunDocument[], target: string): WindowEdge {
  const last = runs.find((run) => run.command === 'reconcile' && run.complete && run.target === target)
  if (last?.window === undefined) {
    const known = 'No complete reconcile of these addresses and records is saved. Start with --since 24h.'
    throw new OpsError('RUN_NOT_FOUND', { run: 'last', known })
  }
  return { kind: 'time', seconds: toSeconds(new Date(last.window.to)) - overlapSeconds }
}

function edgeOf(moment: Moment, runs: readonly RunDocument[], target: string): WindowEdge {
  switch (moment.kind) {
    case 'time':
      return { kind: 'time', seconds: toSeconds(moment.at) }
    case 'last':
      return afterLast(runs, target)
    default:
      return moment
  }
}

/**
 * Reads `--since` and `--until` (undefined = now). `runs` are the saved runs, newest first, and are asked
 * for only by `last`. Throws `OpsError` SINCE_*, WINDOW_INVERTED, RUN_NOT_FOUND.
 */
export async function readWindow(input: {
  readonly since: string
  readonly until: string | undefined
  readonly now: Date
  readonly target: string
  readonly runs: () => Promise<readonly RunDocument[]>
}): Promise<{ readonly since: WindowEdge; readonly until: WindowEdge }> {
  const { now, target } = input
  const start = parseMoment('--since', input.since, now)
  const end: Moment =
    input.until === undefined ? { kind: 'time', at: now } : parseMoment('--until', input.until, now)
  if (end.kind === 'last') {
    const suggestion = '"last" is a beginning; give --until a time such as 1h.'
    throw new OpsError('SINCE_NOT_UNDERSTOOD', { flag: '--until', value: 'last', suggestion })
  }
  if (start.kind === 'time' && end.kind === 'time' && start.at > end.at) {
    const args = { since: start.at.toISOString(), until: end.at.toISOString() }
    throw new OpsError('WINDOW_INVERTED', args)
  }
  const runs = start.kind === 'last' ? await input.runs() : []
  return { since: edgeOf(start, runs, target), until: edgeOf(end, runs, target) }
}
