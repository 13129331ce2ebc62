import { OpsError } from '../core/errors.ts'
import type { RunDocument } from '../core/report.ts'
import { type Moment, parseMoment } from '../core/since.ts'
import type { WindowEdge } from '../reconcile/expected.ts'
import { type Memory, targetKey } from '../runs/memory.ts'
import { moveWatermark, type Stretch, type Watermark } from '../runs/watermarks.ts'

// Authorizations live for minutes and final blocks follow within twenty; the rest is for clocks that differ
// and records that arrive late. What lives longer holds the mark back by itself while it is not decided.
const overlapSeconds = 3600

const toSeconds = (at: Date) => Math.floor(at.getTime() / 1000)

/** What `--since last` goes on from: the memory, else the saved runs, newest first. */
export type History = {
  readonly target: string
  readonly memory: Memory
  readonly runs: () => Promise<readonly RunDocument[]>
  /** Told when the watermark is missing and a saved run stands in for it. */
  readonly note: (line: string) => void
}

/** The mark that the saved runs, newest first, would have left: a run that began behind it moves nothing. */
function markOf(target: string, runs: readonly RunDocument[]): Watermark | undefined {
  const stretches = runs.flatMap(({ command, complete, target: of, window, runId }): Stretch[] => {
    if (command !== 'reconcile' || !complete || of !== target || window === undefined) return []
    return [{ target: targetKey(target), runId, from: window.from, until: window.to, undecidedSince: null }]
  })
  return stretches.reduceRight<readonly Watermark[]>(moveWatermark, [])[0]
}

/** The end of what was looked at without a gap, RFC 3339. Throws `OpsError` RUN_NOT_FOUND. */
async function endOfLast({ target, memory, runs, note }: History): Promise<string> {
  const key = targetKey(target)
  const mark = memory.watermarks.find((one) => one.target === key)
  if (mark !== undefined) return mark.until
  const last = markOf(target, await runs())
  if (last === undefined) {
    const known = 'No complete reconcile of these addresses and records is saved. Start with --since 24h.'
    throw new OpsError('RUN_NOT_FOUND', { run: 'last', known })
  }
  const why = memory.damaged.watermarks ?? 'no watermark is stored for these addresses and records'
  note(`note: ${why}; --since last goes on from the end of run ${last.runId}`)
  return last.until
}

/** The start of the window after what was looked at, one hour of overlap included. */
async function afterLast(history: History): Promise<WindowEdge> {
  return { kind: 'time', seconds: toSeconds(new Date(await endOfLast(history))) - overlapSeconds }
}

async function edgeOf(moment: Moment, history: History): Promise<WindowEdge> {
  switch (moment.kind) {
    case 'time':
      return { kind: 'time', seconds: toSeconds(moment.at) }
    case 'last':
      return afterLast(history)
    default:
      return moment
  }
}

/**
 * Reads `--since` and `--until` (undefined = now). The saved runs are asked for only by `last`.
 * Throws `OpsError` SINCE_*, WINDOW_INVERTED, RUN_NOT_FOUND.
 */
export async function readWindow(
  input: {
    readonly since: string
    readonly until: string | undefined
    readonly now: Date
  } & History,
): Promise<{ readonly since: WindowEdge; readonly until: WindowEdge }> {
  const { now } = input
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
  return { since: await edgeOf(start, input), until: await edgeOf(end, input) }
}
