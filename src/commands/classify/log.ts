import { type CaseLookup, withChainTruth } from '../../classify/chain-truth.ts'
import { decide, isChallenge, isFailure } from '../../classify/decide.ts'
import { readLine } from '../../classify/read-text.ts'
import type { Signals } from '../../classify/signals.ts'
import { countLine, type LineSort, newTally, type Tally } from '../../classify/tally.ts'
import type { CommandContext } from '../command.ts'

/** What counting a log needs beside its lines. */
export type LogNeeds = {
  readonly lookup: CaseLookup
  readonly deployAt: number | null
  /** To how many failures in a row the breaker counts; absent = as in most libraries. */
  readonly breakerAt?: number | undefined
  readonly context: Pick<CommandContext, 'progress' | 'signal'>
}

function sortOf(signals: Signals): LineSort {
  if (isFailure(signals)) return 'failed'
  if (isChallenge(signals)) return 'challenge'
  const { status, settled, verified } = signals
  return status !== null || settled !== null || verified !== null ? 'fine' : 'silent'
}

/**
 * Counts the lines of a log as they come; what is kept does not grow with the log. An interrupted one is counted as
 * far as it was read.
 */
export async function tallyLog(
  lines: AsyncIterable<{ readonly text: string; readonly cut: boolean }>,
  { lookup, deployAt, breakerAt, context }: LogNeeds,
): Promise<Tally> {
  const tally = newTally(breakerAt)
  for await (const { text, cut } of lines) {
    if (context.signal.aborted) break
    if (text.trim() === '') continue
    if (cut) tally.cut += 1
    const signals = readLine(text)
    const sort = sortOf(signals)
    const said = sort === 'failed' ? withChainTruth(decide(signals), lookup(signals.about)) : null
    countLine(tally, { signals, sort, said }, deployAt)
    if (tally.lines % 50_000 === 0) context.progress(`${tally.lines} lines, ${tally.failures} failures`)
  }
  return tally
}
