import type { ColumnScan, LogColumns } from '../../core/log-columns.ts'
import type { BlockRange, BlockRef, LogQuery, LogScan } from '../../core/ports.ts'
import { type Cover, lacking } from './cover.ts'
import type { Endpoint } from './endpoint.ts'
import { keepable } from './pieces.ts'
import { type Asked, narrowed, readQuestion } from './question.ts'
import { coveredRows } from './rows.ts'

/** Parts of a search are asked in pieces of at most so many blocks, so that a run that is killed has kept some. */
export const usualStretch = 131_072

/** One search of one endpoint may take so many requests, as if it had been asked in one piece. */
const mostRequests = 10_000

/** What is kept and what was asked. `unasked` = parts for which nobody was asked any more, and why. */
export type ReadThrough<Answer extends ColumnScan> = {
  readonly kept: readonly LogColumns[]
  readonly answers: readonly Answer[]
  readonly unasked: LogScan['holes']
}

/** How the rest is asked: by logs or by columns. */
export type Ask<Answer extends ColumnScan> = (query: LogQuery) => Promise<Answer>

function* stretches(ranges: readonly BlockRange[], blocks: number): Generator<BlockRange> {
  for (const range of ranges) {
    for (let from = range.from; from <= range.to; from += blocks) {
      yield { from, to: Math.min(range.to, from + blocks - 1) }
    }
  }
}

/** Why a node that stopped in the middle of a piece need not be asked for the next one; undefined = go on. */
function stoppedBy({ holes }: ColumnScan, { from, to }: BlockRange): string | undefined {
  return holes.find((hole) => hole.to >= to && (hole.to - hole.from + 1) * 2 >= to - from + 1)?.why
}

async function keptOf(
  endpoint: Endpoint,
  { question, values }: Asked,
  range: BlockRange,
  signal: AbortSignal,
): Promise<{ readonly covers: readonly Cover[]; readonly kept: readonly LogColumns[] }> {
  const covers: Cover[] = []
  const kept: LogColumns[] = []
  for (const segment of await endpoint.find(question, range, signal)) {
    const wanted = segment.covers.flatMap((cover): readonly Cover[] => {
      const [from, to] = [Math.max(cover.from, range.from), Math.min(cover.to, range.to)]
      const mine = from > to ? [] : values.filter((value) => cover.values.has(value))
      return mine.length === 0 ? [] : [{ from, to, values: new Set(mine) }]
    })
    if (wanted.length === 0) continue
    covers.push(...wanted)
    kept.push(coveredRows(segment.columns, question.place, wanted))
  }
  return { covers, kept }
}

/**
 * Answers a search from what is kept, asks the endpoint for the rest, and keeps of that what is final. Undefined for a
 * search that is not kept, or a node that names no final block: then it is to be asked as usual. Never rejects as long
 * as `ask` does not.
 */
export async function readThrough<Answer extends ColumnScan>(
  endpoint: Endpoint,
  query: LogQuery,
  ask: Ask<Answer>,
  stretch: number,
  signal: AbortSignal,
): Promise<ReadThrough<Answer> | undefined> {
  const asked = readQuestion(query)
  const { fromBlock: from, toBlock: to } = query
  if (asked === undefined || !Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0)
    return undefined
  const final: BlockRef | null = from > to ? null : await endpoint.final(signal)
  if (final === null || final.number < from) return undefined
  const { covers, kept } = await keptOf(endpoint, asked, { from, to: Math.min(to, final.number) }, signal)
  const answers: Answer[] = []
  const unasked: { readonly from: number; readonly to: number; readonly why: string }[] = []
  let requests = 0
  await Promise.all(
    lacking(asked.values, { from, to }, covers).map(async ({ values, ranges }) => {
      let stopped: string | undefined
      for (const range of stretches(ranges, stretch)) {
        if (requests >= mostRequests) stopped ??= 'rpc: the scan used up its number of requests'
        if (stopped !== undefined) {
          unasked.push({ ...range, why: stopped })
          continue
        }
        const answer = await ask(narrowed(query, asked.question, values, range))
        requests += answer.requests
        answers.push(answer)
        stopped = stoppedBy(answer, range)
        for (const piece of keepable(answer, values, range, final.number)) {
          await endpoint.add(asked.question, piece, final)
        }
      }
    }),
  )
  return { kept, answers, unasked }
}
