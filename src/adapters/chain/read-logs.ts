import type { BlockRange, LogQuery } from '../../core/ports.ts'
import { fault, faultText } from './fault.ts'
import type { AskRpc } from './json-rpc.ts'
import type { LogWay } from './log-way.ts'
import { type Hole, mergeHoles } from './merge-logs.ts'
import { scanLogs } from './scan-logs.ts'
import { isAddress, isWord, quantityShape, shapeProblem } from './shapes.ts'
import { splitTopics } from './split-topics.ts'

const maxRequests = 10_000
const maxParts = 1000

type Head = { readonly ok: true; readonly number: number } | { readonly ok: false; readonly why: string }
type Counted = { readonly head: Head; readonly requests: number }

async function readHead(ask: AskRpc, signal: AbortSignal): Promise<Counted> {
  const reply = await ask({ method: 'eth_blockNumber', params: [] }, signal)
  const { requests } = reply
  if (!reply.ok) return { head: { ok: false, why: faultText(reply.fault) }, requests }
  const number = quantityShape.safeParse(reply.result)
  return number.success
    ? { head: { ok: true, number: number.data }, requests }
    : { head: { ok: false, why: `parse: ${shapeProblem(number.error)}` }, requests }
}

/** The query in lower case, or why it cannot be asked without a silent mistake. */
function normalise(query: LogQuery): { readonly query: LogQuery } | { readonly problem: string } {
  const { fromBlock, toBlock } = query
  if (!Number.isSafeInteger(fromBlock) || !Number.isSafeInteger(toBlock) || fromBlock < 0) {
    return { problem: 'the range is not made of block numbers' }
  }
  if (fromBlock > toBlock) return { problem: 'the range is inverted' }
  if (!isAddress(query.address)) return { problem: 'the contract is not an address' }
  if (query.topics.length > 4) return { problem: 'a log has at most four topics' }
  // To a node an empty list means "any", to a caller it means "none": neither is guessed.
  if (query.topics.some((topic) => topic !== null && topic.length === 0)) {
    return { problem: 'a list of topics is empty' }
  }
  if (!query.topics.flatMap((topic) => topic ?? []).every(isWord))
    return { problem: 'a topic is not 32 bytes' }
  const topics = query.topics.map((topic) => {
    if (topic === null) return null
    return typeof topic === 'string' ? topic.toLowerCase() : topic.map((value) => value.toLowerCase())
  })
  return { query: { ...query, address: query.address.toLowerCase(), topics } }
}

/** What every way of reading logs says about its reading. */
export type Reading<Found> = {
  readonly found: Found
  readonly holes: readonly Hole[]
  readonly dropped: number
  readonly requests: number
}

/** What the head after the scan takes away from its coverage. */
function lostBehind(after: Head, before: number, read: BlockRange): readonly Hole[] {
  if (!after.ok) return [{ ...read, why: after.why }]
  if (after.number >= read.to) return []
  const why = faultText(fault('behind', `the node's head went back from ${before} to ${after.number}`))
  return [{ from: Math.max(read.from, after.number + 1), to: read.to, why }]
}

/**
 * The logs of a query with proof of what was read. The node's head is read before and after: what lies
 * above either is a hole (`behind: ..`), because a node answers `[]` there. The reason of every hole
 * begins with a blind kind. Logs that were seen inside a hole are kept; their absence proves nothing.
 * `lanes` pages are read side by side, in the given way. Never throws.
 */
export async function readLogs<Page, Found>(
  way: LogWay<Page, Found>,
  ask: AskRpc,
  wanted: LogQuery,
  lanes: number,
  signal: AbortSignal,
): Promise<Reading<Found>> {
  const range = { from: wanted.fromBlock, to: wanted.toBlock }
  const blind = (why: string, requests: number): Reading<Found> => {
    const [from, to] = [Math.min(range.from, range.to), Math.max(range.from, range.to)]
    return { found: way.merge([], wanted.address).found, holes: [{ from, to, why }], dropped: 0, requests }
  }
  const normal = normalise(wanted)
  if ('problem' in normal) return blind(`refused: ${normal.problem}`, 0)
  const { query } = normal
  const bounds = way.boundsFor(query)
  const parts = splitTopics(query.topics, maxParts, bounds.topicValues)
  if (parts === undefined) return blind('refused: too many combinations of topics', 0)

  const first = await readHead(ask, signal)
  if (!first.head.ok) return blind(first.head.why, first.requests)
  const before = first.head.number
  const behind = faultText(fault('behind', `the node's head is ${before}`))
  if (before < range.from) return blind(behind, first.requests)
  const read = { from: range.from, to: Math.min(range.to, before) }
  const above: readonly Hole[] = before < range.to ? [{ from: before + 1, to: range.to, why: behind }] : []

  const { address } = query
  const { readPage } = way
  const scan = await scanLogs({ readPage, address, parts, range: read, lanes, maxRequests, bounds }, signal)
  way.keepBounds(query, scan.bounds)
  const last = await readHead(ask, signal)
  const merged = way.merge(scan.pages, address)
  return {
    found: merged.found,
    holes: mergeHoles([...scan.holes, ...merged.holes, ...above, ...lostBehind(last.head, before, read)]),
    dropped: scan.dropped,
    requests: first.requests + scan.requests + last.requests,
  }
}
