import type { BlockRange, LogQuery } from '../../core/ports.ts'
import { type Fault, type FaultKind, fault, faultText } from './fault.ts'
import { maxTries } from './json-rpc.ts'
import type { PageBounds, PageReply, ReadPage } from './log-way.ts'
import type { Hole } from './merge-logs.ts'
import { eased, grown, shrunk, spanOf } from './page-size.ts'
import { isWide, maxTopicValues, splitTopics } from './split-topics.ts'

const maxSplits = 40
// Pages that fail for another reason than their size. One may be bad luck; then the node is not able to answer.
const maxFailuresInARow = 6
const maxFailures = 40

/** What a scan may use, and which parts it reads: one list of topics per part, all over the same blocks. */
export type ScanPlan<Page> = {
  readonly readPage: ReadPage<Page>
  readonly address: string
  readonly parts: readonly LogQuery['topics'][]
  readonly range: BlockRange
  readonly lanes: number
  readonly maxRequests: number
  /** What the first pages ask for; the parts list no more topics than this. */
  readonly bounds: PageBounds
}

/** What a scan found, before merging. */
export type RawScan<Page> = {
  readonly pages: readonly Page[]
  readonly holes: readonly Hole[]
  readonly dropped: number
  readonly requests: number
  /** What the node bore at the end: where the next scan of the same question may start. */
  readonly bounds: PageBounds
}

type Piece = BlockRange & {
  readonly topics: LogQuery['topics']
  readonly splits: number
  /** A page of this many blocks was refused while its lists were long. */
  readonly refusedWide?: number
}

const maybeTooLarge: readonly FaultKind[] = ['transient', 'stalled']
const isOfOther: readonly FaultKind[] = ['auth', 'aborted', 'rate', 'behind']
const endsAll: readonly FaultKind[] = ['auth', 'method', 'final', 'aborted']

function maybeTooWide({ kind, suggestion }: Fault): boolean {
  return !isOfOther.includes(kind) && suggestion === undefined
}

/**
 * Reads all parts over the whole range in pages whose size follows what the node bears. Every block of
 * every part ends in a page that was answered or in a hole. At most `maxRequests` requests, at most 40
 * splits of one page; a single block that is still refused is a hole. A page with long lists of topics that is
 * refused is asked again with short ones; where that helps, lists stay short.
 */
export async function scanLogs<Page>(plan: ScanPlan<Page>, signal: AbortSignal): Promise<RawScan<Page>> {
  const todo: Piece[] = plan.parts.map((topics) => ({ ...plan.range, topics, splits: 0 })).reverse()
  const pages: Page[] = []
  const holes: Hole[] = []
  let { size, topicValues } = plan.bounds
  let dropped = 0
  let requests = 0
  let failures = 0
  let inARow = 0
  let stopped: Fault | undefined

  const take = (): Piece | undefined => {
    if (stopped !== undefined) return undefined
    const next = todo.pop()
    const piece = next !== undefined && topicValues === maxTopicValues ? narrowed(next) : next
    if (piece === undefined || spanOf(piece) <= size.blocks) return piece
    const to = piece.from + size.blocks - 1
    todo.push({ ...piece, from: to + 1 })
    return { ...piece, to }
  }

  /** The first of the pieces with short lists; the others wait. A piece whose lists are short is the first of itself. */
  const narrowed = (piece: Piece): Piece => {
    if (!isWide(piece.topics)) return piece
    const [first = piece.topics, ...others] = splitTopics(piece.topics, Number.POSITIVE_INFINITY) ?? []
    for (const topics of others.reverse()) todo.push({ ...piece, topics })
    return { ...piece, topics: first }
  }

  const read = async ({ from, to, topics }: Piece): Promise<PageReply<Page>> => {
    const left = plan.maxRequests - requests
    if (left < 1) {
      return { ok: false, fault: fault('final', 'the scan used up its number of requests'), requests: 0 }
    }
    // Counted before the answer and corrected after it, so that lanes side by side stay within the bound.
    const tries = Math.min(maxTries, Math.max(1, Math.floor(left / plan.lanes)))
    requests += tries
    const query = { address: plan.address, topics, fromBlock: from, toBlock: to }
    const reply = await plan.readPage(query, signal, tries)
    requests += reply.requests - tries
    return reply
  }

  const refused = (piece: Piece, why: Fault) => {
    const span = spanOf(piece)
    // No provider says that a list is too long in words that all of them use, so it is asked again with short ones.
    if (isWide(piece.topics) && maybeTooWide(why)) {
      todo.push(narrowed({ ...piece, refusedWide: span }))
      return
    }
    if (why.kind !== 'range') {
      failures += 1
      inARow += 1
    }
    const tooMany = failures >= maxFailures || inARow >= maxFailuresInARow
    if (tooMany || endsAll.includes(why.kind)) stopped ??= why
    if (stopped !== undefined || span === 1 || piece.splits >= maxSplits) {
      holes.push({ from: piece.from, to: piece.to, why: faultText(why) })
      return
    }
    if (why.kind === 'range') size = shrunk(size, span, why.suggestion)
    else if (maybeTooLarge.includes(why.kind)) size = eased(size, span)
    todo.push({ ...piece, splits: piece.splits + 1 })
  }

  const lane = async () => {
    for (let piece = take(); piece !== undefined; piece = take()) {
      const page = await read(piece)
      if (!page.ok) {
        refused(piece, page.fault)
      } else {
        pages.push(page.page)
        if (page.dropped > 0) {
          // What was dropped may be ours in a broken form, so this answer shows no absence.
          dropped += page.dropped
          const why = `${page.dropped} of the logs did not fit the question`
          holes.push({ from: piece.from, to: piece.to, why: faultText(fault('final', why, 'parse')) })
        }
        inARow = 0
        if (piece.refusedWide === spanOf(piece)) topicValues = maxTopicValues
        size = grown(size, spanOf(piece), page.seen)
      }
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, plan.lanes) }, lane))
  const unread = stopped === undefined ? [] : [faultText(stopped)]
  for (const why of unread) for (const { from, to } of todo) holes.push({ from, to, why })
  return { pages, holes, dropped, requests, bounds: { size, topicValues } }
}
