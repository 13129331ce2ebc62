import type { ChainNode } from '../core/ports.ts'
import { addressTopic, topics } from '../payments/effect.ts'
import type { SpanSeen } from './shapes.ts'

/** The most blocks that reconcile ever asks for at once; an endpoint that gives them is not limited for us. */
export const largestSpan = 10_000
const mostRequests = 11
/** Limits are round numbers and a search halves anyway: nearer than this nobody has to know one. */
const closeEnough = 1.1

// An authorization of the zero address cannot exist, so every answer is empty: what is measured is the limit on
// blocks and not the one on results.
const nothing = [topics.authorizationUsed, addressTopic(`0x${'0'.repeat(40)}`)]

const between = (low: number, high: number) => Math.round(Math.sqrt(Math.max(1, low) * high))

/**
 * How many blocks an endpoint searches at once, by asking: first for as many as reconcile would, then for what it
 * proposes, then between what it answered and what it refused. At most eleven requests. Never rejects.
 */
export async function findSpan(
  node: ChainNode,
  asset: string,
  head: number,
  signal: AbortSignal,
): Promise<SpanSeen | null> {
  const { tryLogs } = node
  if (tryLogs === undefined) return null
  const ask = (blocks: number) =>
    tryLogs({ address: asset, topics: nothing, fromBlock: head - blocks + 1, toBlock: head }, signal)
  let answered = 0
  let refused: number | null = null
  let next = Math.min(largestSpan, head + 1)
  let requests = 0
  while (requests < mostRequests) {
    const found = await ask(next)
    requests += 1
    if (!found.seen) return { answered, refused, requests, why: found.why.detail }
    if (found.value.answered) answered = next
    else refused = next
    if (refused === null || refused - answered <= 1 || refused <= answered * closeEnough) break
    const proposed = found.value.answered ? null : found.value.proposed
    next =
      proposed !== null && proposed > answered && proposed < refused ? proposed : between(answered, refused)
    if (next <= answered || next >= refused) next = answered + 1
  }
  return { answered, refused, requests, why: null }
}
